#include "app/tradeoff/tradeoff_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "analysis/tradeoff/front.h"
#include "app/console/numbers.h"
#include "app/console/shares.h"
#include "app/console/text_table.h"

namespace poldyn::app {
namespace {

using analysis::Best;

constexpr std::size_t most_named = 4;

const std::string& name_of(const TradeoffReport& report, std::size_t at) {
  return report.crossing.policies[report.judged[at]];
}

/// "mean (71 %, 29 %)"
std::string criterion_with_shares(const TradeoffReport& report, std::size_t goal, std::size_t criterion,
                                  const std::vector<std::size_t>& who) {
  const auto& standings = report.judgement.metrics[goal].standings[criterion];
  if (report.judgement.resamples == 0) return criterion_words[criterion];
  std::vector<std::string> shares;
  for (std::size_t i = 0; i < named_among(who.size()); ++i)
    shares.push_back(whole_percent(standings[who[i]].best_share));
  return fmt::format("{} ({})", criterion_words[criterion], fmt::join(shares, ", "));
}

/// "mean (71 %, 29 %), worst regret (80 %, 20 %)"
std::string criteria_with_shares(const TradeoffReport& report, std::size_t goal, const Best& best) {
  std::vector<std::string> made;
  for (const std::size_t c : best.criteria) made.push_back(criterion_with_shares(report, goal, c, best.who));
  return fmt::format("{}", fmt::join(made, ", "));
}

bool one_is_in_all(const std::vector<Best>& found) {
  const auto& first = found.front().who;
  return std::any_of(first.begin(), first.end(), [&](std::size_t at) {
    return std::all_of(found.begin(), found.end(),
                       [&](const Best& one) { return std::find(one.who.begin(), one.who.end(), at) != one.who.end(); });
  });
}

bool is_told(const Worth& worth) { return worth.adjusted_p <= 1 - analysis::confidence; }

std::string worth_cell(const Worth& worth, double perfect) {
  if (std::isnan(worth.value)) return "-";
  if (perfect == 0) return "0";
  if (!is_told(worth)) return "not told apart from 0";
  analysis::Estimate estimate;
  estimate.mean = worth.value;
  estimate.half_width = worth.half_width;
  return shown(estimate);
}

/// Parameters by the largest share of what there is to know about some metric; those told apart from nothing first.
std::vector<std::size_t> by_worth(const TradeoffReport& report) {
  std::vector<std::pair<bool, double>> most(report.worth.size(), {false, 0.0});
  for (std::size_t u = 0; u < report.worth.size(); ++u)
    for (std::size_t g = 0; g < report.goals.size(); ++g) {
      const Worth& worth = report.worth[u][g];
      if (!(worth.value >= 0) || !(report.perfect[g] > 0)) continue;
      most[u] = std::max(most[u], std::pair(is_told(worth), worth.value / report.perfect[g]));
    }
  std::vector<std::size_t> order(report.worth.size());
  for (std::size_t u = 0; u < order.size(); ++u) order[u] = u;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return most[a] > most[b]; });
  return order;
}

/// "open by time_to_deployment": by its mean over replicates it is the best, or as good, in every future.
std::string always_best(const TradeoffReport& report, std::size_t goal) {
  const auto& regret =
      report.judgement.metrics[goal].standings[static_cast<std::size_t>(analysis::Criterion::worst_regret)];
  std::vector<std::string> names;
  for (std::size_t at = 0; at < regret.size(); ++at)
    if (regret[at].value == 0) names.push_back(name_of(report, at));
  return fmt::format("{} by {}", one_of(names), report.goals[goal].name());
}

std::string nothing_to_find_out(const TradeoffReport& report) {
  std::vector<std::string> who;
  for (std::size_t g = 0; g < report.goals.size(); ++g) who.push_back(always_best(report, g));
  const bool one = report.goals.size() == 1;
  return fmt::format(
      "Worth finding out: nothing, for who chooses by {}. In every future of this sweep the same policy is the best by "
      "its mean over replicates: {}.{}",
      one ? "this metric" : "one of these metrics alone", fmt::join(who, "; "),
      one ? "" : " What knowing more is worth to who weighs several metrics is not asked here.");
}

bool is_open(double membership) { return membership > 1 - analysis::confidence && membership < analysis::confidence; }

