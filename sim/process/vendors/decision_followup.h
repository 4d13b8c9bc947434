#pragma once

#include "sim/process/approval/office.h"

namespace poldyn {

// Where offices and vendors meet: an office decides, and what follows from that follows before the office goes on.

/// What the decision, if there is one, is to the vendor whose filing it was.
void follow(Simulation& sim, const std::optional<Decision>& decision);

/// An office that has no decision dates any more decides on all that wait for one.
void decide_on_all(Simulation& sim, OfficeId office);

/// Handlers: a review ends; a decision date comes; a vendor loses patience; a returned filing is mended; a
/// statutory clock may have run out.
void end_review(Simulation& sim, FilingId filing);
void reach_decision_date(Simulation& sim, OfficeId office, std::uint32_t generation);
void end_patience(Simulation& sim, FilingId filing, std::uint32_t generation, std::uint16_t visit);
void resubmit(Simulation& sim, FilingId filing, std::uint32_t generation);
void reach_deadline(Simulation& sim, FilingId filing, std::uint32_t generation);

}  // namespace poldyn
