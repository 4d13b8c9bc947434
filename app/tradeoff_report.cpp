#include "app/tradeoff_report.h"

#include <fmt/format.h>

#include <CLI/Error.hpp>
#include <algorithm>
#include <cmath>

#include "analysis/tradeoff/smoother.h"
#include "app/console/failure.h"
#include "app/console/interrupt.h"
#include "app/console/numbers.h"
#include "app/resampling.h"
#include "sim/reading/nearest.h"
#include "sim/reading/trimmed.h"

namespace poldyn::app {
namespace {

using analysis::PolicyTable;
using analysis::Study;
using analysis::Worlds;

constexpr double most_missing = 0.05;         // share of worlds; above, a policy is set aside
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

/// What a run is, besides its values: 1 where it failed or is missing.
Worlds failures_of(const results::Reader& file, const PolicyTable& crossing) {
  std::vector<double> made;
  for (const auto status : file.statuses()) made.push_back(status == results::RunStatus::ok ? 0 : 1);
  return crossing.worlds(made, file.replicates());
}

/// Share of a policy's runs that did not fail, and yet have no value.
double missing_share(const Worlds& values, const Worlds& failed, std::size_t policy) {
  double missing = 0, runs = 0;
  for (std::size_t i = values.at(policy, 0, 0); i < values.at(policy + 1, 0, 0); ++i) {
    if (failed.values[i] != 0) continue;
    ++runs;
    missing += !std::isfinite(values.values[i]);
  }
  return runs > 0 ? missing / runs : 0;
}

double failed_share(const Worlds& failed, std::size_t policy) {
  double sum = 0;
  for (std::size_t i = failed.at(policy, 0, 0); i < failed.at(policy + 1, 0, 0); ++i) sum += failed.values[i];
  return sum / static_cast<double>(failed.futures * failed.replicates);
}

Worlds of_policies(const Worlds& worlds, const std::vector<std::size_t>& policies) {
  Worlds made{policies.size(), worlds.futures, worlds.replicates, {}};
  for (const std::size_t p : policies) {
    const auto from = worlds.values.begin() + static_cast<std::ptrdiff_t>(worlds.at(p, 0, 0));
    made.values.insert(made.values.end(), from, from + static_cast<std::ptrdiff_t>(worlds.futures * worlds.replicates));
  }
  return made;
}

void set_aside(TradeoffReport& report, const std::vector<Worlds>& values, const Worlds& failed) {
  for (std::size_t p = 0; p < report.crossing.policies.size(); ++p) {
    SetAside found{p, "", failed_share(failed, p)};
    for (std::size_t g = 0; g < report.goals.size() && found.share <= most_missing; ++g)
      found = {p, report.goals[g].name(), missing_share(values[g], failed, p)};
    if (found.share > most_missing)
      report.set_aside.push_back(found);
    else
      report.judged.push_back(p);
  }
  if (report.judged.size() >= 2) return;
  const SetAside& first = report.set_aside.front();
  throw Failure(Exit::bad_data,
                fmt::format("fewer than two policies have values to be judged by: {} of {} lack {} in more than one "
                            "world in twenty, so that those left would be compared over the worlds that flatter them. "
                            "Ask for what always exists, such as time_to_deployment",
                            report.set_aside.size(), report.crossing.policies.size(),
                            first.metric.empty() ? "runs that did not fail," : first.metric));
}

/// 1 where a policy misses a condition; nothing where some policy's run failed.
Worlds unmet_of(const Study& study, const TradeoffReport& report, std::size_t bloc, const Worlds& failed) {
  if (report.conditions.empty()) return {};
  Worlds made = failed;
  for (const auto& condition : report.conditions) {
    const auto values =
        report.crossing.worlds(study.response(condition.goal.about.path, bloc, condition.goal.label), study.replicates);
    for (std::size_t i = 0; i < made.values.size(); ++i)
      if (!condition.met_by(values.values[i])) made.values[i] = 1;
  }
  for (std::size_t i = 0; i < made.values.size(); ++i)
    if (failed.values[i] != 0) made.values[i] = analysis::no_value;
  if (analysis::keep_common(made) == 0) throw Failure(Exit::bad_data, "in every world some policy's run failed");
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

void add_worth(TradeoffReport& report, const std::vector<Worlds>& costs) {
  constexpr Eigen::Index small = 20'000;  // numbers in a regression that can be repeated a thousand times
  const auto& unknowns = report.crossing.unknowns;
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
                                                    means.values.size() <= small ? 999 : 199, resampler);
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
        fmt::format("{} replicates, shared by all futures, are few: probabilities are rough.", paired_replicates));
  for (std::size_t g = 0; g < report.goals.size(); ++g)
    if (report.left_out[g] > 0)
      made.push_back(fmt::format("{} {} no value of {} under some policy and {} left out for all.",
                                 counted(report.left_out[g], "world"), report.left_out[g] == 1 ? "has" : "have",
                                 report.goals[g].name(), report.left_out[g] == 1 ? "is" : "are"));
  if (report.failed > 0)
    made.push_back(
        fmt::format("{} failed or missing.", counted(report.failed, "run") + (report.failed == 1 ? " is" : " are")));
  if (!crossing.unknowns.empty() && std::isnan(report.worth.front().front().value))
    made.push_back(fmt::format("What a parameter is worth takes at least {} futures and at most {} policies.",
                               analysis::Smoother::fewest, most_informed));
  return made;
}

void read_goals(TradeoffReport& report, const TradeoffOptions& options, const results::Reader& file, std::size_t bloc) {
  const GoalSource source = goals_in(file, bloc);
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

TradeoffReport tradeoff_of(const TradeoffOptions& options) {
  const results::Reader file(options.file);
  const Study study = analysis::study_of(file);
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
  const Worlds unmet = unmet_of(study, report, bloc, failed);
  report.judgement =
      analysis::judge(costs, unmet, report.crossing.layout, resampler_for("tradeoff"), stop_if_interrupted);
  add_worth(report, costs);
  for (auto& note : notes_of(report, study.replicates)) report.notes.push_back(std::move(note));
  return report;
}

}  // namespace poldyn::app
