#include "app/tradeoff/tradeoff_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/console/numbers.h"
#include "app/console/shares.h"
#include "app/console/terminal.h"
#include "app/console/text_table.h"
#include "app/tradeoff/tradeoff_words.h"

namespace poldyn::app {
namespace {

using analysis::Criterion;
using analysis::Estimate;
using analysis::Standing;

constexpr double worth_showing = 0.05;  // probability of being on the front, or the best
constexpr std::size_t short_list = 20;  // policies that are all shown

/// The table of a long list shows who may be on the front or the best by something.
bool is_shown(const TradeoffReport& report, std::size_t at, bool all) {
  const auto& judgement = report.judgement;
  if (all || report.judged.size() <= short_list || judgement.front[at] || judgement.membership[at] >= worth_showing)
    return true;
  for (const auto& metric : judgement.metrics)
    for (const auto& by_policy : metric.standings)
      if (by_policy[at].rank == 1 || by_policy[at].best_share >= worth_showing) return true;
  return false;
}

std::string direction(const Goal& goal) { return goal.low ? "low is better" : "high is better"; }

std::string head(const TradeoffReport& report, std::size_t width) {
  const auto& crossing = report.crossing;
  std::string text = fmt::format(
      "{}\n{}, {} ({}), {} of each; bloc {}\n", wrapped(report.title, width),
      fmt::format("{} policies", crossing.policies.size()), counted(crossing.futures(), "future"),
      crossing.layout.sampled_futures ? "a sample" : "a grid", counted(report.replicates, "replicate"), report.bloc);
  std::string unknown;
  for (const auto& one : crossing.unknowns) unknown += (unknown.empty() ? "" : ", ") + one.name;
  if (!unknown.empty()) text += labelled("What is not known: ", unknown, width) + "\n";
  for (const auto& condition : report.conditions) text += labelled("To be met: ", condition.text, width) + "\n";
  return text + "\n";
}

Estimate mean_told(const TradeoffReport& report, std::size_t goal, std::size_t at) {
  Estimate made = report.judgement.metrics[goal].mean[at];
  if (!report.goals[goal].low) made.mean = 0 - made.mean;
  return made;
}

/// What these worlds do not move has no interval to show: "± 0" would say that it is certain.
std::string without_zero(Estimate estimate) {
  if (estimate.half_width == 0) estimate.half_width = analysis::no_value;
  return shown(estimate);
}

/// "12 % (4 to 25)"
std::string met(const Standing& unmet) {
  const std::string share = whole_percent(1 - unmet.value);
  if (!unmet.interval.exists()) return share;
  return fmt::format("{} ({:.0f} to {:.0f})", share, 100 * (1 - unmet.interval.high), 100 * (1 - unmet.interval.low));
}

std::string front_cell(const TradeoffReport& report, std::size_t at) {
  const auto& judgement = report.judgement;
  const std::string sure = std::isnan(judgement.membership[at]) ? "" : " " + whole_percent(judgement.membership[at]);
  return (judgement.front[at] ? "yes" : "no") + sure;
}

std::string front_table(const TradeoffReport& report, bool all, std::size_t width) {
  TextTable table{{"Trade-off"}, {}};
  for (const auto& goal : report.goals) table.header.push_back(goal.with_unit());
  table.header.emplace_back("on front");
  if (!report.conditions.empty()) table.header.emplace_back("meets all");
  for (std::size_t at = 0; at < report.judged.size(); ++at) {
    if (!is_shown(report, at, all)) continue;
    std::vector<std::string> row{report.crossing.policies[report.judged[at]]};
    for (std::size_t g = 0; g < report.goals.size(); ++g) row.push_back(without_zero(mean_told(report, g, at)));
    row.push_back(front_cell(report, at));
    if (!report.conditions.empty()) row.push_back(met(report.judgement.meets[at]));
    table.rows.push_back(std::move(row));
  }
  for (std::size_t i = 0; i < report.set_aside.size(); ++i) {
    std::vector<std::string> row(table.header.size(), "-");
    row.front() = report.crossing.policies[report.set_aside[i].policy];
    if (!report.conditions.empty()) row.back() = met(report.judgement.others_meet[i]);
    table.rows.push_back(std::move(row));
  }
  std::string text = table.text(width) + "\n";
  std::string words = "Means over futures with 95 % intervals; ";
  for (std::size_t g = 0; g < report.goals.size(); ++g)
    words += fmt::format("{}{}: {}", g > 0 ? ", " : "", report.goals[g].name(), direction(report.goals[g]));
  words += ". On the front: no other policy is as good in all and better in one";
  words +=
      report.judgement.resamples > 0
          ? fmt::format("; the share of {} resamples of the worlds in which that is so.", report.judgement.resamples)
          : ".";
  if (!report.conditions.empty())
    words += " Meets all: share of worlds in which every condition holds, with its 95 % interval.";
  return text + wrapped(words, width) + "\n\n";
}

/// A value with the half of its interval, and its rank.
std::string criterion_cell(const TradeoffReport& report, std::size_t goal, std::size_t criterion, std::size_t at) {
  const auto& metric = report.judgement.metrics[goal];
  const Standing& standing = metric.standings[criterion][at];
  Estimate estimate;
  estimate.mean = value_of_cost(report.goals[goal], criterion, standing.value);
  switch (static_cast<Criterion>(criterion)) {
    case Criterion::mean:
      estimate.half_width = metric.mean[at].half_width;
      break;
    case Criterion::mean_regret:
      estimate.half_width = metric.mean_regret[at].half_width;
      break;
    case Criterion::worst_regret:
      estimate.half_width = metric.worst_regret[at].half_width;
      break;
    default:
      estimate.half_width = (standing.interval.high - standing.interval.low) / 2;
  }
  return fmt::format("{} ({})", without_zero(estimate), standing.rank);
}

std::string criteria_table(const TradeoffReport& report, std::size_t goal, bool all, std::size_t width) {
  TextTable table{{report.goals[goal].name()}, {}};
  for (const char* word : criterion_words) table.header.emplace_back(word);
  for (std::size_t at = 0; at < report.judged.size(); ++at) {
    if (!is_shown(report, at, all)) continue;
    std::vector<std::string> row{report.crossing.policies[report.judged[at]]};
    for (std::size_t c = 0; c < table.header.size() - 1; ++c) row.push_back(criterion_cell(report, goal, c, at));
    table.rows.push_back(std::move(row));
  }
  return table.text(width) + "\n";
}

std::string remarks(const TradeoffReport& report, bool all, std::size_t width) {
  std::string text;
  for (const auto& one : report.set_aside)
    text += labelled("Note: ",
                     fmt::format("{} is {}.", report.crossing.policies[one.policy], one.why(whole_percent(one.share))),
                     width) +
            "\n";
  std::size_t hidden = 0;
  for (std::size_t at = 0; at < report.judged.size(); ++at) hidden += !is_shown(report, at, all);
  if (hidden > 0)
    text +=
        labelled("Note: ", fmt::format("{} more are never the best by anything; --all shows them.", hidden), width) +
        "\n";
  for (const auto& note : report.notes) text += labelled("Note: ", note, width) + "\n";
  return text;
}

}  // namespace

std::string tradeoff_text(const TradeoffReport& report, bool all, std::size_t width) {
  std::string text = head(report, width) + front_table(report, all, width);
  for (std::size_t g = 0; g < report.goals.size(); ++g)
    text += criteria_table(report, g, all, width) + best_text(report, g, width);
  text += wrapped(
              "Rank in parentheses. Mean and spread: mean plus one standard deviation over worlds (less one where high "
              "is better). 1 in 10 worse: what one world in ten is worse than. Regret: how much worse than the best "
              "policy of the same future; of the worst, the interval is that of that future alone. Without an "
              "interval: these "
              "worlds do not move it.",
              width) +
          "\n\n";
  return text + information_text(report, width) + remarks(report, all, width) + advice_text(report, width);
}

}  // namespace poldyn::app
