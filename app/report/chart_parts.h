#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/report/exhibit.h"

/// Pieces of Vega-Lite that charts have in common. Colours are names of the style sheet (web/report.css), so that dark
/// mode and print need no other chart.
namespace poldyn::app {

inline constexpr int wide_pixels = 680, narrow_pixels = 328;
inline constexpr const char* colour_a = "var(--a)";
inline constexpr const char* colour_b = "var(--b)";
inline constexpr const char* ink = "var(--ink)";
inline constexpr const char* mute = "var(--mute)";

/// A mark of text at a place given in pixels or, empty, where `more` says.
Json text_layer(const std::string& field, const Json& x, const std::string& align, const std::string& colour,
                const Json& more = Json::object());
/// {"field": name, "type": type}, with what else is given.
Json encoded(const std::string& field, const std::string& type, const Json& more = Json::object());
/// A layer that only takes rows for which the expression holds.
Json filtered(Json layer, const std::string& expression);
/// Two lists of members of one object, the second over the first.
Json merged(Json a, const Json& b);

/// Pixels that a text takes at most, in the fonts of the page at 12 or 13 px: what lies beyond the chart would have all
/// of it drawn smaller.
int text_pixels(std::string_view text);

/// Steps of 1, 2, 2.5 or 5 times a power of ten, some `wanted` of them from 0 to `most`.
double nice_step(double most, int wanted);
/// By side: the first blue, the second rust.
Json side_colour();
/// "circle" of the first side, "square" of the second.
Json side_shape();

}  // namespace poldyn::app
