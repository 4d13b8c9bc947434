#pragma once

#include <string>

#include "sim/policy/scenario.h"

namespace poldyn {

enum class Comments : bool { without, with };

/// The scenario as TOML with every parameter and its unit: what `poldyn expand` prints and a result file keeps. Reading
/// it back gives the same scenario bit for bit, and writing that gives the same text. With comments, each key is
/// preceded by its meaning, range and source.
std::string write_scenario(const Scenario& scenario, Comments comments = Comments::without);

}  // namespace poldyn
