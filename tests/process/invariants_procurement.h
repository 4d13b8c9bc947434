#pragma once

#include <string>

#include "sim/process/core/simulation.h"

namespace poldyn::lab {

/// The part of what_is_wrong() that has to do with tenders and contracts.
std::string what_is_wrong_in_procurement(const Simulation& sim);

}  // namespace poldyn::lab
