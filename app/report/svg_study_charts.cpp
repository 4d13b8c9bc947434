#include "app/report/svg_study_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/report/chart_parts.h"
#include "app/report/marks.h"
#include "app/report/spoken.h"
#include "app/report/svg_parts.h"

namespace poldyn::app {
namespace {

using Anchor = SvgPicture::Anchor;
using Point = SvgPicture::Point;

std::string file_of(const SvgPicture& picture, const ReportChart& chart) {
  return picture.file(plain_text(chart.title), plain_text(chart.description));
}

// ---- Rows --------------------------------------------------------------------------------------------------------

constexpr double row_height = 36, rows_top = 26, panel_gap = 22, label_at = 534;

/// "panel0_" of the layers of a panel.
std::string prefix_of(const Json& panel) {
  for (const Json& layer : panel.at("layer"))
    if (layer.at("data").contains("name")) {
      const std::string name = layer["data"]["name"].get<std::string>();
      return name.substr(0, name.find('_') + 1);
    }
  return "";
}

const Json& rows_of(const ReportChart& chart, const std::string& name) {
  static const Json none = Json::array();
  return chart.data.contains(name) ? chart.data[name] : none;
}

/// How the marks of a panel lie across: of its first layer that has them.
const Json& across_of(const Json& panel) {
  const auto at = std::find_if(panel.at("layer").begin(), panel.at("layer").end(), [](const Json& layer) {
    const Json& encoding = layer.at("encoding");
    return encoding.contains("x") && encoding["x"].contains("scale");
  });
  return at->at("encoding").at("x");
}

void draw_ticks(SvgPicture& picture, const Json& across, double height) {
  const Axis x = axis_of(across);
  const std::string unit =
      across.at("axis").at("labelExpr").get<std::string>().find('%') == std::string::npos ? "" : per_cent;
  for (const Json& value : across["axis"].at("values")) {
    const double at = value.get<double>();
    picture.line({x(at), 0}, {x(at), height}, at == 0 ? "var(--axis)" : "var(--grid)", 1);
    picture.text({x(at), -10}, tick_text(at) + unit, Anchor::middle, small_font);
  }
}

void draw_marks(SvgPicture& picture, const ReportChart& chart, const std::string& prefix, const Axis& x) {
  const auto down = [](const Json& row) { return (number_at(row, "row") + 0.5) * row_height; };
  // A reference from a call with a name made on the spot would be taken for one to that name (g++ 13 and 14).
  const auto rows = [&](const char* what) -> const Json& { return rows_of(chart, prefix + what); };
  for (const Json& bar : rows("bars"))
    picture.rect({x(number_at(bar, "from")), down(bar) - 7}, x(number_at(bar, "to")) - x(number_at(bar, "from")), 14,
                 text_at(bar, "colour"));
  for (const Json& line : rows("lines"))
    picture.line({x(number_at(line, "low")), down(line)}, {x(number_at(line, "high")), down(line)}, ink, 2);
  for (const Json& mark : rows("points"))
    picture.mark({x(number_at(mark, "at")), down(mark)}, text_at(mark, "shape"), ink, !mark.value("filled", true));
  for (const Json& row : rows("names")) {
    const double middle = down(row);
    const bool head = row.value("head", false), two = !text_at(row, "under").empty();
    picture.text({0, head ? middle + 6 : middle}, text_at(row, "name"), Anchor::start, head ? head_font : name_font);
    if (head) continue;
    picture.text({label_at, two ? middle - 8 : middle}, text_at(row, "label"), Anchor::start, {12});
    if (two) picture.text({label_at, middle + 8}, text_at(row, "under"), Anchor::start, small_font);
  }
}

std::string rows_svg(const ReportChart& chart) {
  const auto height_of = [&](const Json& panel) {
    return row_height * static_cast<double>(rows_of(chart, prefix_of(panel) + "names").size());
  };
  double height = 2 * picture_margin;
  for (const Json& panel : chart.wide.at("vconcat")) height += rows_top + height_of(panel) + panel_gap;
  SvgPicture picture(picture_width, height);
  double top = picture_margin;
  for (const Json& panel : chart.wide["vconcat"]) {
    picture.set_origin({picture_margin, top + rows_top});
    const Json& across = across_of(panel);
    const Axis x = axis_of(across);
    draw_ticks(picture, across, height_of(panel));
    for (const Json& layer : panel.at("layer"))
      if (layer.at("data").contains("values"))
        if (const double at = x(number_at(layer["data"]["values"].at(0), "line")); std::isfinite(at))
          picture.line({at, 0}, {at, height_of(panel)}, "var(--axis)", 1, true);
    draw_marks(picture, chart, prefix_of(panel), x);
    top += rows_top + height_of(panel) + panel_gap;
  }
  return file_of(picture, chart);
}

// ---- Planes ------------------------------------------------------------------------------------------------------

/// Both axes with their numbers; what stands across below them, and what stands up above.
void draw_plane(SvgPicture& picture, const Axis& x, double x_step, const Axis& y, double y_step,
                const std::string& x_title, const std::string& y_title) {
  draw_rungs(picture, x, y, y_step);
  for (const double at : rungs_of(x, x_step)) {
    picture.line({x(at), y.to}, {x(at), y.from}, "var(--grid)", 1);
    picture.text({x(at), y.from + 14}, tick_text(at), Anchor::middle, small_font);
  }
  picture.text({x.to, y.from + 34}, x_title, Anchor::end, small_font);
  picture.text({x.from, y.to - 16}, y_title, Anchor::start, small_font);
}

constexpr double plane_left = 60, plane_top = 44, plane_below = 56;

/// Least and greatest number in some fields of all rows.
std::pair<double, double> range_of(const Json& rows, std::initializer_list<const char*> fields) {
  double low = INFINITY, high = -INFINITY;
  for (const Json& row : rows)
    for (const char* field : fields)
      if (const double x = number_at(row, field); std::isfinite(x)) low = std::min(low, x), high = std::max(high, x);
  return {low, high};
}

std::string policies_svg(const ReportChart& chart) {
  constexpr double width = 500, height = 320;
  const Json& rows = chart.data.at("policies");
  const auto [x_low, x_high] = range_of(rows, {"x", "x_low", "x_high"});
  const auto [y_low, y_high] = range_of(rows, {"y", "y_low", "y_high"});
  double x_step = 1, y_step = 1;
  const Axis x = round_axis(x_low, x_high, 0, width, 6, x_step), y = round_axis(y_low, y_high, height, 0, 6, y_step);
  SvgPicture picture(picture_width, plane_top + height + plane_below);
  picture.set_origin({picture_margin + plane_left, plane_top});
  const Json& encoding = chart.wide.at("layer").at(0).at("encoding");
  draw_plane(picture, x, x_step, y, y_step, text_at(encoding.at("x").at("axis"), "title"),
             text_at(encoding.at("y").at("axis"), "title"));
  for (const Json& row : rows) {
    const Point at{x(number_at(row, "x")), y(number_at(row, "y"))};
    picture.line({x(number_at(row, "x_low")), at.y}, {x(number_at(row, "x_high")), at.y}, mute, 1.5);
    picture.line({at.x, y(number_at(row, "y_low"))}, {at.x, y(number_at(row, "y_high"))}, mute, 1.5);
  }
  for (const Json& row : rows) {
    const Point at{x(number_at(row, "x")), y(number_at(row, "y"))};
    picture.mark(at, "circle", ink, !row.value("front", false));
    picture.text({at.x + 7, at.y - 10}, text_at(row, "name"), Anchor::start, {12});
  }
  return file_of(picture, chart);
}

std::string way_svg(const ReportChart& chart) {
  constexpr double width = 420, height = 260;
  const Axis x{0, 100, 0, width}, y{0, 100, height, 0};
  SvgPicture picture(picture_width, plane_top + height + plane_below);
  picture.set_origin({picture_margin + plane_left, plane_top});
  const Json& encoding = chart.wide.at("layer").at(0).at("encoding");
  const auto title = [&](const char* channel) {
    return per_cent + (" " + text_at(encoding.at(channel).at("axis"), "title"));
  };
  draw_plane(picture, x, 20, y, 20, title("x"), title("y"));
  std::vector<Point> line, above, below;
  for (const Json& row : chart.data.at("way")) {
    const double across = x(number_at(row, "coverage"));
    line.push_back({across, y(number_at(row, "density"))});
    above.push_back({across, y(number_at(row, "high"))});
    below.push_back({across, y(number_at(row, "low"))});
  }
  std::vector<Point> band = above;
  band.insert(band.end(), below.rbegin(), below.rend());
  picture.area(band, ink, 0.12);
  picture.path(line, mute, 2);
  for (std::size_t i = 0; i < line.size(); ++i)
    picture.mark(line[i], "circle", ink, !chart.data["way"][i].value("taken", false));
  return file_of(picture, chart);
}

// ---- Points by what came out -------------------------------------------------------------------------------------

std::string outcomes_svg(const ReportChart& chart) {
  constexpr double width = 600, height = 110, pitch = 180;
  const Json& panels = chart.wide.at("vconcat");
  SvgPicture picture(picture_width, 2 * picture_margin + pitch * static_cast<double>(panels.size()));
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const double top = picture_margin + pitch * static_cast<double>(i);
    picture.set_origin({picture_margin, top});
    picture.text({0, 8}, text_at(panels[i].at("title"), "text"), Anchor::start, head_font);
    picture.set_origin({picture_margin + plane_left, top + 30});
    const Json& bars = chart.data.at(fmt::format("bars{}", i));
    const auto [low, high] = range_of(bars, {"from", "to"});
    double x_step = 1;
    const Axis x = round_axis(low, high, 0, width, 8, x_step);
    const double most = range_of(bars, {"count"}).second;
    const double y_step = std::ceil(nice_step(most, 3));  // points are whole
    const Axis y{0, std::ceil(most / y_step) * y_step, height, 0};
    draw_plane(picture, x, x_step, y, y_step, "", "");
    for (const Json& bar : bars)
      picture.rect({x(number_at(bar, "from")), y(number_at(bar, "count"))},
                   x(number_at(bar, "to")) - x(number_at(bar, "from")) - 1, height - y(number_at(bar, "count")), mute);
    const double mean = x(number_at(panels[i].at("layer").at(1).at("data").at("values").at(0), "mean"));
    picture.line({mean, 0}, {mean, height}, ink, 2);
  }
  return file_of(picture, chart);
}

}  // namespace

std::string svg_of_study(const ReportChart& chart) {
  if (chart.data.contains("policies")) return policies_svg(chart);
  if (chart.data.contains("way")) return way_svg(chart);
  if (chart.data.contains("bars0")) return outcomes_svg(chart);
  const bool rows =
      chart.wide.contains("vconcat") && std::any_of(chart.data.items().begin(), chart.data.items().end(),
                                                    [](const auto& one) { return one.key().ends_with("_names"); });
  return rows ? rows_svg(chart) : "";
}

}  // namespace poldyn::app
