#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/ids.h"
#include "sim/base/sim_time.h"
#include "sim/base/time_sum.h"
#include "sim/world/books.h"
#include "sim/world/clearance.h"
#include "sim/world/deadline.h"
#include "sim/world/directives.h"
#include "sim/world/kinds.h"
#include "sim/world/market.h"
#include "sim/world/model.h"
#include "sim/world/office.h"
#include "sim/world/paradigm.h"
#include "sim/world/poisson_clock.h"
#include "sim/world/regions.h"
#include "sim/world/registered_designs.h"
#include "sim/world/spells.h"

namespace poldyn {

/// What went on under one rule.
struct RuleTally {
  std::uint64_t filed = 0;     ///< filings, renewals and those of models in service among them
  std::uint64_t approved = 0;  ///< of those, by their end
  std::uint64_t refused = 0;
  std::uint64_t noticed = 0;  ///< notices, those of small updates among them
};

/// Running counts of one bloc since the end of the warm-up; nothing in the run reads them.
struct BlocTally {
  std::uint64_t entries = 0;
  std::uint64_t exits = 0;
  std::uint64_t projects = 0;                     ///< finished
  std::uint64_t dropped = 0;                      ///< candidates not better than the product
  std::uint64_t bundled = 0;                      ///< candidates that went into a later one
  std::uint64_t notified = 0;                     ///< updates that needed no filing under a filing rule
  std::array<std::uint64_t, max_tracks> filed{};  ///< releases, by track
  std::uint64_t refused = 0;
  std::uint64_t releases = 0;         ///< first deployments of a model
  std::array<TimeSum, causes> delay;  ///< summed over releases
  std::array<std::uint64_t, strata> releases_of{};
  std::array<TimeSum, strata> delay_of;   ///< summed over releases, all causes
  std::array<TimeSum, strata> review_of;  ///< likewise, what permission took
  TimeSum interval;                       ///< summed over releases that follow another of the same vendor
  std::uint64_t intervals = 0;
  TimeSum flagship_interval;  ///< likewise, of frontier vendors
  std::uint64_t flagship_intervals = 0;
  std::uint64_t expired = 0;
  std::uint64_t renewed = 0;
  std::uint64_t open_releases = 0;
  std::uint64_t adoptions = 0;  ///< releases whose project took another vendor's base
  std::uint64_t tenders = 0;    ///< awarded
  std::uint64_t unawarded = 0;
  std::uint64_t call_offs = 0;  ///< of `tenders`, those that went to a holder of a contract without bids
  std::uint64_t awards = 0;     ///< contracts that tenders led to
  double tender_value = 0;      ///< M$ over the contracts' length
  std::array<std::uint64_t, vendor_classes> won{};
  std::uint64_t won_affiliated = 0;
  double winner_q = 0;  ///< summed over contracts won by bids: the winners' mean q minus that of as many best bidders
  std::array<double, channels> signals{};  ///< received, after transmission
  double use = 0;                          ///< M$ of use, all domains
  std::uint64_t forks = 0;                 ///< builds of forks that were finished, rebuilds included
  TimeSum fork_time;                       ///< of those
  std::uint64_t regions_entered = 0;       ///< forks begun where the vendor had none
  std::uint64_t regions_left = 0;          ///< forks given up
  double fork_cost = 0;                    ///< M$, adaptations to the home region included
  double upkeep = 0;                       ///< M$, taken from projects
  double research = 0;                     ///< M$ of vendors' own money that is left for projects
  double user_value = 0;                   ///< M$, what choosing among the offers was worth to users
  double raised_from_investors = 0;        ///< M$ that vendors got in rounds of the private pool
  double raised_from_state = 0;            ///< likewise of the state's
  std::uint64_t acquired = 0;              ///< exits that were acquisitions
  std::uint64_t foreign_adoptions = 0;     ///< of these, of a base of another bloc's vendor
  std::uint64_t foreign_views = 0;         ///< other blocs that could use one of the open releases, summed over these
  std::uint64_t standard_switches = 0;     ///< vendors that changed their standard
  std::uint64_t leaks = 0;                 ///< closed designs that became visible in their own bloc
  std::uint64_t leaks_from_abroad = 0;     ///< closed designs of other blocs that became visible here
  std::uint64_t directed = 0;              ///< projects finished that a programme directed
  std::uint64_t discoveries = 0;  ///< projects that found the next paradigm, not all of them for the first time
  std::uint64_t incidents = 0;
  std::array<std::uint64_t, max_domains> incidents_in{};  ///< by domain
  double harm = 0;                                        ///< M$ of damage; no flow of money
  std::uint64_t patched = 0;
  std::uint64_t suspensions = 0;
  std::uint64_t reinstated = 0;
  std::uint64_t directives = 0;  ///< issued
  std::uint64_t lapsed_directives = 0;
  std::uint64_t audits = 0;
  std::uint64_t audit_findings = 0;
  std::uint64_t variants_filed = 0;
  std::uint64_t variants_given_up = 0;  ///< at the end of a term
  double chosen_use = 0;                ///< M$ of use that users chose, if some may be ordered
  double ordered_use = 0;               ///< likewise, the ordered part
  double chosen_q = 0;                  ///< sum over that use of use x q
  double ordered_q = 0;
  double tuning = 0;                 ///< shares of projects spent on the test alone, summed over the next
  std::uint64_t tuned_projects = 0;  ///< that trained a model, if vendors may do so
  DeadlineTally deadlines;
  std::array<RuleTally, max_rules> rules{};
  double vendor_days = 0;  ///< integral of the number of active vendors
  SimTime since{};
};

/// Use by standard, as the latest market epoch left it; empty if there are no standards.
struct StandardUse {
  std::vector<double> rate;    ///< (standards) M$ per year
  std::vector<double> before;  ///< what it was until `at`
  SimTime at{};
  std::uint8_t home = no_standard;  ///< the bloc's own standard
};

/// The fittest of the closed designs of a paradigm that became known in a bloc: what an imitator looks at, besides open
/// weights.
struct LeakedDesign {
  std::uint64_t design = 0;
  double fitness = 0;
};

/// A contract that was awarded.
struct Award {
  SimTime at{};
  VendorId vendor;
  double value = 0;  ///< M$, rate x length
};
/// So long awards are remembered: public figures on them are those of a year.
inline constexpr Ticks award_memory = std::chrono::hours{24 * 365};

/// Registered models of a bloc: counts that a public registry would show.
struct Registry {
  std::uint64_t approvals = 0;        ///< cumulative; never falls
  std::uint64_t light = 0;            ///< of those, by the light track
  std::uint64_t first = 0;            ///< of those, to vendors without a product that stood on an approval
  std::uint64_t variants = 0;         ///< of those, designs filed again for the entry's sake
  std::uint64_t variants_listed = 0;  ///< variants that are in the registry now
  RegisteredDesigns designs;          ///< of approved trained models and variants; an application has its base's
};

/// What changes of growth rates leave behind: each curve goes on from where it was. Logarithms; of compute, decades.
struct Drift {
  double compute = 0;
  double capacity = 0;
  double demand = 0;
  double tenders = 0;
  std::array<double, 2> funding{};  ///< by pool
};

/// Stages of a track in order, by their index in the bloc.
using Route = std::vector<std::uint8_t>;

/// A track as it stands.
struct TrackState {
  std::uint16_t route = 0;  ///< copy: of Bloc::routes, the one that new filings take
  double promised_days = std::numeric_limits<double>::infinity();  ///< copy: within which it decides by law, if it must
  double expected_days = 0;  ///< state: what vendors have seen from filing to approval
};

/// One bloc as it stands. Who reads it must know which of three things a member is:
///
/// - *State*: the present depends on it and nothing else holds it. Handlers change it, each in the rooms of sim/process
///   that its heading names.
/// - *Copy*: what could be found from state or from the rules, kept because it is read more often than it changes. Who
///   changes what it is a copy of brings it up to date in the same event.
/// - *Count*: for observers. No handler reads it; conditions of policies do, by the metrics that are made of it.
struct Bloc {
  std::string name;

