#pragma once

#include <string_view>
#include <vector>

#include "sim/base/law.h"
#include "sim/base/unit.h"
#include "sim/reading/mistake.h"
#include "sim/reading/toml_tree.h"

namespace poldyn {

/// A probability law from an inline table, as documented in docs/scenario.md:
/// - `dist` with its parameters is complete in itself: { dist = "gamma", mean = "45 d", shape = 4 };
/// - without parameters, `dist` changes the family of `below` and keeps its mean and spread;
/// - without `dist`, `mean` and `cv` change `below` alone.
/// Appends to `mistakes` all that is wrong with the table; then only the mean of the result means something, if it is a
/// number. Its range is for the caller to check. `path` is the parameter's dotted key, `unit` the unit of its mean.
Law read_law(const TomlNode& table, Unit unit, const Law& below, std::string_view path, std::vector<Mistake>& mistakes);

/// Names of the parameters that `kind` takes.
std::vector<std::string> law_parameters(LawKind kind);

}  // namespace poldyn
