#pragma once

#include <optional>

#include "sim/process/simulation.h"

namespace poldyn {

/// Makes a new release available to those who may build on it: in its bloc if the weights are open or interfaces are shared,
/// in other blocs if the weights are open and a draw against their permeability succeeds.
void publish(Simulation& sim, const Model& model);

/// Takes a vendor's closed base out of the pool; open weights stay.
void forget_closed_base(Bloc& bloc, VendorId vendor);

/// The base that `vendor` would build on: the highest mean capability plus Gumbel noise among the visible bases of others.
/// `weights_needed` leaves out interfaces. Draws from (base_choice, vendor, project). Empty if there is none.
std::optional<Base> choose_base(const Simulation& sim, const Vendor& vendor, bool weights_needed);

/// The visible open design of highest fitness that beats `fitness`, if any: what an imitator looks at.
std::optional<std::uint64_t> better_design(const Simulation& sim, const Vendor& vendor);

}  // namespace poldyn
