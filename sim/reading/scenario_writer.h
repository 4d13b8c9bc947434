#pragma once

#include <string>

#include "sim/policy/scenario.h"

namespace poldyn {

enum class Comments : bool { without, with };

/// The scenario as TOML with every parameter and its unit: what `poldyn expand` prints and a result file keeps. Reading
/// it back gives the same scenario bit for bit, and writing that gives the same text. With comments, each key is
/// preceded by its meaning, range and source.
std::string write_scenario(const Scenario& scenario, Comments comments = Comments::without);

/// What tells two scenarios apart: the names in them, policies, and every parameter that is not at its default. So a
/// parameter that a later version adds leaves the text of those that do not use it as it is. Not to be read back.
std::string write_choices(const Scenario& scenario);

}  // namespace poldyn
