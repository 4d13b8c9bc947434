#include "app/plot/bars.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/plot/scale.h"

namespace poldyn::plot {
namespace {

constexpr std::array<char32_t, 8> eighths{U'█', U'▏', U'▎', U'▍', U'▌', U'▋', U'▊', U'▉'};  // [0] is a whole one
constexpr std::size_t least_picture = 8;

std::size_t width_of(const std::string& text) { return code_points(text).size(); }

/// Columns of a table with a picture in its middle.
struct Columns {
  std::size_t label = 0, mark = 0, text = 0, width = 0;
  std::size_t begin() const { return label + (label > 0 ? 1 : 0) + mark + (mark > 0 ? 1 : 0); }
  std::size_t picture() const {
    const std::size_t used = begin() + text + (text > 0 ? 1 : 0);
    return used + least_picture <= width ? width - used : 0;
  }
};

/// A label longer than two fifths of the line is cut, but numbers never are.
void shorten_label(Columns& columns) {
  columns.label = std::min(columns.label, std::max<std::size_t>(columns.width * 2 / 5, 12));
}

/// Length of a bar in eighths of a cell, whole cells in ASCII; what is not 0 is seen.
std::size_t length_of(const Columns& columns, double value, double highest, bool ascii) {
  if (!std::isfinite(value) || !(value > 0) || !(highest > 0) || columns.picture() == 0) return 0;
  const double cells = value / highest * static_cast<double>(columns.picture());
  const double parts = ascii ? 8 * std::max(1.0, std::round(cells)) : std::max(1.0, std::round(8 * cells));
  return static_cast<std::size_t>(parts);
}

/// Draws a bar and gives its cells.
std::size_t draw_bar(Canvas& canvas, std::size_t row, const Columns& columns, const Bar& bar, double highest) {
  const std::size_t parts = length_of(columns, bar.value, highest, canvas.style().ascii);
  for (std::size_t i = 0; i < parts / 8; ++i) canvas.glyph(columns.begin() + i, row, eighths[0], '#', bar.ink);
  if (parts % 8 > 0) canvas.glyph(columns.begin() + parts / 8, row, eighths[parts % 8], '#', bar.ink);
  return (parts + 7) / 8;
}

struct Line {
  std::size_t row;
  std::size_t begin, end;  ///< of the picture's cells
};

std::size_t cell(const Line& line, const Scale& scale, double x) {
  return line.begin + scale.place(std::clamp(x, scale.low, scale.high)).value_or(0);
}

void draw_dot(Canvas& canvas, const Line& line, const Scale& scale, const DotRow& row) {
  if (std::isfinite(row.low) && std::isfinite(row.high)) {
    const std::size_t from = cell(line, scale, row.low), to = cell(line, scale, row.high);
    for (std::size_t c = from; c <= to; ++c) canvas.glyph(c, line.row, U'─', '-', row.ink);
    if (from < to) {
      canvas.glyph(from, line.row, U'├', '|', row.ink);
      canvas.glyph(to, line.row, U'┤', '|', row.ink);
    }
  }
  const std::size_t at = cell(line, scale, row.middle);
  if (row.beyond && row.middle > 0) return canvas.glyph(at, line.row, U'▶', '>', row.ink);
  if (row.beyond) return canvas.glyph(at, line.row, U'◀', '<', row.ink);
  canvas.glyph(at, line.row, row.told_apart ? U'●' : U'○', row.told_apart ? '@' : 'o', row.ink);
}

void draw_axis(Canvas& canvas, const Line& line, const Scale& scale, const std::string& unit) {
  for (std::size_t c = line.begin; c < line.end; ++c) canvas.glyph(c, line.row, U'─', '-', Ink::faint);
  const auto at = ticks(scale, std::max<std::size_t>(2, (line.end - line.begin) / columns_per_tick));
  const auto labels = tick_labels(at);
  std::size_t free = 0;
  for (std::size_t i = 0; i < at.size(); ++i) {
    const std::size_t column = cell(line, scale, at[i]);
    canvas.glyph(column, line.row, U'┬', '+', Ink::faint);
    const bool last = i + 1 == at.size();
    const std::string label = labels[i] + (last && !unit.empty() ? " " + unit : "");
    const std::size_t begin = column - std::min(column, labels[i].size() / 2);
    if (begin >= free) canvas.text(begin, line.row + 1, label);
    free = begin + width_of(label) + 1;
  }
}

/// For a narrow terminal: each label on a line of its own.
std::vector<DotRow> labels_above(const std::vector<DotRow>& rows) {
  std::vector<DotRow> made;
  for (const DotRow& row : rows) {
    made.push_back({.label = row.label, .ink = row.ink, .middle = NAN});
    if (!std::isfinite(row.middle)) continue;
    made.push_back(row);
    made.back().label.clear();
  }
  return made;
}

Scale scale_of(const std::vector<DotRow>& rows, std::size_t places) {
  std::vector<double> numbers;
  for (const DotRow& row : rows)
    if (std::isfinite(row.middle)) numbers.insert(numbers.end(), {row.middle, row.low, row.high});
  return scale_for(numbers, places).value_or(Scale{0, 1, places});
}

}  // namespace

std::string bars_text(const std::vector<Bar>& bars, std::size_t width, Style style) {
  Columns columns{.width = width};
  double highest = 0;
  for (const Bar& bar : bars) {
    columns.label = std::max(columns.label, width_of(bar.group));
    columns.mark = std::max(columns.mark, width_of(bar.mark));
    columns.text = std::max(columns.text, width_of(bar.text));
    if (std::isfinite(bar.value)) highest = std::max(highest, bar.value);
  }
  shorten_label(columns);
  Canvas canvas(width, bars.size(), style);
  for (std::size_t row = 0; row < bars.size(); ++row) {
    const Bar& bar = bars[row];
    if (row == 0 || bars[row - 1].group != bar.group) canvas.text(0, row, bar.group, Ink::plain, columns.label);
    canvas.text(columns.label + (columns.label > 0 ? 1 : 0), row, bar.mark, bar.ink);
    const std::size_t used = draw_bar(canvas, row, columns, bar, highest);
    canvas.text(columns.begin() + used + (used > 0 ? 1 : 0), row, bar.text);
  }
  return canvas.text();
}

std::string dots_text(const std::vector<DotRow>& rows, const std::string& unit, std::size_t width, Style style) {
  Columns columns{.width = width};
  for (const DotRow& row : rows) {
    if (std::isfinite(row.middle)) columns.label = std::max(columns.label, width_of(row.label));
    columns.text = std::max(columns.text, width_of(row.text));
  }
  shorten_label(columns);
  if (columns.picture() == 0 && columns.label > 0) return dots_text(labels_above(rows), unit, width, style);
  const std::size_t places = columns.picture();
  const Scale scale = scale_of(rows, std::max<std::size_t>(places, 2));
  Canvas canvas(width, rows.size() + (places > 0 ? 2 : 0), style);
  const std::size_t begin = columns.begin(), end = begin + places;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const DotRow& row = rows[i];
    const bool heading = !std::isfinite(row.middle);
    canvas.text(0, i, row.label, row.ink, heading ? width : columns.label);
    if (!heading && places > 0 && scale.place(0))
      canvas.glyph(cell({i, begin, end}, scale, 0), i, U'┊', ':', Ink::faint);
    if (!heading && places > 0) draw_dot(canvas, {i, begin, end}, scale, row);
    const std::size_t text = width_of(row.text);
    canvas.text(heading ? width - std::min(width, text) : end + (places > 0 ? 1 : 0) + columns.text - text, i,
                row.text);
  }
  if (places > 0) draw_axis(canvas, {rows.size(), begin, end}, scale, unit);
  return canvas.text();
}

}  // namespace poldyn::plot
