#pragma once

#include <string>
#include <vector>

#include "app/plot/canvas.h"

namespace poldyn::plot {

/// A number as a bar from 0, on a line of its own.
struct Bar {
  std::string group;  ///< what it is of; said once for bars of the same one in a row
  std::string mark;   ///< which side it is of
  Ink ink = Ink::plain;
  double value = 0;  ///< 0 or more; NaN: no bar
  std::string text;  ///< the number, as it is told
};

/// Bars on one scale that begins at 0, in eighths of a cell, or with '#'. In less than the room of names and numbers
/// bars have none, and the numbers stand alone.
std::string bars_text(const std::vector<Bar>& bars, std::size_t width, Style style);

/// A mean with its interval, on a line of its own; without `middle` (NaN) the line is a heading.
struct DotRow {
  std::string label = {};
  Ink ink = Ink::plain;
  double middle = 0, low = 0, high = 0;
  bool told_apart = true;  ///< else the dot is hollow
  std::string text = {};
  bool beyond = false;  ///< the number lies further out than `middle`, where an arrow stands for it
};

/// Dots with intervals on a common axis below, whose numbers are in `unit`. A line marks 0 where it lies within. Where
/// labels would leave no room for the picture they stand above it, and where numbers would, it is left out.
std::string dots_text(const std::vector<DotRow>& rows, const std::string& unit, std::size_t width, Style style);

}  // namespace poldyn::plot
