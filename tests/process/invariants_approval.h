#pragma once

#include <string>

#include "sim/process/core/simulation.h"

namespace poldyn::lab {

/// The part of what_is_wrong() that has to do with rules, clearances and what is filed under them.
std::string what_is_wrong_in_approvals(const Simulation& sim);

}  // namespace poldyn::lab
