#pragma once

#include "sim/reading/scenario_file.h"
#include "sim/reading/table_stack.h"

namespace poldyn {

/// Reads the [[policy]] tables of all layers, base first, each after those before it. The rest of the scenario has been
/// read: a policy names its parameters, blocs, stages and domains.
void read_policies(const TableStack& roots, Reading& reading, Mistakes& mistakes);

}  // namespace poldyn
