#include "sim/process/market/funding.h"

#include <algorithm>
#include <utility>

#include "sim/base/elementary.h"
#include "sim/base/race.h"
#include "sim/engine/choice.h"
#include "sim/engine/sample.h"
#include "sim/policy/pace.h"
#include "sim/process/core/bookkeeping.h"

namespace poldyn {
namespace {

/// A sum of which less than this part is left after a subtraction has lost more than three of its sixteen digits.
constexpr double dust_of_sums = 1e-3;
/// As luck does, a round carries nobody beyond ten million million dollars: no firm was ever worth as much.
constexpr double most_of_a_round = 1e7;  // M$

bool pays(const Simulation& sim) { return sim.rules.mechanisms.funding && sim.rules.mechanisms.finance; }

/// The next round of a vendor with a pool that pays, if none is coming. A pool that stops paying lets it come and then
/// has none; rounds are without memory, so one that pays again can begin anew.
void await_round(Simulation& sim, VendorId id, std::size_t pool) {
  const Vendor& vendor = sim.world.at(id);
  const FundingRule& rule = sim.rules_of(vendor.bloc).funding[pool];
  Backing& backing = sim.world.backing[id.value];
  if (!(rule.budget_per_year > 0) || backing.awaited[pool]) return;
  const std::uint32_t ordinal = backing.rounds[pool]++;
  backing.awaited[pool] = true;
  Stream stream = sim.draw(Purpose::round, vendor, ordinal, static_cast<std::uint16_t>(pool));
  const double days = exponential_variate(stream) * days_per_year / rule.rounds_per_year;
  sim.schedule(later(sim.now(), days), phase::arrives, EventKind::round_held, id.value, ordinal,
               static_cast<std::uint16_t>(pool));
}

/// Adoptions of the last year, as far as they are not forgotten.
double adoptions_now(const Backing& backing, SimTime now) {
  return backing.adoptions * exp(-in_years(now - backing.adopted_at));
}

void weigh(Simulation& sim, VendorId id) {
  const Vendor& vendor = sim.world.at(id);
  Backing& backing = sim.world.backing[id.value];
  const bool registered = vendor.product && sim.world.at(vendor.product).approved;
  const Backed seen{backing.sales_per_year, adoptions_now(backing, sim.now()), registered, vendor.affiliated};
  for (std::size_t pool = 0; pool < funding_pools; ++pool)
    backing.weight[pool] = funding_weight(sim.rules_of(vendor.bloc).funding[pool], seen);
}

double sum_of_weights(const Simulation& sim, const Bloc& bloc, std::size_t pool) {
  double sum = 0;
  for (const VendorId member : bloc.members) sum += sim.world.backing[member.value].weight[pool];
  return sum;
}

/// Weights of all vendors of a bloc anew, and their sums, which so keep no rounding.
void weigh_all(Simulation& sim, BlocId id) {
  Bloc& bloc = sim.world.at(id);
  for (const VendorId member : bloc.members) weigh(sim, member);
  for (std::size_t pool = 0; pool < funding_pools; ++pool) bloc.backing_weight[pool] = sum_of_weights(sim, bloc, pool);
}

}  // namespace

void make_room_for_backing(Simulation& sim) {
  const Mechanisms& on = sim.rules.mechanisms;
  if (on.funding || on.spinoff_by_size) sim.world.backing.resize(sim.world.vendors.size());
}

void start_backing(Simulation& sim, VendorId id) {
  if (!pays(sim)) return;
  weigh(sim, id);
  const BlocId bloc = sim.world.at(id).bloc;
  for (std::size_t pool = 0; pool < funding_pools; ++pool) {
    sim.world.at(bloc).backing_weight[pool] += sim.world.backing[id.value].weight[pool];
    await_round(sim, id, pool);
  }
}

void end_backing(Simulation& sim, VendorId id) {
  if (!pays(sim)) return;
  Bloc& bloc = sim.world.at(sim.world.at(id).bloc);
  for (std::size_t pool = 0; pool < funding_pools; ++pool) {
    const double before = bloc.backing_weight[pool];
    bloc.backing_weight[pool] -= std::exchange(sim.world.backing[id.value].weight[pool], 0.0);
    // What a giant leaves behind is its rounding: then the others are summed anew.
    if (!(bloc.backing_weight[pool] > dust_of_sums * before))
      bloc.backing_weight[pool] = sum_of_weights(sim, bloc, pool);
  }
}

void note_adoption(Simulation& sim, VendorId maker) {
  if (sim.world.backing.empty()) return;
  Backing& backing = sim.world.backing[maker.value];
  backing.adoptions = adoptions_now(backing, sim.now()) + 1;
  backing.adopted_at = sim.now();
}

void see_sales(Simulation& sim, BlocId id, const Market::Columns& use, double days) {
  if (sim.world.backing.empty() || !(days > 0)) return;
  const double years = days / days_per_year;
  for (const VendorId member : sim.world.at(id).members) {
    const Vendor& vendor = sim.world.at(member);
    const bool sells = vendor.offer && use.rows() > 0;
    const double sales = sells ? use.row(static_cast<Eigen::Index>(vendor.offer.value)).sum() : 0;
    sim.world.backing[member.value].sales_per_year = sales / years + vendor.contract_rate;
  }
  if (pays(sim)) weigh_all(sim, id);
}

void follow_funding(Simulation& sim, BlocId id, const Scenario& before) {
  const auto &was = before.blocs[id.value].funding, &is = sim.rules_of(id).funding;
  if (!pays(sim) || was == is) return;
  Bloc& bloc = sim.world.at(id);
  const double years = in_years(sim.now());
  weigh_all(sim, id);
  for (std::size_t pool = 0; pool < funding_pools; ++pool) {
    bloc.drift.funding[pool] += turned(was[pool].growth_per_year, is[pool].growth_per_year, years);
    for (const VendorId member : bloc.members) await_round(sim, member, pool);
  }
}

void hold_round(Simulation& sim, VendorId id, std::uint32_t ordinal, std::uint16_t pool) {
  Vendor& vendor = sim.world.at(id);
  if (!vendor.active) return;
  sim.world.backing[id.value].awaited[pool] = false;
  await_round(sim, id, pool);
  Bloc& bloc = sim.world.at(vendor.bloc);
  const FundingRule& rule = sim.rules_of(vendor.bloc).funding[pool];
  Backing& backing = sim.world.backing[id.value];
  if (!(rule.budget_per_year > 0 && backing.weight[pool] > 0)) return;
  Stream stream = sim.draw(Purpose::round, vendor, ordinal, static_cast<std::uint16_t>(pool + funding_pools));
  const double mean =
      mean_round(rule, in_years(sim.now()), bloc.drift.funding[pool], backing.weight[pool] / bloc.backing_weight[pool]);
  const Money paid = Money::of(std::min(sample(lognormal(mean, rule.cv), stream), most_of_a_round));
  backing.raised += paid;
  if (static_cast<FundingPool>(pool) == FundingPool::state) {
    receive(bloc, vendor, Account::state, Heading::grants, paid);
    bloc.tally.raised_from_state += paid.millions();
  } else {
    receive(bloc, vendor, Account::investors, Heading::capital, paid);
    bloc.tally.raised_from_investors += paid.millions();
  }
}

VendorId draw_by_size(const Simulation& sim, BlocId id, Stream& stream) {
  const PopulationRule& rule = sim.rules_of(id).population;
  const std::vector<VendorId>& members = sim.world.at(id).members;
  const KeyedUniforms numbers(stream);
  Race race;
  for (std::size_t i = 0; i < members.size(); ++i)
    race.enter(i, numbers.of(sim.world.at(members[i]).key),
               pow(sim.world.backing[members[i].value].sales_per_year + rule.spinoff_floor, rule.spinoff_size));
  return members[race.winner()];
}

}  // namespace poldyn
