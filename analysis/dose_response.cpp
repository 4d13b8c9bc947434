#include "analysis/dose_response.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "analysis/mixed_fit.h"

namespace poldyn::analysis {
namespace {

/// Values of the strength in the unit that slopes are per, and its place between no force (0) and full force (1).
struct Dose {
  std::vector<double> in_unit, place;
};

Dose dose_of(const Strength& strength, bool natural) {
  const auto scaled = [&](double x) { return !strength.logarithmic ? x : natural ? std::log(x) : std::log10(x); };
  const double none = scaled(strength.none), full = scaled(strength.full);
  Dose made;
  for (const double x : strength.values) {
    made.in_unit.push_back(scaled(x));
    made.place.push_back((scaled(x) - none) / (full - none));
  }
  return made;
}

/// P value of "this coefficient is 0".
double p_of(const MixedFit& fit, std::size_t coefficient) {
  std::vector<double> x(fit.coefficients.size(), 0.0);
  x[coefficient] = 1;
  const double error = fit.error(x), value = std::abs(fit.value(x));
  if (std::isnan(error) || !(fit.df >= 1)) return no_value;
  if (!(error > 0)) return value > 0 ? 0 : 1;
  return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(fit.df), value / error));
}

DoseShape shape_of(const MixedFit& curve, double linear_p) {
  const double bend = curve.coefficients[2], rise = curve.coefficients[1];
  if (!(p_of(curve, 2) <= told_error)) return linear_p <= told_error ? DoseShape::steady : DoseShape::none;
  constexpr double margin = 0.25;  // a turn close to an end is levelling off
  const double turn = -rise / (2 * bend);
  if (turn > margin && turn < 1 - margin) return DoseShape::turning;
  return bend * (rise + bend) > 0 ? DoseShape::accelerating : DoseShape::levelling;
}

double mean_of_third(const std::vector<PointValue>& effects, const std::vector<double>& place, std::size_t third) {
  std::vector<PointValue> there;
  for (std::size_t i = 0; i < effects.size(); ++i)
    if (std::isfinite(place[i]) &&
        std::min<std::size_t>(2, static_cast<std::size_t>(std::max(0.0, 3 * place[i]))) == third)
      there.push_back(effects[i]);
  return pooled(there, Further::no).mean;
}

/// By the line unless a bend is told: the curve's ends are ill known.
void set_at_none(DoseResponse& made, const Strength& strength, const MixedFit& fit, bool natural) {
  const Strength none{strength.name, strength.logarithmic, strength.none, strength.full, {strength.none}};
  std::vector<double> x{1, dose_of(none, natural).in_unit.front()};
  if (fit.coefficients.size() > 2) x = {1, 0, 0};
  const double width = t_quantile(0.5 + confidence / 2, fit.df) * fit.error(x);
  made.at_none = fit.value(x);
  made.at_none_low = made.at_none - width;
  made.at_none_high = made.at_none + width;
}

}  // namespace

DoseResponse dose_response(const std::vector<PointValue>& effects, const Strength& strength, bool natural) {
  DoseResponse made;
  made.strength = strength.name;
  made.logarithmic = strength.logarithmic;
  const Dose dose = dose_of(strength, natural);
  const std::vector<double> ones(effects.size(), 1);
  std::vector<double> squares;
  for (const double u : dose.place) squares.push_back(u * u);
  std::vector<PointValue> there = effects;
  for (std::size_t i = 0; i < there.size(); ++i)
    if (!std::isfinite(dose.place[i])) there[i] = {};
  const MixedFit alone = mixed_fit(there, {ones}), line = mixed_fit(there, {ones, dose.in_unit}),
                 curve = mixed_fit(there, {ones, dose.place, squares});
  made.points = alone.n;
  if (curve.n < 5) return made;
  const double t = t_quantile(0.5 + confidence / 2, line.df), error = line.error(std::vector<double>{0, 1});
  made.slope = line.coefficients[1];
  made.slope_low = made.slope - t * error;
  made.slope_high = made.slope + t * error;
  made.p = p_of(line, 1);
  made.shape = shape_of(curve, made.p);
  for (std::size_t third = 0; third < 3; ++third) made.thirds[third] = mean_of_third(there, dose.place, third);
  set_at_none(made, strength, made.shape == DoseShape::steady || made.shape == DoseShape::none ? line : curve, natural);
  if (alone.tau2 > 0) made.explained = std::clamp(1 - curve.tau2 / alone.tau2, 0.0, 1.0);
  return made;
}

bool by_construction(const DoseResponse& response, double smallest, std::size_t among) {
  const bool follows = response.shape != DoseShape::none && response.shape != DoseShape::turning &&
                       response.p * static_cast<double>(among) <= told_error;
  if (!follows || !(response.at_none_low > -smallest && response.at_none_high < smallest)) return false;
  const double slope = std::abs(response.slope);
  const bool its_input = std::abs(slope - 1) <= readback_slope &&
                         response.slope_high - response.slope_low <= 2 * exact_slope_error &&
                         response.explained >= readback_share;
  return its_input || response.explained >= determined_share;
}

}  // namespace poldyn::analysis
