#pragma once

#include <utility>
#include <vector>

#include "sim/process/dispatch/dispatch.h"
#include "sim/process/dispatch/start.h"

/// The approval pipeline alone, as a queueing system.
namespace poldyn::theory {

/// How long a study runs, and how much of it is left out at the start.
struct Span {
  double days = 0;
  double warmup = 0;
};

/// A stage that passes every filing when its review ends. 0 reviewers take every filing at once.
StageRule desk(std::int64_t reviewers, Law review);

Law erlang(double mean, int stages);
Law uniform(double low, double high);
Law pareto(double mean, double alpha);
Law hyperexponential(double mean, double cv);

/// Filings from outside pass a chain of stages named "1", "2", ...; everything else is off.
Scenario pipeline(const std::vector<StageRule>& chain, Law interarrival, Span span);

/// A fixed set of vendors: each trains, files, waits for the decision and only then trains again. Everything else is
/// off.
Scenario closed_loop(const std::vector<StageRule>& chain, std::int64_t vendors, Law training, Span span);

/// Runs a scenario to its end. Throws std::logic_error if it has contradictions.
Simulation finished(const Scenario& scenario, RunKey key);

/// Runs `sim` to its end like run(), which looks after each event only: `before(event, world)` sees what the handler
/// will see, and so a filing that ends with it.
template <class Before, class After>
void watch(Simulation& sim, Before&& before, After&& after) {
  Event event;
  while (sim.queue.pop_until(sim.end, event)) {
    sim.current_event = event.seq;
    before(event, std::as_const(sim.world));
    handle(sim, event);
    after(event, std::as_const(sim.world));
  }
}

/// What an office did from the warm-up to the horizon, per filing or as a mean over time.
struct Flow {
  double in_office = 0;    ///< L: mean number waiting, under review or awaiting a date
  double in_queue = 0;     ///< Lq
  double stay = 0;         ///< W: days from joining to decision
  double wait = 0;         ///< Wq: days in the queue of those whose review began
  double waited = 0;       ///< share of them that waited
  double turned_away = 0;  ///< share of arrivals
  double withdrawn = 0;    ///< share of those that joined
  double passed = 0;       ///< decisions to pass per day
};
Flow flow_of(const Simulation& sim, std::size_t office = 0);

/// Days from the warm-up to the horizon.
double counted_days(const Simulation& sim);

}  // namespace poldyn::theory
