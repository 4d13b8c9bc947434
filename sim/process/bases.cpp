#include "sim/process/bases.h"

#include <algorithm>

#include "sim/engine/sample.h"

namespace poldyn {
namespace {

/// One entry per vendor, its latest: an older base of the same vendor would hardly be chosen. A full pool gives up its weakest.
void put(Bloc& bloc, const Base& base) {
  for (Base& held : bloc.bases)
    if (held.vendor == base.vendor) {
      if (held.open && !base.open && held.mean_q >= base.mean_q) return;
      held = base;
      return;
    }
  if (bloc.bases.size() < base_pool_size) {
    bloc.bases.push_back(base);
    return;
  }
  const auto weakest = std::min_element(bloc.bases.begin(), bloc.bases.end(),
                                        [](const Base& a, const Base& b) { return a.mean_q < b.mean_q; });
  if (weakest->mean_q < base.mean_q) *weakest = base;
}

Base base_of(const Model& model, SimTime visible_from) {
  return {model.vendor, model.design, model.lineage, model.root_bloc, model.compute_oom, model.fitness,
          model.mean_q, model.q,      visible_from,  model.open,      model.approved};
}

void publish_abroad(Simulation& sim, const Model& model, const Vendor& vendor) {
  for (std::size_t b = 0; b < sim.world.blocs.size(); ++b) {
    const OpennessRule& rule = sim.rules.blocs[b].openness;
    if (BlocId{b} == vendor.bloc || rule.foreign_visibility <= 0) continue;
    Stream stream = sim.draw(Purpose::visibility, vendor.key, model.project, static_cast<std::uint16_t>(b));
    if (stream.uniform() >= rule.foreign_visibility) continue;
    Base base = base_of(model, later(sim.now(), rule.visibility_lag.count()));
    base.approved = false;  // an approval holds in the bloc that gave it
    put(sim.world.blocs[b], base);
  }
}

}  // namespace

void publish(Simulation& sim, const Model& model) {
  if (model.unmodified) return;  // an application adds nothing that others could not take from its base
  const Vendor& vendor = sim.world.at(model.vendor);
  const OpennessRule& rule = sim.rules_of(vendor.bloc).openness;
  if (model.open || rule.api_access)
    put(sim.world.at(vendor.bloc), base_of(model, later(sim.now(), rule.visibility_lag.count())));
  if (model.open) publish_abroad(sim, model, vendor);
}

void forget_closed_base(Bloc& bloc, VendorId vendor) {
  const auto gone = std::find_if(bloc.bases.begin(), bloc.bases.end(),
                                 [&](const Base& base) { return base.vendor == vendor && !base.open; });
  if (gone != bloc.bases.end()) bloc.bases.erase(gone);
}

std::optional<Base> choose_base(const Simulation& sim, const Vendor& vendor, bool weights_needed) {
  const double noise = sim.rules.vendors.choice_noise_oom;
  const Base* best = nullptr;
  double best_worth = 0;
  for (const Base& base : sim.world.at(vendor.bloc).bases) {
    const Vendor& maker = sim.world.at(base.vendor);
    if (maker.key == vendor.key || base.visible_from > sim.now() || (weights_needed && !base.open)) continue;
    double worth = base.mean_q;
    if (noise > 0) {
      // One stream per base and not one per choice: a base more in the pool leaves the others' noise as it was.
      Stream stream = sim.draw(Purpose::base_choice, vendor.key, vendor.project, static_cast<std::uint16_t>(maker.key));
      worth += noise * gumbel_variate(stream);
    }
    if (!best || worth > best_worth) best = &base, best_worth = worth;
  }
  return best ? std::optional<Base>(*best) : std::nullopt;
}

std::optional<std::uint64_t> better_design(const Simulation& sim, const Vendor& vendor) {
  const Base* best = nullptr;
  for (const Base& base : sim.world.at(vendor.bloc).bases)
    if (base.open && base.visible_from <= sim.now() && base.fitness > vendor.fitness &&
        (!best || base.fitness > best->fitness))
      best = &base;
  return best ? std::optional<std::uint64_t>(best->design) : std::nullopt;
}

}  // namespace poldyn
