#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "sim/base/metric.h"
#include "sim/observe/waits.h"
#include "sim/world/books.h"
#include "sim/world/kinds.h"

namespace poldyn {

/// An axis that metrics may have besides bloc and time. What is told of it anywhere is read from here: lengths of
/// results, dimensions and coordinates of files, brackets of conditions and measures.
struct AxisRow {
  Axis axis;
  std::string_view dimension;               ///< its name in result files
  std::string_view meaning;                 ///< of its coordinate
  std::span<const std::string_view> names;  ///< of its places, if they are the same in every scenario
};

inline constexpr auto axis_rows = std::to_array<AxisRow>({
    {Axis::domain, "domain", "name of the domain of use", {}},
    {Axis::stage, "stage", "stage of a bloc's approval procedure, in order; stage_name has what each is called", {}},
    {Axis::cause, "cause", "what a release's time was spent on", names_of<Cause>},
    {Axis::channel, "channel", "way in which use teaches a vendor", names_of<Channel>},
    {Axis::heading, "heading", "what money was paid for", names_of<Heading>},
    {Axis::group, "group", "group that money or activity is credited to", names_of<LedgerGroup>},
    {Axis::filing_cohort, "filing_cohort", "filings that are taken together", names_of<FilingCohort>},
    {Axis::filing_end, "filing_end", "how a filing ended", names_of<FilingEnd>},
    {Axis::project_cohort, "project_cohort", "projects that are taken together", names_of<ProjectCohort>},
    {Axis::project_end, "project_end", "how a project ended", names_of<ProjectEnd>},
    {Axis::stratum, "stratum", "vendors by class and whether the public uses their products", stratum_names},
    {Axis::other_bloc, "other_bloc", "name of the bloc that it is compared with", {}},
    {Axis::policy, "policy", "label of the policy, or its place in the list, from 1", {}},
    {Axis::rule, "rule", "name of the rule, in alphabetical order", {}},
});

/// Of an axis that is not Axis::none.
constexpr const AxisRow& row_of(Axis axis) {
  return *std::find_if(axis_rows.begin(), axis_rows.end(), [&](const AxisRow& row) { return row.axis == axis; });
}

}  // namespace poldyn
