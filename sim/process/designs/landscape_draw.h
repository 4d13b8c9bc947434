#pragma once

#include "sim/engine/stream.h"
#include "sim/policy/technology_rule.h"
#include "sim/world/landscape.h"

namespace poldyn {

/// Draws a landscape: contributions uniform on (0, 1); the K bits besides a bit itself are distinct and random, or the
/// next ones round the string. Draws from the streams (landscape, bit), so a longer design keeps its first bits' tables
/// only if K is the same.
Landscape draw_landscape(const TechnologyRule& rule, RunKey key);

}  // namespace poldyn
