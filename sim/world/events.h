#pragma once

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string_view>

#include "sim/base/phase.h"

namespace poldyn {

/// What can happen. A kind without a handler does not compile: sim/process/dispatch/mechanism_table.cpp names them all.
/// Values are part of the meaning of a fingerprint: append only.
enum class EventKind : std::uint8_t {
  vendor_enters,     ///< subject bloc, detail the entrant's ordinal, extra its Birth
  entry_tried,       ///< subject bloc: a candidate entrant; it enters or stays away
  vendor_spins_off,  ///< subject vendor
  vendor_leaves,     ///< subject vendor, extra the generation of its exit clock: for reasons outside the model
  training_ends,     ///< subject vendor, detail its project
  hold_ends,         ///< subject vendor, detail its hold generation: a bundled update is filed now
  filings_arrive,    ///< subject bloc, detail ordinal of the arrival
  review_ends,       ///< subject filing
  window_opens,      ///< subject office
  patience_ends,     ///< subject filing, detail its generation
  rectified,         ///< subject filing: a returned filing comes back
  deployed,          ///< subject model, detail its generation
  renewal_due,       ///< subject model, detail its generation, extra the rule
  approval_expires,  ///< likewise
  tender_opens,      ///< subject bloc, detail ordinal of the tender
  contract_ends,     ///< subject contract
  market_epoch,      ///< subject bloc, detail its generation
  warmup_ends,
  sampled,
  design_leaks,      ///< subject model, detail its generation: others may imitate the closed design
  paradigm_known,    ///< subject bloc, detail the paradigm: all its vendors know of it now
  programme_starts,  ///< subject bloc, detail the programme's ordinal
  programme_ends,    ///< likewise
  incident,          ///< subject vendor, detail the generation of its incident clock
  patched,           ///< subject model, detail its generation
  suspension_ends,   ///< subject model, detail its generation
  directive_issued,  ///< subject bloc, detail the directive's key
  model_complies,    ///< subject model, detail its generation, extra the directive's key
  audit,             ///< subject bloc, detail ordinal of the visit
  variant_due,       ///< subject variant, detail its generation: its term ends
  policy_changes,    ///< subject policy, detail the firing, extra its PolicyStep; no part of the fingerprint
  fork_done,         ///< subject vendor, detail its build: a fork for other regions is ready
  vendor_fails,      ///< subject vendor: it leaves for lack of cash
  deadline_passes,   ///< subject filing, detail its generation: a statutory clock may have run out
  rule_binds,        ///< subject bloc, detail the rule: an exemption may be over
  grace_ends,        ///< subject vendor, detail the rule: the grace that it gives the vendor may be over
  staff_compared,    ///< subject office, detail its generation: reviewers are compared with what they follow
  reviewer_joins,    ///< subject office
  reviewer_trained,  ///< likewise: a training that began so long ago is over
  reviewer_leaves,   ///< likewise: one that was told to
  round_held         ///< subject vendor, detail the ordinal, extra the pool: backers may pay
};
inline constexpr std::size_t event_kinds = 41;
inline constexpr std::array<std::string_view, event_kinds> event_names{
    "vendor_enters",  "entry_tried",      "vendor_spins_off", "vendor_leaves",    "training_ends",  "hold_ends",
    "filings_arrive", "review_ends",      "window_opens",     "patience_ends",    "rectified",      "deployed",
    "renewal_due",    "approval_expires", "tender_opens",     "contract_ends",    "market_epoch",   "warmup_ends",
    "sampled",        "design_leaks",     "paradigm_known",   "programme_starts", "programme_ends", "incident",
    "patched",        "suspension_ends",  "directive_issued", "model_complies",   "audit",          "variant_due",
    "policy_changes", "fork_done",        "vendor_fails",     "deadline_passes",  "rule_binds",     "grace_ends",
    "staff_compared", "reviewer_joins",   "reviewer_trained", "reviewer_leaves",  "round_held"};

/// What a kind counts as in fingerprints and tables of events. Failing was a kind of leaving, told apart by its phase,
/// and there it still is.
constexpr EventKind kind_on_record(EventKind kind) {
  return kind == EventKind::vendor_fails ? EventKind::vendor_leaves : kind;
}

/// Who acts first at one instant: what ends, then who decides, then what starts, then who looks.
namespace phase {
inline constexpr Phase ends{0};
inline constexpr Phase arrives{1};
inline constexpr Phase decides{2};
inline constexpr Phase deploys{3};
inline constexpr Phase market{4};
inline constexpr Phase observes{5};
}  // namespace phase

/// How a vendor came to be; part of its identity in random streams, so that one more initial vendor renumbers no
/// entrant.
enum class Birth : std::uint8_t { initial, entrant, spinoff, bloc };

/// Names an entity within a run: bloc (5 bits) | birth (2) | ordinal within both (25).
constexpr std::uint32_t entity_key(std::uint32_t bloc, Birth birth, std::uint32_t ordinal = 0) {
  if (bloc >= 1U << 5 || ordinal >= 1U << 25)
    throw std::length_error("a bloc made more than 33,554,431 vendors of one kind");
  return bloc << 27 | static_cast<std::uint32_t>(birth) << 25 | ordinal;
}

/// Its identity in random streams, where the bloc stands in the key by its name and not by its place.
constexpr std::uint32_t within_bloc(std::uint32_t entity) { return entity & ((1U << 27) - 1); }

/// Whose randomness it is: one value for each kind of decision. Values are part of the meaning of a seed: append only.
enum class Purpose : std::uint8_t {
  landscape = 1,
  identity,       ///< class, region, affiliation, first design, capital of a vendor
  training,       ///< length of a project
  search,         ///< mode and outcome of a project
  base_choice,    ///< which base is adopted
  review,         ///< working time of a review; this and the next three belong to the stage
  verdict,        ///< pass or fail
  rectification,  ///< time to mend
  patience,
  release,     ///< open weights or closed
  visibility,  ///< whether another bloc can use an open release
  entry,       ///< times of entry candidates, and whether they stay
  spinoff,
  exit,
  tender,         ///< time, region, value, length of a tender, and who is invited
  bid,            ///< noise of a score
  funding,        ///< luck of a vendor in one epoch
  arrival,        ///< filings from outside
  acquisition,    ///< whether a vendor without cash is bought, and by whom
  standard,       ///< which standard a vendor builds on
  leak,           ///< when a closed design leaks, and which blocs see it
  paradigm,       ///< whether a project finds the next paradigm, and the first design in a new one
  programme,      ///< whether a project is directed, and which bits it copies
  incident,       ///< hazard that a release runs through until it fails
  harm,           ///< of an incident: how much, and in which domain
  suspension,     ///< its length
  patch,          ///< time to mend in place
  directive,      ///< times of directives at random
  compliance,     ///< how long a vendor takes to comply, and whether it does so unforced
  audit,          ///< times of visits, who is visited, how long it is suspended
  variant,        ///< whether an approved design is filed again
  category,       ///< what kind of use a tender asks an approval for
  requirements,   ///< what a region asks for
  fork,           ///< time to build a fork
  region_choice,  ///< whether a vendor serves a group of regions
  takes_part,     ///< whether a vendor is bound by a rule that binds only some; belongs to the rule
  staffing,       ///< when a reviewer joins or leaves; belongs to the stage
  framework,      ///< whether a tender calls off from a running contract, and from which
  round,          ///< when a pool of money pays a vendor, and how much
  score           ///< error of what a test finds of a model; sub is the test
};

}  // namespace poldyn
