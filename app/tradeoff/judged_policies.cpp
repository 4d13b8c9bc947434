#include "app/tradeoff/judged_policies.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/console/failure.h"

namespace poldyn::app {
namespace {

using analysis::Study;
using analysis::Worlds;

constexpr double most_missing = 0.05;  // share of worlds; above, a policy is set aside

/// Shares of a policy's worlds: those that failed, and those that have no value for whatever reason.
struct Lacks {
  double failed = 0, all = 0;
};

Lacks lacks_of(const Worlds& values, const Worlds& failed, std::size_t policy) {
  Lacks made;
  const double worlds = static_cast<double>(values.futures * values.replicates);
  for (std::size_t i = values.at(policy, 0, 0); i < values.at(policy + 1, 0, 0); ++i) {
    made.failed += failed.values[i] / worlds;
    made.all += (failed.values[i] != 0 || !std::isfinite(values.values[i])) / worlds;
  }
  return made;
}

SetAside aside(const TradeoffReport& report, std::size_t policy, std::size_t goal, const Lacks& lacks, bool together) {
  const bool only_failed = !(lacks.all > lacks.failed);
  return {policy, only_failed ? "" : report.goals[goal].name(), lacks.all, together};
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

/// Policies that lack few worlds each, until those that all have are nineteen in twenty.
void set_aside_together(TradeoffReport& report, const std::vector<Worlds>& values, const Worlds& failed) {
  for (std::size_t g = 0; g < report.goals.size(); ++g)
    for (const std::size_t p : analysis::sparse_together(values[g], report.judged, most_missing)) {
      report.set_aside.push_back(aside(report, p, g, lacks_of(values[g], failed, p), true));
      std::erase(report.judged, p);
    }
}

/// What would help against it: of a metric that some lack, one that all have.
std::string remedy(const std::string& metric) {
  if (metric.empty()) return "poldyn status FOLDER says why runs failed";
  return metric == "time_to_deployment" ? "Take a longer run.horizon, or what every run has, such as releases"
                                        : "Ask for what always exists, such as time_to_deployment";
}

[[noreturn]] void refuse(const TradeoffReport& report) {
  const auto together = static_cast<std::size_t>(std::count_if(report.set_aside.begin(), report.set_aside.end(),
                                                               [](const SetAside& one) { return one.together; }));
  const std::size_t alone = report.set_aside.size() - together, all = report.crossing.policies.size();
  const SetAside& first = report.set_aside.front();
  std::string why;
  if (alone > 0)
    why = first.metric.empty()
              ? fmt::format("of {} of {} more than one run in twenty failed or is missing", alone, all)
              : fmt::format(
                    "{} of {} lack {} in more than one world in twenty, so that those left would be compared "
                    "over the worlds that flatter them",
                    alone, all, first.metric);
  if (together > 0)
    why += fmt::format(
        "{}{} lack fewer, but in other worlds than the rest, so that no two have nineteen worlds in "
        "twenty in common",
        alone > 0 ? "; " : "", together);
  throw Failure(Exit::bad_data,
                fmt::format("fewer than two policies can be judged: {}. {}", why, remedy(first.metric)));
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
    std::vector<Lacks> lacks;
    lacks.reserve(values.size());
    for (const Worlds& of_goal : values) lacks.push_back(lacks_of(of_goal, failed, p));
    const auto worst =
        std::max_element(lacks.begin(), lacks.end(), [](const Lacks& a, const Lacks& b) { return a.all < b.all; });
    if (worst->all > most_missing)
      report.set_aside.push_back(aside(report, p, static_cast<std::size_t>(worst - lacks.begin()), *worst, false));
    else
      report.judged.push_back(p);
  }
  set_aside_together(report, values, failed);
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
