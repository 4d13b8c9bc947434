#include "analysis/attribution/attribution.h"

#include <algorithm>
#include <cmath>

#include "analysis/attribution/exact_parts.h"

namespace poldyn::analysis {
namespace {

/// What one replicate says, before rounding is placed.
struct Division {
  std::vector<double> groups, parts, group_variances, part_variances;
  OrderMeans pairs;
};

void add_subsets(std::vector<Coalition>& worlds, const std::vector<std::size_t>& members, Coalition before) {
  for (std::size_t subset = 0; subset < std::size_t{1} << members.size(); ++subset) {
    Coalition world = before;
    for (std::size_t j = 0; j < members.size(); ++j)
      if (subset >> j & 1U) world |= Coalition{1} << members[j];
    worlds.push_back(world);
  }
}

std::vector<Coalition> all_worlds(const Unions& groups) {
  std::vector<Coalition> worlds;
  for (Coalition in = 0; in < Coalition{1} << groups.size(); ++in) {
    Coalition before = 0;
    for (std::size_t k = 0; k < groups.size(); ++k)
      if (in >> k & 1U) before |= coalition_of(groups[k]);
    for (std::size_t k = 0; k < groups.size(); ++k)
      if (!(in >> k & 1U)) add_subsets(worlds, groups[k], before);
  }
  return worlds;
}

Division divide_exactly(const Unions& groups, const Game& game) {
  std::size_t parts = 0;
  for (const auto& members : groups) parts += members.size();
  Division made{shapley(groups.size(), between_unions(groups, game)), std::vector<double>(parts), {}, {}, {}};
  for (std::size_t k = 0; k < groups.size(); ++k) {
    if (groups[k].size() == 1) {
      made.parts[groups[k].front()] = made.groups[k];
      continue;
    }
    const std::vector<double> members = owen(groups, k, game);
    for (std::size_t j = 0; j < members.size(); ++j) made.parts[groups[k][j]] = members[j];
  }
  made.group_variances.assign(groups.size(), 0.0);
  made.part_variances.assign(parts, 0.0);
  made.pairs.values = interactions(groups.size(), between_unions(groups, game));
  made.pairs.variances.assign(made.pairs.values.size(), 0.0);
  return made;
}

/// The groups in the order in which their parts come; parts of one stand together.
Order order_of_groups(const Unions& groups, const Order& order) {
  Order made;
  for (const std::size_t part : order)
    for (std::size_t k = 0; k < groups.size(); ++k)
      if (std::find(groups[k].begin(), groups[k].end(), part) != groups[k].end() && (made.empty() || made.back() != k))
        made.push_back(k);
  return made;
}

Division divide_along(const Unions& groups, const std::vector<Order>& orders, const Game& game) {
  std::vector<Order> by_group;
  by_group.reserve(orders.size());
  for (const Order& order : orders) by_group.push_back(order_of_groups(groups, order));
  const Game of_unions = between_unions(groups, game);
  OrderMeans of_groups = means_over(by_group, of_unions);
  OrderMeans of_parts = means_over(orders, game);
  OrderMeans of_pairs = groups.size() <= most_interacting ? interactions_over(by_group, of_unions) : OrderMeans();
  return {std::move(of_groups.values), std::move(of_parts.values), std::move(of_groups.variances),
          std::move(of_parts.variances), std::move(of_pairs)};
}

/// The values of all quantities, replicate by replicate, and what their orders' choice adds to their variance.
struct Gathered {
  Attributed made;
  std::vector<std::vector<double>> group_variances, part_variances, pair_variances;
};

std::vector<double> members_of(const std::vector<double>& parts, const std::vector<std::size_t>& members) {
  std::vector<double> made;
  made.reserve(members.size());
  for (const std::size_t part : members) made.push_back(parts[part]);
  return made;
}

/// What rounding has made parts and wholes differ by, at most.
double missing(const Unions& groups, double whole, const Division& division) {
  const auto off = [](double of, const std::vector<double>& parts) {
    long double sum = of;
    for (const double part : parts) sum -= part;
    return static_cast<double>(std::abs(sum));
  };
  double most = off(whole, division.groups);
  for (std::size_t k = 0; k < groups.size(); ++k)
    most = std::max(most, off(division.groups[k], members_of(division.parts, groups[k])));
  return most;
}

/// Places the rounding: whole first, then groups, then parts.
double settle(const Unions& groups, double whole, Division& division) {
  double grain = std::max(grain_of(division.groups), grain_of(division.parts));
  // Where worlds lie far further apart than A and B, their rounding is more than a few such units.
  constexpr double units = 8;
  while (grain > 0 && missing(groups, whole, division) > units * grain) grain *= 2;
  whole = rounded(whole, grain);
  division.groups = exact_parts(division.groups, whole, grain);
  for (std::size_t k = 0; k < groups.size(); ++k) {
    const auto settled = exact_parts(members_of(division.parts, groups[k]), division.groups[k], grain);
    for (std::size_t j = 0; j < settled.size(); ++j) division.parts[groups[k][j]] = settled[j];
  }
  return whole;
}

bool has_all(const std::vector<Coalition>& worlds, const Game& game) {
  return std::all_of(worlds.begin(), worlds.end(), [&](Coalition world) { return std::isfinite(game(world)); });
}

void push(std::vector<Measured>& to, const std::vector<double>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) to[i].runs.push_back(values[i]);
}

void gather(const AttributionDesign& design, std::size_t replicate, const Game& game, Gathered& all) {
  const Unions& groups = design.groups;
  Division division =
      design.sampled() ? divide_along(groups, design.orders[replicate], game) : divide_exactly(groups, game);
  const double none = game(0), both = game(everybody(groups));
  all.made.whole.runs.push_back(settle(groups, both - none, division));
  push(all.made.groups, division.groups);
  push(all.made.parts, division.parts);
  for (std::size_t k = 0; k < groups.size(); ++k) {
    const Coalition group = coalition_of(groups[k]);
    all.made.alone[k].runs.push_back(game(group) - none);
    all.made.last[k].runs.push_back(both - game(everybody(groups) & ~group));
    all.group_variances[k].push_back(division.group_variances[k]);
  }
  for (std::size_t i = 0; i < design.parts(); ++i) all.part_variances[i].push_back(division.part_variances[i]);
  push(all.made.interactions, division.pairs.values);
  for (std::size_t i = 0; i < division.pairs.values.size(); ++i)
    all.pair_variances[i].push_back(division.pairs.variances[i]);
}

void leave_out(Gathered& all) {
  all.made.whole.runs.push_back(no_value);
  for (auto* list : {&all.made.groups, &all.made.parts, &all.made.alone, &all.made.last, &all.made.interactions})
    for (Measured& one : *list) one.runs.push_back(no_value);
}

void judge(Measured& one, const AttributionJudging& judging, const std::string& what) {
  const std::vector<double> nothing(one.runs.size(), 0.0);
  one.mean = paired_difference(nothing, one.runs, judging.level);
  if (judging.resampler) one.bca = bca_of_mean(one.runs, judging.level, judging.resampler(judging.name + "/" + what));
}

void judge_all(Attributed& made, const AttributionJudging& judging) {
  judge(made.whole, judging, "whole");
  const auto each = [&](std::vector<Measured>& list, const std::string& what) {
    for (std::size_t i = 0; i < list.size(); ++i) judge(list[i], judging, what + std::to_string(i));
  };
  each(made.groups, "group");
  each(made.parts, "part");
  each(made.alone, "alone");
  each(made.last, "last");
  each(made.interactions, "interaction");
}

/// Of the mean over replicates whose orders were drawn independently.
double order_error(const std::vector<double>& variances) {
  double sum = 0;
  for (const double variance : variances) sum += variance;
  return variances.empty() ? no_value : std::sqrt(sum) / static_cast<double>(variances.size());
}

}  // namespace

