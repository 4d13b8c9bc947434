#include "app/report/svg_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/report/chart_parts.h"
#include "app/report/marks.h"
#include "app/report/spoken.h"
#include "app/report/svg_parts.h"
#include "app/report/svg_study_charts.h"

namespace poldyn::app {
namespace {

using Anchor = SvgPicture::Anchor;
using Point = SvgPicture::Point;
using Font = SvgPicture::Font;

std::string colour_of_side(const Json& row) {
  const std::string side = text_at(row, "side");
  return side == "A" ? colour_a : side == "B" ? colour_b : ink;
}

/// Of a panel, two of which stand side by side.
Point corner_of(std::size_t panel, double across, double down) {
  const std::size_t line = panel / 2;
  return {picture_margin + static_cast<double>(panel % 2) * across, picture_margin + static_cast<double>(line) * down};
}

// ---- Courses -----------------------------------------------------------------------------------------------------

/// Lowest and highest of means and bands, with 0, at round numbers.
Axis value_axis(const Json& rows, double height, double& step) {
  double low = 0, high = 0;
  for (const Json& row : rows)
    for (const char* field : {"mean", "low", "high"})
      if (const double x = number_at(row, field); std::isfinite(x)) low = std::min(low, x), high = std::max(high, x);
  return round_axis(low, high, height, 0, 4, step);
}

void draw_axes(SvgPicture& picture, const Axis& x, const Axis& y, double step) {
  draw_rungs(picture, x, y, step);
  const double years = nice_step(x.high, x.high > 3 ? 2 : 3);
  for (double year = 0; year <= x.high * 1.001; year += years)
    picture.text({x(year), y.from + 14}, year == 0 ? "year 0" : tick_text(year), Anchor::middle, small_font);
}

void draw_lines(SvgPicture& picture, const Json& rows, const Axis& x, const Axis& y) {
  for (const char* side : {"A", "B", "D"}) {
    std::vector<Point> line, above, below;
    std::string colour;
    for (const Json& row : rows) {
      if (text_at(row, "side") != side) continue;
      colour = colour_of_side(row);
      const double year = x(number_at(row, "year"));
      line.push_back({year, y(number_at(row, "mean"))});
      above.push_back({year, y(number_at(row, "high"))});
      below.push_back({year, y(number_at(row, "low"))});
    }
    above.insert(above.end(), below.rbegin(), below.rend());
    picture.area(above, colour, 0.15);
    picture.path(line, colour, 2.25);
  }
}

void draw_ends(SvgPicture& picture, const Json& ends, const Axis& x, const Axis& y) {
  for (const Json& end : ends) {
    const std::string colour = colour_of_side(end), side = text_at(end, "side");
    const double year = x(number_at(end, "year"));
    picture.mark({year, y(number_at(end, "mean"))},
                 side == "A"   ? "circle"
                 : side == "B" ? "square"
                               : "diamond",
                 colour, false);
    picture.text({year + 9, y(number_at(end, "place"))}, text_at(end, "text"), Anchor::start,
                 {12, true,
                  side == "A"   ? colour_a
                  : side == "B" ? colour_b
                                : ink});
  }
}

std::string courses_svg(const ReportChart& chart) {
  constexpr double pitch_across = 349, pitch_down = 218, height = 136, left = 42, top = 44;
  const Json& panels = chart.wide.at("concat");
  const double lines = std::ceil(static_cast<double>(panels.size()) / 2);
  SvgPicture picture(picture_width, 2 * picture_margin + lines * pitch_down);
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const Point corner = corner_of(i, pitch_across, pitch_down);
    picture.set_origin(corner);
    picture.text({0, 8}, text_at(panels[i].at("title"), "text"), Anchor::start, head_font);
    picture.text({0, 25}, text_at(panels[i].at("title"), "subtitle"), Anchor::start, small_font);
    picture.set_origin({corner.x + left, corner.y + top});
    const Json& rows = chart.data.at(fmt::format("course{}", i));
    double step = 1;
    const Axis y = value_axis(rows, height, step);
    const Json& years = panels[i].at("layer").at(0).at("encoding").at("x").at("scale").at("domain");
    const Axis x{0, years.at(1).get<double>(), 0, panels[i].at("width").get<double>()};
    draw_axes(picture, x, y, step);
    if (chart.data.contains("dates"))
      for (const Json& date : chart.data["dates"])
        picture.line({x(number_at(date, "date")), 0}, {x(number_at(date, "date")), height}, "var(--axis)", 1, true);
    draw_lines(picture, rows, x, y);
    draw_ends(picture, chart.data.at(fmt::format("course{}-ends", i)), x, y);
  }
  return picture.file(plain_text(chart.title), plain_text(chart.description));
}

// ---- Differences -------------------------------------------------------------------------------------------------

std::string_view shape_of(const std::string& mark) {
  if (mark == "equal") return "diamond";
  if (mark == "guard") return "cross";
  if (mark == "beyond") return "triangle-right";
  return mark == "below" ? "triangle-left" : "circle";
}

/// Where the second value begins.
double second_of(const Json& panel) {
  for (const Json& layer : panel.at("layer"))
    if (layer.at("encoding").contains("text") && layer["encoding"]["text"].value("field", "") == "b")
      return layer["encoding"]["x"].at("value").get<double>();
  return 586;
}

void draw_row(SvgPicture& picture, const Json& row, const Axis& x, double second) {
  if (text_at(row, "kind") == "head") return picture.text({0, 0}, text_at(row, "name"), Anchor::start, head_font);
  const bool left = row.value("left", false);
  const std::string mark = text_at(row, "mark");
  picture.text({0, 0}, text_at(row, "name"), Anchor::start, name_font);
  picture.line({x(number_at(row, "low")), 0}, {x(number_at(row, "high")), 0}, ink, 2);
  picture.mark({x(number_at(row, "mean")), 0}, shape_of(mark), ink, mark == "open");
  picture.text({x(number_at(row, "end")) + (left ? -10 : 10), 0}, text_at(row, "label"),
               left ? Anchor::end : Anchor::start, {12});
  picture.text({second - 24, 0}, text_at(row, "a"), Anchor::end, {13, false, colour_a});
  picture.text({second - 12, 0}, text_at(row, "arrow"), Anchor::middle, {13, false, mute});
  picture.text({second, 0}, text_at(row, "b"), Anchor::start, {13, false, colour_b});
}

/// One panel; how far down it reaches.
double draw_panel(SvgPicture& picture, const Json& panel, const Json& rows, double top) {
  constexpr double row_height = 27, axis_height = 26;
  const Axis x = axis_of(panel.at("layer").at(1).at("encoding").at("x"));
  const double strip = number_at(panel["layer"][0].at("data").at("values").at(0), "high");
  const double height = row_height * static_cast<double>(rows.size());
  picture.set_origin({picture_margin, top + axis_height});
  picture.rect({x(-strip), 0}, x(strip) - x(-strip), height, "var(--same)");
  for (const Json& value : panel["layer"][1]["encoding"]["x"].at("axis").at("values")) {
    const double at = value.get<double>();
    picture.line({x(at), 0}, {x(at), height}, at == 0 ? "var(--axis)" : "var(--grid)", 1);
    const bool relative = panel.at("data").at("name") == "relative";
    picture.text({x(at), -10}, at == 0 ? "same" : (at > 0 ? "+" : "") + tick_text(at) + (relative ? per_cent : ""),
                 Anchor::middle, small_font);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    picture.set_origin({picture_margin, top + axis_height + row_height * (static_cast<double>(i) + 0.5)});
    draw_row(picture, rows[i], x, second_of(panel));
  }
  return top + axis_height + height;
}

std::string differences_svg(const ReportChart& chart) {
  constexpr double gap = 18;
  double height = picture_margin;
  for (const Json& panel : chart.wide.at("vconcat"))
    height += 26 + 27 * static_cast<double>(chart.data.at(panel.at("data").at("name").get<std::string>()).size()) + gap;
  SvgPicture picture(picture_width, height);
  double top = picture_margin;
  for (const Json& panel : chart.wide["vconcat"])
    top = draw_panel(picture, panel, chart.data[panel["data"]["name"].get<std::string>()], top) + gap;
  return picture.file(plain_text(chart.title), plain_text(chart.description));
}

// ---- Stacked bars ------------------------------------------------------------------------------------------------

void draw_key(SvgPicture& picture, const std::vector<KeyItem>& key, double height) {
  for (std::size_t i = 0; i < key.size(); ++i) {
    picture.rect({0, height * static_cast<double>(i)}, 12, 12, key[i].colour);
    picture.text({20, height * static_cast<double>(i) + 6}, plain_text(key[i].text), Anchor::start, name_font);
  }
}

std::string bars_svg(const ReportChart& chart) {
  constexpr double row = 62, bar = 26, key_height = 20;
  const Json& ends = chart.data.at("ends");
  const double bars = row * static_cast<double>(ends.size());
  SvgPicture picture(picture_width, 2 * picture_margin + bars + key_height * static_cast<double>(chart.key.size()) + 8);
  picture.set_origin({picture_margin, picture_margin});
  const Axis x = axis_of(chart.wide.at("layer").at(0).at("encoding").at("x"));
  for (const Json& part : chart.data.at("parts")) {
    const double top = row * number_at(part, "side") + 22;
    picture.rect({x(number_at(part, "from")), top}, x(number_at(part, "to")) - x(number_at(part, "from")) - 1, bar,
                 text_at(part, "colour"));
  }
  for (const Json& end : ends) {
    const double top = row * number_at(end, "side");
    const bool first = text_at(end, "colour") == colour_a;
    picture.text({0, top + 11}, text_at(end, "name"), Anchor::start, {13, true, first ? colour_a : colour_b});
    picture.text({x(number_at(end, "to")) + 8, top + 22 + bar / 2}, text_at(end, "text"), Anchor::start, head_font);
  }
  picture.set_origin({picture_margin, picture_margin + bars + 8});
  draw_key(picture, chart.key, key_height);
  return picture.file(plain_text(chart.title), plain_text(chart.description));
}

// ---- Shares over the years ---------------------------------------------------------------------------------------

void draw_areas(SvgPicture& picture, const Json& rows, const Axis& x, const Axis& y) {
  std::vector<std::string> colours;
  for (const Json& row : rows)
    if (std::find(colours.begin(), colours.end(), text_at(row, "colour")) == colours.end())
      colours.push_back(text_at(row, "colour"));
  for (const std::string& colour : colours) {
    std::vector<Point> above, below;
    for (const Json& row : rows)
      if (text_at(row, "colour") == colour) {
        above.push_back({x(number_at(row, "year")), y(number_at(row, "to"))});
        below.push_back({x(number_at(row, "year")), y(number_at(row, "from"))});
      }
    above.insert(above.end(), below.rbegin(), below.rend());
    picture.area(above, colour, 1);
  }
}

std::string shares_svg(const ReportChart& chart) {
  constexpr double pitch_across = 349, pitch_down = 184, height = 110, left = 42, top = 26, key_height = 20;
  const Json& panels = chart.wide.at("concat");
  const double rows = pitch_down * std::ceil(static_cast<double>(panels.size()) / 2);
  SvgPicture picture(picture_width, 2 * picture_margin + rows + key_height * static_cast<double>(chart.key.size()));
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const Point corner = corner_of(i, pitch_across, pitch_down);
    picture.set_origin(corner);
    picture.text({0, 8}, text_at(panels[i].at("title"), "text"), Anchor::start, head_font);
    picture.set_origin({corner.x + left, corner.y + top});
    const Json& years = panels[i].at("encoding").at("x").at("scale").at("domain");
    const Axis x{0, years.at(1).get<double>(), 0, panels[i].at("width").get<double>()}, y{0, 100, height, 0};
    draw_axes(picture, x, y, 50);
    draw_areas(picture, chart.data.at(fmt::format("share{}", i)), x, y);
  }
  picture.set_origin({picture_margin, picture_margin + rows});
  draw_key(picture, chart.key, key_height);
  return picture.file(plain_text(chart.title), plain_text(chart.description));
}

/// Panels one above the other, each of which names its rows: differences_svg() draws no other.
bool has_rows_in_panels(const Json& spec) {
  if (!spec.contains("vconcat")) return false;
  return std::all_of(spec["vconcat"].begin(), spec["vconcat"].end(),
                     [](const Json& panel) { return panel.contains("data"); });
}

}  // namespace

std::string svg_of(const ReportChart& chart) {
  if (chart.wide.is_null()) return "";
  if (chart.data.contains("parts")) return bars_svg(chart);
  if (chart.data.contains("share0")) return shares_svg(chart);
  if (chart.data.contains("course0")) return courses_svg(chart);
  if (has_rows_in_panels(chart.wide)) return differences_svg(chart);
  return svg_of_study(chart);
}

}  // namespace poldyn::app
