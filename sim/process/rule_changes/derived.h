#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

// What a run keeps of the rules in a form of its own. It is found at the start, and again when the rules change.

/// Share of each region, summing to 1.
std::vector<double> region_shares(const PopulationRule& rule);
/// Share of the vendors that the rules ask for in each stratum, summing to 1.
std::array<double, strata> stratum_weights(const Scenario& rules, const BlocRules& bloc);
/// Which domains lie outside each bloc's approved envelope.
void set_envelopes(World& world, const Scenario& rules);
/// Where use moves to under stress, and from where.
void set_stress(World& world, const Scenario& rules);
/// What vendors expect of a track before anybody has been through: the work of each stage and half its window.
double prior_review_days(const BlocRules& rules, const Mechanisms& on, std::size_t track);
/// What vendors may count on: time from filing within which a track decides by law, with the mending of what is
/// returned where clocks stop for it; infinity where a deadline does not decide.
double promised_days(const BlocRules& rules, const Mechanisms& on, std::size_t track);
/// The stages of a track, by their index in the bloc.
Route route_of_track(const BlocRules& rules, std::size_t track);

}  // namespace poldyn
