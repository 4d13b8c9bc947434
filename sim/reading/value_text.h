#pragma once

#include <string>
#include <string_view>

#include "sim/base/param.h"

namespace poldyn {

/// "60 d", "0.5": the shortest digits that read back to the same bits.
std::string quantity_text(double value, Unit unit);
/// "[0, 36525] d"; empty if the row has no range.
std::string range_text(const ParamRow& row);
/// A TOML value that reads back to the same bits.
std::string toml_text(const Value& value, const ParamRow& row);
/// A TOML text, quoted and escaped; a text of several lines stays readable.
std::string toml_string(std::string_view text);

}  // namespace poldyn
