#pragma once

#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// Adds what of offices that hire, and of those that learn, can never act, and values there that nothing reads.
void add_staffing_notes(const Scenario& scenario, std::vector<Fault>& notes);

}  // namespace poldyn
