#pragma once

#include <vector>

#include "tests/theory/visits.h"

namespace poldyn::theory {

/// The approval pipeline of filings from outside, written a second time without agenda, handlers or linked lists: look
/// at every filing and every decision date for what comes next, do it, look again. Slow, and independent of
/// sim/process. Returns the visits in the order in which reviews ended. Central offices of one bloc; no season.
std::vector<Visit> naive_visits(const Scenario& scenario, RunKey key);

}  // namespace poldyn::theory
