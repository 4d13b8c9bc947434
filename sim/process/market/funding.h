#pragma once

#include "sim/policy/funding_rule.h"
#include "sim/process/core/simulation.h"
#include "sim/world/market.h"

namespace poldyn {

/// Room for what backers know of each vendor, if any rule asks for it.
void make_room_for_backing(Simulation& sim);
/// A vendor comes: it has its part of the pools from now on, and its first rounds are scheduled.
void start_backing(Simulation& sim, VendorId vendor);
/// A vendor leaves: its part goes to the others.
void end_backing(Simulation& sim, VendorId vendor);
/// A project of another vendor has taken one of this vendor's bases.
void note_adoption(Simulation& sim, VendorId maker);
/// After an epoch: what vendors sold in it, M$ by offer and domain, is what backers go by until the next.
void see_sales(Simulation& sim, BlocId bloc, const Market::Columns& use, double days);
/// When rules have changed: budgets go on from where they are, and weights are those of the new rules.
void follow_funding(Simulation& sim, BlocId bloc, const Scenario& before);

/// Handler: a vendor's round with a pool. Draws from (round, vendor, ordinal, pool).
void hold_round(Simulation& sim, VendorId vendor, std::uint32_t ordinal, std::uint16_t pool);

/// One of a bloc's vendors, in proportion to (sales + spinoff_floor)^spinoff_size. Draws two words from `stream`.
VendorId draw_by_size(const Simulation& sim, BlocId bloc, Stream& stream);

}  // namespace poldyn
