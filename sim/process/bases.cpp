#include "sim/process/bases.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace poldyn {
namespace {

/// One entry per vendor, its latest: an older base of the same vendor would hardly be chosen. A full pool gives up its weakest.
/// Approved bases and others do not crowd each other out, for some vendors may use the former only.
void put(Bloc& bloc, const Base& base) {
  for (Base& held : bloc.bases)
    if (held.vendor == base.vendor) {
      if (held.open && !base.open && held.mean_q >= base.mean_q) return;
      held = base;
      return;
    }
  Base* weakest = nullptr;
  std::size_t alike = 0;
  for (Base& held : bloc.bases) {
    if (held.approved != base.approved) continue;
    ++alike;
    if (!weakest || held.mean_q < weakest->mean_q) weakest = &held;
  }
  if (alike < base_pool_size) bloc.bases.push_back(base);
  else if (weakest->mean_q < base.mean_q) *weakest = base;
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

bool may_use(const Simulation& sim, const Vendor& vendor, const Base& base, BaseUse use) {
  const Vendor& maker = sim.world.at(base.vendor);
  if (maker.key == vendor.key) return false;
  // An interface is open to customers from the first day; weights take a while until others know how to build on them.
  if (use == BaseUse::weights) return base.open && base.visible_from <= sim.now();
  const RegistrationRule& rule = sim.rules_of(vendor.bloc).registration;
  return base.approved || !rule.approved_bases_only || !sim.rules.mechanisms.approval ||
         !must_file(rule, vendor.public_facing, base.compute_oom);
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

std::optional<Base> choose_base(const Simulation& sim, const Vendor& vendor, BaseUse use) {
  const double noise = sim.rules.vendors.choice_noise_oom;
  std::array<const Base*, 2 * base_pool_size> open_to{};
  std::array<double, 2 * base_pool_size> weight{};
  std::size_t count = 0, best = 0;
  for (const Base& base : sim.world.at(vendor.bloc).bases) {
    if (!may_use(sim, vendor, base, use)) continue;
    open_to[count] = &base;
    if (base.mean_q > open_to[best]->mean_q) best = count;
    ++count;
  }
  if (count == 0) return std::nullopt;
  if (noise <= 0 || count == 1) return *open_to[best];
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i)
    sum += weight[i] = std::exp((open_to[i]->mean_q - open_to[best]->mean_q) / noise);
  double left = sim.draw(Purpose::base_choice, vendor.key, vendor.project).uniform() * sum;
  for (std::size_t i = 0; i < count; ++i)
    if ((left -= weight[i]) < 0) return *open_to[i];
  return *open_to[best];
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
