#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// What a fork of it is made from.
inline Version version_of(const Model& model) { return {model.project, model.released, model.q}; }

/// When a model that may be deployed from `when` on meets the requirements of its vendor's home region: a base adopted
/// from elsewhere is fitted first, which takes time, charged to Cause::fork, and money. Draws from (fork, vendor,
/// project).
SimTime fit_to_home(Simulation& sim, Model& model, SimTime when);

/// A vendor with an offer decides for each other group of regions whether to serve it, gives up forks that it does not
/// want, and begins those that are missing or behind its product. One build at a time per group: a running one is
/// finished first. Draws from (region_choice, vendor), and (fork, vendor, project) for each group.
void plan_regions(Simulation& sim, VendorId vendor);

/// What a vendor's forks cost since it was last asked; they are paid for with that.
Money take_upkeep_due(Simulation& sim, VendorId vendor);

/// Handler: a build is done; users in its group of regions get it.
void finish_fork(Simulation& sim, VendorId vendor, std::uint32_t build);
/// Makes room for the forks of all vendors, if regions may differ.
void make_room_for_forks(Simulation& sim);
/// A vendor that leaves keeps no forks.
void drop_forks(World& world, VendorId vendor);

}  // namespace poldyn
