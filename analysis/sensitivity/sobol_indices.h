#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/sensitivity/index.h"
#include "analysis/sensitivity/response.h"

namespace poldyn::analysis {

/// Responses at the blocks of a Saltelli design: (row, point, replicate). The points of a row are A, A with one factor
/// from B for each factor, with `both` B with one factor from A for each, and B.
struct SaltelliResponses {
  std::span<const double> values;
  std::size_t factors = 0;
  std::size_t replicates = 1;
  bool both = false;
  bool common = false;  ///< all points share their random numbers, replicate by replicate

  std::size_t width() const { return (both ? 2 : 1) * factors + 2; }
  std::size_t rows() const { return values.size() / (width() * replicates); }
};

/// Shares of a variance by factor.
struct VarianceShares {
  std::vector<Index> first;  ///< what would go if the factor were known
  std::vector<Index> total;  ///< what would stay if all others were known
};

struct SobolIndices {
  std::size_t rows = 0;      ///< used
  std::size_t left_out = 0;  ///< rows in which a run has no value
  Spread spread;             ///< over A and B
  /// Of what a point has on average over worlds. None with one replicate, and none if the variance over points is not
  /// told apart from noise.
  std::optional<VarianceShares> of_mean;
  /// Of single runs. With common random numbers a world is the same at all points, so these are the indices of a world,
  /// on average over worlds (Hart, Alexanderian & Gremaud 2017, SIAM J. Sci. Comput. 39). Else noise stands in them.
  std::optional<VarianceShares> of_run;
};

/// First order by Saltelli et al. 2010 (Comput. Phys. Commun. 181, table 2 b), total by Jansen 1999 (ibid. 117):
///
///     S_i V = mean of y(B) (y(A_B^i) - y(A)),    T_i V = mean of (y(A) - y(A_B^i))^2 / 2
///
/// Independent noise of variance s2 adds s2/m to V and to the numerator of T at m replicates; without_noise() takes it
/// out of all three. Intervals are percentiles over resampled rows: a row with its noise is what is independent of the
/// others. If worlds are shared, they are the same for all rows, and what other worlds would have given is added by the
/// jackknife over replicates (three at least, two for a world). More than 2000 rows are resampled in 2000 batches.
SobolIndices sobol_indices(const SaltelliResponses& responses, double level, std::uint32_t resamples,
                           const Resampler& resampler);

}  // namespace poldyn::analysis
