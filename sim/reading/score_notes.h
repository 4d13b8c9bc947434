#pragma once

#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// What is sound but hardly meant in rules of data, tests and tuning: what nothing reads or what nobody would do.
void add_score_notes(const Scenario& scenario, std::vector<Fault>& notes);

}  // namespace poldyn
