#include "sim/process/core/clocks.h"

#include <algorithm>
#include <cmath>

#include "sim/engine/sample.h"

namespace poldyn {
namespace {

constexpr std::uint16_t first_draw = 0, further_draw = 3;  // words of a point's stream

bool is_vendor_rate(const std::string& key) {
  return key.ends_with(".population.exit_hazard") || key.ends_with(".population.spinoff_rate");
}

/// Points expected from now until the clock's next one.
double points_left(const PoissonClock& clock, const Pace& pace, SimTime now, SimTime horizon, Stream& first,
                   Stream& more) {
  const double from = in_years(now);
  switch (clock.state) {
    case PoissonClock::State::running:
      return std::max(0.0, points_between(pace, from, in_years(clock.due)));
    case PoissonClock::State::beyond:
      if (clock.left) return std::max(0.0, *clock.left - points_between(pace, in_years(clock.since), from));
      return points_between(pace, from, in_years(horizon)) + exponential_variate(more);
    case PoissonClock::State::stopped:
      return clock.left ? *clock.left : exponential_variate(first);
    case PoissonClock::State::off:
      break;
  }
  return 0;
}

}  // namespace

void await(PoissonClock& clock, double points, double days, SimTime now, SimTime horizon) {
  clock.due = later(now, days);
  clock.state = clock.due > horizon ? PoissonClock::State::beyond : PoissonClock::State::running;
  clock.left = points;
  clock.since = now;
}

void start_clock(PoissonClock& clock, std::uint32_t ordinal, double rate, SimTime now, SimTime horizon,
                 Stream& stream) {
  clock.ordinal = ordinal;
  clock.left.reset();
  clock.state = PoissonClock::State::stopped;
  if (rate <= 0) return;
  const double points = exponential_variate(stream);
  await(clock, points, points * days_per_year / rate, now, horizon);
}

bool is_awaited(const PoissonClock& clock, std::uint16_t generation, SimTime now) {
  return clock.state == PoissonClock::State::running && clock.generation == generation && clock.due == now;
}

void start_clock(Simulation& sim, BlocId id, const BlocClock& of, std::uint32_t ordinal) {
  Stream stream = sim.draw(of.purpose, id, ordinal);
  Bloc& bloc = sim.world.at(id);
  PoissonClock& clock = bloc.*of.clock;
  const double rate = of.pace(sim.rules, bloc, id).per_year;
  start_clock(clock, ordinal, rate, sim.now(), sim.end, stream);
  if (rate > 0) sim.schedule(clock.due, of.phase, of.kind, id.value, ordinal, clock.generation);
}

void start_clock(Simulation& sim, VendorId id, const VendorClock& of, std::uint32_t ordinal) {
  const Vendor& vendor = sim.world.at(id);
  const double rate = sim.rules_of(vendor.bloc).population.*of.rate_per_year;
  const bool kept = !sim.world.clocks.empty();
  if (rate <= 0 && !kept) return;
  Stream stream = sim.draw(of.purpose, vendor, ordinal);
  PoissonClock once;
  PoissonClock& clock = kept ? sim.world.clocks[id.value].*of.clock : once;
  start_clock(clock, ordinal, rate, sim.now(), sim.end, stream);
  if (rate > 0) sim.schedule(clock.due, of.phase, of.kind, id.value, ordinal, clock.generation);
}

bool retime(PoissonClock& clock, const Pace& before, const Pace& after, SimTime now, SimTime horizon, Stream first,
            Stream more) {
  if (clock.state == PoissonClock::State::off || before == after) return false;
  const double left = points_left(clock, before, now, horizon, first, more);
  const double from = in_years(now);
  const double years = after.per_year > 0 ? time_of_points(after, from, left, in_years(horizon)) - from : 0;
  const double days = std::max(0.0, years * days_per_year);
  // Where both paces are alike until then the point stays where it is.
  if (clock.state == PoissonClock::State::running && after.per_year > 0 && later(now, days) == clock.due) return false;
  ++clock.generation;
  clock.left = left;
  clock.state = PoissonClock::State::stopped;
  if (after.per_year <= 0) return false;
  await(clock, left, days, now, horizon);
  return true;
}

void retime(Simulation& sim, BlocId id, const BlocClock& of, const Pace& before) {
  Bloc& bloc = sim.world.at(id);
  PoissonClock& clock = bloc.*of.clock;
  if (retime(clock, before, of.pace(sim.rules, bloc, id), sim.now(), sim.end,
             sim.draw(of.purpose, id, clock.ordinal, first_draw),
             sim.draw(of.purpose, id, clock.ordinal, further_draw)))
    sim.schedule(clock.due, of.phase, of.kind, id.value, clock.ordinal, clock.generation);
}

void retime(Simulation& sim, VendorId id, const VendorClock& of, const PopulationRule& before) {
  const Vendor& vendor = sim.world.at(id);
  PoissonClock& clock = sim.world.clocks[id.value].*of.clock;
  const Pace was{before.*of.rate_per_year}, is{sim.rules_of(vendor.bloc).population.*of.rate_per_year};
  if (retime(clock, was, is, sim.now(), sim.end, sim.draw(of.purpose, vendor, clock.ordinal, first_draw),
             sim.draw(of.purpose, vendor, clock.ordinal, further_draw)))
    sim.schedule(clock.due, of.phase, of.kind, id.value, clock.ordinal, clock.generation);
}

bool keeps_vendor_clocks(const Simulation& sim) {
  return std::any_of(sim.unamended.begin(), sim.unamended.end(),
                     [](const auto& entry) { return is_vendor_rate(entry.first); });
}

void make_room_for_clocks(Simulation& sim) {
  if (keeps_vendor_clocks(sim)) sim.world.clocks.resize(sim.world.vendors.size());
}

bool is_awaited(const Simulation& sim, VendorId id, const VendorClock& of, std::uint16_t generation) {
  return sim.world.clocks.empty() || is_awaited(sim.world.clocks[id.value].*of.clock, generation, sim.now());
}

}  // namespace poldyn
