#include "sim/process/hall/dispatch.h"

#include "sim/process/hall/mechanism_table.h"

namespace poldyn {

void handle(Simulation& sim, const Event& event) { handler_of(kind_of(event))(sim, event); }

}  // namespace poldyn
