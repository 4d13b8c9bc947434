#include "sim/process/market/settlement.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/base/elementary.h"
#include "sim/engine/sample.h"
#include "sim/process/core/bookkeeping.h"
#include "sim/world/prefetch.h"

namespace poldyn {
namespace {

/// Luck carries nobody's cash beyond ten million million dollars: no firm was ever worth as much, and the sums stay in
/// range.
constexpr double most_cash = 1e7;  // M$

/// Flows of one epoch by kind. Cash changes vendor by vendor and the books once for all of them, as entries cost more
/// than the sums that they are about.
struct EpochFlows {
  Money watching, integrating, hardware, cloud, suppliers, staff, good_luck, bad_luck;
  std::array<Money, ledger_groups + 1> sales{};

  void enter(Bloc& bloc) const {
    using A = Account;
    post(bloc, A::state, A::vendors, Heading::state_contracts, watching, LedgerGroup::surveillance_analytics);
    post(bloc, A::state, A::vendors, Heading::state_contracts, integrating, LedgerGroup::government_integrators);
    for (std::size_t g = 0; g < sales.size(); ++g)
      post(bloc, A::users, A::vendors, Heading::sales, sales[g], static_cast<LedgerGroup>(g));
    post(bloc, A::vendors, A::hardware_makers, Heading::hardware, hardware, LedgerGroup::infrastructure_vendors);
    post(bloc, A::vendors, A::cloud_providers, Heading::cloud, cloud, LedgerGroup::cloud);
    post(bloc, A::vendors, A::suppliers, Heading::operating, suppliers);
    post(bloc, A::vendors, A::staff, Heading::operating, staff);
    post(bloc, A::investors, A::vendors, Heading::shocks, good_luck);
    post(bloc, A::vendors, A::investors, Heading::shocks, bad_luck);
  }
};

/// What a contract owes is paid in whole units; the rest is kept for the next time, so that over its life a contract
/// pays for exactly its time.
Money collect_contracts(const Simulation& sim, Vendor& vendor, double years, EpochFlows& flows) {
  const double due = vendor.contract_rate * years + vendor.contract_arrears;
  if (due == 0) return {};
  const Money paid = Money::of(std::max(due, 0.0));
  vendor.contract_arrears = due - paid.millions();
  const Money watching = part(sim.rules.accounts.surveillance_share, paid);
  flows.watching += watching;
  flows.integrating += paid - watching;
  return paid;
}

Money collect_sales(const Vendor& vendor, const Market::Columns& use, EpochFlows& flows) {
  if (!vendor.offer || use.rows() == 0) return {};
  const Money sales = Money::of(use.row(static_cast<Eigen::Index>(vendor.offer.value)).sum());
  flows.sales[static_cast<std::size_t>(seller_group(vendor))] += sales;
  return sales;
}

/// The cost of serving those who pay, and of running the firm.
Money costs(const Simulation& sim, const Vendor& vendor, Money income, double years, EpochFlows& flows) {
  const VendorClassRule& cls = sim.class_of(vendor);
  const AccountsRule& rule = sim.rules.accounts;
  const Money serving = part(1 - cls.margin, income);
  const Split parts = split(serving, rule.serving_hardware, rule.serving_cloud);
  const Money running = Money::of(cls.operating_cost_per_year * years);
  flows.hardware += parts.hardware;
  flows.cloud += parts.cloud;
  flows.suppliers += parts.rest;
  flows.staff += running;
  return serving + running;
}

/// Investors' luck multiplies the cash; the difference is the flow.
void take_luck(const Simulation& sim, const Bloc& bloc, Vendor& vendor, EpochFlows& flows) {
  Stream stream = sim.draw(Purpose::funding, vendor, bloc.epochs);
  const double factor = exp(sim.rules.finance.shock_sd * normal_variate(stream));
  const double cash = vendor.cash.millions();
  const double most = std::max(most_cash, std::abs(cash));
  const Money change = Money::of(std::clamp(cash * factor, -most, most)) - vendor.cash;
  vendor.cash += change;
  (change > Money{} ? flows.good_luck : flows.bad_luck) += change > Money{} ? change : -change;
}

void close_interval(Bloc& bloc) {
  const double income = bloc.income.millions(), spending = bloc.spending.millions(), support = bloc.support.millions();
  bloc.profit_margin = income + spending > 0 ? (income - spending) / (income + spending) : 0;
  bloc.subsidy_rate = support > 0 ? support / (income + support) : 0;
  bloc.income = bloc.spending = bloc.support = Money{};
}

}  // namespace

void settle(Simulation& sim, BlocId id, const Market::Columns& use, double days) {
  Bloc& bloc = sim.world.at(id);
  const double years = days / days_per_year;
  EpochFlows flows;
  for (std::size_t i = 0; i < bloc.members.size(); ++i) {
    if (i + ahead < bloc.members.size()) prefetch(&sim.world.at(bloc.members[i + ahead]), sizeof(Vendor));
    const VendorId member = bloc.members[i];
    Vendor& vendor = sim.world.at(member);
    const Money income = collect_contracts(sim, vendor, years, flows) + collect_sales(vendor, use, flows);
    const Money cost = costs(sim, vendor, income, years, flows);
    vendor.cash += income - cost;
    bloc.income += income;
    bloc.spending += cost;
    if (sim.rules.finance.shock_sd > 0) take_luck(sim, bloc, vendor, flows);
    if (vendor.cash < Money{} && sim.rules.mechanisms.exit)
      sim.schedule(sim.now(), phase::market, EventKind::vendor_fails, member.value);
  }
  flows.enter(bloc);
  close_interval(bloc);
}

void pay_api_fees(Simulation& sim, BlocId id, const Market::Columns& use) {
  const Market& market = sim.world.at(id).market;
  const double fee = sim.rules_of(id).openness.api_fee;
  if (fee <= 0 || use.rows() == 0) return;
  for_each_offer(sim.world, market, [&](std::size_t row, const Model& product) {
    const VendorId maker = product.api;
    if (!maker || !sim.world.at(maker).active) return;
    const Money paid = Money::of(fee * use.row(static_cast<Eigen::Index>(row)).sum());
    pay_vendor(sim.world, sim.world.at(product.vendor), sim.world.at(maker), Heading::api_fees, paid);
  });
}

}  // namespace poldyn
