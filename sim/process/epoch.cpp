#include "sim/process/epoch.h"

#include <cmath>

#include "sim/engine/sample.h"
#include "sim/process/handlers.h"
#include "sim/process/learning.h"
#include "sim/process/shares.h"

namespace poldyn {
namespace {

/// Integral of demand over (from, to], M$.
double demand_between(const MarketRule& rule, SimTime from, SimTime to) {
  const double g = rule.demand_growth_per_year;
  const double start = in_years(from), years = in_years(to - from);
  if (g == 0) return rule.demand_per_year * years;
  return rule.demand_per_year * std::exp(g * start) * std::expm1(g * years) / g;
}

/// Utility of each offer in one domain. The installed base counts as of the last epoch.
Eigen::ArrayXd utility(const MarketRule& rule, const Market& market, Eigen::Index domain) {
  const auto rows = static_cast<Eigen::Index>(market.rows);
  Eigen::ArrayXd u = rule.quality_weight * market.quality.col(domain).head(rows) -
                     rule.price_weight * market.price.head(rows);
  if (rule.base_weight > 0 && rule.rule == ShareRule::logit)
    u += rule.base_weight * market.share.col(domain).head(rows).max(rule.base_floor).log();
  return u;
}

/// Use of each offer in each domain since the last epoch, M$.
Market::Columns move_market(Simulation& sim, BlocId id, double days) {
  Bloc& bloc = sim.world.at(id);
  const MarketRule& rule = sim.rules_of(id).market;
  const auto rows = static_cast<Eigen::Index>(bloc.market.rows);
  const auto domains = static_cast<Eigen::Index>(sim.world.domains);
  const double demand = demand_between(rule, bloc.last_epoch, sim.now());
  Market::Columns use(rows, domains);
  for (Eigen::Index d = 0; d < domains; ++d) {
    auto share = bloc.market.share.col(d).head(rows);
    move_shares(rule, utility(rule, bloc.market, d), days / days_per_year, share);
    use.col(d) = bloc.demand_share[static_cast<std::size_t>(d)] * demand * share;
  }
  bloc.tally.use += rows > 0 ? demand : 0;
  return use;
}

/// Sales come in by row, contracts and running costs by vendor; the rest of the cash flow is booked where it happens.
void settle(Simulation& sim, BlocId id, const Market::Columns& use, double days) {
  Bloc& bloc = sim.world.at(id);
  const double years = days / days_per_year;
  for (const VendorId member : bloc.members) {
    Vendor& vendor = sim.world.at(member);
    const VendorClassRule& cls = sim.class_of(vendor);
    double income = vendor.contract_rate * years + vendor.contract_arrears;
    vendor.contract_arrears = 0;
    if (vendor.offer && use.rows() > 0) income += use.row(static_cast<Eigen::Index>(vendor.offer.value)).sum();
    const double cost = (1 - cls.margin) * income + cls.operating_cost_per_year * years;
    vendor.cash += income - cost;
    bloc.income += income;
    bloc.spending += cost;
    if (sim.rules.finance.shock_sd > 0) {
      Stream stream = sim.draw(Purpose::funding, vendor.key, bloc.epochs);
      vendor.cash *= std::exp(sim.rules.finance.shock_sd * normal_variate(stream));
    }
    if (vendor.cash < 0 && sim.rules.mechanisms.exit)
      sim.schedule(sim.now(), phase::market, EventKind::vendor_leaves, member.value);
  }
  const double turnover = bloc.income + bloc.spending;
  bloc.profit_margin = turnover > 0 ? (bloc.income - bloc.spending) / turnover : 0;
  bloc.income = bloc.spending = 0;
}

/// Applications pay the makers of the closed models that they call, before anybody's cash is looked at.
void pay_api_fees(Simulation& sim, BlocId id, const Market::Columns& use) {
  Bloc& bloc = sim.world.at(id);
  const double fee = sim.rules_of(id).openness.api_fee;
  if (fee <= 0 || use.rows() == 0) return;
  for (std::uint32_t row = 0; row < bloc.market.rows; ++row) {
    Vendor& vendor = sim.world.at(bloc.market.vendor[row]);
    const VendorId maker = sim.world.at(vendor.product).api;
    if (!maker || !sim.world.at(maker).active) continue;
    const double paid = fee * use.row(static_cast<Eigen::Index>(row)).sum();
    vendor.cash -= paid;
    sim.world.at(maker).cash += paid;
  }
}

bool any_channel(const Mechanisms& on) {
  return on.rapid_deployment || on.public_failure || on.iterative_correction || on.adversarial_use;
}

}  // namespace

void schedule_epoch(Simulation& sim, BlocId id) {
  const Mechanisms& on = sim.rules.mechanisms;
  if (!on.projects || !(on.market || on.finance)) return;
  sim.schedule(later(sim.world.at(id).last_epoch, sim.rules_of(id).market.epoch.count()), phase::market,
               EventKind::market_epoch, id.value);
}

void turn_epoch(Simulation& sim, BlocId id) {
  Bloc& bloc = sim.world.at(id);
  const Mechanisms& on = sim.rules.mechanisms;
  const double days = in_days(sim.now() - bloc.last_epoch);
  Market::Columns use;
  if (on.market) use = move_market(sim, id, days);
  if (on.market && any_channel(on)) learn_from_use(sim, id, use, days);
  if (on.finance) pay_api_fees(sim, id, use);
  if (on.finance) settle(sim, id, use, days);
  bloc.last_epoch = sim.now();
  ++bloc.epochs;
  schedule_epoch(sim, id);
}

}  // namespace poldyn
