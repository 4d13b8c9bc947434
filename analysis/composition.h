#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/side.h"

namespace poldyn::analysis {

/// What of a difference in a mean over a mixture is left at equal composition (direct standardisation: Neison 1844;
/// Kitagawa 1955, J. Amer. Statist. Assoc. 50). A rule that changes which releases there are moves the crude mean even
/// if no kind of release changes, and may turn its sign (Simpson).
struct Standardised {
  results::MetricInfo about;  ///< the crude mean
  std::size_t side = 1;
  std::string bloc;  ///< its name in the baseline
  Difference crude;
  Difference standardised;
};

/// One run of either side: means by stratum, and what each counts, at the same places. Weights are the mean of both
/// sides' shares over the strata in which both have a value; NaN if there is none.
double standardised_difference(std::span<const double> a, std::span<const double> count_a, std::span<const double> b,
                               std::span<const double> count_b);

/// Of every mean that is known by stratum on both sides, run by run: other - baseline. Strata are matched by name.
std::vector<Standardised> at_equal_composition(const std::vector<Side>& sides, double level);

/// Whether the standardised difference is told from zero by itself and the crude one points the other way.
bool turned(const Standardised& found, double level);

}  // namespace poldyn::analysis
