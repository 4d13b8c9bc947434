#pragma once

#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// Adds what of a bloc's own tables of classes is about nobody, and policies on a class that such a table keeps out.
void add_class_notes(const Scenario& scenario, std::vector<Fault>& notes);

}  // namespace poldyn
