#pragma once

#include <span>
#include <vector>

#include "analysis/stats.h"
#include "sim/io/claims_file.h"

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

/// One number per run whose mean is the effect: see EffectKind. `off` may be empty where a kind has no other side.
/// Values that do not exist on either side are left out.
std::vector<double> run_effects(EffectKind kind, std::span<const double> off, std::span<const double> on,
                                double reference);

/// Mean over k of the rank correlation (Spearman, ties at their mean rank), over regimes, of the mean of x with the
/// mean of ys[k], less `reference`, as pseudo-values over replicates: those of the jackknife, moved apart where
/// random halves of the replicates say that the error is greater. x and each ys[k] are (regime, replicate). A regime
/// without a value is left out; nothing with fewer than four, or if a mean does not vary.
std::vector<double> rank_effects(const std::vector<std::vector<double>>& x,
                                 const std::vector<std::vector<std::vector<double>>>& ys, double reference);

/// Spearman's coefficient; NaN if either does not vary.
double rank_correlation(std::span<const double> x, std::span<const double> y);

/// `baseline` are the values that a standardised effect is measured by: those of the side without the driver.
PointEffect point_effect(std::span<const double> runs, std::span<const double> baseline);

/// Few runs at each of many points know their spread badly. Smyth (2004, doi:10.2202/1544-6115.1027) takes it as drawn
/// around a common value and uses both: how much of the common one follows from how alike the points are.
void moderate(std::vector<PointEffect>& points);

/// What an interval says about an effect claimed to be at least `smallest` in one direction.
enum class Outcome : std::uint8_t {
  holds,     ///< the whole interval is at or beyond it
  fails,     ///< the whole interval is short of it, and not reversed
  reverses,  ///< the whole interval is at or beyond it in the other direction
  undecided  ///< neither, or there is no interval
};

/// The threshold in the effect's own terms: that of a ratio is ln(1 + smallest).
double threshold(const ClaimEffect& effect);
Outcome outcome_of(const PointEffect& point, const ClaimEffect& effect);
/// P values of "it is less than `smallest` as claimed" and "... in the other direction", one-sided.
struct OneSided {
  double as_claimed = no_value;
  double reversed = no_value;
};
OneSided p_values(const PointEffect& point, const ClaimEffect& effect);

/// The claim holds (reverses) if at least `needed` of its effects do; it fails if so many cannot any more.
Outcome combined(std::span<const Outcome> outcomes, std::size_t needed);

}  // namespace poldyn::analysis
