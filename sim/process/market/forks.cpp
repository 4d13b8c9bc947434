#include "sim/process/market/forks.h"

#include <algorithm>

#include "sim/engine/sample.h"
#include "sim/policy/tender_pace.h"
#include "sim/process/core/bookkeeping.h"
#include "sim/process/market/regions.h"
#include "sim/process/service/incident_clock.h"

namespace poldyn {
namespace {

Fork* fork_for(VendorForks& own, GroupIndex group) {
  const auto found =
      std::find_if(own.forks.begin(), own.forks.end(), [&](const Fork& fork) { return fork.group == group; });
  return found == own.forks.end() ? nullptr : &*found;
}

/// Whether it is in service as its group's requirements ask; those may have changed since it was built.
bool fits(const Bloc& bloc, const Fork& fork) { return differing(bloc, fork.made_for, fork.group) == 0; }

double days_of_build(const Simulation& sim, const Vendor& vendor, std::uint32_t project, GroupIndex group, int bits,
                     bool rebuild) {
  const RegionalComplianceRule& rule = sim.rules_of(vendor.bloc).compliance;
  Stream stream = sim.draw(Purpose::fork, vendor, project, sim.world.at(vendor.bloc).groups[group].zone);
  return fork_days(rule, sample(rule.fork_time, stream), bits, rebuild);
}

void pay_fork(Simulation& sim, Vendor& vendor, double price) {
  Bloc& bloc = sim.world.at(vendor.bloc);
  bloc.tally.fork_cost += price;
  count_activity(bloc, LedgerGroup::compliance_tooling);
  if (!sim.rules.mechanisms.finance) return;
  const Money cost = Money::of(price);
  pay(bloc, vendor, Account::compliance_services, Heading::compliance, cost, LedgerGroup::compliance_tooling);
  bloc.spending += cost;
}

/// What users spend per year in the whole bloc, and the state in new contracts.
double yearly_demand(const Simulation& sim, BlocId bloc) {
  const BlocRules& rules = sim.rules_of(bloc);
  const Drift& drift = sim.world.at(bloc).drift;
  double demand = sim.rules.mechanisms.market ? demand_rate(rules.market, sim.now(), drift.demand) : 0;
  if (sim.rules.mechanisms.procurement)
    demand += contract_rate(rules.procurement, rules.market, in_years(sim.now()), drift.tenders, drift.demand);
  return demand;
}

double share_in(const World& world, const Vendor& vendor, GroupIndex group) {
  const Bloc& bloc = world.at(vendor.bloc);
  double share = 0;
  for (std::size_t d = 0; d < world.domains; ++d)
    share += bloc.demand_share[d] *
             bloc.market.by_region.share(vendor.offer.value,
                                         static_cast<Eigen::Index>(std::size_t{group} * world.domains + d));
  return share;
}

/// A vendor expects to do elsewhere as well as at home, or as well as it does there already if that is more; and before
/// it has users at all, to get as much as any other offer.
double expected_share(const World& world, const Vendor& vendor, GroupIndex group) {
  const Bloc& bloc = world.at(vendor.bloc);
  const double share = std::max(share_in(world, vendor, group_of(bloc, vendor.region)), share_in(world, vendor, group));
  return share > 0 ? share : 1.0 / bloc.market.rows;
}

double contracts_in(const World& world, const Vendor& vendor, GroupIndex group) {
  const Bloc& bloc = world.at(vendor.bloc);
  double rate = 0;
  for (ContractId id = vendor.contracts; id; id = world.contracts[id].next)
    if (group_of(bloc, world.contracts[id].region) == group) rate += world.contracts[id].rate;
  return rate;
}

/// `demand`: yearly_demand.
bool wants(const Simulation& sim, const Vendor& vendor, GroupIndex group, double demand, int bits, bool has_fork) {
  const RegionalComplianceRule& rule = sim.rules_of(vendor.bloc).compliance;
  const RegionGroup& there = sim.world.at(vendor.bloc).groups[group];
  const double sales = demand * there.demand * expected_share(sim.world, vendor, group);
  const double margin = sim.rules.mechanisms.finance ? sim.class_of(vendor).margin : 1;
  const double income = margin * (sales + contracts_in(sim.world, vendor, group));
  const double years = rule.payback.count() / days_per_year;
  const double chance =
      chance_to_serve(rule, {income, rule.upkeep_per_year + fork_price(rule, bits, has_fork) / years});
  // One number for good: a vendor's view of a region, which does not become another by being asked again.
  return chance >= 1 || (chance > 0 && sim.draw(Purpose::region_choice, vendor, 0, there.zone).uniform() < chance);
}

void give_up(Simulation& sim, VendorId id, GroupIndex group) {
  VendorForks& own = sim.world.vendor_forks[id.value];
  const Fork* fork = fork_for(own, group);
  if (fork->live) own.owed += sim.now() - fork->kept_since;
  close_group(sim.world, sim.world.at(id), group);
  retime_incidents(sim, id);
  own.forks.erase(own.forks.begin() + (fork - own.forks.data()));
  ++sim.world.at(sim.world.at(id).bloc).tally.regions_left;
}

/// Begins a fork of the product, or brings one up to date, unless there is no money for it.
void begin_build(Simulation& sim, VendorId id, GroupIndex group, int bits) {
  Vendor& vendor = sim.world.at(id);
  const Model& product = sim.world.at(vendor.product);
  VendorForks& own = sim.world.vendor_forks[id.value];
  Fork* fork = fork_for(own, group);
  const bool rebuild = fork && fork->live && fits(sim.world.at(vendor.bloc), *fork);
  const double price = fork_price(sim.rules_of(vendor.bloc).compliance, bits, rebuild);
  if (sim.rules.mechanisms.finance && vendor.cash < Money::of(price)) return;
  pay_fork(sim, vendor, price);
  if (!fork) {
    fork = &own.forks.emplace_back();
    fork->group = group;
    ++sim.world.at(vendor.bloc).tally.regions_entered;
  }
  fork->coming = version_of(product);
  fork->building = true;
  fork->build = ++own.builds;
  fork->begun = sim.now();
  sim.schedule(later(sim.now(), days_of_build(sim, vendor, product.project, group, bits, rebuild)), phase::deploys,
               EventKind::fork_done, id.value, fork->build);
}

void plan_group(Simulation& sim, VendorId id, GroupIndex group, double demand) {
  const Vendor& vendor = sim.world.at(id);
  const Bloc& bloc = sim.world.at(vendor.bloc);
  const int bits = differing(bloc, sim.world.at(vendor.product).built_for, group);
  const Fork* fork = fork_for(sim.world.vendor_forks[id.value], group);
  if (!wants(sim, vendor, group, demand, bits, fork && (!fork->live || fits(bloc, *fork)))) {
    if (fork) give_up(sim, id, group);
    return;
  }
  const bool up_to_date = fork && fork->live && fork->serving.project == sim.world.at(vendor.product).project;
  if (!up_to_date && !(fork && fork->building)) begin_build(sim, id, group, bits);
}

}  // namespace

SimTime fit_to_home(Simulation& sim, Model& model, SimTime when) {
  Vendor& vendor = sim.world.at(model.vendor);
  const Bloc& bloc = sim.world.at(vendor.bloc);
  if (!regions_differ(bloc)) return when;
  const GroupIndex home = group_of(bloc, vendor.region);
  const int bits = differing(bloc, model.built_for, home);
  model.built_for = bloc.groups[home].set;
  if (bits == 0) return when;
  pay_fork(sim, vendor, fork_price(sim.rules_of(vendor.bloc).compliance, bits, false));
  const SimTime done = later(when, days_of_build(sim, vendor, model.project, home, bits, false));
  model.delay.charge(Cause::window, when);  // the wait after a notification comes first
  model.delay.charge(Cause::fork, done);
  return done;
}

void plan_regions(Simulation& sim, VendorId id) {
  const Vendor& vendor = sim.world.at(id);
  const Bloc& bloc = sim.world.at(vendor.bloc);
  if (!regions_differ(bloc) || !vendor.offer) return;
  const GroupIndex home = group_of(bloc, vendor.region);
  const double demand = yearly_demand(sim, vendor.bloc);
  for (GroupIndex g = 0; g < bloc.groups.size(); ++g)
    if (g != home) plan_group(sim, id, g, demand);
}

void finish_fork(Simulation& sim, VendorId id, std::uint32_t build) {
  const Vendor& vendor = sim.world.at(id);
  VendorForks& own = sim.world.vendor_forks[id.value];
  const auto done = std::find_if(own.forks.begin(), own.forks.end(),
                                 [&](const Fork& fork) { return fork.building && fork.build == build; });
  if (!vendor.active || done == own.forks.end()) return;
  Bloc& bloc = sim.world.at(vendor.bloc);
  ++bloc.tally.forks;
  bloc.tally.fork_time += sim.now() - done->begun;
  if (!done->live) done->kept_since = sim.now();
  done->live = true;
  done->building = false;
  done->serving = done->coming;
  done->made_for = bloc.groups[done->group].set;
  if (!vendor.offer) return;
  show_versions(sim.world, id);
  plan_group(sim, id, done->group, yearly_demand(sim, vendor.bloc));  // the product may have moved on meanwhile
}

Money take_upkeep_due(Simulation& sim, VendorId id) {
  if (!sim.rules.mechanisms.compliance) return {};
  const Vendor& vendor = sim.world.at(id);
  VendorForks& own = sim.world.vendor_forks[id.value];  // owes for what it kept even if no region differs any more
  Ticks kept = own.owed;
  own.owed = Ticks{};
  for (Fork& fork : own.forks) {
    if (!fork.live) continue;
    kept += sim.now() - fork.kept_since;
    fork.kept_since = sim.now();
  }
  return Money::of(sim.rules_of(vendor.bloc).compliance.upkeep_per_year * in_years(kept));
}

void make_room_for_forks(Simulation& sim) {
  if (sim.rules.mechanisms.compliance) sim.world.vendor_forks.resize(sim.world.vendors.size());
}

void drop_forks(World& world, VendorId id) {
  if (!world.vendor_forks.empty()) world.vendor_forks[id.value] = {};
}

}  // namespace poldyn
