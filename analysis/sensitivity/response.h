#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/stats.h"

namespace poldyn::analysis {

/// How much a response varies, and how much of that is noise.
struct Spread {
  std::size_t points = 0;  ///< with a value of every replicate
  double mean = no_value;  ///< over points and replicates
  double variance =
      no_value;             ///< over points, of what a point has on average: noise is taken out; may come out below 0
  double noise = no_value;  ///< variance between replicates of a point, on average; NaN with one replicate
  double single_run = no_value;  ///< variance of single runs within a replicate: of points and noise together

  /// Share of noise in a single run's variance; NaN with one replicate.
  double noise_share() const;
};

/// One number per point and replicate with the mean of each replicate taken out, so that a world in which everything is
/// higher does not look like influence. Points that lack a value in any replicate are left out.
class Response {
 public:
  /// `values` is (point, replicate), as Study::response gives it; of the points named, in that order.
  Response(std::span<const double> values, std::size_t replicates, std::span<const std::size_t> points);
  /// Of all points.
  Response(std::span<const double> values, std::size_t replicates);

  std::size_t points() const { return kept_.size(); }
  std::size_t replicates() const { return replicates_; }
  /// Places in the list that was given, of points that are kept.
  const std::vector<std::size_t>& kept() const { return kept_; }
  /// Of the kept points, one replicate.
  std::span<const double> replicate(std::size_t r) const { return {series_.data() + r * kept_.size(), kept_.size()}; }
  /// Mean over replicates.
  std::span<const double> mean() const { return mean_; }
  double level() const { return level_; }                   ///< mean over all, which was taken out
  double level(std::size_t r) const { return centre_[r]; }  ///< of one replicate
  Spread spread() const;
  /// Whether what points have on average over worlds varies, and is told apart from noise. Without any variance the
  /// mean product of different replicates is 0 with a standard error that follows from the noise at each point,
  /// however they differ; where worlds are shared (`common`) they are the same at all points, and with three replicates
  /// or more the jackknife over them is added. With one replicate any variance counts.
  bool varies(bool common, double level) const;

 private:
  double error_of_variance() const;
  double world_error_of_variance() const;

  std::size_t replicates_;
  std::vector<std::size_t> kept_;
  std::vector<double> series_;  // (replicate, point)
  std::vector<double> mean_;
  std::vector<double> centre_;  // by replicate
  double level_ = no_value;
  double noise_ = no_value;
};

}  // namespace poldyn::analysis
