#pragma once

#include "sim/process/simulation.h"

namespace poldyn {

void start_contract(Simulation& sim, VendorId vendor, RegionId region, double rate, double days);
/// Ends all contracts of a vendor that leaves.
void cancel_contracts(Simulation& sim, VendorId vendor);
/// Hands all contracts of a vendor, and what they still owe it, to another of the bloc.
void hand_over_contracts(Simulation& sim, VendorId from, VendorId to);
/// Whether the vendor has a running contract in the region.
bool is_incumbent(const World& world, const Vendor& vendor, RegionId region);

}  // namespace poldyn
