#pragma once

#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// Adds pools of money that pay nobody, or of which nothing is said, and spin-offs whose size nothing tells.
void add_funding_notes(const Scenario& scenario, std::vector<Fault>& notes);

}  // namespace poldyn
