#include "sim/process/epoch.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/process/compute.h"
#include "sim/process/directives.h"
#include "sim/process/handlers.h"
#include "sim/process/incidents.h"
#include "sim/process/learning.h"
#include "sim/process/mandates.h"
#include "sim/process/settlement.h"
#include "sim/process/shares.h"
#include "sim/process/standards.h"

namespace poldyn {
namespace {

/// Utility of each offer in one domain. The installed base counts as of the last epoch.
/// `compatible` is what an offer's standard is worth to users, or empty.
Eigen::ArrayXd utility(const MarketRule& rule, const Market& market, Eigen::Index domain,
                       const Eigen::ArrayXd& compatible) {
  const auto rows = static_cast<Eigen::Index>(market.rows);
  Eigen::ArrayXd u = rule.quality_weight * market.quality.col(domain).head(rows) -
                     rule.price_weight * market.price.head(rows);
  if (rule.base_weight > 0 && rule.rule == ShareRule::logit)
    u += rule.base_weight * market.share.col(domain).head(rows).max(rule.base_floor).log();
  if (compatible.size() > 0) u += compatible;
  return u;
}

/// Utility over the disutility of a unit of price is money, in units of the reference price; where price does not count, no money
/// makes up for utility.
void count_user_value(const MarketRule& rule, Bloc& bloc, double utility_per_use, double use) {
  bloc.user_utility = utility_per_use;
  bloc.tally.user_value += rule.price_weight > 0 ? use * utility_per_use / rule.price_weight
                                                 : std::numeric_limits<double>::quiet_NaN();
}

/// Use of each offer in each domain since the last epoch, M$.
Market::Columns move_market(Simulation& sim, BlocId id, double days) {
  Bloc& bloc = sim.world.at(id);
  const MarketRule& rule = sim.rules_of(id).market;
  const auto rows = static_cast<Eigen::Index>(bloc.market.rows);
  const auto domains = static_cast<Eigen::Index>(sim.world.domains);
  const double demand = demand_between(rule, bloc.last_epoch, sim.now(), bloc.drift.demand);
  const Eigen::ArrayXd compatible = compatibility(sim, id);
  const bool orders = sim.rules.mechanisms.mandates;
  if (orders) keep_choices(bloc.market);
  const Eigen::ArrayXd split = split_of_orders(sim, id);
  double worth_of_use = 0;
  Market::Columns use(rows, domains);
  for (Eigen::Index d = 0; d < domains; ++d) {
    auto share = bloc.market.share.col(d).head(rows);
    const Eigen::ArrayXd u = utility(rule, bloc.market, d, compatible);
    const double weight = bloc.demand_share[static_cast<std::size_t>(d)];
    auto chosen = orders ? bloc.market.chosen.col(d).head(rows) : share;
    Choice choice{chosen, bloc.market.quality.col(d).head(rows), u, move_shares(rule, u, days / days_per_year, chosen)};
    if (orders) share = with_orders(sim, id, d, split, choice, weight * demand);
    use.col(d) = weight * demand * share;
    worth_of_use += weight * choice.worth;
  }
  count_use_by_standard(sim, id, use, days);
  bloc.tally.use += rows > 0 ? demand : 0;
  if (rows > 0) count_user_value(rule, bloc, worth_of_use, demand);
  return use;
}

bool any_channel(const Mechanisms& on) {
  return on.rapid_deployment || on.public_failure || on.iterative_correction || on.adversarial_use;
}

}  // namespace

void schedule_epoch(Simulation& sim, BlocId id) {
  const Mechanisms& on = sim.rules.mechanisms;
  if (!on.projects || !(on.market || on.finance)) return;
  const Bloc& bloc = sim.world.at(id);
  const SimTime due = later(bloc.last_epoch, sim.rules_of(id).market.epoch.count());
  sim.schedule(std::max(due, sim.now()), phase::market, EventKind::market_epoch, id.value, bloc.epoch_plan);
}

void turn_epoch(Simulation& sim, BlocId id, std::uint32_t plan) {
  Bloc& bloc = sim.world.at(id);
  if (bloc.epoch_plan != plan) return;
  const Mechanisms& on = sim.rules.mechanisms;
  const double days = in_days(sim.now() - bloc.last_epoch);
  Market::Columns use;
  if (on.market) use = move_market(sim, id, days);
  if (on.market && any_channel(on)) learn_from_use(sim, id, use, days);
  if (on.finance) pay_api_fees(sim, id, use);
  if (on.finance) settle(sim, id, use, days);
  clear_compute(sim, id);
  bloc.last_epoch = sim.now();
  ++bloc.epochs;
  if (on.market) face_use(sim, id);
  if (on.market) measure_compliance(sim, id);
  schedule_epoch(sim, id);
}

}  // namespace poldyn
