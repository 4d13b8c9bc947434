#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/param.h"
#include "sim/reading/mistake.h"
#include "sim/reading/toml_tree.h"

namespace poldyn {

/// Reads `node` as a value of `row`, in the unit that the row declares and within its range. `below` is the value it
/// replaces, `path` the parameter's dotted key. Compute of models may be written in FLOP, of which `anchor_flop`
/// (TechnologyRule::anchor_flop) are 0 OOM. Appends what is wrong to `mistakes` and returns nothing.
std::optional<Value> read_value(const TomlNode& node, const ParamRow& row, const Value& below, const std::string& path,
                                double anchor_flop, std::vector<Mistake>& mistakes);
/// Whether a node is a text that says how many FLOP.
bool is_in_flop(const TomlNode& node);

/// A finite number or quantity text, in `unit`, of any size.
std::optional<double> read_double(const TomlNode& node, Unit unit, const std::string& path,
                                  std::vector<Mistake>& mistakes);

}  // namespace poldyn
