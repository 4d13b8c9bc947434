#include "sim/observe/census.h"

#include <algorithm>
#include <bit>

#include "sim/base/radix_sort.h"
#include "sim/world/prefetch.h"

namespace poldyn {
namespace {

/// A mean in the making.
struct Mean {
  double weight = 0;
  double sum = 0;
  void add(double w, double x) {
    weight += w;
    sum += w * x;
  }
  /// Takes in a sum of which only the total is known.
  void add_total(double w, double weighted_sum) {
    weight += w;
    sum += weighted_sum;
  }
  double value() const { return ratio(sum, weight); }
};

UseProfile profile(std::span<const double> use) {
  return {hhi(use), {hill(use, 0), hill(use, 1), hill(use, 2)}, largest_share(use)};
}

/// What the users of one group of regions meet in a domain.
void add_group(Mean& q, const World& world, const Bloc& bloc, std::size_t group, std::size_t domain) {
  const auto segment = static_cast<Eigen::Index>(group * world.domains + domain);
  const double* share = bloc.market.by_region.share.col(segment).data();
  const double* quality = bloc.market.by_region.quality.col(segment).data();
  for (std::size_t i = 0; i < bloc.market.rows; ++i) q.add(bloc.groups[group].demand * share[i], quality[i]);
}

/// Age of what they use, over all of their use.
void add_ages(Mean& age, const World& world, const Bloc& bloc, SimTime now, std::size_t group) {
  const double* released = bloc.market.by_region.released.col(static_cast<Eigen::Index>(group)).data();
  for (std::size_t d = 0; d < world.domains; ++d) {
    const auto segment = static_cast<Eigen::Index>(group * world.domains + d);
    const double* share = bloc.market.by_region.share.col(segment).data();
    for (std::size_t i = 0; i < bloc.market.rows; ++i)
      if (share[i] > 0)
        age.add(bloc.groups[group].demand * bloc.demand_share[d] * share[i], in_days(now) - released[i]);
  }
}

}  // namespace

const Census& CensusTaker::take(const World& world, const Bloc& bloc, SimTime now, BlocProfile* profile) {
  census_ = {};
  census_.frontier_in.fill(missing_value);
  census_.q_in.fill(missing_value);
  census_.models = bloc.market.rows;
  count_money(world, bloc);
  census_.awards = awards_.take(bloc, now);
  use_.assign(bloc.market.rows, 0.0);
  if (profile) *profile = {};
  if (bloc.market.rows == 0) return census_;
  weigh_domains(world, bloc);
  visit_products(world, bloc, now);
  compare_domains(world, bloc);
  census_.stress = stress_test(world, bloc, use_);
  count_clones();
  profile_paradigms(world);
  profile_lineages();
  profile_standards(world, bloc);
  if (profile) fill(*profile);
  profile_models(world.bits);
  return census_;
}

void CensusTaker::clear_designs(std::size_t paradigms) {
  designs_.clear();
  paradigm_use_.assign(paradigms, 0.0);
  for (auto* weights : {&by_use_, &by_model_, &by_application_}) {
    weights->resize(paradigms);
    for (BitWeights& of_paradigm : *weights) of_paradigm.clear();
  }
}

void CensusTaker::profile_paradigms(const World& world) {
  census_.by_paradigm = profile(paradigm_use_);
  census_.newest_share = ratio(paradigm_use_[world.newest_paradigm], census_.use);
  for (std::size_t p = 0; p < paradigm_use_.size(); ++p)
    if (paradigm_use_[p] > 0) census_.latest_paradigm = static_cast<double>(p);
}

/// Column by column, as the market lies in memory. Loops and not Eigen's sums, whose order depends on the width of the
/// processor's registers: a metric has the same bits everywhere.
void CensusTaker::weigh_domains(const World& world, const Bloc& bloc) {
  const Market& market = bloc.market;
  Mean all, inside, outside, open_ended, tool_use;
  for (std::size_t d = 0; d < world.domains; ++d) {
    const double* share = market.share.col(static_cast<Eigen::Index>(d)).data();
    const double* quality = market.quality.col(static_cast<Eigen::Index>(d)).data();
    const double demand = bloc.demand_share[d];
    double best = quality[0];
    Mean q;
    for (std::size_t i = 0; i < market.rows; ++i) {
      use_[i] += share[i] * demand;
      if (bloc.groups.empty()) q.add(share[i], quality[i]);
      best = std::max(best, quality[i]);
    }
    for (std::size_t g = 0; g < bloc.groups.size(); ++g) add_group(q, world, bloc, g, d);
    census_.frontier_in[d] = best;
    census_.q_in[d] = q.value();
    const auto take_in = [&](Mean& mean) { mean.add_total(demand * q.weight, demand * q.sum); };
    take_in(all);
    take_in(bloc.outside_envelope[d] ? outside : inside);
    if (world.domain_kind[d] == DomainKind::open_ended) take_in(open_ended);
    if (world.domain_kind[d] == DomainKind::tool_use) take_in(tool_use);
  }
  census_.q = all.value();
  census_.q_inside = inside.value();
  census_.q_outside = outside.value();
  census_.q_open_ended = open_ended.value();
  census_.q_tool_use = tool_use.value();
}

void CensusTaker::visit_products(const World& world, const Bloc& bloc, SimTime now) {
  const Market& market = bloc.market;
  members_.resize(market.rows);
  standard_use_.fill(0);
  const BlocId here{static_cast<std::size_t>(&bloc - world.blocs.data())};
  double foreign = 0;
  clear_designs(world.later_landscapes.size() + 1);
  const Programme& programme = bloc.programme;
  Mean compute, robustness, age, distance, reachable;
  census_.frontier = -std::numeric_limits<double>::infinity();
  for_each_offer(world, market, [&](std::size_t i, const Model& model) {
    const auto row = static_cast<Eigen::Index>(i);
    census_.approved += model.approved;
    census_.derivative += model.derivative;
    census_.inherited_weights += model.inherited_weights;
    census_.use += use_[i];
    for (std::size_t r = 0, bound = model.bound; bound != 0; ++r, bound >>= 1U)
      if ((bound & 1U) != 0) census_.bound_use[r] += use_[i];
    census_.frontier = std::max(census_.frontier, model.mean_q);
    compute.add(use_[i], model.compute_oom);
    robustness.add(use_[i], market.robustness(row));
    reachable.add(use_[i], model.approved);
    if (bloc.groups.empty()) age.add(use_[i], in_days(now) - market.released_days(row));
    members_[i] = {model.lineage, use_[i], model.derivative, model.standard};
    if (model.standard < max_standards) standard_use_[model.standard] += use_[i];
    if (model.root_bloc && model.root_bloc != here) foreign += use_[i];
    paradigm_use_[model.paradigm] += use_[i];
    // An application has its base's design by definition: counted here, it would be a clone without anybody's doing.
    if (model.unmodified) {
      ++census_.applications;
      by_application_[model.paradigm].add(model.design, use_[i]);
      return;
    }
    designs_.push_back(design_key(model.design, model.paradigm));
    by_use_[model.paradigm].add(model.design, use_[i]);
    by_model_[model.paradigm].add(model.design, 1);
    const auto apart = static_cast<unsigned>(std::popcount(model.design ^ programme.target));
    distance.add(1, model.paradigm == programme.paradigm ? apart : world.bits);
  });
  census_.foreign_lineage = ratio(foreign, census_.use);
  if (programme.running) census_.target_distance = distance.value() / world.bits;
  for (std::size_t g = 0; g < bloc.groups.size(); ++g) add_ages(age, world, bloc, now, g);
  census_.compute = compute.value();
  census_.robustness = robustness.value();
  census_.reachable_share = reachable.value();
  census_.age_days = age.value();
}

/// What of a model's capability is there in the domain it knows least, against the one it knows best.
void CensusTaker::compare_domains(const World& world, const Bloc& bloc) {
  const Market& market = bloc.market;
  Mean transfer;
  for (std::size_t i = 0; i < market.rows; ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    Eigen::Index least = 0, most = 0;
    for (Eigen::Index d = 1; d < static_cast<Eigen::Index>(world.domains); ++d) {
      if (market.stock(row, d) < market.stock(row, least)) least = d;
      if (market.stock(row, d) > market.stock(row, most)) most = d;
    }
    if (least != most) transfer.add(use_[i], market.quality(row, least) - market.quality(row, most));
  }
  census_.transfer = transfer.value();
}

/// A vendor has one product, so a design seen twice is a design of two vendors.
void CensusTaker::count_clones() {
  sort_by(designs_, [](std::uint64_t design) { return design; });
  for (std::size_t from = 0; from < designs_.size();) {
    std::size_t to = from + 1;
    while (to < designs_.size() && designs_[to] == designs_[from]) ++to;
    ++census_.designs;
    if (to - from > 1) census_.clones += to - from;
    from = to;
  }
}

void CensusTaker::profile_lineages() {
  sort_by(members_, [](const Member& member) { return member.lineage; });
  std::vector<double> use_of_lineage;
  bool forked = false;
  for (std::size_t i = 0; i < members_.size(); ++i) {
    if (i == 0 || members_[i].lineage != members_[i - 1].lineage) {
      use_of_lineage.push_back(0);
      census_.forked += forked;
      forked = false;
    }
    use_of_lineage.back() += members_[i].use;
    forked |= members_[i].derivative;
  }
  census_.forked += forked;
  census_.lineages = use_of_lineage.size();
  census_.by_lineage = profile(use_of_lineage);
}

void CensusTaker::profile_standards(const World& world, const Bloc& bloc) {
  if (world.standards == 0) return;
  census_.by_standard = profile(standard_use_);
  if (bloc.standards.home != no_standard)
    census_.home_standard = ratio(standard_use_[bloc.standards.home], census_.use);
}

/// Members are in the order of their lineages; within one, use is summed by standard.
void CensusTaker::fill(BlocProfile& profile) const {
  profile.standard = standard_use_;
  for (std::size_t paradigm = 0; paradigm < by_use_.size(); ++paradigm) {
    profile.designs.push_back(by_use_[paradigm].sums());
    profile.designs.back().add(by_application_[paradigm].sums(), 1);
  }
  std::array<double, max_standards + 1> use{};  // the last is for no standard
  for (std::size_t i = 0; i < members_.size(); ++i) {
    const Member& member = members_[i];
    use[std::min<std::size_t>(member.standard, max_standards)] += member.use;
    if (i + 1 < members_.size() && members_[i + 1].lineage == member.lineage) continue;
    for (std::size_t s = 0; s < use.size(); ++s)
      if (use[s] > 0)
        profile.lineages.push_back(
            {member.lineage, s < max_standards ? static_cast<std::uint8_t>(s) : no_standard, use[s]});
    use.fill(0);
  }
}

void CensusTaker::profile_models(unsigned bits) {
  census_.by_model = profile(use_);
  census_.mean_distance = mean_distance(std::span<const BitWeights>(by_model_), bits);
  census_.rao = rao(std::span<const BitWeights>(by_use_), bits);
  sort_by(use_, [](double w) { return std::bit_cast<std::uint64_t>(w); });  // as w >= 0
  census_.gini = gini(use_);
  census_.top_50 = top_share(use_, 50);
}

void CensusTaker::count_money(const World& world, const Bloc& bloc) {
  Money cash;
  for (const VendorId id : bloc.members) {
    cash += world.at(id).cash;
    census_.held_back += static_cast<bool>(world.at(id).candidate);
    census_.contract_rate += world.at(id).contract_rate;
    census_.top_contract_rate = std::max(census_.top_contract_rate, world.at(id).contract_rate);
  }
  census_.cash = cash.millions();
}

}  // namespace poldyn
