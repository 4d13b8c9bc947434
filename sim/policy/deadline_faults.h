#pragma once

#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// Adds what statutory deadlines and shut offices get wrong.
void find_deadline_faults(const Scenario& scenario, std::vector<Fault>& faults);

}  // namespace poldyn
