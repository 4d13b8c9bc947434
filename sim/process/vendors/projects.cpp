#include "sim/process/vendors/projects.h"

#include "sim/engine/sample.h"
#include "sim/process/core/binding.h"
#include "sim/process/designs/programmes.h"
#include "sim/process/market/compute.h"
#include "sim/process/market/forks.h"
#include "sim/process/vendors/tuning.h"

namespace poldyn {

double own_compute_oom(const Simulation& sim, const Vendor& vendor) {
  const SupplyRule& supply = sim.rules_of(vendor.bloc).supply;
  return sim.class_of(vendor).compute_oom + supply.offset_oom +
         (supply.growth_oom_per_year * in_years(vendor.project_start) + sim.world.at(vendor.bloc).drift.compute) +
         vendor.spend_oom;
}

bool will_file(const Simulation& sim, const Vendor& vendor, double compute_oom) {
  const bool application = sim.class_of(vendor).unmodified && sim.rules.mechanisms.adoption;
  const RuleSubject of{
      vendor.cls, vendor.affiliated, vendor.public_facing, application, vendor.root_bloc != vendor.bloc, compute_oom};
  return rules_to_wait_for(sim, vendor, of) != 0;
}

void start_project(Simulation& sim, VendorId id) {
  Vendor& vendor = sim.world.at(id);
  ++vendor.project;
  vendor.training = true;
  vendor.project_start = sim.now();
  plan_regions(sim, id);
  vendor.spend_oom = pay_project(sim, id) - tune_project(sim, id);
  const double compute = own_compute_oom(sim, vendor);
  vendor.must_file = will_file(sim, vendor, compute);
  ask_to_join(sim, id, compute);
  Stream stream = sim.draw(Purpose::training, vendor, vendor.project);
  sim.schedule(later(sim.now(), sample(sim.class_of(vendor).training, stream)), phase::ends, EventKind::training_ends,
               id.value, vendor.project);
}

void resume_work(Simulation& sim, VendorId id) {
  const Vendor& vendor = sim.world.at(id);
  if (vendor.active && !vendor.training && !sim.rules.vendors.works_ahead) start_project(sim, id);
}

}  // namespace poldyn
