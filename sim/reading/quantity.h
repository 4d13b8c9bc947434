#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/base/unit.h"

namespace poldyn {

/// Why a text is no quantity of the wanted unit, and what to write instead.
struct QuantityFault {
  std::string problem;  ///< "has the unknown unit 'dya'", to be read after key and value
  std::string remedy;
};

/// Reads "60 d", "3 mo", "0.6 OOM/y", "250 k$/y", "20 %" and returns it in `unit`. A bare number takes `unit`. The
/// result is finite; its range is for the caller to check.
std::variant<double, QuantityFault> parse_quantity(std::string_view text, Unit unit);

/// Spellings that a quantity of `unit` may have: "d", "mo", "/y"; empty if it has no unit.
std::vector<std::string> unit_spellings(Unit unit);
/// "a time such as \"60 d\"": what a value of `unit` looks like, in a message.
std::string_view unit_example(Unit unit);
/// Regular expression (ECMA 262) of the texts that `parse_quantity` takes for `unit`.
std::string quantity_pattern(Unit unit);

}  // namespace poldyn
