#include "sim/process/clocks.h"

#include <algorithm>
#include <cmath>

#include "sim/engine/sample.h"

namespace poldyn {
namespace {

bool is_vendor_rate(const std::string& key) {
  return key.ends_with(".population.exit_hazard") || key.ends_with(".population.spinoff_rate");
}

/// Points expected from now until the clock's next one.
double points_left(const Clock& clock, const Pace& pace, SimTime now, SimTime horizon, Stream& first, Stream& more) {
  const double from = in_years(now);
  switch (clock.state) {
    case Clock::State::running:
      return std::max(0.0, points_between(pace, from, in_years(clock.due)));
    case Clock::State::beyond:
      return points_between(pace, from, in_years(horizon)) + exponential_variate(more);
    case Clock::State::stopped:
      return clock.left >= 0 ? clock.left : exponential_variate(first);
    case Clock::State::off:
      break;
  }
  return 0;
}

}  // namespace

void start_clock(Clock& clock, std::uint32_t ordinal, double rate, SimTime now, Stream& stream) {
  clock.ordinal = ordinal;
  clock.left = -1;
  clock.state = rate > 0 ? Clock::State::running : Clock::State::stopped;
  if (rate > 0) clock.due = later(now, exponential_variate(stream) * days_per_year / rate);
}

void start_bloc_clock(Simulation& sim, BlocId bloc, const BlocClock& of, std::uint32_t ordinal, double rate) {
  Stream stream = sim.draw(of.purpose, bloc, ordinal);
  Clock& clock = sim.world.at(bloc).*of.clock;
  start_clock(clock, ordinal, rate, sim.now(), stream);
  if (rate > 0) sim.schedule(clock.due, of.phase, of.kind, bloc.value, ordinal, clock.generation);
}

bool retime(Clock& clock, const Pace& before, const Pace& after, SimTime now, SimTime horizon, Stream first,
            Stream more) {
  if (clock.state == Clock::State::off || before == after) return false;
  const double left = points_left(clock, before, now, horizon, first, more);
  ++clock.generation;
  clock.left = left;
  clock.state = after.per_year > 0 ? Clock::State::running : Clock::State::stopped;
  if (clock.state == Clock::State::stopped) return false;
  const double days = (time_of_points(after, in_years(now), left) - in_years(now)) * days_per_year;
  clock.due = later(now, std::max(0.0, days));
  return true;
}

bool keeps_vendor_clocks(const Simulation& sim) {
  return std::any_of(sim.base.begin(), sim.base.end(), [](const auto& entry) { return is_vendor_rate(entry.first); });
}

}  // namespace poldyn
