#pragma once

#include <optional>

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Steps of the ladder; 1 if the mechanism is off.
std::size_t paradigm_count(const Scenario& rules);

/// What a design is worth, OOM of effective compute.
double efficiency(const Simulation& sim, Paradigm paradigm, double fitness);

/// The paradigm that the vendor goes on in: of those that it knows of above its own, the one that promises its next
/// model most, if that is more than its present design is worth; else its own.
Paradigm choose_paradigm(const Simulation& sim, const Vendor& vendor);
/// The paradigm that a new vendor of the bloc begins in: the most promising that all know of.
Paradigm first_paradigm(const Simulation& sim, BlocId bloc);

/// Where a vendor begins in a paradigm new to it: at random, since nothing that it knows holds there. Draws from
/// (paradigm, vendor, project, 1).
std::uint64_t first_design(const Simulation& sim, const Vendor& vendor, Paradigm paradigm);

/// The paradigm that the vendor's project finds, a long jump or a directed one: the next after those that the vendor
/// knows of, if it finds one. Draws from (paradigm, vendor, project).
std::optional<Paradigm> finds_next(const Simulation& sim, const Vendor& vendor, bool directed);

/// The vendor knows of this paradigm and of all before. If it is the first in its bloc, or of all, word begins to
/// spread.
void get_to_know(Simulation& sim, Vendor& vendor, Paradigm paradigm);
/// Its project has found one.
void discover(Simulation& sim, Vendor& vendor, Paradigm paradigm);
/// Handler: all vendors of the bloc know of the paradigm from now on.
void learn_paradigm(Simulation& sim, BlocId bloc, std::uint32_t paradigm);

}  // namespace poldyn
