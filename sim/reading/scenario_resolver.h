#pragma once

#include "sim/reading/scenario_file.h"
#include "sim/reading/scenario_layers.h"

namespace poldyn {

/// Lays the layers over the defaults. Appends to `reading.mistakes`; checks each parameter, not contradictions.
void resolve(const Layers& layers, Reading& reading);

}  // namespace poldyn
