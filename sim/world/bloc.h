#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <limits>
#include <string>
#include <vector>

#include "sim/base/ids.h"
#include "sim/base/sim_time.h"
#include "sim/base/time_sum.h"
#include "sim/world/books.h"
#include "sim/world/clock.h"
#include "sim/world/control.h"
#include "sim/world/kinds.h"
#include "sim/world/market.h"
#include "sim/world/model.h"
#include "sim/world/office.h"
#include "sim/world/paradigm.h"
#include "sim/world/regions.h"
#include "sim/world/registered_designs.h"
#include "sim/world/spells.h"

namespace poldyn {

/// Running counts of one bloc since the end of the warm-up; nothing in the run reads them.
struct BlocTally {
  std::uint64_t entries = 0;
  std::uint64_t exits = 0;
  std::uint64_t projects = 0;                 ///< finished
  std::uint64_t dropped = 0;                  ///< candidates not better than the product
  std::uint64_t bundled = 0;                  ///< candidates that went into a later one
  std::uint64_t notified = 0;                 ///< updates that needed no filing under a filing rule
  std::array<std::uint64_t, tracks> filed{};  ///< releases, by track
  std::uint64_t refused = 0;
  std::uint64_t releases = 0;         ///< first deployments of a model
  std::array<TimeSum, causes> delay;  ///< summed over releases
  std::array<std::uint64_t, strata> releases_of{};
  std::array<TimeSum, strata> delay_of;   ///< summed over releases, all causes
  std::array<TimeSum, strata> review_of;  ///< likewise, what permission took
  TimeSum interval;                   ///< summed over releases that follow another of the same vendor
  std::uint64_t intervals = 0;
  TimeSum flagship_interval;  ///< likewise, of frontier vendors
  std::uint64_t flagship_intervals = 0;
  std::uint64_t expired = 0;
  std::uint64_t renewed = 0;
  std::uint64_t open_releases = 0;
  std::uint64_t adoptions = 0;  ///< releases whose project took another vendor's base
  std::uint64_t tenders = 0;    ///< awarded
  std::uint64_t unawarded = 0;
  double tender_value = 0;  ///< M$ over the contracts' length
  std::array<std::uint64_t, vendor_classes> won{};
  std::uint64_t won_affiliated = 0;
  double winner_q = 0;                     ///< sum of the winner's mean q minus the best bidder's
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
  double fitness = -1;  ///< below every fitness: nothing has leaked
};

/// An award of a tender.
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
};

/// Stages of a track in order, by their index in the bloc.
using Route = std::vector<std::uint8_t>;

struct Bloc {
  std::string name;
  std::uint32_t regions = 1;
  std::vector<double> region_share;  ///< sums to 1
  std::array<double, strata> stratum_weight{};  ///< share of vendors that the rules ask for now; sums to 1
  std::vector<RegionGroup> groups;   ///< in order of their first region; empty if all regions ask for the same
  std::vector<GroupIndex> group_of;  ///< by region; empty likewise
  std::vector<std::uint64_t> requirement_sets;     ///< each that a group of regions ever had
  std::array<double, max_domains> demand_share{};  ///< of each domain; sums to 1
  std::array<bool, max_domains> outside{};         ///< domain lies outside the approved envelope
  std::uint32_t stages = 0;
  std::vector<OfficeId> offices;                         ///< all of the bloc, by stage, then region
  std::array<std::uint32_t, max_stages> first_office{};  ///< of a stage, in `offices`
  std::vector<VendorId> members;                         ///< active vendors
  std::uint32_t vendors = 0;                             ///< members.size()
  SimTime vendors_since{};                               ///< `vendors` has held since then
  std::uint32_t entrants = 0;                            ///< ordinals given out
  std::uint32_t spinoffs = 0;
  std::uint32_t tenders = 0;
  std::uint32_t outside_filings = 0;                     ///< so far; whatever the batch was, none has another's number
  std::uint32_t epochs = 0;
  std::array<double, tracks> expected_review_days{};  ///< what vendors expect from filing to approval, by track
  Money income;                                       ///< of all vendors since the last epoch: sales and contracts
  Money spending;                                     ///< likewise: projects, filings, running costs
  Money support;                                      ///< likewise: from the state, for nothing in return
  double profit_margin = 0;                           ///< of the last epoch, in [-1, 1]
  double subsidy_rate = 0;  ///< state's support / (income + support) of the last epoch, in [0, 1]
  double user_utility = std::numeric_limits<double>::quiet_NaN();  ///< as of the last epoch, mean over units of use
  SimTime last_epoch{};
  std::vector<Base> interfaces;  ///< deployed model of each vendor, if others may call it
  std::vector<Base> weights;     ///< latest open weights of each vendor that others know how to build on
  std::deque<Base> upcoming;     ///< open weights that they do not know yet, earliest first
  StandardUse standards;
  std::array<LeakedDesign, max_paradigms> leaked{};
  std::uint32_t contracts = 0;  ///< running
  std::deque<Award> awards;     ///< of the last award_memory, in order
  Market market;
  double best_trained_q = -std::numeric_limits<double>::infinity();  ///< mean q of the best model trained so far
  Registry registry;
  Books books;
  Books books_before;     ///< what they were when the warm-up ended
  Control control;        ///< if there are directives
  ComputeMarket compute;  ///< if supply is limited
  KnownParadigms paradigms;
  Programme programme;
  BlocTally tally;
  BlocTally warmup;                               ///< what `tally` was when the warm-up ended; zero before
  Spells spells;
  std::array<std::vector<Route>, tracks> routes;  ///< by track, all that there ever were
  std::array<std::uint16_t, tracks> route{};      ///< the one that new filings take
  Clock entry;                                    ///< of candidates
  Clock tender;
  Clock arrival;  ///< of filings from outside
  Clock audit;
  Clock directive;  ///< of those at random
  Drift drift;
  std::uint32_t epoch_plan = 0;  ///< generation of the next market_epoch
};

/// Of interfaces and of weights, the approved and the others: of each of these four kinds a bloc remembers so many, and
/// forgets the weakest, which nobody would choose; for a choice costs time per entry.
inline constexpr std::size_t base_pool_size = 32;

}  // namespace poldyn
