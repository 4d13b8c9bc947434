#pragma once

#include "sim/io/scenario_file.h"
#include "sim/io/scenario_layers.h"

namespace poldyn {

/// Lays the layers over the defaults. Appends to `reading.mistakes`; checks each parameter, not contradictions.
void resolve(const Layers& layers, Reading& reading);

}  // namespace poldyn
