#pragma once

#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// What a sound scenario declares and no run of it uses, also under its policies: a stage on no track, a track that
/// nothing is filed on, a domain without demand.
std::vector<Fault> unused_notes(const Scenario& scenario);

}  // namespace poldyn
