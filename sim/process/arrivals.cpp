#include "sim/process/arrivals.h"

#include <algorithm>
#include <numbers>

#include "sim/base/elementary.h"
#include "sim/engine/sample.h"
#include "sim/process/handlers.h"
#include "sim/process/review.h"

namespace poldyn {
namespace {

std::uint8_t draw_priority(const FilingRule& rule, Stream& stream) {
  if (rule.priority_weights.size() < 2) return 0;
  double sum = 0;
  for (const double weight : rule.priority_weights) sum += weight;
  double left = stream.uniform() * sum;
  std::uint8_t last = 0;
  for (std::size_t i = 0; i < rule.priority_weights.size(); ++i) {
    if (rule.priority_weights[i] <= 0) continue;
    last = static_cast<std::uint8_t>(i);
    if ((left -= rule.priority_weights[i]) < 0) break;
  }
  return last;
}

}  // namespace

Pace arrival_pace(const Scenario& rules, BlocId bloc) {
  const FilingRule& rule = rules.blocs[bloc.value].filings;
  return {days_per_year / rule.interarrival.mean, 0, 0, rule.seasonal_amplitude, rule.season.count() / days_per_year};
}

void schedule_arrival(Simulation& sim, BlocId id, SimTime from, std::uint32_t ordinal) {
  const FilingRule& rule = sim.rules_of(id).filings;
  if (!sim.rules.mechanisms.filings) return;
  Stream stream = sim.draw(Purpose::arrival, entity_key(id.value, Birth::bloc), ordinal);
  Clock& clock = sim.world.at(id).arrival;
  clock.ordinal = ordinal;
  clock.state = Clock::State::beyond;
  SimTime at = from;
  const double swing = rule.seasonal_amplitude;
  for (;;) {
    at = later(at, sample(rule.interarrival, stream) / (1 + swing));
    if (at > sim.end) return;
    const double season = 1 + swing * sin(2 * std::numbers::pi * in_days(at) / rule.season.count());
    if (swing == 0 || stream.uniform() * (1 + swing) < season) break;
  }
  clock.state = Clock::State::running;
  clock.due = at;
  sim.schedule(at, phase::arrives, EventKind::filings_arrive, id.value, ordinal, clock.generation);
}

void take_outside_filings(Simulation& sim, BlocId id, std::uint32_t ordinal, std::uint16_t plan) {
  if (sim.world.at(id).arrival.generation != plan) return;
  schedule_arrival(sim, id, sim.now(), ordinal + 1);
  const FilingRule& rule = sim.rules_of(id).filings;
  const auto batch = static_cast<std::uint32_t>(rule.batch);
  for (std::uint32_t i = 0; i < batch; ++i) {
    Filing filing;
    filing.bloc = id;
    filing.track = rule.track;
    filing.purpose = FilingPurpose::outside;
    filing.key = entity_key(id.value, Birth::bloc);
    filing.ordinal = ordinal * batch + i;
    Stream stream = sim.draw(Purpose::arrival, filing.key, filing.ordinal, 1);
    filing.priority = draw_priority(rule, stream);
    filing.region = RegionId{std::size_t{stream.below(sim.world.at(id).regions)}};
    filing.delay = Delay::from(sim.now());
    file(sim, filing);
  }
}

}  // namespace poldyn
