#pragma once

#include <cstdint>
#include <string_view>

#include "sim/hdf5/h5_types.h"
#include "sim/observe/result_names.h"

/// What writer and reader of result files agree on. docs/format.md is the user's view of it.
namespace poldyn::results {

/// Raised when a reader of the older version would misread the file; new groups and attributes do not count.
inline constexpr std::int32_t schema_version = 1;

/// The simulated world has no date; results need one, because CF wants time as "days since". From 2000 to 2099 every
/// fourth year is a leap year, so that a calendar year is 365.25 d on average, as it is in poldyn.
inline constexpr std::string_view time_units = "days since 2000-01-01 00:00:00";
inline constexpr std::string_view calendar = "standard";

/// units, long_name, bounds, unit_symbol (for what UDUNITS cannot say), formula and source.
h5::Attributes attributes_of(const MetricRow& row);

}  // namespace poldyn::results
