#include "sim/process/market/regions.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "sim/engine/choice.h"

namespace poldyn {
namespace {

constexpr std::size_t max_zones = 64;  // RegionalComplianceRule::zones has numbers below it

Eigen::Index segment(const World& world, GroupIndex group, std::size_t domain) {
  return static_cast<Eigen::Index>(std::size_t{group} * world.domains + domain);
}

std::uint64_t requirements_of_zone(const Simulation& sim, BlocId bloc, std::uint16_t zone) {
  const RegionalComplianceRule& rule = sim.rules_of(bloc).compliance;
  Stream stream = sim.draw(Purpose::requirements, bloc, zone);
  std::uint64_t bits = 0;
  for (std::int64_t i = 0; i < rule.requirements; ++i) bits |= std::uint64_t{deviates(rule, stream.uniform())} << i;
  return bits;
}

RequirementSet set_of(Bloc& bloc, std::uint64_t bits) {
  std::vector<std::uint64_t>& sets = bloc.requirement_sets;
  const auto known = std::find(sets.begin(), sets.end(), bits);
  const auto set = known - sets.begin();
  if (known == sets.end()) sets.push_back(bits);
  if (set >= common_set) throw std::length_error(bloc.name + ": requirements have changed too often to be kept");
  return static_cast<RequirementSet>(set);
}

void show(Market& market, const World& world, Eigen::Index row, GroupIndex group, const Version& version) {
  Segments& there = market.by_region;
  there.released(row, group) = in_days(version.released);
  for (std::size_t d = 0; d < world.domains; ++d) there.quality(row, segment(world, group, d)) = version.q[d];
}

std::uint16_t zone_of(const RegionalComplianceRule& rule, std::size_t region) {
  return static_cast<std::uint16_t>(rule.zones.empty() ? static_cast<double>(region) : rule.zones[region]);
}

/// Regions that race together: all, or those of one zone.
std::size_t choose_region(const std::vector<double>& share, const std::vector<double>* zones, double zone,
                          Stream& stream) {
  const KeyedUniforms luck(stream);
  Race race;
  for (std::size_t r = 0; r < share.size(); ++r)
    if (!zones || (*zones)[r] == zone) race.enter(r, luck.of(r), share[r]);
  return race.winner();
}

}  // namespace

Grouping group_regions(const Simulation& sim, BlocId id) {
  if (!sim.rules.mechanisms.compliance) return {};
  const Bloc& bloc = sim.world.at(id);
  const RegionalComplianceRule& rule = sim.rules_of(id).compliance;
  std::vector<RegionGroup> groups;
  std::vector<GroupIndex> group_of;
  for (std::size_t r = 0; r < bloc.regions; ++r) {
    const std::uint16_t zone = zone_of(rule, r);
    const std::uint64_t bits = requirements_of_zone(sim, id, zone);
    const auto same = std::find_if(groups.begin(), groups.end(),
                                   [&](const RegionGroup& group) { return group.requirements == bits; });
    group_of.push_back(static_cast<GroupIndex>(same - groups.begin()));
    if (same == groups.end()) groups.push_back({bits, 0, zone, common_set});
  }
  if (groups.size() < 2) return {};
  return {std::move(groups), std::move(group_of)};
}

void set_groups(Bloc& bloc, Grouping grouping) {
  bloc.groups = std::move(grouping.groups);
  bloc.group_of = std::move(grouping.group_of);
  for (RegionGroup& group : bloc.groups) group.set = set_of(bloc, group.requirements);
  weigh_groups(bloc);
}

RegionId draw_region(const Simulation& sim, BlocId bloc, Stream& stream) {
  const std::vector<double>& share = sim.world.at(bloc).region_share;
  if (share.size() == 1) return RegionId{0};
  const std::vector<double>& zones = sim.rules_of(bloc).compliance.zones;
  const bool in_zones = sim.rules.mechanisms.compliance &&
                        std::any_of(zones.begin(), zones.end(), [&](double zone) { return zone != zones.front(); });
  if (!in_zones) return RegionId{choose_region(share, nullptr, 0, stream)};
  std::array<double, max_zones> size{};
  for (std::size_t r = 0; r < share.size(); ++r) size[static_cast<std::size_t>(zones[r])] += share[r];
  const KeyedUniforms luck(stream);
  Race race;
  for (std::size_t zone = 0; zone < size.size(); ++zone) race.enter(zone, luck.of(zone), size[zone]);
  return RegionId{choose_region(share, &zones, static_cast<double>(race.winner()), stream)};
}

void weigh_groups(Bloc& bloc) {
  for (RegionGroup& group : bloc.groups) group.demand = 0;
  for (std::size_t r = 0; r < bloc.group_of.size(); ++r) bloc.groups[bloc.group_of[r]].demand += bloc.region_share[r];
}

int differing(const Bloc& bloc, RequirementSet set, GroupIndex group) {
  return std::popcount(requirements(bloc, set) ^ bloc.groups[group].requirements);
}

bool serves(const Bloc& bloc, OfferRow row, GroupIndex group) {
  return !regions_differ(bloc) || !std::isnan(bloc.market.by_region.released(row.value, group));
}

double mean_q_in(const World& world, const Vendor& vendor, GroupIndex group) {
  const Bloc& bloc = world.at(vendor.bloc);
  if (!regions_differ(bloc)) return world.at(vendor.product).mean_q;
  double mean = 0;
  for (std::size_t d = 0; d < world.domains; ++d)
    mean += bloc.demand_share[d] * bloc.market.by_region.quality(vendor.offer.value, segment(world, group, d));
  return mean;
}

void show_versions(World& world, VendorId id) {
  const Vendor& vendor = world.at(id);
  Bloc& bloc = world.at(vendor.bloc);
  if (!regions_differ(bloc)) return;
  const Model& product = world.at(vendor.product);
  const auto row = static_cast<Eigen::Index>(vendor.offer.value);
  // Where none is deployed there is no share either, so the quality only has to be a number.
  for (GroupIndex g = 0; g < bloc.groups.size(); ++g)
    for (std::size_t d = 0; d < world.domains; ++d)
      bloc.market.by_region.quality(row, segment(world, g, d)) = product.q[d];
  show(bloc.market, world, row, group_of(bloc, vendor.region), {product.project, product.released, product.q});
  for (const Fork& fork : world.vendor_forks[id.value].forks)
    if (fork.live) show(bloc.market, world, row, fork.group, fork.serving);
}

void close_group(World& world, const Vendor& vendor, GroupIndex group) {
  if (!vendor.offer) return;
  Bloc& bloc = world.at(vendor.bloc);
  bloc.market.by_region.released(vendor.offer.value, group) = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t d = 0; d < world.domains; ++d)
    for (Market::Columns* table : {&bloc.market.by_region.share, &bloc.market.by_region.chosen})
      if (table->cols() > 0) (*table)(vendor.offer.value, segment(world, group, d)) = 0;
  sum_groups(bloc, world.domains, vendor.offer);
}

double share_of_use(const Bloc& bloc, std::uint32_t domains, OfferRow row) {
  double share = 0;
  for (std::size_t d = 0; d < domains; ++d)
    share +=
        bloc.demand_share[d] * bloc.market.share(static_cast<Eigen::Index>(row.value), static_cast<Eigen::Index>(d));
  return share;
}

void sum_groups(Bloc& bloc, std::uint32_t domains, OfferRow offer) {
  const auto row = static_cast<Eigen::Index>(offer.value);
  for (std::uint32_t d = 0; d < domains; ++d) {
    double sum = 0;
    for (std::size_t g = 0; g < bloc.groups.size(); ++g)
      sum += bloc.groups[g].demand * bloc.market.by_region.share(row, static_cast<Eigen::Index>(g * domains + d));
    bloc.market.share(row, static_cast<Eigen::Index>(d)) = sum;
  }
}

}  // namespace poldyn
