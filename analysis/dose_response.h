#pragma once

#include <array>
#include <string>
#include <vector>

#include "analysis/pooling.h"

namespace poldyn::analysis {

/// How strong a rule is at each point: from no force (`none`) to full force (`full`), either of which may be larger.
struct Strength {
  std::string name;
  bool logarithmic = false;
  double none = 0, full = 1;
  std::vector<double> values;  ///< by point; NaN where no rule sets it
};

enum class DoseShape : std::uint8_t {
  none,          ///< the effect is not told to follow the strength
  steady,        ///< no bend is told
  levelling,     ///< most of it comes with the first force
  accelerating,  ///< most of it comes with the last
  turning        ///< greatest or least in between
};

/// An effect against the strength of a rule, over the points of a space in which all else varies too.
struct DoseResponse {
  std::string strength;
  bool logarithmic = false;
  std::size_t points = 0;
  double slope = no_value, slope_low = no_value, slope_high = no_value;  ///< per unit of strength or of its logarithm
  double p = no_value;                                                   ///< of "the slope is 0"
  DoseShape shape = DoseShape::none;
  std::array<double, 3> thirds{no_value, no_value, no_value};  ///< mean effect where the rule is weak, middling, strong
  double at_none = no_value, at_none_low = no_value, at_none_high = no_value;  ///< where the rule has no force
  double explained = no_value;  ///< share of the variance between points that a curve in this strength alone tells
};

/// Linear and quadratic mixed regressions (mixed_fit.h) of the effect on the strength. A logarithmic strength is taken
/// to base e if `natural`, as effects are that are natural logarithms of ratios; else to base 10, as decades are.
DoseResponse dose_response(const std::vector<PointValue>& effects, const Strength& strength, bool natural);

/// What marks an effect that reads its input back.
inline constexpr double told_error = 0.01;        ///< largest p at which an effect follows a strength, over all of them
inline constexpr double readback_slope = 0.1;     ///< most by which the slope may differ from 1, in its input's unit
inline constexpr double readback_share = 0.5;     ///< least share of the spread between points that it then tells
inline constexpr double determined_share = 0.9;   ///< or this share, whatever the slope: nothing else has a say
inline constexpr double exact_slope_error = 0.2;  ///< a slope of 1 is told from others: half-width of its interval

/// True if the effect follows the strength, lies within `smallest` of none where the rule has no force, and has either
/// its input's own slope or no other cause of its spread. `among` strengths were looked at.
bool by_construction(const DoseResponse& response, double smallest, std::size_t among);

}  // namespace poldyn::analysis
