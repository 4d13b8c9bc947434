#include "sim/process/designs/standards.h"

#include <algorithm>

#include "sim/engine/choice.h"

namespace poldyn {
namespace {

std::uint8_t home_of(const Simulation& sim, BlocId bloc) {
  const auto& names = sim.rules.standards.names;
  const auto found = std::find(names.begin(), names.end(), sim.rules_of(bloc).standards.home);
  return found == names.end() ? no_standard : static_cast<std::uint8_t>(found - names.begin());
}

const std::vector<double>& rates(const Simulation& sim, const StandardUse& use, AsOf when) {
  return when == AsOf::before && use.at == sim.now() ? use.before : use.rate;
}

}  // namespace

void see_homes(Simulation& sim) {
  for (std::size_t b = 0; b < sim.world.blocs.size(); ++b) sim.world.blocs[b].standards.home = home_of(sim, BlocId{b});
}

void open_standards(Simulation& sim) {
  if (!sim.rules.mechanisms.standards) return;
  sim.world.standards = static_cast<std::uint32_t>(sim.rules.standards.names.size());
  sim.world.design_scale = sim.rules.standards.design_scale;
  for (std::size_t b = 0; b < sim.world.blocs.size(); ++b) {
    StandardUse& use = sim.world.blocs[b].standards;
    use.rate.assign(sim.world.standards, 0.0);
    use.before = use.rate;
  }
  see_homes(sim);
}

StandardShares use_in_reach(const Simulation& sim, BlocId id, AsOf when) {
  StandardShares share{};
  const double abroad = sim.rules_of(id).standards.foreign_reach;
  double sum = 0;
  for (std::size_t b = 0; b < sim.world.blocs.size(); ++b) {
    const double weight = BlocId{b} == id ? 1 : abroad;
    const std::vector<double>& rate = rates(sim, sim.world.blocs[b].standards, when);
    for (std::size_t s = 0; s < rate.size(); ++s) {
      share[s] += weight * rate[s];
      sum += weight * rate[s];
    }
  }
  if (sum > 0)
    for (double& part : share) part /= sum;
  return share;
}

void choose_standard(Simulation& sim, Vendor& vendor) {
  if (!sim.rules.mechanisms.standards) return;
  const StandardShares reach = use_in_reach(sim, vendor.bloc);
  const StandardView view{{reach.data(), sim.world.standards}, home_of(sim, vendor.bloc), vendor.standard};
  Stream stream = sim.draw(Purpose::standard, vendor, vendor.project);
  const KeyedUniforms luck(stream);
  std::array<double, max_standards> u{};
  for (std::size_t s = 0; s < sim.world.standards; ++s) u[s] = luck.of(sim.identities.standards[s]);
  const std::uint8_t chosen = decide(sim.rules.standards, sim.rules_of(vendor.bloc).standards, view, u);
  if (vendor.standard != no_standard && chosen != vendor.standard) ++sim.world.at(vendor.bloc).tally.standard_switches;
  vendor.standard = chosen;
}

double conversion_oom(const Simulation& sim, const Vendor& vendor, const Base& base) {
  return base.standard == vendor.standard ? 0 : sim.rules.standards.conversion_oom;
}

Base converted(const Simulation& sim, const Vendor& vendor, const Base& base) {
  Base made = base;
  const double lost = conversion_oom(sim, vendor, base);
  made.standard = vendor.standard;
  made.compute_oom -= lost;
  made.mean_q -= lost;
  for (std::size_t d = 0; d < sim.world.domains; ++d) made.q[d] -= lost;
  return made;
}

Eigen::ArrayXd compatibility(const Simulation& sim, BlocId id) {
  const double weight = sim.rules_of(id).standards.compatibility_weight;
  if (!sim.rules.mechanisms.standards || weight <= 0) return {};
  const Market& market = sim.world.at(id).market;
  const StandardShares reach = use_in_reach(sim, id, AsOf::before);
  Eigen::ArrayXd utility(static_cast<Eigen::Index>(market.rows));
  for (std::uint32_t row = 0; row < market.rows; ++row)
    utility(static_cast<Eigen::Index>(row)) = weight * reach[market.standard[row]];
  return utility;
}

void count_use_by_standard(Simulation& sim, BlocId id, const Market::Columns& use, double days) {
  if (!sim.rules.mechanisms.standards || !(days > 0)) return;
  Bloc& bloc = sim.world.at(id);
  StandardUse& counted = bloc.standards;
  counted.home = home_of(sim, id);
  counted.before = counted.rate;
  counted.at = sim.now();
  std::fill(counted.rate.begin(), counted.rate.end(), 0.0);
  for (Eigen::Index d = 0; d < use.cols(); ++d)
    for (std::uint32_t row = 0; row < bloc.market.rows; ++row)
      counted.rate[bloc.market.standard[row]] += use(static_cast<Eigen::Index>(row), d) * days_per_year / days;
}

}  // namespace poldyn
