#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "analysis/bootstrap.h"
#include "analysis/stats.h"

namespace poldyn::analysis {

/// One quantity under every policy in every world. A world is a future, one set of values of what nobody knows, with a
/// replicate of it, which is luck. A world that some policy has no value in is NaN for all, so that policies are always
/// compared over the same worlds.
struct Worlds {
  std::size_t policies = 0, futures = 0, replicates = 0;
  std::vector<double> values;  ///< (policy, future, replicate), the last fastest

  std::size_t at(std::size_t policy, std::size_t future, std::size_t replicate) const {
    return (policy * futures + future) * replicates + replicate;
  }
};

/// Makes NaN for all policies what is not finite for one. Gives the number of worlds that are left.
std::size_t keep_common(Worlds& worlds);

/// Which of `policies` to leave out so that, of those left, at most the share `most` of all worlds lacks a value under
/// some policy: again and again the one that lacks most worlds, of equals the later one. Many that lack a few worlds
/// each would leave few in common, and those may be the easy ones. In the order in which they go.
std::vector<std::size_t> sparse_together(const Worlds& worlds, std::vector<std::size_t> policies, double most);

/// Mean over replicates, (future, policy), of futures with a world left; `futures` names them.
struct FutureMeans {
  Eigen::MatrixXd values;
  std::vector<std::size_t> futures;
};
FutureMeans future_means(const Worlds& worlds);

/// How worlds hang together, which decides what is drawn anew to see how sure a result is.
struct Layout {
  bool sampled_futures = false;  ///< futures are a sample of what might be; else a grid, which stays as it is
  bool shared_luck = false;      ///< replicate n has the same random numbers in every future
};

/// Whether anything can be drawn anew, so that intervals and shares mean something.
bool can_resample(const Worlds& worlds, Layout layout);

/// A world's place by slot: slot (f, r) holds replicate `replicates[f * n + r]` of future `futures[f]`.
struct Resample {
  std::vector<std::uint32_t> futures, replicates;
};

/// Draws worlds with replacement, the same for all policies. Futures of a sample are drawn as they are, with all their
/// replicates; of a grid replicates are drawn within each future. Where futures share their luck, replicates are drawn
/// once for all of them, and futures apart from that (pigeonhole bootstrap: Owen 2007, Ann. Appl. Stat. 1, 386, which
/// overstates the part of the noise that is neither the future's nor the replicate's). Uses `resampler` with 2 number
/// and 2 number + 1.
Resample resample(const Worlds& worlds, Layout layout, std::uint32_t number, const Resampler& resampler);
Worlds taken(const Worlds& worlds, const Resample& from);

/// Mean of cells (future, replicate), NaN left out, with a t interval that knows what hangs together: with shared luck
/// the variance of a two-way layout, var(rows) / S + var(columns) / m - var(residuals) / (S m), and degrees of freedom
/// by Satterthwaite (1946, Biometrics Bull. 2). What cannot be seen is left out: of one replicate its luck, and without
/// anything to see there is no interval.
Estimate mean_of_cells(const Eigen::MatrixXd& cells, Layout layout, double level = confidence);

}  // namespace poldyn::analysis
