#pragma once

#include <span>
#include <vector>

#include "analysis/bootstrap.h"
#include "analysis/sequence.h"
#include "analysis/stats.h"

namespace poldyn::analysis {

/// What pairs of runs on common random numbers say about one quantity. Everything is over the pairs in which both sides
/// have a value; differences are b - a.
struct Pairs {
  Estimate a;
  Estimate b;
  Difference difference;  ///< t interval and its p value: valid if the number of pairs was fixed beforehand
  Estimate any_look;      ///< the difference with an interval that holds at any look (sequence.h)
  double any_look_p = no_value;
  Interval bca;                     ///< of the difference; none with fewer than eight pairs
  double relative = no_value;       ///< mean difference over |mean of a|; NaN if that is 0
  double effect_paired = no_value;  ///< mean over standard deviation of the differences (Cohen's d_z)
  double cohen_d = no_value;        ///< mean difference over sqrt((var a + var b) / 2): Cohen's d with pooled deviation
  double sign_share = no_value;     ///< share of pairs whose difference has the sign of the mean one; NaN if that is 0
  double variance_reduction =
      no_value;  ///< (var a + var b) / var(b - a): runs that pairing saves; infinite if b - a never varies
};

/// Standardised differences are NaN where what they are divided by is 0. `resampler` may be empty: then there is no
/// bootstrap.
Pairs compare_pairs(std::span<const double> a, std::span<const double> b, double level = confidence,
                    const Resampler& resampler = {});

/// Share of the values with the sign of `way`; NaN if that is 0. Of `-way` the share of those with the opposite sign:
/// what is missing from 1 are values of 0.
double share_of_sign(std::span<const double> values, double way);

/// b - a over pairs that have both values.
std::vector<double> differences(std::span<const double> a, std::span<const double> b);

}  // namespace poldyn::analysis
