#pragma once

#include <cstdint>
#include <string_view>

#include "sim/base/param.h"
#include "sim/base/unit.h"

namespace poldyn {

/// What one value of a metric belongs to, besides its bloc.
enum class Axis : std::uint8_t {
  none,
  domain,
  stage,
  cause,
  channel,
  heading,
  group,
  other_bloc,
  filing_cohort,
  filing_end,
  project_cohort,
  project_end,
  stratum,
  policy,
  rule
};

/// One output variable, declared once: HDF5 attributes, tables, docs/format.md and the summary read this row.
struct MetricRow {
  std::string_view family;  ///< group in the result file
  std::string_view name;
  Unit unit{};
  Axis axis{};  ///< extra dimension
  std::string_view meaning;
  std::string_view formula;
  std::string_view source;
  Range valid;  ///< values beyond it are a bug
};

}  // namespace poldyn
