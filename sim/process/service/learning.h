#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Learning from use in a domain, saturating, in [0, 1): 1 - exp(-stock / scale).
double learned(const Simulation& sim, const Vendor& vendor, std::size_t domain);
/// Hardness against misuse and failure, in [0, 1), likewise.
double robustness(const Simulation& sim, const Vendor& vendor);

/// A vendor's feedback as of the last market epoch, wherever it stands: in a row of the market while it has an offer,
/// otherwise with the vendor, which gets a place for it. References hold until the next vendor gets one.
class Feedback {
 public:
  Feedback(World& world, Vendor& vendor);
  double& stock(std::size_t domain);
  double& hardening();
  double& underway(std::size_t channel, std::size_t domain);

 private:
  Market& market() { return world_.at(vendor_.bloc).market; }
  Eigen::Index row() const { return static_cast<Eigen::Index>(vendor_.offer.value); }
  Experience& kept() { return world_.experiences[vendor_.experience]; }

  World& world_;
  const Vendor& vendor_;
};

/// A vendor's offer is about to go: its feedback stays with it.
void keep_experience(World& world, Vendor& vendor);
/// Puts what it kept into its new row of the market.
void take_back_experience(World& world, Vendor& vendor);
void forget_experience(World& world, Vendor& vendor);

/// Growth of capability from a product to its vendor's next model, in OOM, weighted by demand and by what is untested
/// of each domain. Below 0 if capability falls.
double untested_gain(const Simulation& sim, const Vendor& vendor, const Model& product, const Model& next);

/// A release more capable by `gain_oom` than the last is less tried: part of the hardening no longer applies.
void soften(Simulation& sim, VendorId vendor, double gain_oom);

/// What one incident in a domain taught: the part of the signals of failure and misuse that use does not send evenly.
/// Per unit of use both together are expected to send what the channels yield, with incidents or without.
void learn_from_incident(Simulation& sim, VendorId vendor, std::size_t domain);

/// One market epoch of signals: what use of (rows, domains) in M$ taught, what arrives now, what is forgotten. Who has
/// no offer sends nothing new, and hears and forgets like all others.
void learn_from_use(Simulation& sim, BlocId bloc, const Market::Columns& use, double days);

}  // namespace poldyn
