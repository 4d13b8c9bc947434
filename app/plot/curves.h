#pragma once

#include <string>
#include <vector>

#include "app/plot/canvas.h"

namespace poldyn::plot {

/// A number over time, with a band; all lists are of one length. NaN leaves a gap.
struct Curve {
  std::string mark;  ///< stands at its end; one to three characters are meant
  Ink ink = Ink::first;
  std::vector<double> at;  ///< rising
  std::vector<double> middle;
  std::vector<double> low, high;  ///< of the band; empty: none
};

struct CurveAxes {
  std::string title;          ///< above the picture: what is drawn, and its unit
  std::string unit;           ///< of time, after its last number
  std::vector<double> dates;  ///< marked below the axis
};

/// Fewest columns and rows in which curves can be drawn.
inline constexpr std::size_t least_curve_columns = 24, least_curve_rows = 6;

/// Draws curves with both axes into a box: its first row is the title, its last two the axis of time. Curves without a
/// finite number are not drawn; if none has one, that is said. `Canvas` may hold several boxes.
void draw_curves(Canvas& canvas, const Box& box, const CurveAxes& axes, const std::vector<Curve>& curves);

}  // namespace poldyn::plot
