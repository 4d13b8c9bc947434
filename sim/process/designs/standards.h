#pragma once

#include <array>

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Share of the use in reach by standard: the bloc's own and, weighted with its foreign_reach, that of the others. All
/// 0 without use.
using StandardShares = std::array<double, max_standards>;
/// `before` is as of before the present instant: blocs whose epochs fall together then see each other alike.
enum class AsOf { now, before };
StandardShares use_in_reach(const Simulation& sim, BlocId bloc, AsOf when = AsOf::now);

/// Sizes the counts of use, if the mechanism is on.
void open_standards(Simulation& sim);
/// Finds each bloc's home standard, whose name a policy may change.
void see_homes(Simulation& sim);

/// Chooses the standard that the vendor builds its present project on, drawn from (standard, vendor, project); at
/// project 0, its entry, nothing is given up by choosing another. Does nothing if the mechanism is off.
void choose_standard(Simulation& sim, Vendor& vendor);

/// What converting the base would cost this vendor, OOM of effective compute.
double conversion_oom(const Simulation& sim, const Vendor& vendor, const Base& base);
/// The base as the vendor gets it: on its own standard, less the cost.
Base converted(const Simulation& sim, const Vendor& vendor, const Base& base);

/// Utility that users of each offer (rows) have from its standard. Empty if that counts for nothing.
Eigen::ArrayXd compatibility(const Simulation& sim, BlocId bloc);

/// Takes in what was used since the last epoch: `use` (rows, domains) in M$.
void count_use_by_standard(Simulation& sim, BlocId bloc, const Market::Columns& use, double days);

}  // namespace poldyn
