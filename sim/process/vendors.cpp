#include "sim/process/vendors.h"

#include <algorithm>

#include "sim/engine/choice.h"
#include "sim/engine/sample.h"
#include "sim/process/acquisition.h"
#include "sim/process/bases.h"
#include "sim/process/bookkeeping.h"
#include "sim/process/clocks.h"
#include "sim/process/compute.h"
#include "sim/process/contracts.h"
#include "sim/process/forks.h"
#include "sim/process/handlers.h"
#include "sim/process/learning.h"
#include "sim/process/offers.h"
#include "sim/process/paradigms.h"
#include "sim/process/programmes.h"
#include "sim/process/projects.h"
#include "sim/process/regions.h"
#include "sim/process/release.h"
#include "sim/process/review.h"
#include "sim/process/search_mode.h"
#include "sim/process/standards.h"
#include "sim/process/tallies.h"
#include "sim/process/variants.h"

namespace poldyn {
namespace {

/// Candidates come at the highest rate that profits could call for, and stay away in proportion (thinning): so the times of
/// candidates are the same numbers under every rule.
double most_entry_factor(const Scenario& rules, BlocId bloc) {
  const Mechanisms& on = rules.mechanisms;
  const PopulationRule& rule = rules.blocs[bloc.value].population;
  return on.finance ? 1 + rule.profit_response + (on.subsidies ? rule.subsidy_response : 0) : 1;
}

double entry_factor(const Simulation& sim, BlocId bloc) {
  if (!sim.rules.mechanisms.finance) return 1;
  const PopulationRule& rule = sim.rules_of(bloc).population;
  const Bloc& now = sim.world.at(bloc);
  return std::max(0.0, 1 + rule.profit_response * now.profit_margin + rule.subsidy_response * now.subsidy_rate);
}

void schedule_candidate(Simulation& sim, BlocId bloc, std::uint32_t ordinal) {
  // Vendors live by projects: with those off there are none.
  if (!sim.rules.mechanisms.entry || !sim.rules.mechanisms.projects) return;
  start_bloc_clock(sim, bloc, entry_clock, ordinal, entry_pace(sim.rules, bloc).per_year);
}

/// Clocks of a vendor are kept only if a policy can change their pace.
Clock& kept(Simulation& sim, VendorId id, Clock VendorClocks::*which, Clock& otherwise) {
  return sim.world.clocks.empty() ? otherwise : sim.world.clocks[id.value].*which;
}

void schedule_spin_off(Simulation& sim, VendorId id, std::uint32_t ordinal) {
  const Vendor& vendor = sim.world.at(id);
  const double rate = sim.rules_of(vendor.bloc).population.spinoff_rate_per_year;
  if (!sim.rules.mechanisms.entry || (rate <= 0 && sim.world.clocks.empty())) return;
  Stream stream = sim.draw(Purpose::spinoff, vendor, ordinal);
  Clock once;
  Clock& clock = kept(sim, id, &VendorClocks::spinoff, once);
  start_clock(clock, ordinal, rate, sim.now(), sim.end, stream);
  if (rate > 0)
    sim.schedule(clock.due, phase::arrives, EventKind::vendor_spins_off, id.value, ordinal, clock.generation);
}

void schedule_exit(Simulation& sim, VendorId id) {
  const Vendor& vendor = sim.world.at(id);
  const double rate = sim.rules_of(vendor.bloc).population.exit_hazard_per_year;
  if (!sim.rules.mechanisms.exit || (rate <= 0 && sim.world.clocks.empty())) return;
  Stream stream = sim.draw(Purpose::exit, vendor);
  Clock once;
  Clock& clock = kept(sim, id, &VendorClocks::exit, once);
  start_clock(clock, 0, rate, sim.now(), sim.end, stream);
  if (rate > 0) sim.schedule(clock.due, phase::ends, EventKind::vendor_leaves, id.value, 0, clock.generation);
}

Vendor new_vendor(Simulation& sim, BlocId bloc, std::uint32_t key) {
  const PopulationRule& rule = sim.rules_of(bloc).population;
  Vendor vendor;
  vendor.key = key;
  vendor.bloc = bloc;
  Stream stream = sim.draw(Purpose::identity, vendor), in_class = sim.draw(Purpose::identity, vendor, 1),
         in_region = sim.draw(Purpose::identity, vendor, 2);
  vendor.cls = static_cast<VendorClass>(choose_by_number(rule.class_shares, in_class));
  vendor.region = draw_region(sim, bloc, in_region);
  vendor.affiliated = stream.uniform() < rule.affiliated_share;
  vendor.public_facing = stream.uniform() < sim.class_of(vendor).public_facing;
  vendor.design = stream() & design_mask(sim.world.bits);
  vendor.paradigm = vendor.knows = first_paradigm(sim, bloc);
  vendor.fitness = sim.world.landscape_of(vendor.paradigm).fitness(vendor.design);
  vendor.lineage = std::uint64_t{key} << 32;
  vendor.root_bloc = bloc;
  vendor.inherited_oom = vendor.committed_q = vendor.settled_q = -std::numeric_limits<double>::infinity();
  if (sim.rules.mechanisms.finance) raise_capital(sim.world.at(bloc), vendor, sample(sim.class_of(vendor).capital, stream));
  return vendor;
}

}  // namespace

Pace entry_pace(const Scenario& rules, BlocId bloc) {
  return {rules.blocs[bloc.value].population.entry_rate_per_year * most_entry_factor(rules, bloc)};
}

void schedule_entry(Simulation& sim, BlocId bloc) { schedule_candidate(sim, bloc, 0); }

void enter(Simulation& sim, BlocId bloc_id, Birth birth, std::uint32_t ordinal) {
  Bloc& bloc = sim.world.at(bloc_id);
  const VendorId id{sim.world.vendors.size()};
  sim.world.vendors.push_back(new_vendor(sim, bloc_id, entity_key(bloc_id.value, birth, ordinal)));
  if (needs_purses(sim.rules.mechanisms)) sim.world.purses.resize(sim.world.vendors.size());
  choose_standard(sim, sim.world.at(id));
  if (needs_directed_work(sim.rules.mechanisms)) sim.world.directed.resize(sim.world.vendors.size());
  if (sim.rules.mechanisms.incidents) sim.world.incident_clocks.resize(sim.world.vendors.size());
  if (sim.rules.mechanisms.directives) sim.world.compliance.resize(sim.world.vendors.size());
  if (files_variants(sim.rules.mechanisms)) sim.world.shelves.resize(sim.world.vendors.size());
  if (keeps_vendor_clocks(sim)) sim.world.clocks.resize(sim.world.vendors.size());
  if (remembers_modes(sim.rules.mechanisms)) sim.world.mode_gains.resize(sim.world.vendors.size());
  if (sim.rules.mechanisms.compliance) sim.world.fork_yards.resize(sim.world.vendors.size());
  count_vendors(bloc, sim.now());
  sim.world.at(id).member = static_cast<std::uint32_t>(bloc.members.size());
  bloc.members.push_back(id);
  ++bloc.vendors;
  if (birth != Birth::initial) ++bloc.tally.entries;
  schedule_exit(sim, id);
  schedule_spin_off(sim, id, 0);
  start_project(sim, id);
}

void try_entry(Simulation& sim, BlocId bloc, std::uint32_t ordinal, std::uint16_t plan) {
  if (!is_awaited(sim.world.at(bloc).entry, plan, sim.now())) return;
  schedule_candidate(sim, bloc, ordinal + 1);
  Stream stream = sim.draw(Purpose::entry, bloc, ordinal, 1);
  if (stream.uniform() * most_entry_factor(sim.rules, bloc) >= entry_factor(sim, bloc)) return;
  enter(sim, bloc, Birth::entrant, ordinal);
}

void spin_off(Simulation& sim, VendorId parent, std::uint32_t ordinal, std::uint16_t plan) {
  if (!sim.world.at(parent).active) return;
  if (!sim.world.clocks.empty() && !is_awaited(sim.world.clocks[parent.value].spinoff, plan, sim.now())) return;
  const BlocId bloc = sim.world.at(parent).bloc;
  schedule_spin_off(sim, parent, ordinal + 1);
  enter(sim, bloc, Birth::spinoff, sim.world.at(bloc).spinoffs++);
}

void leave_by_hazard(Simulation& sim, VendorId id, std::uint16_t plan) {
  if (sim.world.clocks.empty() || is_awaited(sim.world.clocks[id.value].exit, plan, sim.now())) leave(sim, id);
}

void leave(Simulation& sim, VendorId id) {
  Vendor& vendor = sim.world.at(id);
  if (!vendor.active) return;
  Bloc& bloc = sim.world.at(vendor.bloc);
  if (vendor.cash < Money{}) try_to_sell(sim, id);
  vendor.left = sim.now();
  count_interval_end(sim.world, vendor, IntervalEnd::vendor_left, sim.now());
  if (vendor.training)
    count_project_end(sim.world, {vendor, vendor.project, vendor.project_start, vendor.must_file},
                      ProjectEnd::vendor_left, sim.now());
  withdraw_filings(sim, id);
  strike_variants(sim.world, id);
  cancel_contracts(sim, id);
  discard_candidate(sim, id);
  quit_programme(sim, id);
  retire_product(sim, id);
  forget_experience(sim.world, vendor);
  drop_forks(sim.world, id);
  forget_interfaces(sim, id);
  close_account(bloc, vendor);
  count_vendors(bloc, sim.now());
  const VendorId last = bloc.members.back();
  bloc.members[vendor.member] = last;
  sim.world.at(last).member = vendor.member;
  bloc.members.pop_back();
  --bloc.vendors;
  ++bloc.tally.exits;
  vendor.active = false;
}

}  // namespace poldyn
