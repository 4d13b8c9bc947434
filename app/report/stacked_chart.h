#pragma once

#include <string>
#include <vector>

#include "app/report/exhibit.h"
#include "app/report/material.h"

namespace poldyn::app {

/// One part of a stacked bar: a place along the axis of a total.
struct StackedPart {
  std::string label;                        ///< as the result file has it
  std::string words;                        ///< as the page has it
  std::string first_colour, second_colour;  ///< of the first side and of the second
  std::string of{},
      less{};  ///< instead of the place: this total less that one, run by run; of "1" less a total the rest
};

struct StackedBars {
  std::string id, title, subtitle, path;  ///< of a total with an axis
  std::string unit;                       ///< after a number: " days"; of shares " %"
  double factor = 1;                      ///< 100 for shares in per cent
  std::vector<StackedPart> parts;
};

/// A bar for each side on one scale, its parts in order, with a list of what they are. Without `wide` if no side has
/// the total, or all is nothing.
ReportChart stacked_chart(const ReportMaterial& material, const StackedBars& bars);

}  // namespace poldyn::app
