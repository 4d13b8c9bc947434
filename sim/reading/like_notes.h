#pragma once

#include <vector>

#include "sim/policy/scenario.h"
#include "sim/reading/scenario_layers.h"

namespace poldyn {

/// Of a scenario with policies: a change of a bloc that another is `like` does not reach the copy, which was made of
/// the bloc as it starts. Said once for each policy, at its first change of this kind, if the policy changes no copy
/// itself.
std::vector<Fault> like_notes(const Layers& layers, const Scenario& scenario);

}  // namespace poldyn
