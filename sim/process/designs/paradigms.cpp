#include "sim/process/designs/paradigms.h"

#include <algorithm>

namespace poldyn {
namespace {

const ParadigmRule& rule_of(const Simulation& sim, Paradigm paradigm) { return sim.rules.paradigms[paradigm].rule; }

Paradigm latest_known(const Simulation& sim, const Vendor& vendor) {
  return std::max(vendor.knows, sim.world.at(vendor.bloc).paradigms.common);
}

/// The bloc has word of it, from now on if it had not.
void note(Bloc& bloc, Paradigm paradigm, SimTime now) {
  while (bloc.paradigms.found < paradigm) bloc.paradigms.since[++bloc.paradigms.found] = now;
}

void tell(Simulation& sim, BlocId bloc, Paradigm paradigm, Days lag) {
  sim.schedule(later(sim.now(), lag.count()), phase::arrives, EventKind::paradigm_known, bloc.value, paradigm);
}

}  // namespace

std::size_t paradigm_count(const Scenario& rules) {
  return rules.mechanisms.paradigms ? std::max<std::size_t>(1, rules.paradigms.size()) : 1;
}

double efficiency(const Simulation& sim, Paradigm paradigm, double fitness) {
  const double scale = sim.rules.technology.fitness_oom;
  if (!sim.rules.mechanisms.paradigms || sim.rules.paradigms.empty()) return scale * fitness;
  return efficiency(rule_of(sim, paradigm), scale, fitness);
}

Paradigm choose_paradigm(const Simulation& sim, const Vendor& vendor) {
  Paradigm best = vendor.paradigm;
  const Paradigm latest = latest_known(sim, vendor);
  if (latest <= best) return best;
  const double now = efficiency(sim, vendor.paradigm, vendor.fitness);
  double most = 0;
  for (std::size_t p = vendor.paradigm + std::size_t{1}; p <= latest; ++p) {
    const double gain = expected_gain(sim.rules.paradigms[p].rule, sim.rules.technology.fitness_oom, now);
    if (gain <= most) continue;
    most = gain;
    best = static_cast<Paradigm>(p);
  }
  return best;
}

Paradigm first_paradigm(const Simulation& sim, BlocId bloc) {
  Paradigm best = 0;
  const auto promise = [&](Paradigm p) { return efficiency(sim, p, rule_of(sim, p).expected_fitness); };
  for (Paradigm p = 1; p <= sim.world.at(bloc).paradigms.common; ++p)
    if (promise(p) > promise(best)) best = p;
  return best;
}

std::uint64_t first_design(const Simulation& sim, const Vendor& vendor, Paradigm paradigm) {
  Stream stream = sim.draw_about(sim.identities.paradigms[paradigm], Purpose::paradigm, vendor, vendor.project, 1);
  return stream() & design_mask(sim.world.bits);
}

std::optional<Paradigm> finds_next(const Simulation& sim, const Vendor& vendor, bool directed) {
  if (!sim.rules.mechanisms.paradigms) return std::nullopt;
  const std::size_t next = latest_known(sim, vendor) + std::size_t{1};
  if (next >= paradigm_count(sim.rules)) return std::nullopt;
  const ParadigmRule& rule = sim.rules.paradigms[next].rule;
  const double p = directed ? rule.directed_discovery : rule.discovery;
  if (p <= 0) return std::nullopt;
  Stream stream = sim.draw_about(sim.identities.paradigms[next], Purpose::paradigm, vendor, vendor.project);
  if (stream.uniform() >= p) return std::nullopt;
  return static_cast<Paradigm>(next);
}

void get_to_know(Simulation& sim, Vendor& vendor, Paradigm paradigm) {
  vendor.knows = std::max(vendor.knows, paradigm);
  Bloc& bloc = sim.world.at(vendor.bloc);
  if (paradigm > bloc.paradigms.found) {
    note(bloc, paradigm, sim.now());
    tell(sim, vendor.bloc, paradigm, sim.rules_of(vendor.bloc).diffusion.lag);
  }
  if (paradigm <= sim.world.newest_paradigm) return;
  sim.world.newest_paradigm = paradigm;
  for (std::size_t b = 0; b < sim.world.blocs.size(); ++b)
    if (BlocId{b} != vendor.bloc) tell(sim, BlocId{b}, paradigm, sim.rules.blocs[b].diffusion.foreign_lag);
}

void discover(Simulation& sim, Vendor& vendor, Paradigm paradigm) {
  ++sim.world.at(vendor.bloc).tally.discoveries;
  get_to_know(sim, vendor, paradigm);
}

void learn_paradigm(Simulation& sim, BlocId id, std::uint32_t paradigm) {
  Bloc& bloc = sim.world.at(id);
  note(bloc, static_cast<Paradigm>(paradigm), sim.now());
  bloc.paradigms.common = std::max(bloc.paradigms.common, static_cast<Paradigm>(paradigm));
}

}  // namespace poldyn
