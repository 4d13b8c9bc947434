#include "sim/process/market/epoch.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/base/elementary.h"
#include "sim/process/designs/standards.h"
#include "sim/process/market/awareness.h"
#include "sim/process/market/compute.h"
#include "sim/process/market/funding.h"
#include "sim/process/market/mandates.h"
#include "sim/process/market/regions.h"
#include "sim/process/market/scoring.h"
#include "sim/process/market/settlement.h"
#include "sim/process/market/shares.h"
#include "sim/process/service/directives.h"
#include "sim/process/service/incident_clock.h"
#include "sim/process/service/learning.h"

namespace poldyn {
namespace {

/// Utility of each offer in one domain, of one group of regions if these differ. The installed base counts as of the
/// last epoch. `compatible` is what an offer's standard is worth to users, or empty.
Eigen::ArrayXd utility(const MarketRule& rule, const Market& market, Eigen::Ref<const Eigen::ArrayXd> quality,
                       Eigen::Ref<const Eigen::ArrayXd> share, const Eigen::ArrayXd& compatible) {
  const auto rows = static_cast<Eigen::Index>(market.rows);
  Eigen::ArrayXd u = rule.quality_weight * quality - rule.price_weight * market.price.head(rows);
  if (rule.base_weight > 0 && rule.rule == ShareRule::logit)
    u += rule.base_weight * share.max(rule.base_floor).unaryExpr(&log);
  if (compatible.size() > 0) u += compatible;
  return u;
}

/// By how much users take the utility of each row to be more than it is, as they go by scores with this trust; empty
/// without any.
Eigen::ArrayXd misread(const MarketRule& rule, const Market& market, Eigen::Ref<const Eigen::ArrayXd> quality,
                       const Eigen::ArrayXd& trust) {
  if (trust.size() == 0) return {};
  return rule.quality_weight * trust * (market.seen.head(trust.size()) - quality);
}

/// Moves the users among offers of this utility, of which they misread this much.
double choose(const MarketRule& rule, const Eigen::ArrayXd& u, const Eigen::ArrayXd& wrong, double years,
              Eigen::Ref<Eigen::ArrayXd> share) {
  return wrong.size() > 0 ? move_shares(rule, u + wrong, years, share, wrong) : move_shares(rule, u, years, share);
}

/// Utility over the disutility of a unit of price is money, in units of the reference price; where price does not
/// count, no money makes up for utility.
void count_user_value(const MarketRule& rule, Bloc& bloc, double utility_per_use, double use) {
  bloc.user_utility = utility_per_use;
  bloc.tally.user_value +=
      rule.price_weight > 0 ? use * utility_per_use / rule.price_weight : std::numeric_limits<double>::quiet_NaN();
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
  const Eigen::ArrayXd split = split_of_orders(sim, id), trust = trust_in_scores(sim, id);
  double worth_of_use = 0;
  Market::Columns use(rows, domains);
  for (Eigen::Index d = 0; d < domains; ++d) {
    auto share = bloc.market.share.col(d).head(rows);
    const auto quality = bloc.market.quality.col(d).head(rows);
    const Eigen::ArrayXd u = utility(rule, bloc.market, quality, share, compatible);
    const double weight = bloc.demand_share[static_cast<std::size_t>(d)];
    auto chosen = orders ? bloc.market.chosen.col(d).head(rows) : share;
    const Eigen::ArrayXd wrong = misread(rule, bloc.market, quality, trust);
    Choice choice{chosen, bloc.market.quality.col(d).head(rows), u,
                  choose(rule, u, wrong, days / days_per_year, chosen)};
    if (orders) share = with_orders(sim, id, d, split, choice, weight * demand);
    use.col(d) = weight * demand * share;
    worth_of_use += weight * choice.worth;
  }
  count_use_by_standard(sim, id, use, days);
  bloc.tally.use += rows > 0 ? demand : 0;
  if (rows > 0) count_user_value(rule, bloc, worth_of_use, demand);
  return use;
}

std::vector<Eigen::Index> rows_serving(const Market& market, Eigen::Index group) {
  std::vector<Eigen::Index> rows;
  for (Eigen::Index row = 0; row < static_cast<Eigen::Index>(market.rows); ++row)
    if (!std::isnan(market.by_region.released(row, group))) rows.push_back(row);
  return rows;
}

/// What moves the users of a bloc in one epoch.
struct Epoch {
  double days = 0;
  double demand = 0;          ///< of the bloc, all domains, M$
  Eigen::ArrayXd compatible;  ///< compatibility()
  Eigen::ArrayXd split;       ///< split_of_orders()
  Eigen::ArrayXd trust;       ///< trust_in_scores()
};

/// The part of `split` that falls on these rows, made to sum to 1; empty if there is none.
Eigen::ArrayXd split_among(const Eigen::ArrayXd& split, const std::vector<Eigen::Index>& rows) {
  if (split.size() == 0) return {};
  Eigen::ArrayXd part = split(rows);
  double sum = 0;
  for (Eigen::Index i = 0; i < part.size(); ++i) sum += part(i);
  if (!(sum > 0)) return {};
  return part / sum;
}

/// Moves the users of one group of regions in one domain among the rows that serve it. Returns what a unit of their use
/// is worth.
double move_segment(Simulation& sim, BlocId id, GroupIndex group, Eigen::Index domain,
                    const std::vector<Eigen::Index>& serving, const Epoch& epoch) {
  const Bloc& bloc = sim.world.at(id);
  const MarketRule& rule = sim.rules_of(id).market;
  Market& market = sim.world.at(id).market;
  const auto rows = static_cast<Eigen::Index>(market.rows);
  const Eigen::Index segment = static_cast<Eigen::Index>(group) * static_cast<Eigen::Index>(sim.world.domains) + domain;
  const bool orders = sim.rules.mechanisms.mandates;
  auto share = market.by_region.share.col(segment).head(rows);
  const Eigen::ArrayXd all = market.by_region.quality.col(segment).head(rows), quality = all(serving);
  const Eigen::ArrayXd u = utility(rule, market, all, share, epoch.compatible)(serving);
  auto own = (orders ? market.by_region.chosen : market.by_region.share).col(segment).head(rows);
  Eigen::ArrayXd chosen = own(serving);
  const Eigen::ArrayXd all_wrong = misread(rule, market, all, epoch.trust);
  const Eigen::ArrayXd wrong = all_wrong.size() > 0 ? Eigen::ArrayXd(all_wrong(serving)) : Eigen::ArrayXd();
  const double worth = choose(rule, u, wrong, epoch.days / days_per_year, chosen);
  own(serving) = chosen;
  if (!orders) return worth;
  Choice choice{chosen, quality, u, worth};
  const double demand = epoch.demand * bloc.groups[group].demand * bloc.demand_share[static_cast<std::size_t>(domain)];
  share(serving) = with_orders(sim, id, domain, split_among(epoch.split, serving), choice, demand);
  return choice.worth;
}

/// The same where regions differ: users choose among what is deployed in their group of regions, and where nothing is,
/// there is no use.
Market::Columns move_groups(Simulation& sim, BlocId id, double days) {
  Bloc& bloc = sim.world.at(id);
  Market& market = bloc.market;
  const MarketRule& rule = sim.rules_of(id).market;
  const auto rows = static_cast<Eigen::Index>(market.rows), domains = static_cast<Eigen::Index>(sim.world.domains);
  const Epoch epoch{days, demand_between(rule, bloc.last_epoch, sim.now(), bloc.drift.demand), compatibility(sim, id),
                    split_of_orders(sim, id), trust_in_scores(sim, id)};
  if (sim.rules.mechanisms.mandates && market.by_region.chosen.cols() == 0)
    market.by_region.chosen = market.by_region.share;
  double worth_of_use = 0, reached = 0;
  Market::Columns use = Market::Columns::Zero(rows, domains);
  market.share.topRows(rows).setZero();
  for (GroupIndex g = 0; g < bloc.groups.size(); ++g) {
    const std::vector<Eigen::Index> serving = rows_serving(market, g);
    const double size = bloc.groups[g].demand;
    if (serving.empty()) continue;
    reached += size;
    for (Eigen::Index d = 0; d < domains; ++d) {
      const double worth = move_segment(sim, id, g, d, serving, epoch);
      worth_of_use += size * bloc.demand_share[static_cast<std::size_t>(d)] * worth;
      market.share.col(d).head(rows) += size * market.by_region.share.col(g * domains + d).head(rows);
    }
  }
  bloc.tally.use += reached * epoch.demand;
  if (reached > 0) count_user_value(rule, bloc, worth_of_use / reached, reached * epoch.demand);
  for (Eigen::Index d = 0; d < domains; ++d)
    use.col(d) = bloc.demand_share[static_cast<std::size_t>(d)] * epoch.demand * market.share.col(d).head(rows);
  count_use_by_standard(sim, id, use, days);
  return use;
}

/// How much use products had that stand on tacit approvals, and how much those that stand on others.
void count_use_by_approval(Simulation& sim, BlocId id, const Market::Columns& use) {
  if (!sim.rules.mechanisms.deadlines) return;
  Bloc& bloc = sim.world.at(id);
  DeadlineTally& tally = bloc.tally.deadlines;
  for (Eigen::Index row = 0; row < use.rows(); ++row) {
    const Model& product = sim.world.at(sim.world.at(bloc.market.vendor[static_cast<std::size_t>(row)]).product);
    double sum = 0;
    for (Eigen::Index d = 0; d < use.cols(); ++d) sum += use(row, d);
    if (product.approved) (product.tacit ? tally.tacit_use : tally.reviewed_use) += sum;
  }
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
  sim.schedule(std::max(due, sim.now()), phase::market, EventKind::market_epoch, id.value, bloc.epoch_generation);
}

void turn_epoch(Simulation& sim, BlocId id, std::uint32_t generation) {
  Bloc& bloc = sim.world.at(id);
  if (bloc.epoch_generation != generation) return;
  const Mechanisms& on = sim.rules.mechanisms;
  const double days = in_days(sim.now() - bloc.last_epoch);
  Market::Columns use;
  retire_tests(sim);
  if (on.market) use = regions_differ(bloc) ? move_groups(sim, id, days) : move_market(sim, id, days);
  count_use_by_approval(sim, id, use);
  if (on.market && any_channel(on)) learn_from_use(sim, id, use, days);
  if (on.finance) pay_api_fees(sim, id, use);
  if (on.finance) settle(sim, id, use, days);
  see_sales(sim, id, use, days);
  clear_compute(sim, id);
  bloc.last_epoch = sim.now();
  ++bloc.epochs;
  if (on.market) retime_incidents(sim, id);
  if (on.market) weigh_offers(sim, id);
  if (on.market) measure_compliance(sim, id);
  schedule_epoch(sim, id);
}

}  // namespace poldyn
