#include "app/tradeoff_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/console/numbers.h"
#include "app/console/terminal.h"
#include "app/console/text_table.h"

namespace poldyn::app {
namespace {

using analysis::Criterion;
using analysis::Estimate;
using analysis::Standing;

constexpr double worth_showing = 0.05;  // probability of being on the front, or the best
constexpr std::size_t short_list = 20;  // policies that are all shown
constexpr std::array<const char*, 5> criterion_words = {"mean", "mean and spread", "1 in 10 worse", "mean regret",
                                                        "worst regret"};

std::string percent(double share) { return std::isnan(share) ? "-" : fmt::format("{:.0f} %", 100 * share); }

/// Cost as the metric's own value.
double told(const Goal& goal, std::size_t criterion, double cost) {
  const bool level = criterion < static_cast<std::size_t>(Criterion::mean_regret);
  return level && !goal.low ? -cost : cost;
}

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

std::string goal_label(const Goal& goal) {
  return goal.about.symbol.empty() ? goal.name() : fmt::format("{} [{}]", goal.name(), goal.about.symbol);
}

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
  if (!report.goals[goal].low) made.mean = -made.mean;
  return made;
}

std::string met(const TradeoffReport& report, std::size_t policy) {
  return percent(1 - report.judgement.meets[policy].value);
}

std::string front_cell(const TradeoffReport& report, std::size_t at) {
  const auto& judgement = report.judgement;
  const std::string sure = std::isnan(judgement.membership[at]) ? "" : " " + percent(judgement.membership[at]);
  return (judgement.front[at] ? "yes" : "no") + sure;
}

std::string front_table(const TradeoffReport& report, bool all, std::size_t width) {
  TextTable table{{"Trade-off"}, {}};
  for (const auto& goal : report.goals) table.header.push_back(goal_label(goal));
  table.header.emplace_back("on front");
  if (!report.conditions.empty()) table.header.emplace_back("meets all");
  for (std::size_t at = 0; at < report.judged.size(); ++at) {
    if (!is_shown(report, at, all)) continue;
    std::vector<std::string> row{report.crossing.policies[report.judged[at]]};
    for (std::size_t g = 0; g < report.goals.size(); ++g) row.push_back(shown(mean_told(report, g, at)));
    row.push_back(front_cell(report, at));
    if (!report.conditions.empty()) row.push_back(met(report, report.judged[at]));
    table.rows.push_back(std::move(row));
  }
  for (const auto& one : report.set_aside) {
    std::vector<std::string> row(table.header.size(), "-");
    row.front() = report.crossing.policies[one.policy];
    if (!report.conditions.empty()) row.back() = met(report, one.policy);
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
  if (!report.conditions.empty()) words += " Meets all: share of worlds in which every condition holds.";
  return text + wrapped(words, width) + "\n\n";
}

/// A value with the half of its interval, and its rank.
std::string criterion_cell(const TradeoffReport& report, std::size_t goal, std::size_t criterion, std::size_t at) {
  const auto& metric = report.judgement.metrics[goal];
  const Standing& standing = metric.standings[criterion][at];
  Estimate estimate;
  estimate.mean = told(report.goals[goal], criterion, standing.value);
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
  return fmt::format("{} ({})", shown(estimate), standing.rank);
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

/// "by mean, mean regret: gated (97 %)": criteria that agree on the best stand together.
std::string best_lines(const TradeoffReport& report, std::size_t goal, std::size_t width) {
  const auto& standings = report.judgement.metrics[goal].standings;
  struct Best {
    std::size_t at;
    std::string words;
  };
  std::vector<Best> found;
  for (std::size_t c = 0; c < standings.size(); ++c) {
    const auto first =
        std::find_if(standings[c].begin(), standings[c].end(), [](const auto& s) { return s.rank == 1; });
    const auto at = static_cast<std::size_t>(first - standings[c].begin());
    std::string word = criterion_words[c];
    if (report.judgement.resamples > 0) word += fmt::format(" ({})", percent(first->best_share));
    const auto same = std::find_if(found.begin(), found.end(), [&](const Best& one) { return one.at == at; });
    if (same == found.end())
      found.push_back({at, word});
    else
      same->words += ", " + word;
  }
  std::string text;
  for (const auto& one : found)
    text +=
        labelled("Best: ", fmt::format("{} by {}", report.crossing.policies[report.judged[one.at]], one.words), width) +
        "\n";
  if (found.size() > 1) text += wrapped("Which policy is best depends on how one chooses.", width) + "\n";
  return text + "\n";
}

std::string worth_cell(const Worth& worth) {
  Estimate estimate;
  estimate.mean = worth.value;
  estimate.half_width = worth.half_width;
  if (std::isnan(worth.value)) return "-";
  if (!(worth.adjusted_p <= 1 - analysis::confidence)) return "not told apart from 0";
  return shown(estimate);
}

std::string worth_table(const TradeoffReport& report, std::size_t width) {
  if (report.worth.empty() || std::isnan(report.worth.front().front().value)) return "";
  if (std::all_of(report.perfect.begin(), report.perfect.end(), [](double x) { return x == 0; }))
    return wrapped(
               "Worth finding out: nothing. By its mean over replicates the same policy is best in every future, "
               "whatever one may come to know.",
               width) +
           "\n\n";
  TextTable table{{"Worth finding out"}, {}};
  for (const auto& goal : report.goals) table.header.push_back(goal_label(goal));
  std::vector<std::size_t> order(report.worth.size());
  for (std::size_t u = 0; u < order.size(); ++u) order[u] = u;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return report.worth[a].front().value > report.worth[b].front().value;
  });
  for (const std::size_t u : order) {
    std::vector<std::string> row{report.crossing.unknowns[u].name};
    for (const auto& worth : report.worth[u]) row.push_back(worth_cell(worth));
    table.rows.push_back(std::move(row));
  }
  std::vector<std::string> all{"all of it, at most"};
  for (const double x : report.perfect) all.push_back(fmt::format("{:.3g}", x));
  table.rows.push_back(std::move(all));
  return table.text(width) + "\n" +
         wrapped(
             "What somebody who minds the mean alone would gain on average by knowing that parameter before choosing "
             "a policy (EVPPI, by regression). Told apart: more than chance makes in a shuffled order, all rows "
             "taken together. All of it: knowing the whole future, but not its luck; few replicates make it too "
             "large.",
             width) +
         "\n\n";
}

std::string remarks(const TradeoffReport& report, bool all, std::size_t width) {
  std::string text;
  for (const auto& one : report.set_aside)
    text += labelled("Note: ",
                     fmt::format("{} is not judged: {} of its worlds {}.", report.crossing.policies[one.policy],
                                 percent(one.share),
                                 one.metric.empty() ? "failed" : fmt::format("have no value of {}", one.metric)),
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
    text += criteria_table(report, g, all, width) + best_lines(report, g, width);
  text += wrapped(
              "Rank in parentheses. Mean and spread: mean plus one standard deviation over worlds (less one where high "
              "is better). 1 in 10 worse: what one world in ten is worse than. Regret: how much worse than the best "
              "policy of the same future; of the worst, the interval is that of that future alone.",
              width) +
          "\n\n";
  return text + worth_table(report, width) + remarks(report, all, width);
}

}  // namespace poldyn::app
