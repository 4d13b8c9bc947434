#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Remembers what the rules are without policies, puts those of date 0 in force and schedules the others. To be called
/// before anything else is scheduled, so that at its date a policy comes before all that happens then.
void start_policies(Simulation& sim);

/// What a triggered policy waits for.
enum class Waits : std::uint8_t { nothing, when, release_when };
Waits policy_waits(const Simulation& sim, std::size_t policy);
/// Its condition holds: puts it in force, or ends it. Takes effect before anything that is scheduled from now on.
void fire_policy(Simulation& sim, std::size_t policy);
void release_policy(Simulation& sim, std::size_t policy);

/// Handler: a policy comes into force, moves on in its phase-in, or ends.
void change_policy(Simulation& sim, std::uint32_t policy, std::uint32_t firing, PolicyStep step);

/// Brings what follows from the rules, and was fixed in schedules and copies, in line with what they are now. The rules
/// have changed from `before`; what is equal is left alone.
void follow_rules(Simulation& sim, const Scenario& before);

}  // namespace poldyn
