#pragma once

#include <span>
#include <vector>

#include "analysis/stats.h"
#include "claims/claims_file.h"

namespace poldyn::analysis {

/// The mean of one number per run, as an effect at one point of the parameter space.
struct PointEffect {
  std::size_t n = 0;       ///< runs, or pairs of runs, that have a value
  double mean = no_value;  ///< ratios and spreads: natural logarithm
  double sd = no_value;    ///< over runs; after moderate() what is left of it there
  double df = no_value;    ///< degrees of freedom of that
  double low = no_value;   ///< 95 % interval
  double high = no_value;
  double standardised = no_value;  ///< mean over the standard deviation of the runs without the driver
};

/// One number per run whose mean (of median: whose median) is the effect: see EffectKind. `off` may be empty where a
/// kind has no other side. Values that do not exist on either side are left out.
std::vector<double> run_effects(const ClaimEffect& effect, std::span<const double> off, std::span<const double> on);

/// `baseline` are the values that a standardised effect is measured by: those of the side without the driver.
PointEffect point_effect(std::span<const double> runs, std::span<const double> baseline);
/// The median in place of the mean, for runs with heavy tails. Its error is Maritz & Jarrett's (1978, JASA 73, 194):
/// that of the median over samples drawn from these runs, which can be computed. `sd` is that error times sqrt(n).
PointEffect median_effect(std::span<const double> runs);
/// The one that the kind asks for.
PointEffect effect_of(EffectKind kind, std::span<const double> runs, std::span<const double> baseline);

/// Few runs at each of many points know their spread badly. Smyth (2004, doi:10.2202/1544-6115.1027) takes it as drawn
/// around a common value and uses both: how much of the common one follows from how alike the points are.
void moderate(std::vector<PointEffect>& points);

/// What an interval says about an effect claimed to be at least `smallest` in one direction.
enum class Outcome : std::uint8_t {
  shown,     ///< the whole interval is at or beyond it
  small,     ///< the whole interval is short of it in both directions: as good as none
  opposite,  ///< the whole interval is at or beyond it in the other direction
  open       ///< none of these, or there is no interval
};

/// The threshold in the effect's own terms: that of a logarithm is ln(1 + smallest).
double threshold(const ClaimEffect& effect);
Outcome outcome_of(const PointEffect& point, const ClaimEffect& effect);

}  // namespace poldyn::analysis
