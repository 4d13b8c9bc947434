#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

void start_contract(Simulation& sim, VendorId vendor, RegionId region, double rate, double days);
/// Handler: a contract ends.
void end_contract(Simulation& sim, ContractId contract, std::uint32_t generation);
/// Ends all contracts of a vendor that leaves.
void cancel_contracts(Simulation& sim, VendorId vendor);
/// Hands all contracts of a vendor, and what they still owe it, to another of the bloc.
void hand_over_contracts(Simulation& sim, VendorId from, VendorId to);
/// Whether the vendor has a running contract in the region.
bool is_incumbent(const World& world, const Vendor& vendor, RegionId region);

}  // namespace poldyn
