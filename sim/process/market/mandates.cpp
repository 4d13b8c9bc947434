#include "sim/process/market/mandates.h"

namespace poldyn {
namespace {

using Values = Eigen::Ref<const Eigen::ArrayXd>;

/// Mean of what each row has, by weights that sum to 1. In order of rows, for a sum whose order depended on the
/// processor would not be the same everywhere.
double dot(Values weight, Values what) {
  double sum = 0;
  for (Eigen::Index i = 0; i < weight.size(); ++i)
    if (weight(i) > 0) sum += weight(i) * what(i);
  return sum;
}

}  // namespace

Eigen::ArrayXd split_of_orders(const Simulation& sim, BlocId id) {
  const MandateRule& rule = sim.rules_of(id).mandates;
  const Market& market = sim.world.at(id).market;
  if (!sim.rules.mechanisms.mandates || rule.share <= 0 || market.rows == 0) return {};
  Eigen::ArrayXd split(static_cast<Eigen::Index>(market.rows));
  double sum = 0;
  for (std::uint32_t row = 0; row < market.rows; ++row) {
    const Vendor& vendor = sim.world.at(market.vendor[row]);
    const bool domestic = rule.eligible == MandateFor::domestic && sim.world.at(vendor.product).root_bloc == id;
    sum += split(row) =
        mandate_weight(rule, {market.approved[row] != 0, vendor.affiliated, domestic, vendor.contract_rate});
  }
  if (!(sum > 0)) return {};
  return split / sum;
}

Eigen::ArrayXd with_orders(Simulation& sim, BlocId id, Eigen::Index domain, const Eigen::ArrayXd& split, Choice& choice,
                           double demand) {
  if (choice.share.size() == 0) return {};  // nobody serves: there is no use
  const std::string& name = sim.rules.domains[static_cast<std::size_t>(domain)].name;
  const double ordered = split.size() > 0 ? mandated_share(sim.rules_of(id).mandates, name) : 0;
  BlocTally& tally = sim.world.at(id).tally;
  tally.chosen_use += demand * (1 - ordered);
  tally.chosen_q += demand * (1 - ordered) * dot(choice.share, choice.quality);
  if (ordered <= 0) return choice.share;
  tally.ordered_use += demand * ordered;
  tally.ordered_q += demand * ordered * dot(split, choice.quality);
  choice.worth = (1 - ordered) * choice.worth + ordered * dot(split, choice.utility);
  return (1 - ordered) * choice.share + ordered * split;
}

}  // namespace poldyn
