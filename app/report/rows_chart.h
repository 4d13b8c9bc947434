#pragma once

#include <string>
#include <vector>

#include "analysis/stats.h"
#include "app/report/exhibit.h"

namespace poldyn::app {

/// A point on a row, with the line of its interval.
struct RowMark {
  double at = analysis::no_value;
  double low = analysis::no_value, high = analysis::no_value;  ///< no line if they do not exist
  std::string shape = "circle";                                ///< of Vega's symbols
  bool filled = true;
};

/// A length on a row.
struct RowBar {
  double from = analysis::no_value, to = analysis::no_value;
  std::string colour = "var(--dev)";
};

/// A name, what is drawn beside it, and what is said of it. A row of a name alone heads those below.
struct DrawnRow {
  std::string name;
  std::string label{}, under{};  ///< beside the marks, and small below that
  std::string said{};            ///< for who cannot see it; empty: the row is a heading
  std::vector<RowMark> marks{};
  std::vector<RowBar> bars{};
};

/// Rows on one axis.
struct RowPanel {
  std::vector<DrawnRow> rows{};
  double line = analysis::no_value;   ///< a dashed one from top to bottom
  bool from_zero = false;             ///< the axis holds 0
  double up_to = analysis::no_value;  ///< and this, if it is a number
  bool per_cent = false;              ///< numbers are shares in per cent
};

/// Draws panels below each other: data, both drawings and the description. Nothing without a mark or a bar.
void draw_rows(ReportChart& chart, const std::vector<RowPanel>& panels);

/// Shortened in its middle, to stand beside a drawing.
std::string row_name(const std::string& name);

}  // namespace poldyn::app
