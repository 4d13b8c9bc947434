#pragma once

#include "sim/process/simulation.h"

namespace poldyn {

/// Learning from use in a domain, saturating, in [0, 1): 1 - exp(-stock / scale).
double learned(const Simulation& sim, const Vendor& vendor, std::size_t domain);
/// Hardness against misuse and failure, in [0, 1), likewise.
double robustness(const Simulation& sim, const Vendor& vendor);

/// Share that is left of the stocks of a vendor that has experience, but no offer. Stocks are those of an epoch, on the
/// market and off it.
double kept_off_market(const Simulation& sim, const Vendor& vendor);

/// Stocks of a vendor that has no offer; empty ones, of the present epoch, if it has none yet.
Experience& experience_of(World& world, Vendor& vendor);
void forget_experience(World& world, Vendor& vendor);

/// Brings the stocks of a vendor that has no offer up to the present epoch.
void fade(World& world, const LearningRule& rule, const Vendor& vendor);

/// Growth of capability from a product to its vendor's next model, in OOM, weighted by demand and by what is untested of
/// each domain. Below 0 if capability falls.
double untested_gain(const Simulation& sim, const Vendor& vendor, const Model& product, const Model& next);

/// A release more capable by `gain_oom` than the last is less tried: part of the hardening no longer applies.
void soften(Simulation& sim, VendorId vendor, double gain_oom);

/// What one incident in a domain taught: the part of the signals of failure and misuse that use does not send evenly.
/// Per unit of use both together are expected to send what the channels yield, with incidents or without.
void learn_from_incident(Simulation& sim, VendorId vendor, std::size_t domain);

/// One market epoch of signals: what use of (rows, domains) in M$ taught, what arrives now, what is forgotten.
void learn_from_use(Simulation& sim, BlocId bloc, const Market::Columns& use, double days);

}  // namespace poldyn
