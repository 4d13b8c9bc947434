#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Whether vendors need a ComputeAccount.
constexpr bool needs_compute_accounts(const Mechanisms& on) { return on.finance && (on.supply_limit || on.subsidies); }

/// Makes room for the compute_accounts of all vendors, if they need them.
void make_room_for_compute_accounts(Simulation& sim);

/// Money for the vendor's present project: a share of its cash, at least the class's cost, at most all of it; the
/// state's part comes on top. Returns the decades of compute that it buys beyond the least, at the reference price.
double pay_project(Simulation& sim, VendorId vendor);

/// Tells a project that ends before its order is cleared what it has got: what its money buys at the last price, as far
/// as the supply since the last epoch reaches. Without a limit of supply it has nothing to do, nor have the following.
void take_compute(Simulation& sim, VendorId vendor);
/// Ends an interval: all orders of it are served at the one price at which they add up to the supply.
void clear_compute(Simulation& sim, BlocId bloc);
/// Ends the limit itself: what is ordered is had at the reference price.
void end_supply_limit(Simulation& sim, BlocId bloc);

/// Voucher and grant for an approved filing, if there are any: `share` of those for a release.
void reward_approval(Simulation& sim, VendorId vendor, Track track, double share = 1);

}  // namespace poldyn
