#include "sim/process/market/compute.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/base/elementary.h"
#include "sim/process/core/bookkeeping.h"
#include "sim/process/market/forks.h"

namespace poldyn {
namespace {

/// A vendor short of cash trains with what it has; three decades less compute is as good as none.
constexpr double least_spend_oom = -3;
/// No money at all, in decades: finite, so that where money counts less its want does too, down to not at all.
constexpr double no_money_oom = -12;

bool is_limited(const Simulation& sim, BlocId bloc) {
  const Mechanisms& on = sim.rules.mechanisms;
  return on.finance && on.supply_limit && sim.rules_of(bloc).supply.capacity_per_year > 0;
}

double compute_share(const AccountsRule& rule) { return rule.project_hardware + rule.project_cloud; }

Money planned_spending(const Simulation& sim, const Vendor& vendor) {
  const double cash = std::max(vendor.cash.millions(), 0.0);
  const double spent = std::max(sim.class_of(vendor).project_cost, sim.rules.finance.project_share * cash);
  return std::min(Money::of(std::min(cash, spent)), std::max(vendor.cash, Money{}));
}

void drop_expired(ComputeAccount& account, SimTime now) {
  if (account.voucher_ends && *account.voucher_ends <= now) account.voucher = Money{};
}

/// A voucher pays compute up to the vendor's own, or up to that of the least project if that is more: so it starts work
/// that there is no cash for, and is not used up at once.
Money use_voucher(Simulation& sim, VendorId id, Money own) {
  ComputeAccount& account = sim.world.compute_accounts[id.value];
  drop_expired(account, sim.now());
  const double least = sim.class_of(sim.world.at(id)).project_cost * compute_share(sim.rules.accounts);
  const Money used = std::min(account.voucher, std::max(own, Money::of(least)));
  account.voucher -= used;
  return used;
}

/// What the state adds to the vendor's own money for compute.
Money subsidise(Simulation& sim, VendorId id, Money own) {
  if (!sim.rules.mechanisms.subsidies) return {};
  const Vendor& vendor = sim.world.at(id);
  const SubsidyRule& rule = sim.rules_of(vendor.bloc).subsidies;
  const bool registered = vendor.product && sim.world.at(vendor.product).approved;
  const Money matched = is_eligible(rule, vendor.affiliated, registered) ? matching(rule, own) : Money{};
  const Money added = matched + use_voucher(sim, id, own);
  if (added == Money{}) return {};
  Bloc& bloc = sim.world.at(vendor.bloc);
  const AccountsRule& split = sim.rules.accounts;
  const Money hardware = part(split.project_hardware / compute_share(split), added);
  post(bloc, Account::state, Account::hardware_makers, Heading::subsidised_compute, hardware,
       LedgerGroup::infrastructure_vendors);
  post(bloc, Account::state, Account::cloud_providers, Heading::subsidised_compute, added - hardware,
       LedgerGroup::cloud);
  bloc.support += added;
  return added;
}

/// Decades of compute beyond the least project's: `spent` of its own and `added` by the state, for compute alone.
double spend_oom(const Simulation& sim, const Vendor& vendor, Money spent, Money added) {
  const double least = sim.class_of(vendor).project_cost;
  if (least <= 0) return 0;
  const double worth = spent.millions() + (added > Money{} ? added.millions() / compute_share(sim.rules.accounts) : 0);
  const double oom = worth > 0 ? std::max(no_money_oom, log10(worth / least)) : no_money_oom;
  return std::max(least_spend_oom, sim.rules_of(vendor.bloc).supply.budget_elasticity * oom);
}

/// Forks are kept by people who would otherwise work on the next model. What there is no money for is left undone.
Money pay_upkeep(Simulation& sim, Vendor& vendor, Money due, Money planned) {
  const Money paid = std::min(due, planned);
  Bloc& bloc = sim.world.at(vendor.bloc);
  bloc.tally.upkeep += paid.millions();
  bloc.tally.research += (planned - paid).millions();
  if (paid == Money{} || !sim.rules.mechanisms.finance) return paid;
  pay(bloc, vendor, Account::staff, Heading::duplicated_teams, paid);
  bloc.spending += paid;
  return paid;
}

/// Compute in hand after all: at `price`, if the money was reckoned at the reference. What is beyond price is not to be
/// had.
void reckon_price(const Simulation& sim, Vendor& vendor, double price) {
  if (price <= 1) return;
  const double dearer_oom = std::min(log10(price), -no_money_oom);
  vendor.spend_oom =
      std::max(least_spend_oom, vendor.spend_oom - sim.rules_of(vendor.bloc).supply.budget_elasticity * dearer_oom);
}

struct Order {
  Vendor* vendor;
  Money ordered;
};

/// What is ordered and not had yet, each order once: a vendor stands in the list for every project that it began in the
/// interval, and all but the last of these may have been told what they got.
std::vector<Order> take_orders(World& world, ComputeMarket& market) {
  std::vector<Order> made;
  for (const std::uint32_t vendor : market.orders)
    if (const Money ordered = std::exchange(world.compute_accounts[vendor].ordered, Money{}); ordered > Money{})
      made.push_back({&world.vendors[vendor], ordered});
  market.orders.clear();
  return made;
}

}  // namespace

void make_room_for_compute_accounts(Simulation& sim) {
  if (needs_compute_accounts(sim.rules.mechanisms)) sim.world.compute_accounts.resize(sim.world.vendors.size());
}

double pay_project(Simulation& sim, VendorId id) {
  Vendor& vendor = sim.world.at(id);
  Bloc& bloc = sim.world.at(vendor.bloc);
  count_activity(bloc, LedgerGroup::infrastructure_vendors);
  const Money upkeep_due = take_upkeep_due(sim, id);
  if (!sim.rules.mechanisms.finance) {  // what a project would cost, less what upkeep would
    const Money least = Money::of(sim.class_of(vendor).project_cost);
    const Money kept = pay_upkeep(sim, vendor, upkeep_due, least);
    return kept == Money{} ? 0 : spend_oom(sim, vendor, least - kept, Money{});
  }
  const Money planned = planned_spending(sim, vendor);
  const Money spent = planned - pay_upkeep(sim, vendor, upkeep_due, planned);
  const Split parts = split(spent, sim.rules.accounts.project_hardware, sim.rules.accounts.project_cloud);
  pay(bloc, vendor, Account::hardware_makers, Heading::hardware, parts.hardware, LedgerGroup::infrastructure_vendors);
  pay(bloc, vendor, Account::cloud_providers, Heading::cloud, parts.cloud, LedgerGroup::cloud);
  pay(bloc, vendor, Account::staff, Heading::teams, parts.rest);
  vendor.team_cost = parts.rest;
  bloc.spending += spent;
  const Money added = subsidise(sim, id, parts.compute());
  const Money compute = parts.compute() + added;
  if (is_limited(sim, vendor.bloc)) {
    sim.world.compute_accounts[id.value].ordered = compute;
    bloc.compute.orders.push_back(id.value);
  } else {
    bloc.books.compute += compute.millions();
  }
  return spend_oom(sim, vendor, spent, added);
}

void take_compute(Simulation& sim, VendorId id) {
  Vendor& vendor = sim.world.at(id);
  if (!is_limited(sim, vendor.bloc)) return;
  const Money order = std::exchange(sim.world.compute_accounts[id.value].ordered, Money{});
  if (order <= Money{}) return;
  const double ordered = order.millions();
  Bloc& bloc = sim.world.at(vendor.bloc);
  const double left =
      supply_between(sim.rules_of(vendor.bloc).supply, bloc.last_epoch, sim.now(), bloc.drift.capacity) -
      bloc.compute.delivered;
  const double got = std::clamp(ordered / bloc.compute.price, 0.0, std::max(left, 0.0));
  bloc.compute.delivered += got;
  bloc.books.compute += got;
  reckon_price(sim, vendor, ordered / got);
}

void clear_compute(Simulation& sim, BlocId id) {
  if (!is_limited(sim, id)) return;
  Bloc& bloc = sim.world.at(id);
  ComputeMarket& market = bloc.compute;
  const std::vector<Order> orders = take_orders(sim.world, market);
  Money ordered;
  for (const Order& order : orders) ordered += order.ordered;
  market.supply = supply_between(sim.rules_of(id).supply, bloc.last_epoch, sim.now(), bloc.drift.capacity);
  const double left = std::max(market.supply - market.delivered, 0.0);
  market.price = clearing_price(ordered.millions(), left);
  const double sold = std::min(ordered.millions(), left);
  market.bought = std::exchange(market.delivered, 0.0) + sold;
  bloc.books.compute += sold;
  for (const Order& order : orders) reckon_price(sim, *order.vendor, market.price);
}

void end_supply_limit(Simulation& sim, BlocId id) {
  ComputeMarket& market = sim.world.at(id).compute;
  for (const Order& order : take_orders(sim.world, market)) sim.world.at(id).books.compute += order.ordered.millions();
  market.delivered = 0;
  market.price = 1;
}

void reward_approval(Simulation& sim, VendorId id, Track track, double share) {
  const Mechanisms& on = sim.rules.mechanisms;
  if (!on.subsidies || !on.finance) return;
  Vendor& vendor = sim.world.at(id);
  Bloc& bloc = sim.world.at(vendor.bloc);
  const SubsidyRule& rule = sim.rules_of(vendor.bloc).subsidies;
  const Reward whole = reward_of_approval(rule, track);
  const Reward reward = share < 1 ? Reward{part(share, whole.voucher), part(share, whole.grant)} : whole;
  receive(bloc, vendor, Account::state, Heading::grants, reward.grant);
  bloc.support += reward.grant;
  if (reward.voucher <= Money{}) return;  // what holds already does not hold longer for it
  ComputeAccount& account = sim.world.compute_accounts[id.value];
  drop_expired(account, sim.now());
  account.voucher += reward.voucher;
  account.voucher_ends.reset();
  if (rule.voucher_validity > Days{0}) account.voucher_ends = later(sim.now(), rule.voucher_validity.count());
}

}  // namespace poldyn
