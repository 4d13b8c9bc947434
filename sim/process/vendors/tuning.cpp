#include "sim/process/vendors/tuning.h"

namespace poldyn {

void make_room_for_tuning(Simulation& sim) {
  if (is_tuned(sim.rules.mechanisms)) sim.world.tuned_shares.resize(sim.world.vendors.size());
}

double tune_project(Simulation& sim, VendorId id) {
  if (!is_tuned(sim.rules.mechanisms)) return 0;
  const Vendor& vendor = sim.world.at(id);
  double& share = sim.world.tuned_shares[id.value];
  share = 0;
  const VendorClassRule& cls = sim.class_of(vendor);
  if (cls.unmodified && sim.rules.mechanisms.adoption) return 0;  // an application trains nothing
  const double elasticity = sim.rules_of(vendor.bloc).supply.budget_elasticity;
  // A release is expected to live until the vendor's next one: as long as a project takes.
  const double trust = mean_trust(sim.rules.scores, cls.training.mean);
  share = best_tuning(sim.rules.scores, trust, elasticity);
  return untrained_oom(elasticity, share);
}

double tuning_of(const Simulation& sim, const Model& model) {
  if (!is_tuned(sim.rules.mechanisms) || model.unmodified) return 0;
  return tuned_oom(sim.rules.scores, sim.world.tuned_shares[model.vendor.value]);
}

void count_tuning(Simulation& sim, VendorId id) {
  if (!is_tuned(sim.rules.mechanisms)) return;
  BlocTally& tally = sim.world.at(sim.world.at(id).bloc).tally;
  tally.tuning += sim.world.tuned_shares[id.value];
  ++tally.tuned_projects;
}

}  // namespace poldyn
