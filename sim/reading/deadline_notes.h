#pragma once

#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// Adds what of statutory deadlines and shut offices can never act.
void add_deadline_notes(const Scenario& scenario, std::vector<Fault>& notes);

}  // namespace poldyn
