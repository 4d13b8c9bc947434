#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Handles one event: the only entry into the behaviour of the model.
void handle(Simulation& sim, const Event& event);

/// Enters what has been going on until then and was not entered yet, for observers; the run is the same without it.
/// Precondition: no event comes before.
void close_books(Simulation& sim, SimTime until);

/// Runs until the horizon. After each event's handler `observe(event, world)` sees the result and cannot change it;
/// `go_on()` is asked before each event.
template <class Observe, class GoOn>
void run(Simulation& sim, Observe&& observe, GoOn&& go_on) {
  Event event;
  while (go_on() && sim.queue.pop_until(sim.end, event)) {
    sim.current_event = event.seq;
    handle(sim, event);
    observe(event, static_cast<const World&>(sim.world));
  }
}

}  // namespace poldyn
