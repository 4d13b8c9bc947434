#include "sim/process/approval/arrivals.h"

#include <algorithm>
#include <numbers>
#include <tuple>

#include "sim/base/elementary.h"
#include "sim/engine/choice.h"
#include "sim/engine/sample.h"
#include "sim/process/approval/office.h"

namespace poldyn {
namespace {

/// Of the filing with this ordinal. Draws from (arrival, bloc, ordinal, 1).
std::uint8_t draw_priority(const Simulation& sim, BlocId id, std::uint32_t ordinal) {
  const std::vector<double>& weights = sim.rules_of(id).filings.priority_weights;
  if (weights.size() < 2) return 0;
  Stream stream = sim.draw(Purpose::arrival, id, ordinal, 1);
  return static_cast<std::uint8_t>(choose_by_number(weights, stream));
}

/// Likewise; draws from (arrival, bloc, ordinal, 2).
RegionId draw_region(const Simulation& sim, BlocId id, std::uint32_t ordinal) {
  const std::uint32_t regions = sim.world.at(id).regions;
  if (regions == 1) return RegionId{0};
  Stream stream = sim.draw(Purpose::arrival, id, ordinal, 2);
  return RegionId{choose_evenly(regions, stream)};
}

}  // namespace

Pace arrival_pace(const Scenario& rules, const Bloc&, BlocId bloc) {
  const ExternalArrivalRule& rule = rules.blocs[bloc.value].filings;
  return {days_per_year / rule.interarrival.mean, 0, 0, rule.seasonal_amplitude, rule.season.count() / days_per_year};
}

void schedule_arrival(Simulation& sim, BlocId id, SimTime from, std::uint32_t ordinal) {
  const ExternalArrivalRule& rule = sim.rules_of(id).filings;
  if (!sim.rules.mechanisms.filings) return;
  Stream stream = sim.draw(Purpose::arrival, id, ordinal);
  PoissonClock& clock = sim.world.at(id).arrival;
  clock.ordinal = ordinal;
  clock.left.reset();
  clock.state = PoissonClock::State::beyond;
  SimTime at = from;
  const double swing = rule.seasonal_amplitude;
  for (;;) {
    const double days = sample(rule.interarrival, stream);
    at = later(at, days / (1 + swing));
    if (at > sim.end) {
      if (swing == 0) await(clock, days / rule.interarrival.mean, days, from, sim.end);
      return;
    }
    if (swing == 0) break;
    const double season = 1 + swing * sin(2 * std::numbers::pi * in_days(at) / rule.season.count());
    if (stream.uniform() * (1 + swing) < season) break;
  }
  clock.state = PoissonClock::State::running;
  clock.due = at;
  sim.schedule(at, phase::arrives, EventKind::filings_arrive, id.value, ordinal, clock.generation);
}

void schedule_arrivals(Simulation& sim, BlocId id) { schedule_arrival(sim, id, SimTime{}, 0); }

void take_outside_filings(Simulation& sim, BlocId id, std::uint32_t ordinal, std::uint16_t generation) {
  if (!is_awaited(sim.world.at(id).arrival, generation, sim.now())) return;
  schedule_arrival(sim, id, sim.now(), ordinal + 1);
  const ExternalArrivalRule& rule = sim.rules_of(id).filings;
  const Track track = track_named(sim.rules_of(id), rule.track);
  for (std::int64_t i = 0; i < rule.batch; ++i) {
    Filing filing;
    filing.bloc = id;
    filing.track = track;
    filing.purpose = FilingPurpose::outside;
    filing.key = entity_key(id.value, Birth::bloc);
    filing.ordinal = sim.world.at(id).outside_filings++;
    filing.priority = draw_priority(sim, id, filing.ordinal);
    filing.region = draw_region(sim, id, filing.ordinal);
    filing.delay = Delay::from(sim.now());
    std::ignore = file(sim, filing);  // nobody in the model waits for the decision
  }
}

}  // namespace poldyn