  // Copies of the rules: start() makes them, follow_rules() after a change.
  std::uint32_t regions = 1;
  std::vector<double> region_share;                  ///< of demand; sums to 1
  std::array<double, strata> stratum_weight{};       ///< share of vendors that the rules ask for; sums to 1
  std::array<double, max_domains> demand_share{};    ///< of each domain; sums to 1
  std::array<bool, max_domains> outside_envelope{};  ///< domain lies outside the approved envelope
  std::array<double, 2> backing_weight{};            ///< sums of the vendors' Backing::weight, by pool
  std::array<std::optional<std::uint8_t>, vendor_classes> own_class{};  ///< place of its own table, if it has one
  std::uint32_t stages = 0;
  std::vector<std::optional<std::size_t>>
      rule_places;                ///< by name of a rule (rule_names), its place in the bloc's list
  std::vector<OfficeId> offices;  ///< all of the bloc, by stage, then region
  std::array<std::uint32_t, max_stages> first_office{};  ///< of a stage, in `offices`

  // State of regions: which ask for the same, and what they ask for.
  std::vector<RegionGroup> groups;   ///< in order of their first region; empty if all regions ask for the same
  std::vector<GroupIndex> group_of;  ///< by region; empty likewise
  std::vector<std::uint64_t> requirement_sets;  ///< each that a group of regions ever had: only grows

