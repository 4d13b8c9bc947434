#include "sim/process/vendors/training.h"

#include <algorithm>

#include "sim/process/core/bookkeeping.h"
#include "sim/process/core/tallies.h"
#include "sim/process/designs/bases.h"
#include "sim/process/designs/paradigms.h"
#include "sim/process/designs/programmes.h"
#include "sim/process/designs/search.h"
#include "sim/process/designs/standards.h"
#include "sim/process/market/compute.h"
#include "sim/process/market/funding.h"
#include "sim/process/market/regions.h"
#include "sim/process/service/learning.h"
#include "sim/process/vendors/projects.h"
#include "sim/process/vendors/release.h"
#include "sim/process/vendors/tuning.h"

namespace poldyn {
namespace {

/// What the data lack that the model's compute was spent on.
double of_data(const Simulation& sim, const Model& model, std::size_t domain) {
  if (!sim.rules.mechanisms.curation) return 0;
  return data_oom(sim.rules.capability,
                  coverage(sim.rules_of(model.data).curation, sim.world.at(model.data).outside_envelope[domain]));
}

/// q of a model in each domain, in OOM: compute, algorithmic worth of the design, learning from use, coverage of the
/// data.
void set_capability(const Simulation& sim, const Vendor& vendor, Model& model) {
  const Bloc& bloc = sim.world.at(vendor.bloc);
  const double common = model.compute_oom + efficiency(sim, model.paradigm, model.fitness);
  model.mean_q = 0;
  for (std::size_t d = 0; d < sim.world.domains; ++d) {
    model.q[d] = common + sim.rules.capability.use_oom * learned(sim, vendor, d) + of_data(sim, model, d);
    model.mean_q += bloc.demand_share[d] * model.q[d];
  }
  model.robustness = robustness(sim, vendor);
}

Model train_model(Simulation& sim, Vendor& vendor) {
  const SearchOutcome found = search(sim, vendor);
  if (found.mode == SearchMode::long_jump) credit_exploration(sim.world.at(vendor.bloc), vendor.team_cost);
  vendor.design = found.design;
  vendor.fitness = found.fitness;
  vendor.paradigm = found.paradigm;
  vendor.lineage = found.lineage;
  vendor.root_bloc = found.root_bloc;
  vendor.inherited_oom = found.inherited_oom;
  vendor.inherited_data = found.inherited_data;
  get_to_know(sim, vendor, found.paradigm);
  if (found.discovered) discover(sim, vendor, *found.discovered);
  if (found.adopted) note_adoption(sim, found.maker);
  Model model;
  model.derivative = static_cast<std::uint32_t>(found.lineage >> 32) != vendor.key;
  model.adopted = found.adopted;
  model.foreign_base = found.foreign;
  model.design = found.design;
  model.fitness = found.fitness;
  model.paradigm = found.paradigm;
  model.lineage = found.lineage;
  model.root_bloc = found.root_bloc;
  model.built_for = found.adopted ? found.built_for : home_set(sim.world.at(vendor.bloc), vendor.region);
  const double own = own_compute_oom(sim, vendor) + pooled_oom(sim, vendor) - found.retooling_oom;
  model.compute_oom = std::max(own, found.inherited_oom);
  model.inherited_weights = found.inherited_oom >= own;
  model.data = found.inherited_oom > own ? found.inherited_data : vendor.bloc;
  set_capability(sim, vendor, model);
  // Who adopts a base goes on from it by local search; what made the difference is the base.
  remember_mode(sim, vendor, found.adopted ? SearchMode::adopt : found.mode, model.mean_q - vendor.committed_q);
  return model;
}

/// An application is as capable as the base that it calls, whose feedback it does not own.
std::optional<Model> build_application(const Simulation& sim, const Vendor& vendor) {
  const auto base = choose_base(sim, vendor, BaseUse::application);
  if (!base) return std::nullopt;
  Model model;
  model.derivative = model.unmodified = model.adopted = true;
  model.base_approved = base->approved;
  model.design = base->design;
  model.fitness = base->fitness;
  model.paradigm = base->paradigm;
  model.lineage = base->lineage;
  model.root_bloc = base->root_bloc;
  model.built_for = base->built_for;
  if (!base->open) model.api = base->vendor;
  model.foreign_base = sim.world.at(base->vendor).bloc != vendor.bloc;
  model.data = base->data;
  model.compute_oom = base->compute_oom;
  model.mean_q = base->mean_q;
  model.q = base->q;
  model.robustness = robustness(sim, vendor);
  return model;
}

void count_no_gain(Simulation& sim, Vendor& vendor, const std::optional<Model>& made) {
  ++sim.world.at(vendor.bloc).tally.dropped;
  if (made) vendor.must_file = will_file(sim, vendor, made->compute_oom);
  count_project_end(sim.world, {vendor, vendor.project, vendor.project_start, vendor.must_file}, ProjectEnd::no_gain,
                    sim.now());
}

bool better_enough(const Simulation& sim, const Vendor& vendor, const Model& model) {
  const double least = model.unmodified ? sim.rules.vendors.refresh_gain_oom : sim.rules.capability.release_gain_oom;
  return model.mean_q >= vendor.committed_q + least;
}

}  // namespace

void end_training(Simulation& sim, VendorId id, std::uint32_t project) {
  Vendor& vendor = sim.world.at(id);
  if (!vendor.active || vendor.project != project) return;
  vendor.training = false;
  Bloc& bloc = sim.world.at(vendor.bloc);
  ++bloc.tally.projects;
  reveal_weights(bloc, sim.now());
  take_compute(sim, id);
  choose_standard(sim, vendor);
  const bool application = sim.class_of(vendor).unmodified && sim.rules.mechanisms.adoption;
  std::optional<Model> made = application ? build_application(sim, vendor) : train_model(sim, vendor);
  if (!application) count_tuning(sim, id);
  if (made) bloc.best_trained_q = std::max(bloc.best_trained_q, made->mean_q);
  bloc.tally.directed += quit_programme(sim, id);
  const bool releases = made && better_enough(sim, vendor, *made);
  if (releases) {
    made->vendor = id;
    made->project = project;
    made->standard = vendor.standard;
    made->team_cost = vendor.team_cost;
    made->trained = sim.now();
    made->delay = Delay::from(vendor.project_start);
    made->delay.charge(Cause::development, sim.now());
    bring_to_market(sim, *made);
  } else {
    count_no_gain(sim, vendor, made);
  }
  const Vendor& after = sim.world.at(id);
  if (sim.rules.vendors.works_ahead || !releases) {
    if (after.active && !after.training) start_project(sim, id);
  }
}

}  // namespace poldyn
