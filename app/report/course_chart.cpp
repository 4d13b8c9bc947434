#include "app/report/course_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/metrics/band_words.h"
#include "app/report/chart_parts.h"
#include "app/report/course_lines.h"
#include "app/report/course_table.h"
#include "app/report/spoken.h"
#include "sim/base/sim_time.h"

namespace poldyn::app {
namespace {

constexpr int most_width = 190, least_width = 96, course_height = 136;
constexpr int course_axis_pixels = 48, course_column_gap = 18;

Json rows_of(const std::vector<CourseLine>& lines) {
  Json rows = Json::array();
  for (const CourseLine& line : lines)
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
Extent extent_of(const std::vector<CourseLine>& lines) {
  Extent made;
  for (const CourseLine& line : lines)
    for (const auto* values : {&line.course.mean, &line.course.low, &line.course.high})
      for (const double x : *values)
        if (std::isfinite(x)) made = {std::min(made.low, x), std::max(made.high, x)};
  return made;
}

/// Ends of the lines with their names, moved apart where they would lie over each other.
Json labels_of(const std::vector<CourseLine>& lines) {
  constexpr double least = 0.13;  // of the height of the panel: a line of text
  const Extent extent = extent_of(lines);
  const double gap = least * std::max(extent.high - extent.low, 1e-12);
  std::vector<double> places;
  places.reserve(lines.size());
  for (const CourseLine& line : lines) places.push_back(line.course.mean[*line.last()]);
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

BandReach reach_of(const std::vector<DrawnCourse>& drawn) {
  BandReach made;
  for (const DrawnCourse& one : drawn)
    for (const CourseLine& line : one.lines) made = with_band(made, line.course);
  return made;
}

/// A panel leaves room for its axis and for what stands at the ends of its lines.
int panel_pixels(const ReportChart& chart, bool wide) {
  int label = 0;
  for (const auto& [name, rows] : chart.data.items())
    if (name.ends_with("-ends"))
      for (const auto& row : rows) label = std::max(label, text_pixels(row["text"].get_ref<const std::string&>()));
  const int room = wide ? (wide_pixels - course_column_gap) / 2 : narrow_pixels;
  return std::clamp(room - course_axis_pixels - label - 9, least_width, most_width);
}

Json spec_of(const std::vector<DrawnCourse>& drawn, double years, bool with_dates, bool wide, int width) {
  Json parts = Json::array();
  for (std::size_t i = 0; i < drawn.size(); ++i)
    parts.push_back({{"title", {{"text", drawn[i].panel->title}, {"subtitle", drawn[i].panel->unit}}},
                     {"width", width},
                     {"height", course_height},
                     {"layer", layers_of(fmt::format("course{}", i), years, with_dates, extent_of(drawn[i].lines))},
                     {"resolve", {{"scale", {{"color", "shared"}}}}}});
  return {{"concat", parts},
          {"columns", wide ? 2 : 1},
          {"spacing", {{"row", 26}, {"column", course_column_gap}}},
          {"resolve", {{"scale", {{"x", "independent"}, {"y", "independent"}}}}}};
}

}  // namespace

ReportChart course_chart(const ReportMaterial& material, const std::string& id, const std::string& title,
                         const std::vector<CoursePanel>& panels) {
  ReportChart made{.id = id, .title = title, .subtitle = ""};
  std::vector<DrawnCourse> drawn;
  double years = 0;
  for (const CoursePanel& panel : panels) {
    DrawnCourse one{&panel, course_lines(material, panel)};
    if (one.lines.empty()) continue;
    for (const CourseLine& line : one.lines) years = std::max(years, line.years.empty() ? 0 : line.years.back());
    drawn.push_back(std::move(one));
  }
  if (drawn.empty() || years == 0) return made;
  const std::string band = band_words(reach_of(drawn));
  made.subtitle = band.empty() ? "One run of each." : fmt::format("Line: mean of the runs. Band: {}.", band);
  const Json dates = dates_of(material);
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    made.data[fmt::format("course{}", i)] = rows_of(drawn[i].lines);
    made.data[fmt::format("course{}-ends", i)] = labels_of(drawn[i].lines);
  }
  if (!dates.empty()) made.data["dates"] = dates;
  made.wide = spec_of(drawn, years, !dates.empty(), true, panel_pixels(made, true));
  made.narrow = spec_of(drawn, years, !dates.empty(), false, panel_pixels(made, false));
  made.table = course_table(drawn);
  made.frame = course_frame(drawn);
  made.description = course_description(title, drawn);
  return made;
}

}  // namespace poldyn::app
