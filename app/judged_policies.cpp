#include "app/judged_policies.h"

#include <fmt/format.h>

#include <cmath>

#include "app/console/failure.h"

namespace poldyn::app {
namespace {

using analysis::Study;
using analysis::Worlds;

constexpr double most_missing = 0.05;  // share of worlds; above, a policy is set aside

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

/// 1 where a policy misses a condition; nothing where its run failed.
Worlds misses_of(const Study& study, const TradeoffReport& report, std::size_t bloc, const Worlds& failed) {
  Worlds made = failed;
  for (const auto& condition : report.conditions) {
    const auto values =
        report.crossing.worlds(study.response(condition.goal.about.path, bloc, condition.goal.label), study.replicates);
    for (std::size_t i = 0; i < made.values.size(); ++i)
      if (!condition.met_by(values.values[i])) made.values[i] = 1;
  }
  for (std::size_t i = 0; i < made.values.size(); ++i)
    if (failed.values[i] != 0) made.values[i] = analysis::no_value;
  return made;
}

[[noreturn]] void refuse(const TradeoffReport& report) {
  const SetAside& first = report.set_aside.front();
  const std::string who = fmt::format("{} of {}", report.set_aside.size(), report.crossing.policies.size());
  if (first.metric.empty())
    throw Failure(Exit::bad_data,
                  fmt::format("fewer than two policies have runs to be judged by: of {} more than one run in twenty "
                              "failed or is missing. poldyn status FOLDER says why",
                              who));
  throw Failure(Exit::bad_data,
                fmt::format("fewer than two policies have values to be judged by: {} lack {} in more than one world in "
                            "twenty, so that those left would be compared over the worlds that flatter them. {}",
                            who, first.metric,
                            first.metric == "time_to_deployment"
                                ? "Take a longer run.horizon, or what every run has, such as releases"
                                : "Ask for what always exists, such as time_to_deployment"));
}

}  // namespace

Worlds failures_of(const results::Reader& file, const analysis::PolicyTable& crossing) {
  std::vector<double> made;
  for (const auto status : file.statuses()) made.push_back(status == results::RunStatus::ok ? 0 : 1);
  return crossing.worlds(made, file.replicates());
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
  if (report.judged.size() < 2) refuse(report);
}

analysis::Worlds unmet_in(const Study& study, const TradeoffReport& report, std::size_t bloc, const Worlds& failed) {
  if (report.conditions.empty()) return {};
  const Worlds misses = misses_of(study, report, bloc, failed);
  Worlds made = of_policies(misses, report.judged);
  if (analysis::keep_common(made) == 0) throw Failure(Exit::bad_data, "in every world some policy's run failed");
  for (const auto& one : report.set_aside) {
    Worlds own = of_policies(misses, {one.policy});
    for (std::size_t i = 0; i < own.values.size(); ++i)
      if (one.metric.empty() || std::isnan(made.values[i])) own.values[i] = analysis::no_value;
    made.values.insert(made.values.end(), own.values.begin(), own.values.end());
    ++made.policies;
  }
  return made;
}

}  // namespace poldyn::app
