#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// What Bloc::groups and Bloc::group_of hold.
struct Grouping {
  std::vector<RegionGroup> groups;
  std::vector<GroupIndex> group_of;
};

/// Draws what each region asks for and gathers regions that ask for the same. Draws from (requirements, bloc, zone).
/// Without the mechanism, or if all regions ask for the same, there are no groups and the bloc is one market.
Grouping group_regions(const Simulation& sim, BlocId bloc);
void set_groups(Bloc& bloc, Grouping grouping);

/// A region, with the probability of its share of demand: a zone and then a region of it, so that a region split in two
/// of its zone moves nobody out of it. Draws four words at most.
RegionId draw_region(const Simulation& sim, BlocId bloc, Stream& stream);

/// Gives each group the demand of its regions, after a change of Bloc::region_share.
void weigh_groups(Bloc& bloc);

/// Requirements of a group that what is made for `set` does not meet.
int differing(const Bloc& bloc, RequirementSet set, GroupIndex group);

/// Whether the offer of this row is deployed in a group of regions; where regions do not differ an offer is everywhere.
bool serves(const Bloc& bloc, OfferRow row, GroupIndex group);
/// Mean q of what a vendor has deployed in a group of regions that it serves.
double mean_q_in(const World& world, const Vendor& vendor, GroupIndex group);

/// Shows each group of regions the version that a vendor with an offer has there.
void show_versions(World& world, VendorId vendor);
/// Takes the vendor's offer off the market of one group; its users there choose anew.
void close_group(World& world, const Vendor& vendor, GroupIndex group);
/// An offer's share of what all users of the bloc spend, all domains together.
double share_of_use(const Bloc& bloc, std::uint32_t domains, OfferRow row);
/// Makes an offer's share of the bloc's use the mean of its shares in the groups.
void sum_groups(Bloc& bloc, std::uint32_t domains, OfferRow row);

}  // namespace poldyn
