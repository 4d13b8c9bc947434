#include "sim/process/dispatch/dispatch.h"

#include "sim/process/approval/office_staff.h"
#include "sim/process/dispatch/mechanism_table.h"

namespace poldyn {

void handle(Simulation& sim, const Event& event) { handler_of(kind_of(event))(sim, event); }

void close_books(Simulation& sim, SimTime until) { pay_all_reviewers(sim, until); }

}  // namespace poldyn
