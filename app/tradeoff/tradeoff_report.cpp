#include "app/tradeoff/tradeoff_report.h"

#include <fmt/format.h>

#include <CLI/Error.hpp>
#include <algorithm>
#include <cmath>

#include "analysis/tradeoff/smoother.h"
#include "app/console/failure.h"
#include "app/console/interrupt.h"
#include "app/console/numbers.h"
#include "app/metrics/survivors.h"
#include "app/runs/resampling.h"
#include "app/tradeoff/judged_policies.h"
#include "sim/reading/nearest.h"
#include "sim/reading/trimmed.h"

namespace poldyn::app {
namespace {

using analysis::PolicyTable;
using analysis::Study;
using analysis::Worlds;

constexpr std::size_t most_policies = 2'000;  // resamples of all are kept for their intervals
constexpr std::size_t most_informed = 200;    // policies whose costs are regressed

std::size_t bloc_of(const Study& study, const std::string& name) {
  if (name.empty() && study.blocs.size() == 1) return 0;
  const auto at = std::find(study.blocs.begin(), study.blocs.end(), name);
  if (at != study.blocs.end()) return static_cast<std::size_t>(at - study.blocs.begin());
  if (name.empty())
    throw CLI::ValidationError("--bloc",
                               fmt::format("is needed, for the file has several: {}", fmt::join(study.blocs, ", ")));
  throw CLI::ValidationError("--bloc",
                             fmt::format("'{}' is no bloc of the file; {}", name, suggestion(name, study.blocs)));
}

std::vector<std::string> factor_names(const Study& study) {
  std::vector<std::string> made;
  if (study.bases.size() > 1) made.emplace_back(analysis::base_word);
  for (const auto& factor : study.factors) made.push_back(factor.name);
  return made;
}

/// What --policies says, or the bases, if there are several.
std::vector<std::string> policy_factors(const Study& study, const std::vector<std::string>& asked) {
  const auto known = factor_names(study);
  if (known.empty())
    throw Failure(Exit::bad_data,
                  "nothing varies between the points of this file, so there are no policies to choose "
                  "from; poldyn sweep makes campaigns that have some");
  if (asked.empty() && study.bases.size() > 1) return {analysis::base_word};
  std::vector<std::string> made;
  for (const auto& name : asked) {
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw CLI::ValidationError("--policies",
                                 fmt::format("'{}' does not vary in this file; {}", name, suggestion(name, known)));
    if (std::find(made.begin(), made.end(), name) == made.end()) made.push_back(name);
  }
  if (made.empty())
    throw CLI::ValidationError("--policies",
                               fmt::format("is needed: which of {} would somebody choose?", fmt::join(known, ", ")));
  return made;
}

/// Values of a goal as costs, with the worlds that all judged policies have.
Worlds costs_of(TradeoffReport& report, const Worlds& values, std::size_t goal) {
  Worlds made = of_policies(values, report.judged);
  if (!report.goals[goal].low)
    for (double& x : made.values) x = -x;
  const std::size_t left = analysis::keep_common(made);
  report.left_out.push_back(made.futures * made.replicates - left);
  if (left == 0)
    throw Failure(Exit::bad_data,
                  fmt::format("no world has a value of {} under every policy, so they cannot be compared by it",
                              report.goals[goal].name()));
  return made;
}

/// At most so many, and so many that Holm's adjustment over all tests can tell one of them apart.
std::uint32_t permutations_for(Eigen::Index numbers, std::size_t tests) {
  constexpr Eigen::Index small = 20'000;  // numbers in a regression that can be repeated a thousand times
  constexpr std::size_t most = 9'999, for_each_test = 40;  // a p of 0.025 once all are counted
  return static_cast<std::uint32_t>(std::clamp<std::size_t>(for_each_test * tests, numbers <= small ? 999 : 199, most));
}

void add_worth(TradeoffReport& report, const std::vector<Worlds>& costs) {
  const auto& unknowns = report.crossing.unknowns;
  const std::size_t tests = unknowns.size() * costs.size();
  std::vector<double> p;
  report.worth.assign(unknowns.size(), std::vector<Worth>(costs.size()));
  for (std::size_t g = 0; g < costs.size(); ++g) {
    const auto means = analysis::future_means(costs[g]);
    const bool enough = means.futures.size() >= analysis::Smoother::fewest && report.judged.size() <= most_informed;
    report.perfect.push_back(analysis::perfect_information(means.values));
    for (std::size_t u = 0; u < unknowns.size() && enough; ++u) {
      stop_if_interrupted();
      std::vector<double> x;
      for (const std::size_t f : means.futures) x.push_back(unknowns[u].values[f]);
      Worth& worth = report.worth[u][g];
      const auto resampler = resampler_for(fmt::format("information {} {}", unknowns[u].name, report.goals[g].name()));
      worth.value = analysis::partial_information(means.values, x, unknowns[u].unordered);
      worth.chance = analysis::permuted_information(means.values, x, unknowns[u].unordered,
                                                    permutations_for(means.values.size(), tests), resampler);
      worth.half_width = analysis::information_half_width(costs[g], unknowns[u].values, unknowns[u].unordered,
                                                          report.crossing.layout, resampler);
    }
    for (const auto& row : report.worth) p.push_back(row[g].chance.p);
  }
  const auto adjusted = analysis::holm(p);
  for (std::size_t i = 0; i < adjusted.size(); ++i)
    report.worth[i % unknowns.size()][i / unknowns.size()].adjusted_p = adjusted[i];
}

std::vector<std::string> notes_of(const TradeoffReport& report, std::size_t paired_replicates) {
  std::vector<std::string> made;
  const PolicyTable& crossing = report.crossing;
  if (crossing.dropped > 0)
    made.push_back(
        fmt::format("{} are left out, because some policy is missing in them.", counted(crossing.dropped, "future")));
  if (!crossing.paired)
    made.emplace_back(
        "Policies did not have the same random numbers in each future, so their differences hold the luck "
        "of both; common_random_numbers = \"bases\" or true in the experiment saves runs.");
  if (paired_replicates == 1 && crossing.layout.shared_luck)
    made.emplace_back(
        "There is one replicate, and its luck is that of every future: no interval knows of it. Take "
        "several replicates, or common_random_numbers = \"bases\".");
  if (report.judgement.resamples == 0)
    made.emplace_back("A grid of one run each: nothing says how sure any of this is. Two replicates are the least.");
  if (paired_replicates > 1 && paired_replicates < 8 && crossing.layout.shared_luck)
    made.push_back(
        fmt::format("{} replicates, shared by all futures, are few: probabilities are rough, and what a parameter is "
                    "worth, it is worth in their luck.",
                    paired_replicates));
  for (std::size_t g = 0; g < report.goals.size(); ++g)
    if (report.left_out[g] > 0)
      made.push_back(fmt::format("{} {} no value of {} under some policy and {} left out for all.",
                                 counted(report.left_out[g], "world"), report.left_out[g] == 1 ? "has" : "have",
                                 report.goals[g].name(), report.left_out[g] == 1 ? "is" : "are"));
  std::vector<std::string> names;
  names.reserve(report.goals.size());
  for (const Goal& goal : report.goals) names.push_back(goal.about.name);
  if (auto note = survivors_note(names); !note.empty()) made.push_back(std::move(note));
  if (report.failed > 0)
    made.push_back(
        fmt::format("{} failed or missing.", counted(report.failed, "run") + (report.failed == 1 ? " is" : " are")));
  for (std::size_t g = 0; g < report.goals.size() && !crossing.unknowns.empty(); ++g)
    if (std::isnan(report.worth.front()[g].value))
      made.push_back(
          fmt::format("What a parameter is worth by {} takes at least {} futures with a value of it, and at "
                      "most {} policies.",
                      report.goals[g].name(), analysis::Smoother::fewest, most_informed));
  return made;
}

void read_goals(TradeoffReport& report, const TradeoffOptions& options, const results::Reader& file, std::size_t bloc) {
  GoalSource source = goals_in(file, bloc);
  source.option = options.goal_option;
  for (const auto& text : options.metrics) report.goals.push_back(parse_goal(text, source));
  for (const auto& text : options.satisfy) report.conditions.push_back(parse_condition(text, source));
  if (options.metrics.empty()) report.goals = usual_goals(file);
  if (report.goals.empty())
    throw Failure(Exit::usage,
                  "the file has neither time_to_deployment nor control_restricted_latency; say what policies "
                  "are judged by: -m METRIC:low -m METRIC:high. poldyn export FILE --list names them");
}

/// Of the usual goals, those that some run has a value of.
void drop_empty(TradeoffReport& report, std::vector<Worlds>& values) {
  for (std::size_t g = report.goals.size(); g-- > 0;) {
    const auto& all = values[g].values;
    if (std::any_of(all.begin(), all.end(), [](double x) { return std::isfinite(x); })) continue;
    report.notes.push_back(fmt::format("No run has a value of {}.", report.goals[g].name()));
    report.goals.erase(report.goals.begin() + static_cast<std::ptrdiff_t>(g));
    values.erase(values.begin() + static_cast<std::ptrdiff_t>(g));
  }
  if (report.goals.empty()) throw Failure(Exit::bad_data, "no run has a value of what policies are to be judged by");
}

PolicyTable crossing_in(const Study& study, const results::Reader& file, const TradeoffOptions& options) {
  try {
    PolicyTable made = analysis::policy_table_of(study, policy_factors(study, options.policies));
    analysis::set_luck(made, file.file().read<std::uint64_t>("runs/seed"), study.replicates);
    if (made.policies.size() > most_policies)
      throw Failure(Exit::usage, fmt::format("{} policies are more than anybody chooses from; at most {} are judged. "
                                             "--policies with fewer factors makes fewer",
                                             made.policies.size(), most_policies));
    return made;
  } catch (const analysis::NotCrossed& fault) {
    throw Failure(Exit::bad_data, fmt::format("{}: {}", file.file().path().string(), fault.what()));
  }
}

}  // namespace

std::string SetAside::why(const std::string& shown) const {
  return fmt::format("not judged: {} of its worlds {}{}", shown,
                     metric.empty() ? "failed" : "have no value of " + metric,
                     together ? ", and with what others lack too few would be left in common" : "");
}

TradeoffReport tradeoff_of(const TradeoffOptions& options) {
  const results::Reader file(options.file);
  return tradeoff_of(options, file, analysis::study_of(file));
}

TradeoffReport tradeoff_of(const TradeoffOptions& options, const results::Reader& file, const Study& study) {
  TradeoffReport report;
  report.file = options.file.string();
  report.title = study.title;
  report.design = study.design;
  report.replicates = study.replicates;
  const std::size_t bloc = bloc_of(study, options.bloc);
  report.bloc = study.blocs[bloc];
  report.crossing = crossing_in(study, file, options);
  read_goals(report, options, file, bloc);
  const Worlds failed = failures_of(file, report.crossing);
  report.failed = static_cast<std::size_t>(std::count(failed.values.begin(), failed.values.end(), 1.0));
  std::vector<Worlds> values;
  for (const auto& goal : report.goals)
    values.push_back(report.crossing.worlds(study.response(goal.about.path, bloc, goal.label), study.replicates));
  if (options.metrics.empty()) drop_empty(report, values);
  set_aside(report, values, failed);
  std::vector<Worlds> costs;
  for (std::size_t g = 0; g < values.size(); ++g) costs.push_back(costs_of(report, values[g], g));
  const Worlds unmet = unmet_in(study, report, bloc, failed);
  report.judgement =
      analysis::judge(costs, unmet, report.crossing.layout, resampler_for("tradeoff"), stop_if_interrupted);
  add_worth(report, costs);
  for (auto& note : notes_of(report, study.replicates)) report.notes.push_back(std::move(note));
  return report;
}

double value_of_cost(const Goal& goal, std::size_t criterion, double cost) {
  const bool level = criterion < static_cast<std::size_t>(analysis::Criterion::mean_regret);
  return level && !goal.low ? 0 - cost : cost;  // 0, not -0
}

}  // namespace poldyn::app
