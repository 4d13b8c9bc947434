#pragma once

#include <vector>

#include "sim/reading/scenario_file.h"
#include "sim/reading/scenario_layers.h"

namespace poldyn {

/// Of a sound scenario, what the reader may not know how it was read. Where a number without a unit stands for a length
/// of time, it was taken as days, and who wrote at = 3 may have meant years; 0 is 0 in every unit. FLOP were read by an
/// anchor that the scenario does not name. Files that the named one extends have their own readers.
std::vector<Mistake> bare_time_notes(const Layers& layers, Reading& reading);

}  // namespace poldyn
