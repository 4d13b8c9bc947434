#pragma once

#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// Adds what of tenders leads where nobody may have meant it to, and values there that nothing reads.
void add_procurement_notes(const Scenario& scenario, std::vector<Fault>& notes);

}  // namespace poldyn