/// What to write into the experiment for so many times as many worlds, and what to run then. Of a sample the futures
/// become more, of a grid, which is what was asked about, the replicates; where futures share their luck, both.
std::string how_to_settle(const TradeoffReport& report, double times) {
  constexpr double most_times = 50;  // beyond, nobody knows whether there is a difference
  if (times > most_times)
    return fmt::format(
        "More than {:.0f} times as many worlds would be needed if the difference seen is so, of which these worlds say "
        "hardly anything.",
        most_times);
  const analysis::Layout layout = report.crossing.layout;
  const auto more = [&](std::size_t now) {
    return static_cast<std::size_t>(std::ceil(times * static_cast<double>(now)));
  };
  std::size_t points = more(report.crossing.futures());
  if (report.design == "sobol" || report.design == "saltelli") points = std::bit_ceil(points);
  std::string set = layout.sampled_futures ? fmt::format("points = {}", points) : "";
  if (!layout.sampled_futures || layout.shared_luck)
    set += fmt::format("{}replicates = {}", set.empty() ? "" : " and ", more(report.replicates));
  const char* const what = !layout.sampled_futures ? "replicates"
                           : layout.shared_luck    ? "futures, and replicates,"
                                                   : "futures";
  return fmt::format(
      "About {:.2g} times as many {} would tell, if what is seen here is so. With {} in the experiment: poldyn sweep "
      "EXPERIMENT -o FOLDER --extend, which keeps the runs there are, then poldyn merge FOLDER -o {} --force.",
      times, what, set, report.file);
}

}  // namespace

// "One of 1 more" would take as much room as the name.
std::size_t named_among(std::size_t all) { return all <= most_named + 1 ? all : most_named; }

std::string one_of(std::vector<std::string> names) {
  if (const std::size_t more = names.size() - named_among(names.size()); more > 0) {
    names.resize(names.size() - more);
    names.push_back(fmt::format("one of {} more", more));
  }
  std::string made = names.front();
  for (std::size_t i = 1; i < names.size(); ++i) made += (i + 1 < names.size() ? ", " : " or ") + names[i];
  return made;
}

std::string best_text(const TradeoffReport& report, std::size_t goal, std::size_t width) {
  const std::vector<Best> found = analysis::bests_of(report.judgement.metrics[goal].standings);
  std::string text;
  for (const Best& one : found) {
    std::vector<std::string> names;
    for (const std::size_t at : one.who) names.push_back(name_of(report, at));
    const char* const alike = names.size() == 1                ? ""
                              : report.judgement.resamples > 0 ? ": not told apart"
                                                               : ": they are equal";
    text += labelled("Best: ", fmt::format("{} by {}{}", one_of(names), criteria_with_shares(report, goal, one), alike),
                     width) +
            "\n";
  }
  if (found.size() > 1)
    text += wrapped(one_is_in_all(found) ? "Ranks change with how one chooses, but these worlds do not tell that the "
                                           "best policy does."
                                         : "Which policy is best depends on how one chooses.",
                    width) +
            "\n";
  return text + "\n";
}

std::string information_text(const TradeoffReport& report, std::size_t width) {
  const auto known = [](const std::vector<Worth>& row) {
    return std::any_of(row.begin(), row.end(), [](const Worth& worth) { return !std::isnan(worth.value); });
  };
  if (std::none_of(report.worth.begin(), report.worth.end(), known)) return "";
  if (std::all_of(report.perfect.begin(), report.perfect.end(), [](double x) { return x == 0; }))
    return wrapped(nothing_to_find_out(report), width) + "\n\n";
  TextTable table{{"Worth finding out"}, {}};
  for (const auto& goal : report.goals) table.header.push_back(goal.with_unit());
  for (const std::size_t u : by_worth(report)) {
    std::vector<std::string> row{report.crossing.unknowns[u].name};
    for (std::size_t g = 0; g < report.goals.size(); ++g)
      row.push_back(worth_cell(report.worth[u][g], report.perfect[g]));
    table.rows.push_back(std::move(row));
  }
  std::vector<std::string> all{"all of it, at most"};
  for (const double x : report.perfect) all.push_back(fmt::format("{:.3g}", x));
  table.rows.push_back(std::move(all));
  return table.text(width) + "\n" +
         wrapped(
             "What somebody who minds the mean of one metric alone would gain on average by knowing that parameter "
             "before choosing a policy (EVPPI, by regression), metric by metric. Told apart: more than chance makes "
             "in a shuffled order, all cells taken together. 0: one policy is the best in every future. All of it: "
             "knowing the whole future, but not its luck; few replicates make it too large.",
             width) +
         "\n\n";
}

std::string advice_text(const TradeoffReport& report, std::size_t width) {
  std::vector<std::string> who;
  double times = 0;
  for (std::size_t at = 0; at < report.judged.size(); ++at) {
    const double share = report.judgement.membership[at];
    if (std::isnan(share) || !is_open(share)) continue;
    who.push_back(fmt::format("{} ({})", name_of(report, at), whole_percent(share)));
    times = std::max(times, analysis::worlds_to_settle(share));
  }
  if (who.empty()) return "";
  const std::size_t more = who.size() - std::min(who.size(), most_named);
  who.resize(who.size() - more);
  return labelled("Next: ",
                  fmt::format("whether {}{} {} on the front is open. {}", fmt::join(who, ", "),
                              more > 0 ? fmt::format(" and {} more", more) : "", who.size() + more == 1 ? "is" : "are",
                              how_to_settle(report, times)),
                  width) +
         "\n";
}

}  // namespace poldyn::app
