#include "app/plot/curves.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/plot/scale.h"

namespace poldyn::plot {
namespace {

constexpr std::size_t rows_per_tick = 3;

/// Where the dots of the curves lie, and what they stand for.
struct Plane {
  Box cells;
  Scale x, y;  ///< places are dots, from the left and from below
};

std::vector<double> numbers_of(const std::vector<Curve>& curves, bool of_time) {
  std::vector<double> made;
  for (const Curve& curve : curves)
    for (const auto* list : {&curve.middle, &curve.low, &curve.high})
      for (std::size_t i = 0; i < list->size(); ++i)
        if (std::isfinite((*list)[i])) made.push_back(of_time ? curve.at[i] : (*list)[i]);
  return made;
}

/// The list at a time between its samples; nothing where one of the neighbours has no value.
std::optional<double> between(const std::vector<double>& at, const std::vector<double>& list, double x) {
  const auto next = std::lower_bound(at.begin(), at.end(), x);
  if (next == at.end() || list.empty()) return std::nullopt;
  const auto i = static_cast<std::size_t>(next - at.begin());
  double y = list[i];
  if (*next > x) {
    if (i == 0) return std::nullopt;
    const double share = (x - at[i - 1]) / (at[i] - at[i - 1]);
    y = list[i - 1] * (1 - share) + list[i] * share;
  }
  return std::isfinite(y) ? std::optional(y) : std::nullopt;
}

void dot(Canvas& canvas, const Plane& plane, std::size_t x, std::size_t y, Ink ink, Canvas::Weight weight) {
  const std::size_t left = plane.cells.column * canvas.dots_across(), above = plane.cells.row * canvas.dots_down();
  canvas.dot(left + x, above + plane.y.places - 1 - y, ink, weight);
}

void draw_band(Canvas& canvas, const Plane& plane, const Curve& curve) {
  for (std::size_t x = 0; x < plane.x.places; ++x) {
    const auto low = between(curve.at, curve.low, plane.x.value(x));
    const auto high = between(curve.at, curve.high, plane.x.value(x));
    if (!low || !high) continue;
    const auto from = plane.y.place(*low), to = plane.y.place(*high);
    for (std::size_t y = from.value_or(0); from && to && y <= *to; ++y)
      dot(canvas, plane, x, y, curve.ink, Canvas::Weight::band);
  }
}

/// Fills from the height before to this one, so that steep lines have no holes.
void draw_line(Canvas& canvas, const Plane& plane, const Curve& curve) {
  std::optional<std::size_t> before;
  for (std::size_t x = 0; x < plane.x.places; ++x) {
    const auto value = between(curve.at, curve.middle, plane.x.value(x));
    const auto here = value ? plane.y.place(*value) : std::nullopt;
    if (here) {
      const std::size_t from = before.value_or(*here);
      const std::size_t step = from < *here ? 1 : static_cast<std::size_t>(-1);
      for (std::size_t y = from; y != *here; y += step)
        if (y != from) dot(canvas, plane, x, y, curve.ink, Canvas::Weight::line);
      dot(canvas, plane, x, *here, curve.ink, Canvas::Weight::line);
    }
    before = here;
  }
}

/// Lone samples between gaps would lie between the places of dots.
void draw_lone_samples(Canvas& canvas, const Plane& plane, const Curve& curve) {
  for (std::size_t i = 0; i < curve.at.size(); ++i) {
    const auto x = plane.x.place(curve.at[i]), y = plane.y.place(curve.middle[i]);
    if (x && y) dot(canvas, plane, *x, *y, curve.ink, Canvas::Weight::line);
  }
}

void draw_y_axis(Canvas& canvas, const Plane& plane) {
  const Box& cells = plane.cells;
  for (std::size_t row = 0; row < cells.rows; ++row)
    canvas.glyph(cells.column - 1, cells.row + row, U'│', '|', Ink::faint);
  const auto at = ticks(plane.y, std::max<std::size_t>(2, cells.rows / rows_per_tick + 1));
  const auto labels = tick_labels(at);
  std::size_t before = static_cast<std::size_t>(-1);
  for (std::size_t i = 0; i < at.size(); ++i) {
    const auto place = plane.y.place(at[i]);
    const std::size_t row = cells.row + (plane.y.places - 1 - place.value_or(0)) / canvas.dots_down();
    if (!place || row == before) continue;
    before = row;
    canvas.glyph(cells.column - 1, row, U'┤', '+', Ink::faint);
    canvas.text(cells.column - 1 - std::min(cells.column - 1, labels[i].size()), row, labels[i]);
  }
}

std::size_t label_width(const Scale& scale, std::size_t rows) {
  std::size_t width = 1;
  for (const auto& label : tick_labels(ticks(scale, std::max<std::size_t>(2, rows / rows_per_tick + 1))))
    width = std::max(width, label.size());
  return width;
}

void draw_x_axis(Canvas& canvas, const Plane& plane, const CurveAxes& axes) {
  const Box& cells = plane.cells;
  const std::size_t row = cells.row + cells.rows;
  for (std::size_t c = 0; c < cells.columns; ++c) canvas.glyph(cells.column + c, row, U'─', '-', Ink::faint);
  canvas.glyph(cells.column - 1, row, U'└', '+', Ink::faint);
  const auto at = ticks(plane.x, std::max<std::size_t>(2, cells.columns / columns_per_tick));
  const auto labels = tick_labels(at);
  std::size_t free = 0;
  for (std::size_t i = 0; i < at.size(); ++i) {
    const auto place = plane.x.place(at[i]);
    if (!place) continue;
    const std::size_t column = cells.column + *place / canvas.dots_across();
    canvas.glyph(column, row, U'┬', '+', Ink::faint);
    const std::string label = labels[i] + (i + 1 == at.size() ? " " + axes.unit : "");
    const std::size_t begin = column - std::min(column, labels[i].size() / 2);
    if (begin >= free) canvas.text(begin, row + 1, label);
    free = begin + label.size() + 1;
  }
  for (const double date : axes.dates)
    if (const auto place = plane.x.place(date))
      canvas.glyph(cells.column + *place / canvas.dots_across(), row, U'▲', '^');
}

/// The mark of each curve beside its last value, moved where another stands.
void draw_marks(Canvas& canvas, const Plane& plane, const std::vector<Curve>& curves) {
  std::vector<bool> taken(plane.cells.rows, false);
  for (const Curve& curve : curves) {
    std::size_t last = curve.middle.size();
    while (last > 0 && !std::isfinite(curve.middle[last - 1])) --last;
    if (last == 0) continue;
    const auto place = plane.y.place(curve.middle[last - 1]);
    if (!place) continue;
    const std::size_t wanted = (plane.y.places - 1 - *place) / canvas.dots_down();
    for (std::size_t away = 0; away < plane.cells.rows; ++away) {
      const std::size_t below = wanted + away, above = wanted - away;  // wraps round if there is none above
      const std::size_t row = below < taken.size() && !taken[below] ? below : above;
      if (row >= taken.size() || taken[row]) continue;
      taken[row] = true;
      canvas.text(plane.cells.column + plane.cells.columns + 1, plane.cells.row + row, curve.mark, curve.ink);
      break;
    }
  }
}

}  // namespace

void draw_curves(Canvas& canvas, const Box& box, const CurveAxes& axes, const std::vector<Curve>& curves) {
  canvas.text(box.column, box.row, axes.title, Ink::plain, box.columns);
  if (box.columns < least_curve_columns || box.rows < least_curve_rows) return;
  std::size_t marks = 1;
  for (const Curve& curve : curves) marks = std::max(marks, code_points(curve.mark).size());
  const std::size_t rows = box.rows - 3;
  const auto y = scale_for(numbers_of(curves, false), rows * canvas.dots_down());
  if (!y) return canvas.text(box.column, box.row + 1, "no run has a value of it", Ink::faint, box.columns);
  const std::size_t left = label_width(*y, rows) + 1;
  const std::size_t columns = box.columns - std::min(box.columns - 1, left + marks + 1);
  const Box cells{box.column + left, box.row + 1, columns, rows};
  auto times = numbers_of(curves, true);
  times.push_back(0);  // a run begins at 0, whenever its first sample is
  const Plane plane{cells, *scale_for(times, columns * canvas.dots_across()), *y};
  for (const Curve& curve : curves) draw_band(canvas, plane, curve);
  for (const Curve& curve : curves) {
    draw_line(canvas, plane, curve);
    draw_lone_samples(canvas, plane, curve);
  }
  draw_y_axis(canvas, plane);
  draw_x_axis(canvas, plane, axes);
  draw_marks(canvas, plane, curves);
}

}  // namespace poldyn::plot
