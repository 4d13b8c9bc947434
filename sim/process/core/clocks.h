#pragma once

#include <cstdint>

#include "sim/policy/pace.h"
#include "sim/process/core/simulation.h"
#include "sim/world/poisson_clock.h"

namespace poldyn {

// Poisson processes whose rate a policy may change. What is drawn for a point is the number of points expected until
// it, exponential with mean 1; a change of rate moves the pending point to where that many are expected under the new
// one. So no number is drawn anew, and a higher rate never comes later.

/// Waits `days` for a point that is so many expected points away. Beyond the horizon only these are remembered: a small
/// rate's wait may be longer than time reaches, and a higher rate must find it as it was drawn.
void await(PoissonClock& clock, double points, double days, SimTime now, SimTime horizon);
/// Waits for point `ordinal` at a constant rate per year. Draws only if the rate is above 0.
void start_clock(PoissonClock& clock, std::uint32_t ordinal, double rate, SimTime now, SimTime horizon, Stream& stream);
/// Whether an event of this generation is the point that the clock waits for. Generations come round after 65,536
/// changes of the rate, so one that was called off is told by its time as well.
bool is_awaited(const PoissonClock& clock, std::uint16_t generation, SimTime now);

/// A clock of a whole bloc: its event, the stream that its points are drawn from, and their rate.
struct BlocClock {
  PoissonClock Bloc::*clock;
  EventKind kind;
  Purpose purpose;
  Phase phase;
  Pace (*pace)(const Scenario& rules, const Bloc& bloc, BlocId id);
};

/// A clock of each vendor, likewise; its rate is one of its bloc's rules.
struct VendorClock {
  PoissonClock VendorClocks::*clock;
  EventKind kind;
  Purpose purpose;
  Phase phase;
  double PopulationRule::*rate_per_year;
};

/// Starts a bloc's clock, whose pace is constant, and schedules its point, if there will be one. Draws from (purpose,
/// bloc, ordinal).
void start_clock(Simulation& sim, BlocId bloc, const BlocClock& of, std::uint32_t ordinal);
/// Likewise a vendor's. Draws from (purpose, vendor, ordinal).
void start_clock(Simulation& sim, VendorId vendor, const VendorClock& of, std::uint32_t ordinal);

/// Moves the clock to another pace; true if its point is to be scheduled anew, at clock.due. `first` is the stream that
/// was not drawn from while the rate was 0, `more` one for a clock that had no point before the horizon.
bool retime(PoissonClock& clock, const Pace& before, const Pace& after, SimTime now, SimTime horizon, Stream first,
            Stream more);

/// Moves the pending point of a bloc's clock to where the present rules put it; `before` is the pace that it had.
void retime(Simulation& sim, BlocId bloc, const BlocClock& of, const Pace& before);
/// Likewise of a vendor's.
void retime(Simulation& sim, VendorId vendor, const VendorClock& of, const PopulationRule& before);

/// Whether a policy of the scenario changes the rate at which vendors leave or spin off: only then their clocks are
/// kept.
bool keeps_vendor_clocks(const Simulation& sim);
/// Makes room for the clocks of all vendors, if they are kept.
void make_room_for_clocks(Simulation& sim);
/// Whether an event of this generation is the point that the vendor's clock waits for. If none is kept, it always is.
bool is_awaited(const Simulation& sim, VendorId vendor, const VendorClock& of, std::uint16_t generation);

}  // namespace poldyn
