#pragma once

#include <string>
#include <vector>

#include "app/console/json.h"
#include "app/report/svg_picture.h"

/// Pieces that pictures of charts have in common. Numbers and places are those of the chart's Vega-Lite.
namespace poldyn::app {

inline constexpr double picture_width = 712, picture_margin = 16;
inline constexpr SvgPicture::Font name_font{13}, small_font{12, false, "var(--mute)"}, head_font{13, true};

/// A field of a row of data, without marks of ours; "" or NaN if it has none of that kind.
std::string text_at(const Json& row, const char* field);
double number_at(const Json& row, const char* field);

/// From numbers to pixels.
struct Axis {
  double low = 0, high = 1, from = 0, to = 1;
  double operator()(double x) const { return from + (x - low) / (high - low) * (to - from); }
};
/// As a channel's scale gives it.
Axis axis_of(const Json& encoding);
/// From low to high at round numbers, some `ticks` of them apart by `step`. Ends that only rounding tells apart, or
/// that are no numbers, make an axis all the same.
Axis round_axis(double low, double high, double from, double to, int ticks, double& step);
/// The numbers on it.
std::vector<double> rungs_of(const Axis& axis, double step);

/// A number of an axis at as many places as it has: "5", "0.25", "−1.5".
std::string tick_text(double x);
/// Lines across with their numbers on the left, and the line at the bottom.
void draw_rungs(SvgPicture& picture, const Axis& x, const Axis& y, double step);

}  // namespace poldyn::app
