#include "sim/process/vendors/acquisition.h"

#include <algorithm>
#include <cmath>

#include "sim/process/core/bookkeeping.h"
#include "sim/process/designs/paradigms.h"
#include "sim/process/market/regions.h"
#include "sim/process/procurement/contracts.h"
#include "sim/process/service/incident_clock.h"
#include "sim/process/service/learning.h"

namespace poldyn {
namespace {

/// Vendors that look at one that is for sale; the richest of them buys.
constexpr int sampled_buyers = 8;

/// Users can only be handed to somebody who serves users.
bool can_buy(const World& world, VendorId buyer_id, VendorId sold_id) {
  const Vendor &buyer = world.at(buyer_id), &sold = world.at(sold_id);
  return buyer_id != sold_id && buyer.cash >= Money{} && buyer.cash > sold.cash && (buyer.offer || !sold.offer);
}

/// The richest of a few drawn at random; if none of these can buy, the richest of all that can.
VendorId find_buyer(const Simulation& sim, VendorId sold, Stream& stream) {
  const World& world = sim.world;
  const std::vector<VendorId>& members = world.at(world.at(sold).bloc).members;
  VendorId best;
  const auto look = [&](VendorId id) {
    if (can_buy(world, id, sold) && (!best || world.at(id).cash > world.at(best).cash)) best = id;
  };
  for (int i = 0; i < sampled_buyers; ++i) look(members[stream.below(static_cast<std::uint32_t>(members.size()))]);
  if (best) return best;
  for (const VendorId id : members) look(id);
  return best;
}

double yearly_income(const Simulation& sim, const Vendor& vendor) {
  const Bloc& bloc = sim.world.at(vendor.bloc);
  const MarketRule& rule = sim.rules_of(vendor.bloc).market;
  const double share = vendor.offer ? share_of_use(bloc, sim.world.domains, vendor.offer) : 0;
  return vendor.contract_rate +
         (sim.rules.mechanisms.market ? share * demand_rate(rule, sim.now(), bloc.drift.demand) : 0);
}

/// Where the buyer is not deployed, users choose anew.
void hand_over_groups(Bloc& bloc, std::uint32_t domains, const Vendor& from, const Vendor& to, double kept) {
  const auto there = static_cast<Eigen::Index>(to.offer.value), here = static_cast<Eigen::Index>(from.offer.value);
  for (Market::Columns* table : {&bloc.market.by_region.share, &bloc.market.by_region.chosen}) {
    if (table->cols() == 0) continue;
    for (GroupIndex g = 0; g < bloc.groups.size(); ++g) {
      if (!serves(bloc, to.offer, g)) continue;
      const auto first = static_cast<Eigen::Index>(std::size_t{g} * domains);
      table->row(there).segment(first, domains) += kept * table->row(here).segment(first, domains);
    }
    table->row(here).setZero();
  }
  sum_groups(bloc, domains, to.offer);
  sum_groups(bloc, domains, from.offer);
}

void hand_over_users(Bloc& bloc, std::uint32_t domains, const Vendor& from, const Vendor& to, double kept) {
  if (!from.offer) return;
  if (regions_differ(bloc)) return hand_over_groups(bloc, domains, from, to, kept);
  Market& market = bloc.market;
  const auto there = static_cast<Eigen::Index>(to.offer.value), here = static_cast<Eigen::Index>(from.offer.value);
  for (Market::Columns* table : {&market.share, &market.chosen}) {
    if (table->cols() == 0) continue;
    table->row(there) += kept * table->row(here);
    table->row(here).setZero();
  }
}

void hand_over_experience(Simulation& sim, Vendor& from, Vendor& to, double kept) {
  Feedback had(sim.world, from), has(sim.world, to);
  has.hardening() += kept * had.hardening();
  for (std::size_t d = 0; d < sim.world.domains; ++d) {
    has.stock(d) += kept * had.stock(d);
    for (std::size_t c = 0; c < channels; ++c) has.underway(c, d) += kept * had.underway(c, d);
  }
}

/// In one paradigm the fitter design is the better one, even where fitness is worth nothing.
bool is_better_design(const Simulation& sim, const Vendor& a, const Vendor& b) {
  if (a.paradigm == b.paradigm) return a.fitness > b.fitness;
  return efficiency(sim, a.paradigm, a.fitness) > efficiency(sim, b.paradigm, b.fitness);
}

void hand_over_design(Simulation& sim, const Vendor& from, Vendor& to) {
  if (!is_better_design(sim, from, to)) return;
  const bool other_weights = from.paradigm != to.paradigm || from.inherited_oom > to.inherited_oom;
  to.design = from.design;
  to.fitness = from.fitness;
  to.lineage = from.lineage;
  to.root_bloc = from.root_bloc;
  to.paradigm = from.paradigm;
  to.knows = std::max(to.knows, from.knows);
  if (!other_weights) return;
  to.inherited_oom = from.inherited_oom;
  to.inherited_data = from.inherited_data;
}

}  // namespace

void try_to_sell(Simulation& sim, VendorId id) {
  Vendor& sold = sim.world.at(id);
  Bloc& bloc = sim.world.at(sold.bloc);
  const AcquisitionRule& rule = sim.rules_of(sold.bloc).acquisitions;
  if (!sim.rules.mechanisms.acquisitions || rule.probability <= 0) return;
  Stream stream = sim.draw(Purpose::acquisition, sold);
  if (stream.uniform() >= rule.probability) return;
  const VendorId buyer_id = find_buyer(sim, id, stream);
  if (!buyer_id) return;
  Vendor& buyer = sim.world.at(buyer_id);
  const Money price = std::min(buyer.cash, Money::of(rule.price_years * yearly_income(sim, sold)));
  pay(bloc, buyer, Account::investors, Heading::acquisitions, price);
  hand_over_experience(sim, sold, buyer, rule.experience_kept);
  hand_over_users(bloc, sim.world.domains, sold, buyer, rule.users_kept);
  if (sold.offer) retime_incidents(sim, buyer_id);
  hand_over_contracts(sim, id, buyer_id);
  if (rule.takes_design) hand_over_design(sim, sold, buyer);
  ++bloc.tally.acquired;
}

}  // namespace poldyn
