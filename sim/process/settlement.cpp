#include "sim/process/settlement.h"

#include <algorithm>
#include <cmath>

#include "sim/engine/sample.h"
#include "sim/process/bookkeeping.h"

namespace poldyn {
namespace {

/// Luck carries nobody's cash beyond ten million million dollars: no firm was ever worth as much, and the sums stay in range.
constexpr double most_cash = 1e7;  // M$

/// What a contract owes is paid in whole units; the rest is kept for the next time, so that over its life a contract pays for
/// exactly its time.
Money collect_contracts(const Simulation& sim, Bloc& bloc, Vendor& vendor, double years) {
  const double due = vendor.contract_rate * years + vendor.contract_arrears;
  if (due == 0) return {};
  const Money paid = Money::of(std::max(due, 0.0));
  vendor.contract_arrears = due - paid.millions();
  const Money watching = part(sim.rules.accounts.surveillance_share, paid);
  receive(bloc, vendor, Account::state, Heading::state_contracts, watching, Group::surveillance_analytics);
  receive(bloc, vendor, Account::state, Heading::state_contracts, paid - watching, Group::government_integrators);
  return paid;
}

Money collect_sales(Bloc& bloc, Vendor& vendor, const Market::Columns& use) {
  if (!vendor.offer || use.rows() == 0) return {};
  const Money sales = Money::of(use.row(static_cast<Eigen::Index>(vendor.offer.value)).sum());
  receive(bloc, vendor, Account::users, Heading::sales, sales, seller_group(vendor));
  return sales;
}

/// The cost of serving those who pay, and of running the firm.
Money pay_costs(const Simulation& sim, Bloc& bloc, Vendor& vendor, Money income, double years) {
  const VendorClassRule& cls = sim.class_of(vendor);
  const AccountsRule& rule = sim.rules.accounts;
  const Split serving = split(part(1 - cls.margin, income), rule.serving_hardware, rule.serving_cloud);
  const Money running = Money::of(cls.operating_cost_per_year * years);
  pay(bloc, vendor, Account::hardware_makers, Heading::hardware, serving.hardware, Group::infrastructure_vendors);
  pay(bloc, vendor, Account::cloud_providers, Heading::cloud, serving.cloud, Group::cloud);
  pay(bloc, vendor, Account::suppliers, Heading::operating, serving.rest);
  pay(bloc, vendor, Account::staff, Heading::operating, running);
  return serving.compute() + serving.rest + running;
}

/// Investors' luck multiplies the cash; the difference is the flow.
void take_luck(const Simulation& sim, Bloc& bloc, Vendor& vendor) {
  Stream stream = sim.draw(Purpose::funding, vendor.key, bloc.epochs);
  const double factor = std::exp(sim.rules.finance.shock_sd * normal_variate(stream));
  const double cash = vendor.cash.millions();
  const double most = std::max(most_cash, std::abs(cash));
  const Money change = Money::of(std::clamp(cash * factor, -most, most)) - vendor.cash;
  if (change > Money{}) receive(bloc, vendor, Account::investors, Heading::shocks, change);
  else pay(bloc, vendor, Account::investors, Heading::shocks, -change);
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
  for (const VendorId member : bloc.members) {
    Vendor& vendor = sim.world.at(member);
    const Money income = collect_contracts(sim, bloc, vendor, years) + collect_sales(bloc, vendor, use);
    bloc.income += income;
    bloc.spending += pay_costs(sim, bloc, vendor, income, years);
    if (sim.rules.finance.shock_sd > 0) take_luck(sim, bloc, vendor);
    if (vendor.cash < Money{} && sim.rules.mechanisms.exit)
      sim.schedule(sim.now(), phase::market, EventKind::vendor_leaves, member.value);
  }
  close_interval(bloc);
}

void pay_api_fees(Simulation& sim, BlocId id, const Market::Columns& use) {
  const Market& market = sim.world.at(id).market;
  const double fee = sim.rules_of(id).openness.api_fee;
  if (fee <= 0 || use.rows() == 0) return;
  for (std::uint32_t row = 0; row < market.rows; ++row) {
    Vendor& vendor = sim.world.at(market.vendor[row]);
    const VendorId maker = sim.world.at(vendor.product).api;
    if (!maker || !sim.world.at(maker).active) continue;
    const Money paid = Money::of(fee * use.row(static_cast<Eigen::Index>(row)).sum());
    pay_vendor(sim.world, vendor, sim.world.at(maker), Heading::api_fees, paid);
  }
}

}  // namespace poldyn
