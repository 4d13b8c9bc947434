#include "sim/process/market/regroup.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "sim/process/market/forks.h"
#include "sim/process/market/regions.h"
#include "sim/process/service/incident_clock.h"

namespace poldyn {
namespace {

/// Where regions do not differ they are one group all the same.
Grouping whole(Grouping grouping, std::size_t regions) {
  if (grouping.groups.empty()) grouping = {{{0, 1, 0, common_set}}, std::vector<GroupIndex>(regions, 0)};
  return grouping;
}

bool same(const Grouping& a, const Grouping& b) {
  return a.group_of == b.group_of &&
         std::equal(a.groups.begin(), a.groups.end(), b.groups.begin(), b.groups.end(),
                    [](const RegionGroup& x, const RegionGroup& y) { return x.requirements == y.requirements; });
}

/// Regions without demand count for next to nothing, and not for nothing: they may be a whole group.
double weight_of(const Bloc& bloc, std::size_t region) { return std::max(bloc.region_share[region], 1e-300); }

std::vector<std::size_t> regions_in(const Grouping& grouping, std::size_t group) {
  std::vector<std::size_t> regions;
  for (std::size_t r = 0; r < grouping.group_of.size(); ++r)
    if (grouping.group_of[r] == group) regions.push_back(r);
  return regions;
}

bool anybody(const Market::Columns& table, Eigen::Index rows, Eigen::Index column) {
  for (Eigen::Index row = 0; row < rows; ++row)
    if (table(row, column) > 0) return true;
  return false;
}

/// Shares by segment of the groups that there will be: means of those of their regions, by demand. Regions in which
/// nothing was used go the way of the others.
Market::Columns mean_shares(const World& world, const Bloc& bloc, const Market::Columns& table, const Grouping& was,
                            const Grouping& is) {
  const auto rows = static_cast<Eigen::Index>(bloc.market.rows), domains = static_cast<Eigen::Index>(world.domains);
  Market::Columns mean = Market::Columns::Zero(table.rows(), static_cast<Eigen::Index>(is.groups.size()) * domains);
  for (std::size_t g = 0; g < is.groups.size(); ++g) {
    const std::vector<std::size_t> regions = regions_in(is, g);
    const GroupIndex first = was.group_of[regions.front()];
    const bool one = std::all_of(regions.begin(), regions.end(), [&](auto r) { return was.group_of[r] == first; });
    for (Eigen::Index d = 0; d < domains; ++d) {
      auto there = mean.col(static_cast<Eigen::Index>(g) * domains + d).head(rows);
      const auto before = [&](GroupIndex group) { return static_cast<Eigen::Index>(group) * domains + d; };
      if (one) {
        there = table.col(before(first)).head(rows);
        continue;
      }
      double served = 0;
      for (const std::size_t r : regions) {
        if (!anybody(table, rows, before(was.group_of[r]))) continue;
        there += weight_of(bloc, r) * table.col(before(was.group_of[r])).head(rows);
        served += weight_of(bloc, r);
      }
      if (served > 0) there /= served;
    }
  }
  return mean;
}

/// One version of a vendor's, in service in some of the old groups, and what it was made for.
struct Served {
  Version version;
  RequirementSet made_for = common_set;
};

/// By old group; nothing where it has none. At home it is the product; where regions do not differ it is everywhere.
std::vector<std::optional<Served>> versions_served(const World& world, VendorId id, const Grouping& was) {
  std::vector<std::optional<Served>> served(was.groups.size());
  const Vendor& vendor = world.at(id);
  for (const Fork& fork : world.vendor_forks[id.value].forks)
    if (fork.live) served[fork.group] = {fork.serving, fork.made_for};
  if (!vendor.offer) return served;
  const Model& product = world.at(vendor.product);
  served[was.group_of[vendor.region.value]] = {version_of(product), product.built_for};
  return served;
}

/// What of it stays in service in a new group that it was in, or in a part of which it was.
std::optional<Served> version_left(const Bloc& bloc, const std::vector<std::optional<Served>>& served,
                                   const Grouping& was, const Grouping& is, std::size_t group) {
  std::optional<Served> left;
  double most = -1;
  for (const std::size_t r : regions_in(is, group)) {
    const auto& here = served[was.group_of[r]];
    if (!here || weight_of(bloc, r) <= most) continue;
    most = weight_of(bloc, r);
    left = here;
  }
  if (!left) return left;
  for (const auto& one : served)
    if (one && requirements(bloc, one->made_for) == is.groups[group].requirements) return one;
  return left;
}

/// The fork that a vendor has in a new group other than its home.
std::optional<Fork> fork_left(const Bloc& bloc, const VendorForks& own,
                              const std::vector<std::optional<Served>>& served, const Grouping& was, const Grouping& is,
                              GroupIndex group, SimTime now) {
  Fork fork;
  for (const Fork& old : own.forks)
    if (old.building && was.groups[old.group].requirements == is.groups[group].requirements) fork = old;
  fork.group = group;
  fork.live = false;
  if (const auto left = version_left(bloc, served, was, is, group)) {
    fork.live = true;
    fork.serving = left->version;
    fork.made_for = left->made_for;
    fork.kept_since = now;
  }
  if (!fork.live && !fork.building) return std::nullopt;
  return fork;
}

/// Upkeep of what there was is owed up to now; from now on it is due for what there is.
void move_forks(Simulation& sim, VendorId id, const Grouping& was, const Grouping& is) {
  const Bloc& bloc = sim.world.at(sim.world.at(id).bloc);
  VendorForks& own = sim.world.vendor_forks[id.value];
  for (const Fork& fork : own.forks)
    if (fork.live) own.owed += sim.now() - fork.kept_since;
  const auto served = versions_served(sim.world, id, was);
  std::vector<Fork> forks;
  for (GroupIndex g = 0; g < is.groups.size(); ++g)
    if (g != is.group_of[sim.world.at(id).region.value])
      if (const auto fork = fork_left(bloc, own, served, was, is, g, sim.now())) forks.push_back(*fork);
  own.forks = std::move(forks);
}

/// Puts shares into the columns by group, or into the market's own if regions do not differ any more.
void put_shares(Bloc& bloc, std::uint32_t domains, Market::Columns share, Market::Columns chosen, bool differ) {
  Market& market = bloc.market;
  Segments& there = market.by_region;
  const Eigen::Index rows = share.rows();
  if (!differ) {
    market.share = std::move(share);
    market.chosen = std::move(chosen);
    there = Segments{};
    return;
  }
  const auto groups = static_cast<Eigen::Index>(bloc.groups.size());
  there.share = std::move(share);
  there.chosen = std::move(chosen);
  there.quality = Market::Columns::Zero(rows, groups * static_cast<Eigen::Index>(domains));
  there.released = Market::Columns::Constant(rows, groups, std::numeric_limits<double>::quiet_NaN());
  market.chosen.resize(0, 0);
  for (std::uint32_t row = 0; row < market.rows; ++row) sum_groups(bloc, domains, OfferRow{row});
}

}  // namespace

void regroup(Simulation& sim, BlocId id) {
  if (!sim.rules.mechanisms.compliance) return;
  Bloc& bloc = sim.world.at(id);
  Grouping next = group_regions(sim, id);
  const bool differed = regions_differ(bloc), differ = !next.groups.empty();
  if (same({bloc.groups, bloc.group_of}, next)) return set_groups(bloc, std::move(next));  // zones may have new names
  const Grouping was = whole({bloc.groups, bloc.group_of}, bloc.regions), is = whole(next, bloc.regions);
  for (const VendorId member : bloc.members) move_forks(sim, member, was, is);
  const Market& market = bloc.market;
  Market::Columns share = mean_shares(sim.world, bloc, differed ? market.by_region.share : market.share, was, is);
  const Market::Columns& chose = differed ? market.by_region.chosen : market.chosen;
  Market::Columns chosen;
  if (chose.cols() > 0) chosen = mean_shares(sim.world, bloc, chose, was, is);
  set_groups(bloc, std::move(next));
  put_shares(bloc, sim.world.domains, std::move(share), std::move(chosen), differ);
  if (differ)
    for (const VendorId vendor : market.vendor) show_versions(sim.world, vendor);
  retime_incidents(sim, id);
}

}  // namespace poldyn
