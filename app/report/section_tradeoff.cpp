#include "app/report/section_tradeoff.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "app/console/shares.h"
#include "app/report/front_chart.h"
#include "app/report/spoken.h"
#include "app/tradeoff/tradeoff_words.h"

namespace poldyn::app {
namespace {

using analysis::Standing;

constexpr std::array<const char*, 5> measure_words{"mean", "mean and spread", "what is worse in one world of ten",
                                                   "mean regret", "worst regret"};
constexpr std::size_t most_policies = 20;  // rows that anybody reads

const std::string& policy_at(const TradeoffReport& report, std::size_t judged) {
  return report.crossing.policies[report.judged[judged]];
}

/// "gated meets all in 62 % of worlds (95 % interval: 55 to 69 %)."
std::string meets_text(const std::string& policy, const Standing& unmet) {
  std::string text = fmt::format("{} meets all in {} of worlds", policy, spoken_share(1 - unmet.value));
  if (unmet.interval.exists())
    text += fmt::format(" (interval: {} to {})", spoken_share(1 - unmet.interval.high),
                        spoken_share(1 - unmet.interval.low));
  return text + ".";
}

/// By each goal the value and the rank of each policy by each measure: ranks change with the measure.
ReportTable criteria_table(const TradeoffReport& report) {
  ReportTable table{{{"Policy"}}, {}};
  for (const char* words : measure_words) table.columns.push_back({capitalised(words), ColumnKind::number});
  for (std::size_t g = 0; g < report.goals.size(); ++g) {
    table.rows.push_back({goal_title(report.goals[g])});
    for (std::size_t at = 0; at < std::min(report.judged.size(), most_policies); ++at) {
      std::vector<std::string> row{policy_at(report, at)};
      for (std::size_t c = 0; c < measure_words.size(); ++c) {
        const Standing& standing = report.judgement.metrics[g].standings[c][at];
        row.push_back(fmt::format("{} ({})", spoken(value_of_cost(report.goals[g], c, standing.value)), standing.rank));
      }
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

/// "**open** or **gated**"
std::string names_of(const TradeoffReport& report, const std::vector<std::size_t>& who) {
  std::vector<std::string> names;
  names.reserve(who.size());
  for (const std::size_t at : who) names.push_back("**" + policy_at(report, at) + "**");
  return one_of(std::move(names));
}

/// "mean (71 and 29 % of resamples)": how often each of those named is the best.
std::string criterion_with_shares(const TradeoffReport& report, const std::vector<Standing>& standings,
                                  std::size_t criterion, const std::vector<std::size_t>& who) {
  if (report.judgement.resamples == 0) return measure_words[criterion];
  std::vector<std::string> shares;
  for (std::size_t i = 0; i < named_among(who.size()); ++i)
    shares.push_back(spoken_share(standings[who[i]].best_share));
  return fmt::format("{} ({} of resamples)", measure_words[criterion], fmt::join(shares, ", "));
}

/// By each goal who may be the best, and by which measures it is these.
std::vector<std::string> best_lines(const TradeoffReport& report) {
  std::vector<std::string> made;
  for (std::size_t g = 0; g < report.goals.size(); ++g) {
    const auto& standings = report.judgement.metrics[g].standings;
    for (const analysis::Best& best : analysis::bests_of(standings)) {
      std::vector<std::string> by;
      for (const std::size_t c : best.criteria) by.push_back(criterion_with_shares(report, standings[c], c, best.who));
      const char* const alike = best.who.size() == 1             ? ""
                                : report.judgement.resamples > 0 ? ", not told apart"
                                                                 : ", which are equal";
      made.push_back(fmt::format("{}: best is {}{}, by {}.", goal_title(report.goals[g]), names_of(report, best.who),
                                 alike, fmt::join(by, ", ")));
    }
  }
  return made;
}

/// Only what knowing is told to be worth something.
std::vector<std::string> worth_lines(const TradeoffReport& report, double level) {
  std::vector<std::string> made;
  for (std::size_t u = 0; u < report.worth.size(); ++u)
    for (std::size_t g = 0; g < report.goals.size(); ++g) {
      const Worth& worth = report.worth[u][g];
      if (!(worth.adjusted_p <= 1 - level) || !(worth.value > 0)) continue;
      made.push_back(fmt::format(
          "Worth finding out before choosing: **{}**. Who minds the mean of {} alone would gain "
          "{} on average by knowing it.",
          report.crossing.unknowns[u].name, goal_title(report.goals[g]), tabled(worth.value, worth.half_width)));
    }
  if (made.empty() && !report.worth.empty() && !std::isnan(report.worth.front().front().value))
    made.push_back("No single unknown is told to be worth finding out before choosing.");
  return made;
}

void add_notes(ReportSection& section, const TradeoffReport& report) {
  section.notes.push_back(
      "In the table: value and, in brackets, rank. Mean and spread is the mean and one standard deviation over worlds "
      "to "
      "the bad side; regret is how much worse than the best policy of the same future.");
  for (std::size_t i = 0; i < report.conditions.size(); ++i)
    section.notes.push_back(fmt::format("To be met: {}.", report.conditions[i].text));
  if (!report.conditions.empty())
    for (std::size_t p = 0; p < std::min(report.judgement.meets.size(), most_policies); ++p)
      section.notes.push_back(meets_text(policy_at(report, p), report.judgement.meets[p]));
  for (std::size_t i = 0; i < std::min(report.judgement.others_meet.size(), report.set_aside.size()); ++i)
    section.notes.push_back(
        meets_text(report.crossing.policies[report.set_aside[i].policy], report.judgement.others_meet[i]));
  for (const auto& one : report.set_aside)
    section.notes.push_back(
        fmt::format("{} is {}.", report.crossing.policies[one.policy], one.why(whole_percent(one.share))));
  if (report.judged.size() > most_policies)
    section.notes.push_back(fmt::format("The table has the first {} of {} policies; `poldyn tradeoff --all` has all.",
                                        most_policies, report.judged.size()));
  for (const auto& note : report.notes) section.notes.push_back(note);
}

/// How often it is on the front when worlds are drawn anew.
std::string certainty(const TradeoffReport& report, std::size_t at) {
  const double membership = report.judgement.membership[at];
  return std::isnan(membership) ? "" : fmt::format(" (in {} of resamples)", spoken_share(membership));
}

}  // namespace

std::string tradeoff_sentence(const StudyMaterial& material) {
  if (!material.tradeoff) return "";
  const TradeoffReport& report = *material.tradeoff;
  std::vector<std::string> on, goals;
  for (std::size_t at = 0; at < report.judged.size(); ++at)
    if (report.judgement.front[at]) on.push_back("**" + policy_at(report, at) + "**" + certainty(report, at));
  for (const Goal& goal : report.goals) goals.push_back(goal_title(goal));
  constexpr std::size_t most = 5;
  const std::size_t all = on.size();
  if (all > most) on.resize(most);
  const std::string names =
      fmt::format("{}{}", fmt::join(on, ", "), all > most ? fmt::format(" and {} more", all - most) : "");
  if (goals.size() == 1)
    return fmt::format("Of {} policies {} {} the best mean of {} in these runs.", report.judged.size(), names,
                       all == 1 ? "has" : "have", goals.front());
  return fmt::format(
      "Weighed by {}, {} of {} policies {} on the front in these runs: {}. To each of the others one is as "
      "good in all and better in one.",
      fmt::join(goals, " and "), count_in_words(static_cast<double>(all)),
      count_in_words(static_cast<double>(report.judged.size())), all == 1 ? "is" : "are", names);
}

ReportSection tradeoff_section(const StudyMaterial& material) {
  ReportSection made{.id = "tradeoff", .heading = "What is traded", .short_heading = "What is traded"};
  if (!material.tradeoff) return made;
  const TradeoffReport& report = *material.tradeoff;
  made.lead = {tradeoff_sentence(material)};
  made.bullets = best_lines(report);
  for (auto& line : worth_lines(report, material.level)) made.bullets.push_back(std::move(line));
  made.charts = {front_chart(report, analysis::confidence)};
  made.table = criteria_table(report);
  add_notes(made, report);
  made.asides = {
      {.heading = "Which is best",
       .paragraphs = {"It depends on how one chooses: for the mean, for bad luck, or so as not to regret it. "
                      "So several measures stand side by side."}}};
  return made;
}

}  // namespace poldyn::app
