#include "app/report/course_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis/paths.h"
#include "app/report/chart_parts.h"
#include "app/report/spoken.h"
#include "sim/base/sim_time.h"

namespace poldyn::app {
namespace {

using analysis::PathBand;
using analysis::Paths;

constexpr int wide_width = 186, narrow_width = 190, height = 136;

struct Line {
  std::string side;  // "A", "B", or "D" of a difference
  std::string name, label;
  std::vector<double> years;
  PathBand course;

  /// The last sample with a value.
  std::optional<std::size_t> last() const {
    for (std::size_t t = course.mean.size(); t > 0; --t)
      if (std::isfinite(course.mean[t - 1])) return t - 1;
    return std::nullopt;
  }
};

bool has_path(const analysis::Side& side, const std::string& path) {
  return std::any_of(side.sampled.begin(), side.sampled.end(), [&](const auto& about) { return about.path == path; });
}

std::size_t samples_of_a_year(const analysis::Side& side) {
  if (side.times.size() < 2) return 1;
  const double interval = side.times[1] - side.times[0];
  return interval > 0 ? std::max<std::size_t>(1, static_cast<std::size_t>(std::round(days_per_year / interval))) : 1;
}

Paths paths_for(const ReportMaterial& material, std::size_t side, const CoursePanel& panel) {
  if (!has_path(material.sides[side], panel.path)) return {};
  Paths paths = analysis::paths_of(*material.told[side].file, panel.path, material.told[side].bloc);
  return panel.summed ? analysis::trailing_sums(paths, samples_of_a_year(material.sides[side])) : paths;
}

std::vector<double> years_of(const analysis::Side& side) {
  std::vector<double> years;
  for (const double day : side.times) years.push_back(day / days_per_year);
  return years;
}

std::vector<Line> lines_of(const ReportMaterial& material, const CoursePanel& panel) {
  std::vector<Line> made;
  const auto add = [&](std::string side, std::string name, std::string label, std::size_t of, const Paths& paths) {
    Line line{std::move(side), std::move(name), std::move(label), years_of(material.sides[of]),
              analysis::band_of(paths)};
    if (line.last()) made.push_back(std::move(line));
  };
  if (panel.difference) {
    if (material.is_comparison() && material.comparison.paired)
      add("D", capitalised(material.told[1].name) + " less " + material.told[0].name, "", 0,
          analysis::paired_paths(paths_for(material, 0, panel), paths_for(material, 1, panel)));
    return made;
  }
  for (std::size_t side = 0; side < material.sides.size(); ++side)
    add(side == 0 ? "A" : "B", capitalised(material.told[side].name), material.told[side].label, side,
        paths_for(material, side, panel));
  return made;
}

Json rows_of(const std::vector<Line>& lines) {
  Json rows = Json::array();
  for (const Line& line : lines)
    for (std::size_t t = 0; t < std::min(line.years.size(), line.course.mean.size()); ++t)
      rows.push_back({{"year", line.years[t]},
                      {"side", line.side},
                      {"mean", number_or_null(line.course.mean[t])},
                      {"low", number_or_null(line.course.low[t])},
                      {"high", number_or_null(line.course.high[t])}});
  return rows;
}

struct Extent {
  double low = 0, high = 0;
};
Extent extent_of(const std::vector<Line>& lines) {
  Extent made;
  for (const Line& line : lines)
    for (const auto* values : {&line.course.mean, &line.course.low, &line.course.high})
      for (const double x : *values)
        if (std::isfinite(x)) made = {std::min(made.low, x), std::max(made.high, x)};
  return made;
}

/// Ends of the lines with their names, moved apart where they would lie over each other.
Json labels_of(const std::vector<Line>& lines) {
  constexpr double least = 0.13;  // of the height of the panel: a line of text
  const Extent extent = extent_of(lines);
  const double gap = least * std::max(extent.high - extent.low, 1e-12);
  std::vector<double> places;
  for (const Line& line : lines) places.push_back(line.course.mean[*line.last()]);
  std::vector<double> moved = places;
  if (places.size() == 2 && std::abs(places[0] - places[1]) < gap) {
    const double middle = (places[0] + places[1]) / 2, up = places[0] >= places[1] ? gap / 2 : -gap / 2;
    moved = {middle + up, middle - up};
  }
  Json rows = Json::array();
  for (std::size_t i = 0; i < lines.size(); ++i)
    rows.push_back(
        {{"year", lines[i].years[*lines[i].last()]},
         {"side", lines[i].side},
         {"mean", places[i]},
         {"place", moved[i]},
         {"text", fmt::format("{}{}{}", lines[i].label, lines[i].label.empty() ? "" : " ", spoken(places[i]))},
         {"said", fmt::format("{} at the end: {}", lines[i].name, spoken(places[i]))}});
  return rows;
}

/// Dates at which rules change on some side, in years.
Json dates_of(const ReportMaterial& material) {
  std::vector<double> days;
  for (const auto& side : material.sides) days.insert(days.end(), side.policy_dates.begin(), side.policy_dates.end());
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  Json rows = Json::array();
  for (const double day : days) rows.push_back({{"date", day / days_per_year}, {"text", "rules change"}});
  return rows;
}

Json year_axis(double years) {
  const double step = years > 3 ? nice_step(years, 2) : nice_step(years, 3);
  Json values = Json::array();
  for (double x = 0; x <= years * 1.001; x += step) values.push_back(x);
  return {{"values", values}, {"grid", false},
          {"title", nullptr}, {"domain", true},
          {"ticks", true},    {"labelExpr", "datum.value == 0 ? 'year 0' : format(datum.value, '~f')"}};
}

/// A broken line, with a word above it, at each date at which rules change.
void add_dates(Json& layers) {
  layers.push_back({{"data", {{"name", "dates"}}},
                    {"mark", {{"type", "rule"}, {"color", "var(--axis)"}, {"strokeDash", {3, 3}}, {"aria", false}}},
                    {"encoding", {{"x", encoded("date", "quantitative")}}}});
  layers.push_back({{"data", {{"name", "dates"}}},
                    {"mark",
                     {{"type", "text"},
                      {"color", mute},
                      {"fontSize", 12},
                      {"align", "left"},
                      {"dx", 4},
                      {"dy", -6},
                      {"y", 0},
                      {"aria", false}}},
                    {"encoding", {{"x", encoded("date", "quantitative")}, {"text", encoded("text", "nominal")}}}});
}

Json layers_of(const std::string& name, double years, bool with_dates, const Extent& extent) {
  const Json x = encoded("year", "quantitative",
                         {{"axis", year_axis(years)}, {"scale", {{"domain", {0, years}}, {"nice", false}}}});
  const auto y = [&](const std::string& field) {
    return encoded(field, "quantitative",
                   {{"axis", {{"tickCount", 4}, {"minExtent", 36}, {"format", ",~f"}, {"title", nullptr}}},
                    {"scale", {{"domain", {extent.low, extent.high}}, {"nice", true}}}});
  };
  Json layers = Json::array();
  layers.push_back({{"data", {{"name", name}}},
                    {"mark", {{"type", "area"}, {"opacity", 0.15}, {"aria", false}}},
                    {"encoding", {{"x", x}, {"y", y("low")}, {"y2", {{"field", "high"}}}, {"color", side_colour()}}}});
  if (with_dates) add_dates(layers);
  layers.push_back({{"data", {{"name", name}}},
                    {"mark", {{"type", "line"}, {"strokeWidth", 2.25}, {"clip", true}, {"aria", false}}},
                    {"encoding", {{"x", x}, {"y", y("mean")}, {"color", side_colour()}}}});
  const std::string ends = name + "-ends";
  layers.push_back({{"data", {{"name", ends}}},
                    {"mark", {{"type", "point"}, {"filled", true}, {"size", 55}, {"opacity", 1}}},
                    {"encoding",
                     {{"x", x},
                      {"y", y("mean")},
                      {"color", side_colour()},
                      {"shape", side_shape()},
                      {"description", encoded("said", "nominal")}}}});
  layers.push_back(
      {{"data", {{"name", ends}}},
       {"mark",
        {{"type", "text"},
         {"align", "left"},
         {"dx", 9},
         {"baseline", "middle"},
         {"fontWeight", 600},
         {"fontSize", 12},
         {"aria", false}}},
       {"encoding", {{"x", x}, {"y", y("place")}, {"color", side_colour()}, {"text", encoded("text", "nominal")}}}});
  return layers;
}

struct Drawn {
  const CoursePanel* panel;
  std::vector<Line> lines;
};

Json spec_of(const std::vector<Drawn>& drawn, double years, bool with_dates, bool wide) {
  Json parts = Json::array();
  for (std::size_t i = 0; i < drawn.size(); ++i)
    parts.push_back({{"title", {{"text", drawn[i].panel->title}, {"subtitle", drawn[i].panel->unit}}},
                     {"width", wide ? wide_width : narrow_width},
                     {"height", height},
                     {"layer", layers_of(fmt::format("course{}", i), years, with_dates, extent_of(drawn[i].lines))},
                     {"resolve", {{"scale", {{"color", "shared"}}}}}});
  return {{"concat", parts},
          {"columns", wide ? 2 : 1},
          {"spacing", {{"row", 26}, {"column", 18}}},
          {"resolve", {{"scale", {{"x", "independent"}, {"y", "independent"}}}}}};
}

ReportTable table_of(const std::vector<Drawn>& drawn) {
  ReportTable table{{{"Measure"}, {"At the end", ColumnKind::number}, {"Nine in ten runs", ColumnKind::number}}, {}};
  for (const Drawn& one : drawn) {
    table.rows.push_back({fmt::format("{}, {}", one.panel->title, one.panel->unit)});
    for (const Line& line : one.lines) {
      const std::size_t t = *line.last();
      const double low = line.course.low[t], high = line.course.high[t];
      table.rows.push_back({line.name, tabled(line.course.mean[t], line.course.half_width[t]),
                            std::isnan(low) ? "-" : fmt::format("{} to {}", spoken(low), spoken(high))});
    }
  }
  return table;
}

ReportFrame frame_of(const std::vector<Drawn>& drawn) {
  ReportFrame frame{{{"metric", "path of the sampled metric"},
                     {"measure", "what it is, and its unit"},
                     {"side", "whose runs"},
                     {"year", "since the start of the run"},
                     {"mean", "over runs"},
                     {"half_width", "of the interval of the mean"},
                     {"p5", "5 % of runs lie below"},
                     {"p95", "5 % of runs lie above"}},
                    {}};
  for (const Drawn& one : drawn)
    for (const Line& line : one.lines)
      for (std::size_t t = 0; t < std::min(line.years.size(), line.course.mean.size()); ++t)
        frame.rows.push_back({one.panel->path, one.panel->title + ", " + one.panel->unit, line.name, line.years[t],
                              line.course.mean[t], line.course.half_width[t], line.course.low[t], line.course.high[t]});
  return frame;
}

std::string description_of(const std::string& title, const std::vector<Drawn>& drawn) {
  std::string text = title + ". ";
  for (const Drawn& one : drawn) {
    text += fmt::format("{}, {}: ", one.panel->title, one.panel->unit);
    for (std::size_t i = 0; i < one.lines.size(); ++i) {
      const Line& line = one.lines[i];
      std::size_t first = 0;
      while (!std::isfinite(line.course.mean[first])) ++first;
      text += fmt::format("{}{} from {} to {}", i == 0 ? "" : "; ", line.name, spoken(line.course.mean[first]),
                          spoken(line.course.mean[*line.last()]));
    }
    text += ". ";
  }
  return text;
}

}  // namespace

ReportChart course_chart(const ReportMaterial& material, const std::string& id, const std::string& title,
                         const std::vector<CoursePanel>& panels) {
  ReportChart made{.id = id, .title = title, .subtitle = "Line: mean of the runs. Band: nine in ten single runs."};
  std::vector<Drawn> drawn;
  double years = 0;
  for (const CoursePanel& panel : panels) {
    Drawn one{&panel, lines_of(material, panel)};
    if (one.lines.empty()) continue;
    for (const Line& line : one.lines) years = std::max(years, line.years.empty() ? 0 : line.years.back());
    drawn.push_back(std::move(one));
  }
  if (drawn.empty() || years == 0) return made;
  const Json dates = dates_of(material);
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    made.data[fmt::format("course{}", i)] = rows_of(drawn[i].lines);
    made.data[fmt::format("course{}-ends", i)] = labels_of(drawn[i].lines);
  }
  if (!dates.empty()) made.data["dates"] = dates;
  made.wide = spec_of(drawn, years, !dates.empty(), true);
  made.narrow = spec_of(drawn, years, !dates.empty(), false);
  made.table = table_of(drawn);
  made.frame = frame_of(drawn);
  made.description = description_of(title, drawn);
  return made;
}

}  // namespace poldyn::app
