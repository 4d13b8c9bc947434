#pragma once

#include "sim/process/approval/decision.h"

namespace poldyn {

// A review office is one stage of one bloc, or of a region of it: reviewers who take filings from a queue, and perhaps
// dates on which it decides. A filing goes from office to office through the stages of its track.
//
// What a decision is to the vendor lies beyond the office: it is returned, and whoever called for it follows it up,
// before the office goes on. So a vendor may file again before the reviewer turns to who waits.

/// Starts a filing through its track. A track without stages approves at once, and an office that is full turns it
/// away: then the decision is returned.
[[nodiscard]] std::optional<Decision> file(Simulation& sim, const Filing& filing);

/// Takes back all filings of a vendor that leaves, with the models they were for. A review under way goes on, to
/// nobody's use.
void withdraw_filings(Simulation& sim, VendorId vendor);

/// Takes back filings of a model that are for no other rules than these, since its vendor has no use for them any more,
/// likewise.
void withdraw_filings_of(Simulation& sim, ModelId model, RuleMask rules);

/// A review has ended: the filing is decided on, or waits for a decision date. Its reviewer is free; to be followed by
/// start_reviews() once the decision has been followed up. Of a filing that has moved on or was taken back only the
/// reviewer is left.
[[nodiscard]] std::optional<Decision> conclude_review(Simulation& sim, FilingId filing);

/// A decision date has come, planned by this generation: how many filings the office decides on today. To be followed
/// by so many calls of decide_next(), then by schedule_decision_date().
std::uint32_t begin_decisions(Simulation& sim, OfficeId office, std::uint32_t generation);
/// Decides on the filing that has waited longest for a date. Draws from (verdict, filing's key and ordinal, visit).
[[nodiscard]] std::optional<Decision> decide_next(Simulation& sim, OfficeId office);
/// Schedules the next decision date, if filings wait for one and the office is not shut.
void schedule_decision_date(Simulation& sim, OfficeId office);

/// A filing that has waited too long, or was to, is withdrawn.
[[nodiscard]] std::optional<Decision> lose_patience(Simulation& sim, FilingId filing, std::uint32_t generation,
                                                    std::uint16_t visit);
/// A returned filing is mended and comes back.
[[nodiscard]] std::optional<Decision> take_resubmission(Simulation& sim, FilingId filing, std::uint32_t generation);

}  // namespace poldyn
