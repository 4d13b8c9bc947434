#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

// How well buyers of the state know each offer: the weights by which vendors are invited to tenders. An offer's is
// (share of use as of the last epoch + known_floor)^awareness, so one that has come since has known_floor^awareness.
// They are Market::known, kept only while awareness is above 0 and there are tenders; without a market all are equal.

/// Weighs all offers of a bloc anew: an epoch has passed.
void weigh_offers(Simulation& sim, BlocId bloc);
/// Likewise if the rules have changed how they are weighed.
void follow_awareness(Simulation& sim, BlocId bloc, const Scenario& before);
/// Weighs an offer that has come.
void weigh_newcomer(Simulation& sim, BlocId bloc, OfferRow row);
/// An offer leaves, and the last row takes its place, as all rows do (remove_offer).
void forget_row(Market& market, OfferRow row);

}  // namespace poldyn
