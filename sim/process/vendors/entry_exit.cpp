#include "sim/process/vendors/entry_exit.h"

#include <algorithm>
#include <optional>

#include "sim/engine/choice.h"
#include "sim/engine/sample.h"
#include "sim/process/approval/office.h"
#include "sim/process/approval/variants.h"
#include "sim/process/core/bookkeeping.h"
#include "sim/process/core/mechanism.h"
#include "sim/process/core/tallies.h"
#include "sim/process/designs/bases.h"
#include "sim/process/designs/paradigms.h"
#include "sim/process/designs/programmes.h"
#include "sim/process/designs/standards.h"
#include "sim/process/market/forks.h"
#include "sim/process/market/funding.h"
#include "sim/process/market/offers.h"
#include "sim/process/market/regions.h"
#include "sim/process/procurement/contracts.h"
#include "sim/process/service/learning.h"
#include "sim/process/vendors/acquisition.h"
#include "sim/process/vendors/projects.h"
#include "sim/process/vendors/release.h"

namespace poldyn {
namespace {

constexpr std::uint16_t whose_spinoff = 1;  // word of a spin-off's stream; 0 and 3 are its clock's

/// What founders know goes with them: the design, and with it its lineage. The parent's compute does not.
void take_design(Vendor& child, const Vendor& parent) {
  child.design = parent.design;
  child.fitness = parent.fitness;
  child.paradigm = parent.paradigm;
  child.knows = std::max(child.knows, parent.paradigm);
  child.lineage = parent.lineage;
  child.root_bloc = parent.root_bloc;
}

/// Candidates come at the highest rate that profits could call for, and stay away in proportion (thinning): so the
/// times of candidates are the same numbers under every rule.
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
  start_clock(sim, bloc, entry_clock, ordinal);
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
  if (sim.rules.mechanisms.finance)
    raise_capital(sim.world.at(bloc), vendor, sample(sim.class_of(vendor).capital, stream));
  return vendor;
}

/// `parent` is there if the newcomer begins with its design: before its first project, whose filing hangs on that.
void add_vendor(Simulation& sim, BlocId bloc_id, std::uint32_t ordinal, Birth birth, std::optional<VendorId> parent) {
  Bloc& bloc = sim.world.at(bloc_id);
  const VendorId id{sim.world.vendors.size()};
  sim.world.vendors.push_back(new_vendor(sim, bloc_id, entity_key(bloc_id.value, birth, ordinal)));
  for (const Mechanism& mechanism : sim.mechanisms)
    if (mechanism.make_room) mechanism.make_room(sim);
  if (parent) take_design(sim.world.at(id), sim.world.at(*parent));
  choose_standard(sim, sim.world.at(id));
  count_vendors(bloc, sim.now());
  sim.world.at(id).member = static_cast<std::uint32_t>(bloc.members.size());
  bloc.members.push_back(id);
  ++bloc.vendors;
  if (birth != Birth::initial) ++bloc.tally.entries;
  if (sim.rules.mechanisms.exit) start_clock(sim, id, exit_clock, 0);
  if (sim.rules.mechanisms.entry) start_clock(sim, id, spinoff_clock, 0);
  start_backing(sim, id);
  start_project(sim, id);
}

}  // namespace

Pace entry_pace(const Scenario& rules, const Bloc&, BlocId bloc) {
  return {rules.blocs[bloc.value].population.entry_rate_per_year * most_entry_factor(rules, bloc)};
}

void schedule_entry(Simulation& sim, BlocId bloc) { schedule_candidate(sim, bloc, 0); }

void schedule_initial(Simulation& sim, BlocId id) {
  if (!sim.rules.mechanisms.projects) return;
  for (std::int64_t i = 0; i < sim.rules_of(id).population.vendors; ++i)
    sim.schedule(SimTime{}, phase::arrives, EventKind::vendor_enters, id.value, static_cast<std::uint32_t>(i),
                 static_cast<std::uint16_t>(Birth::initial));
}

void enter(Simulation& sim, BlocId bloc, std::uint32_t ordinal, Birth birth) {
  add_vendor(sim, bloc, ordinal, birth, std::nullopt);
}

void try_entry(Simulation& sim, BlocId bloc, std::uint32_t ordinal, std::uint16_t generation) {
  if (!is_awaited(sim.world.at(bloc).entry, generation, sim.now())) return;
  schedule_candidate(sim, bloc, ordinal + 1);
  Stream stream = sim.draw(Purpose::entry, bloc, ordinal, 1);
  if (stream.uniform() * most_entry_factor(sim.rules, bloc) >= entry_factor(sim, bloc)) return;
  enter(sim, bloc, ordinal, Birth::entrant);
}

void spin_off(Simulation& sim, VendorId parent, std::uint32_t ordinal, std::uint16_t generation) {
  if (!sim.world.at(parent).active) return;
  if (!is_awaited(sim, parent, spinoff_clock, generation)) return;
  const BlocId bloc = sim.world.at(parent).bloc;
  if (sim.rules.mechanisms.entry) start_clock(sim, parent, spinoff_clock, ordinal + 1);
  VendorId founded_by = parent;
  bool inherits = false;
  if (sim.rules.mechanisms.spinoff_by_size) {  // as many as without; whose they are goes by size
    Stream whose = sim.draw(Purpose::spinoff, sim.world.at(parent), ordinal, whose_spinoff);
    founded_by = draw_by_size(sim, bloc, whose);
    inherits = whose.uniform() < sim.rules_of(bloc).population.spinoff_inherits;
  }
  add_vendor(sim, bloc, sim.world.at(bloc).spinoffs++, Birth::spinoff,
             inherits ? std::optional(founded_by) : std::nullopt);
}

void leave_by_hazard(Simulation& sim, VendorId id, std::uint32_t, std::uint16_t generation) {
  if (is_awaited(sim, id, exit_clock, generation)) leave(sim, id);
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
  end_backing(sim, id);
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
