#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace poldyn::plot {

/// An interval of numbers on a line of `places` (cells or dots), from 0.
struct Scale {
  double low = 0, high = 1;
  std::size_t places = 1;

  /// Nothing for NaN and for what lies outside.
  std::optional<std::size_t> place(double x) const;
  /// The number that a place stands for.
  double value(std::size_t place) const;
};

/// Lowest and highest of the finite numbers, with 0 where that costs less than half of the room, and some room where
/// they are all equal. Nothing if there is no finite number.
std::optional<Scale> scale_for(const std::vector<double>& values, std::size_t places);

/// A label and the room around it, on a line across.
inline constexpr std::size_t columns_per_tick = 9;

/// Round numbers within the scale, 1, 2 or 5 times a power of ten apart (after Heckbert 1990, "Nice numbers for graph
/// labels", Graphics Gems): at most `most` of them or, where that would leave fewer than two, as few as can be.
std::vector<double> ticks(const Scale& scale, std::size_t most);

/// All with the same number of decimals; very large and very small ones with an exponent.
std::vector<std::string> tick_labels(const std::vector<double>& ticks);

}  // namespace poldyn::plot
