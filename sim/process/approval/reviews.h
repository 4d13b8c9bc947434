#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Gives waiting filings to free reviewers, unless the office is shut. Draws from (review, filing's key and ordinal,
/// visit), at the stage.
void start_reviews(Simulation& sim, OfficeId office);

}  // namespace poldyn
