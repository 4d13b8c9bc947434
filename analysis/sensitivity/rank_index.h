#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/sensitivity/index.h"
#include "analysis/sensitivity/response.h"

namespace poldyn::analysis {

/// First-order index of a factor from any points at which factors are independent of each other (Chatterjee 2021, J.
/// Amer. Statist. Assoc. 116; Gamboa, Gremaud, Klein & Lagnoux 2022, Bernoulli 28): points are sorted by the factor,
/// and neighbours have nearly the same value of it, so that the mean of their products is E[E(y|x)^2].
struct RankIndex {
  Index of_mean;  ///< share of the variance of what a point has on average over worlds; none with one replicate
  Index of_run;   ///< of a single run; with common random numbers of a world, on average over worlds
};

/// `x` by kept point of `y`. Where values repeat (a list, whole numbers) all pairs of a group take the place of
/// neighbours. Neighbours share no noise unless worlds are shared (`common`), and then pairs of different replicates
/// are taken. The bootstrap fails for this index, since a point that is drawn twice is its own neighbour (Lin & Han
/// 2024, Biometrika 111); its error is that of a mean of values each of which depends on the next, and with common
/// worlds the jackknife over replicates is added. No index with fewer than 8 points.
RankIndex rank_index(std::span<const double> x, const Response& y, bool common, double level);

/// How points lie along a factor: neighbours, or groups of equal values.
class Neighbours {
 public:
  explicit Neighbours(std::span<const double> x);
  /// Whether values repeat so often that groups are taken.
  bool grouped() const { return grouped_; }
  std::size_t groups() const { return ends_.size(); }
  std::size_t used() const { return order_.size(); }  ///< points; one that is alone in its group is left out
  /// By used point, in the order of the factor: its product with the next, or the mean of those with its group.
  /// Symmetric in y and z, which may be one.
  std::vector<double> products(std::span<const double> y, std::span<const double> z) const;
  /// By used point: y z.
  std::vector<double> squares(std::span<const double> y, std::span<const double> z) const;
  /// Squared standard error of the mean of products less `share` times that of squares.
  double error2(const std::vector<double>& products, const std::vector<double>& squares, double share) const;

 private:
  template <class Do>
  void each_group(Do what) const;

  bool grouped_ = false;
  std::vector<std::size_t> order_;  // points by x
  std::vector<std::size_t> ends_;   // of groups, in order_
};

}  // namespace poldyn::analysis