std::size_t AttributionDesign::parts() const {
  std::size_t sum = 0;
  for (const auto& members : groups) sum += members.size();
  return sum;
}

std::vector<Coalition> worlds_of(const AttributionDesign& design, std::size_t replicate) {
  std::vector<Coalition> worlds = design.sampled() ? passed(design.orders[replicate]) : all_worlds(design.groups);
  for (const auto& members : design.groups) {
    worlds.push_back(coalition_of(members));
    worlds.push_back(everybody(design.groups) & ~coalition_of(members));
  }
  std::sort(worlds.begin(), worlds.end());
  worlds.erase(std::unique(worlds.begin(), worlds.end()), worlds.end());
  return worlds;
}

Attributed attribute(const AttributionDesign& design, std::size_t replicates,
                     const std::function<double(std::size_t replicate, Coalition)>& value,
                     const AttributionJudging& judging) {
  const std::size_t groups = design.groups.size(), parts = design.parts();
  Gathered all;
  for (auto* list : {&all.made.groups, &all.made.alone, &all.made.last}) list->resize(groups);
  all.made.parts.resize(parts);
  if (!design.sampled() || groups <= most_interacting) all.made.interactions.resize(pairs_of(groups).size());
  all.pair_variances.resize(all.made.interactions.size());
  all.group_variances.resize(groups);
  all.part_variances.resize(parts);
  for (std::size_t replicate = 0; replicate < replicates; ++replicate) {
    const Game game = [&](Coalition world) { return value(replicate, world); };
    if (has_all(worlds_of(design, replicate), game))
      gather(design, replicate, game, all);
    else
      leave_out(all);
  }
  for (std::size_t k = 0; k < groups; ++k) all.made.groups[k].order_error = order_error(all.group_variances[k]);
  for (std::size_t i = 0; i < parts; ++i) all.made.parts[i].order_error = order_error(all.part_variances[i]);
  for (std::size_t i = 0; i < all.made.interactions.size(); ++i)
    all.made.interactions[i].order_error = order_error(all.pair_variances[i]);
  judge_all(all.made, judging);
  return std::move(all.made);
}

void adjust(const Unions& groups, std::vector<Attributed>& all) {
  std::vector<Measured*> of_rules, of_pairs;
  for (Attributed& one : all) {
    for (Measured& group : one.groups) of_rules.push_back(&group);
    for (const auto& members : groups)
      for (const std::size_t part : members)
        if (members.size() > 1) of_rules.push_back(&one.parts[part]);
    for (Measured& pair : one.interactions) of_pairs.push_back(&pair);
  }
  for (const auto& family : {of_rules, of_pairs}) {
    std::vector<double> p;
    p.reserve(family.size());
    for (const Measured* one : family) p.push_back(one->mean.p);
    const std::vector<double> adjusted = holm(p);
    for (std::size_t i = 0; i < family.size(); ++i) family[i]->adjusted_p = adjusted[i];
  }
}

}  // namespace poldyn::analysis
