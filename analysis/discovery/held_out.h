#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/bootstrap.h"
#include "analysis/discovery/box.h"

/// What points that no box was chosen by say about one. Runs of one point are no independent trials, and where all
/// points share their random numbers, runs of one replicate are none either. So a share is given as many *effective*
/// trials as would make a binomial share as uncertain as it is (Korn & Graubard 1998, Survey Methodology 24, 193).
namespace poldyn::analysis {

/// Which runs met a condition.
struct Outcomes {
  std::vector<double> met;     ///< points x replicates: 1, 0, or NaN of a run that failed
  std::size_t replicates = 1;  ///< at least 1
  bool shared_luck = false;    ///< replicate r of all points has the same random numbers

  std::size_t points() const { return met.size() / replicates; }
  /// Of the runs of a point that did not fail; NaN if all did.
  double share(std::size_t point) const;
};

/// Interval of a binomial share (Clopper & Pearson 1934, Biometrika 26): `successes` of `trials` > 0, which need not be
/// whole.
Interval clopper_pearson(double successes, double trials, double level);

/// The mean share of some points.
struct Density {
  std::size_t points = 0;
  double share = no_value;   ///< NaN without points
  double trials = no_value;  ///< effective; NaN where there is no interval
  Interval interval;         ///< of Clopper and Pearson with the effective trials; none with fewer than two points
  /// All points share the luck of a single replicate, of which they say nothing: there is no interval.
  bool one_luck = false;
};

/// Variance of the mean share: that between points over their number and, with shared luck, that between replicates
/// over theirs, for which its upper 90 % limit stands: few replicates know it badly. A share of 0 or 1 shows no
/// variance, which is not to say that there is none: each point is a trial then or, with shared luck, each replicate,
/// since all of its runs may have ended alike for one reason.
Density density_of(const Outcomes& outcomes, std::span<const std::size_t> rows, double level = confidence);

/// How a bound is judged.
struct BoundTest {
  Bound bound;
  std::size_t out = 0;          ///< points of the test that this bound alone keeps out
  double share_out = no_value;  ///< of these; NaN if there are none
  /// Probability that luck alone puts as many successes into the box, of those in it and those that the bound keeps
  /// out (exact test of Fisher 1935, one-sided, on effective trials). With shared luck of several replicates the
  /// greater of this and of a t test of the contrast, in which replicates count, too.
  double p = 1;
  /// Of as many successes in the box, if each trial had the share that the box has without the bound (Bryant & Lempert
  /// 2010, Technol. Forecast. Soc. Change 77, 34).
  double quasi_p = 1;
  bool told = false;  ///< p is below the bar that was set
};
BoundTest test_bound(const Box& box, const Bound& bound, const Points& points, const Outcomes& outcomes,
                     std::span<const std::size_t> rows);

/// Of all bounds of a box as it is; told if p is below (1 - level) / (number of bounds).
std::vector<BoundTest> test_bounds(const Box& box, const Points& points, const Outcomes& outcomes,
                                   std::span<const std::size_t> rows, double level = confidence);

/// Takes away the bound with the greatest p until each is below (1 - level) / (number of bounds at the start). Where no
/// factor matters any bound is left with a probability of 1 - level or less (Bonferroni: the last one was tested by
/// itself); beside factors that matter a bound that does not is tested among those that are left, which the same points
/// chose, so that of it the error is about that. What is left of `box` and of its tests; no bounds: no box.
struct Judged {
  Box box;
  std::vector<BoundTest> tests;
};
Judged judge_bounds(Box box, const Points& points, const Outcomes& outcomes, std::span<const std::size_t> rows,
                    double level = confidence);

}  // namespace poldyn::analysis
