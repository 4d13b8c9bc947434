#pragma once

#include <string>

#include "sim/process/core/simulation.h"

namespace poldyn::lab {

/// The part of what_is_wrong() that has to do with tests and what is read of them.
std::string what_is_wrong_in_scores(const Simulation& sim);

}  // namespace poldyn::lab
