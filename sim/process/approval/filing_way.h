#pragma once

#include "sim/process/approval/decision.h"

namespace poldyn {

// The way of a filing from office to office, to its end. An end is returned as a decision, for whoever called to follow
// up; nothing is returned while it is under way.

/// The stages that the filing passes: those of its track when it was filed.
const Route& route_of(const Simulation& sim, const Filing& filing);

/// Notes whose the fee of the filing's present attempt is, or with a sign of -1 whose loss it is that it is paid back:
/// of the first, that of all offices on its way in equal parts; of a later one, that of the office where it is or was
/// last.
void share_fee(Simulation& sim, FilingId filing, Money fee, double sign);

/// Sends a filing to the office of its present stage, which turns it away if it is full; past the last stage it is
/// approved.
std::optional<Decision> enter_stage(Simulation& sim, FilingId filing, QueueEnd where);

/// Ends a filing without an approval: refused, turned away or withdrawn.
std::optional<Decision> refuse(Simulation& sim, FilingId filing, FilingEnd end);

/// The vendor's list of filings has `to`, if that is one, where it had `from`.
void replace_in_list_of_vendor(World& world, FilingId from, FilingId to);

}  // namespace poldyn
