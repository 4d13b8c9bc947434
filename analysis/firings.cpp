#include "analysis/firings.h"

#include <algorithm>
#include <optional>

namespace poldyn::analysis {
namespace {

std::optional<results::MetricInfo> total(const Totals& side, std::string_view path) {
  const auto found = std::find_if(side.totals.begin(), side.totals.end(),
                                  [&](const results::MetricInfo& about) { return about.path == path; });
  return found == side.totals.end() ? std::nullopt : std::optional(*found);
}

/// A policy is the scenario's, and every bloc has the same values: the first one's are taken.
std::vector<double> in_runs(const Totals& side, std::string_view path, const std::string& policy) {
  const auto about = total(side, path);
  return about ? load(side, {*about, policy}).runs.front() : std::vector<double>();
}

}  // namespace

std::vector<Firings> firings_of(const Totals& side) {
  const auto about = total(side, "totals/policy/firings");
  if (!about || side.blocs.empty()) return {};
  std::vector<Firings> made;
  for (const std::string& policy : side.labels(about->dimensions.back(), 0)) {
    const auto counts = in_runs(side, "totals/policy/firings", policy);
    made.push_back(
        {policy, static_cast<std::size_t>(std::count_if(counts.begin(), counts.end(), [](double n) { return n > 0; })),
         estimate(counts), estimate(in_runs(side, "totals/policy/first_firing", policy)),
         estimate(in_runs(side, "totals/policy/last_firing", policy)),
         estimate(in_runs(side, "totals/policy/time_in_force", policy))});
  }
  return made;
}

}  // namespace poldyn::analysis
