#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/base/param.h"
#include "sim/observe/life_table.h"
#include "sim/world/world.h"

namespace poldyn {

/// Filings taken together: all; releases; those of a track; releases by their vendor's class; designs filed again;
/// renewals, re-approvals and first filings of models in service; those from outside; those of tracks with names of the
/// scenario's own.
enum class FilingCohort : std::uint8_t {
  all,
  releases,
  full,
  light,
  frontier,
  derivative,
  integrator,
  variants,
  in_service,
  outside,
  own_tracks
};
template <>
inline constexpr std::array<std::string_view, 11> names_of<FilingCohort>{
    "all",        "releases", "full",       "light",   "frontier",  "derivative",
    "integrator", "variants", "in_service", "outside", "own_tracks"};
inline constexpr std::size_t filing_cohorts = names_of<FilingCohort>.size();

/// Projects taken together: all; those whose product the rules make file, and the others; by their vendor's class.
enum class ProjectCohort : std::uint8_t { all, must_file, free, frontier, derivative, integrator };
template <>
inline constexpr std::array<std::string_view, 6> names_of<ProjectCohort>{"all",      "must_file",  "free",
                                                                         "frontier", "derivative", "integrator"};
inline constexpr std::size_t project_cohorts = names_of<ProjectCohort>.size();

/// From filing, or from joining an office, to a decision.
struct DecisionWaits {
  LifeTable ends;
  Waiting wait;  ///< who leaves or withdraws is censored
};

/// From a project's start to the first deployment of its product. Shares are of the projects that lead to something
/// better: those that end without a gain are no delay.
struct DeploymentWaits {
  LifeTable ends;
  double median = missing_value;  ///< days, until so many of them are deployed; NaN if they never are
  double p90 = missing_value;
  double worth = missing_value;  ///< share of projects that lead to something better

  /// Share of these that has ended in some way within a stated horizon.
  double within(std::size_t horizon, ProjectEnd end) const;
  /// Mean of min(time to deployment, restriction), days; what is never deployed counts with the restriction.
  double restricted_mean() const;
};

/// From a directive to enough of the use that complies with it. One that is given up is never carried out.
enum class DirectiveEnd : std::uint8_t { carried_out, given_up, pending };

/// All that ended and all that had not, of one bloc since the end of the warm-up.
struct BlocWaits {
  std::array<DecisionWaits, filing_cohorts> filings;
  std::array<DecisionWaits, max_stages> visits;  ///< by stage
  std::array<DeploymentWaits, project_cohorts> projects;
  std::array<DeploymentWaits, strata> by_stratum;
  std::array<DecisionWaits, strata> intervals;  ///< from a release to the vendor's next, by stratum
  LifeTable directives;
};

/// By bloc. What is under way at `now` is censored. O(n log n) in the number of spells.
std::vector<BlocWaits> waits_of(const World& world, SimTime now);

/// Those under way at `now`, whenever they began, as rows of a table.
SpellRecords records_under_way(const World& world, SimTime now);

}  // namespace poldyn
