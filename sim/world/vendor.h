#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "sim/base/ids.h"
#include "sim/base/money.h"
#include "sim/base/sim_time.h"
#include "sim/world/kinds.h"
#include "sim/world/paradigm.h"

namespace poldyn {

/// Row of a vendor's product in its bloc's market; none while it has nothing deployed.
using OfferRow = Id<struct OfferRowTag>;

/// A firm. Slots are never used again, so an id is good for the whole run. What tenders look at, of vendors from all
/// over memory, stands first.
///
/// At most one product and one candidate at a time: `candidate` is trained and held back, and a better one takes its
/// place; once it is filed it is the filing's model and no candidate. `product` is the latest deployed, also while its
/// approval has lapsed or is suspended. `offer` is there while the product is on the market, `experience` while it is
/// not. After `active` became false, projects, candidates and offers are gone, filings withdrawn, contracts over.
struct Vendor {
  std::uint32_t key = 0;  ///< identity in random streams (events.h)
  BlocId bloc;
  RegionId region;
  VendorClass cls{};
  bool affiliated = false;  ///< state-linked
  bool public_facing = false;
  bool active = true;
  bool training = false;     ///< a project is under way
  bool must_file = false;    ///< the rules make the project's product file, as far as is known before it ends
  std::uint8_t pending = 0;  ///< filings of releases under way
  std::uint8_t standard = no_standard;  ///< that it builds on now; its product may still have an earlier one
  Paradigm paradigm = 0;                ///< of its design
  Paradigm knows = 0;                   ///< latest paradigm it found or worked in; its bloc may know a later one

  ModelId product;    ///< deployed
  ModelId candidate;  ///< trained, held back
  OfferRow offer;
  ExperienceId experience;               ///< while it has no offer, if it ever had feedback
  FilingId filings;                      ///< first of its filings under way
  ContractId contracts;                  ///< first of its contracts
  std::array<std::uint8_t, 8> buyers{};  ///< how many of these there are by region, see contracts.cpp

  std::uint32_t project = 0;  ///< ordinal of the latest project, from 1
  std::uint32_t releases = 0;
  std::uint32_t renewals = 0;
  std::uint32_t approvals = 0;             ///< of releases
  std::uint32_t candidate_generation = 0;  ///< of the held candidate: a stale hold_ends names an older one

  std::uint64_t design = 0;
  double fitness = 0;         ///< of `design`
  std::uint64_t lineage = 0;  ///< root ancestor of the design: (key << 32 | project) of the model that began it
  BlocId root_bloc;           ///< bloc in which that lineage began
  double inherited_oom = 0;   ///< compute that adopted weights carry; -inf if none were adopted
  BlocId inherited_data;      ///< bloc on whose data that compute was spent
  double committed_q = 0;     ///< best mean q under review, deployed or about to be; -inf before the first
  double settled_q = 0;       ///< likewise, without what is under review

  Money cash;                   ///< changes only by entries in the books
  Money team_cost;              ///< of the present project
  double spend_oom = 0;         ///< decades of money of the present project beyond the least cost
  double contract_rate = 0;     ///< M$ per year under contract
  double contract_arrears = 0;  ///< M$ that the next epoch adds: for contracts that began or ended between
                                ///< epochs, and what rounding to whole units left over

  SimTime project_start{};
  std::optional<SimTime> last_filed;  ///< of releases
  SimTime last_release{};
  SimTime left{};            ///< if it is not active
  std::uint32_t member = 0;  ///< its place in Bloc::members
};

}  // namespace poldyn
