#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/headline.h"

namespace poldyn::analysis {

/// Of one policy, over the runs that did not fail.
struct Firings {
  std::string policy;       ///< its label or, without one, its place in the list, from 1
  std::size_t in_runs = 0;  ///< that it came into force in
  Estimate firings;         ///< per run
  Estimate first, last;     ///< days from the run's start, over the runs in which it came into force
  Estimate in_force;        ///< days
};

/// By policy, in the order of the scenario; none of a scenario without policies, or of a file that does not know them.
std::vector<Firings> firings_of(const Totals& side);

}  // namespace poldyn::analysis