  // State of the population.
  std::vector<VendorId> members;  ///< active vendors; Vendor::member is each one's place
  std::uint32_t vendors = 0;      ///< copy: members.size()
  std::uint32_t spinoffs = 0;     ///< ordinals given out

  // State of approval.
  std::vector<TrackState> tracks;     ///< in the order of the rules
  std::vector<Route> routes;          ///< all that there ever were: filings keep theirs
  std::uint32_t outside_filings = 0;  ///< so far; whatever the batch was, none has another's number

  // State of the market, from one epoch to the next.
  Market market;
  StandardUse standards;
  ComputeMarket compute;  ///< if supply is limited
  SimTime last_epoch{};
  std::uint32_t epochs = 0;
  std::uint32_t epoch_generation = 0;  ///< generation of the next market_epoch
  Money income;                        ///< of all vendors since the last epoch: sales and contracts
  Money spending;                      ///< likewise: projects, filings, running costs
  Money support;                       ///< likewise: from the state, for nothing in return
  double profit_margin = 0;            ///< of the last epoch, in [-1, 1]
  double subsidy_rate = 0;             ///< state's support / (income + support) of the last epoch, in [0, 1]
  Drift drift;                         ///< what changes of growth rates left behind

  // State of what vendors may build on.
  std::vector<Base> interfaces;  ///< deployed model of each vendor, if others may call it
  std::vector<Base> weights;     ///< latest open weights of each vendor that others know how to build on
  std::deque<Base> upcoming;     ///< open weights that they do not know yet, earliest first
  std::array<std::optional<LeakedDesign>, max_paradigms> leaked{};  ///< by paradigm, if any has
  KnownParadigms paradigms;
  Programme programme;

  // State of oversight.
  BlocDirectives directives;  ///< directives, if there are any

  // State of procurement.
  std::vector<std::vector<ContractId>> region_contracts;  ///< running ones by region, in no order

  // Clocks: state of what comes at random.
  PoissonClock entry;  ///< of candidates
  PoissonClock tender;
  PoissonClock arrival;  ///< of filings from outside
  PoissonClock audit;
  PoissonClock directive;  ///< of those at random

  // Counts.
  std::uint32_t tenders = 0;                                         ///< opened
  std::uint32_t contracts = 0;                                       ///< running
  std::deque<Award> awards;                                          ///< of the last award_memory, in order
  SimTime vendors_since{};                                           ///< `vendors` has held since then
  double user_utility = std::numeric_limits<double>::quiet_NaN();    ///< as of the last epoch, mean over units of use
  double best_trained_q = -std::numeric_limits<double>::infinity();  ///< mean q of the best model trained so far
  Registry registry;
  Books books;         ///< every flow of money; a vendor's cash changes with an entry here
  Books books_before;  ///< what they were when the warm-up ended
  BlocTally tally;
  BlocTally warmup;  ///< what `tally` was when the warm-up ended; zero before
  Spells spells;
};

/// Of interfaces and of weights, the approved and the others: of each of these four kinds a bloc remembers so many, and
/// forgets the weakest, which nobody would choose; for a choice costs time per entry.
inline constexpr std::size_t base_pool_size = 32;

inline bool regions_differ(const Bloc& bloc) { return !bloc.groups.empty(); }
/// What vendors expect from filing to approval, days: what they have seen, and no more than what the law promises.
inline double expected_review(const Bloc& bloc, Track track) {
  const TrackState& state = bloc.tracks[static_cast<std::size_t>(track)];
  return std::min(state.expected_days, state.promised_days);
}
inline GroupIndex group_of(const Bloc& bloc, RegionId region) {
  return regions_differ(bloc) ? bloc.group_of[region.value] : common_group;
}
/// What a vendor with this home builds for; where all regions ask for the same, that is what the bloc has in common.
inline RequirementSet home_set(const Bloc& bloc, RegionId region) {
  return regions_differ(bloc) ? bloc.groups[bloc.group_of[region.value]].set : common_set;
}
inline std::uint64_t requirements(const Bloc& bloc, RequirementSet set) {
  return set == common_set ? 0 : bloc.requirement_sets[set];
}

}  // namespace poldyn
