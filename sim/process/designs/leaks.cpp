#include "sim/process/designs/leaks.h"

#include "sim/engine/sample.h"

namespace poldyn {
namespace {

void show(Bloc& bloc, const Model& model) {
  std::optional<LeakedDesign>& best = bloc.leaked[model.paradigm];
  if (!best || model.fitness > best->fitness) best = LeakedDesign{model.design, model.fitness};
}

}  // namespace

void schedule_leak(Simulation& sim, ModelId id) {
  const Model& model = sim.world.at(id);
  const Vendor& vendor = sim.world.at(model.vendor);
  const double rate = sim.rules_of(vendor.bloc).spillover.leak_rate_per_year;
  if (!sim.rules.mechanisms.spillover || rate <= 0 || model.open || model.unmodified) return;
  Stream stream = sim.draw(Purpose::leak, vendor, model.project);
  sim.schedule(later(sim.now(), exponential_variate(stream) * days_per_year / rate), phase::arrives,
               EventKind::design_leaks, id.value, model.generation);
}

void leak(Simulation& sim, ModelId id, std::uint32_t generation) {
  const Model& model = sim.world.at(id);
  if (model.generation != generation) return;
  const Vendor& vendor = sim.world.at(model.vendor);
  const Bloc& home = sim.world.at(vendor.bloc);
  for (std::size_t b = 0; b < sim.world.blocs.size(); ++b) {
    Bloc& bloc = sim.world.blocs[b];
    if (BlocId{b} == vendor.bloc) {
      ++bloc.tally.leaks;
      show(bloc, model);
      continue;
    }
    const double visible = sim.rules.blocs[b].openness.visibility_of(home.name);
    if (visible <= 0) continue;
    Stream stream = sim.draw_about(sim.identities.blocs[b], Purpose::leak, vendor, model.project, 1);
    if (stream.uniform() >= visible) continue;
    ++bloc.tally.leaks_from_abroad;
    show(bloc, model);
  }
}

}  // namespace poldyn
