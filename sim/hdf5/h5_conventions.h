#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/hdf5/h5_types.h"

namespace poldyn::h5 {

/// Attribute of the root of a sealed file: without its digest at the end (file_digest.h), such a file was changed.
inline constexpr std::string_view digest_attribute = "digest";

/// One value of a uint8 variable that stands for a word, where other languages have an enum or a bool.
struct Flag {
  std::uint8_t value;
  std::string meaning;  ///< one word: letters, digits, '_', '-', '.', '+', '@'
};

/// What CF-1.10 lets a variable say about itself; empty members are left out.
struct Conventions {
  /// UDUNITS: "1" for a pure number, "d", "days since 2025-01-01", "FLOP". For lengths of time write "d", not "days":
  /// xarray turns any variable in "days", "hours", "minutes" or "seconds" into timedelta64 without being asked.
  std::string units = {};
  std::string long_name = {};
  std::string standard_name = {};  ///< from the CF table only: "time", "realization", ...
  std::string calendar = {};       ///< of a time coordinate: "standard", "365_day"
  /// Inclusive; stored in the variable's own type, as CF asks. netCDF4-python hides values outside, even by one
  /// rounding.
  std::optional<double> valid_min = {};
  std::optional<double> valid_max = {};
  std::vector<Flag> flags = {};  ///< for uint8 variables: flag_values and flag_meanings
  Attributes more = {};          ///< formula, source, ... : after the others, as given
};

/// The attributes in the order above. Throws std::invalid_argument if a bound is no value of `type`, a flag's meaning
/// is not one word, or flags are given for another type than u8.
Attributes attributes_of(const Conventions& conventions, Type type);

}  // namespace poldyn::h5
