#include "app/report/share_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/paths.h"
#include "app/report/chart_parts.h"
#include "app/report/spoken.h"
#include "sim/base/sim_time.h"

namespace poldyn::app {
namespace {

constexpr int share_height = 110, share_axis_pixels = 56, share_column_gap = 22;

/// One course of one side.
struct SharePanel {
  const ShareCourse* course = nullptr;
  std::size_t side = 0;
  std::vector<double> years;
  analysis::PathBand share;

  std::string colour() const { return side == 0 ? "var(--a2)" : "var(--b2)"; }
  std::string rest_colour() const { return side == 0 ? "var(--a5)" : "var(--b5)"; }
  std::size_t last() const {
    std::size_t t = share.mean.size();
    while (t > 0 && !std::isfinite(share.mean[t - 1])) --t;
    return t;  // one beyond it; 0 if there is none
  }
};

std::vector<SharePanel> panels_of(const ReportMaterial& material, const std::vector<ShareCourse>& courses) {
  std::vector<SharePanel> made;
  for (const ShareCourse& course : courses)
    for (std::size_t side = 0; side < material.sides.size(); ++side) {
      const auto& sampled = material.sides[side].sampled;
      if (std::none_of(sampled.begin(), sampled.end(), [&](const auto& one) { return one.path == course.path; }))
        continue;
      SharePanel panel{&course, side, {}, {}};
      for (const double day : material.sides[side].times) panel.years.push_back(day / days_per_year);
      panel.share = analysis::band_of(
          analysis::paths_of(*material.told[side].file, course.path, material.told[side].bloc), material.level);
      const auto& mean = panel.share.mean;
      const bool any = std::any_of(mean.begin(), mean.end(), [](double share) { return share > 0; });
      if (panel.last() > 0 && any) made.push_back(std::move(panel));  // of one bloc no family began in another
    }
  return made;
}

Json rows_of(const SharePanel& panel) {
  Json rows = Json::array();
  for (std::size_t t = 0; t < panel.last(); ++t) {
    const double share = 100 * panel.share.mean[t];
    if (!std::isfinite(share)) continue;
    rows.push_back({{"year", panel.years[t]}, {"from", 0.0}, {"to", share}, {"colour", panel.colour()}});
    rows.push_back({{"year", panel.years[t]}, {"from", share}, {"to", 100.0}, {"colour", panel.rest_colour()}});
  }
  return rows;
}

std::string title_of(const ReportMaterial& material, const SharePanel& panel) {
  return capitalised(material.told[panel.side].name) + ": " + panel.course->title;
}

Json panel_spec(const ReportMaterial& material, const SharePanel& panel, const std::string& data, int width) {
  const double years = panel.years.back();
  Json values = Json::array();
  for (double x = 0, step = nice_step(years, years > 3 ? 2 : 3); x <= years * 1.001; x += step) values.push_back(x);
  const Json x = encoded("year", "quantitative",
                         {{"axis",
                           {{"values", values},
                            {"grid", false},
                            {"title", nullptr},
                            {"labelExpr", "datum.value == 0 ? 'year 0' : format(datum.value, '~f')"}}},
                          {"scale", {{"domain", {0, years}}, {"nice", false}}}});
  const Json y = encoded("from", "quantitative",
                         {{"axis",
                           {{"values", {0, 50, 100}},
                            {"title", nullptr},
                            {"minExtent", 36},
                            {"labelExpr", "format(datum.value, '~f') + '\u202f%'"}}},
                          {"scale", {{"domain", {0, 100}}}}});
  return {{"title", {{"text", title_of(material, panel)}}},
          {"width", width},
          {"height", share_height},
          {"data", {{"name", data}}},
          {"mark", {{"type", "area"}, {"description", title_of(material, panel)}}},
          {"encoding",
           {{"x", x},
            {"y", y},
            {"y2", {{"field", "to"}}},
            {"color", encoded("colour", "nominal", {{"scale", nullptr}, {"legend", nullptr}})}}}};
}

Json spec_of(const ReportMaterial& material, const std::vector<SharePanel>& panels, bool wide) {
  const int width = (wide ? (wide_pixels - share_column_gap) / 2 : narrow_pixels) - share_axis_pixels;
  Json parts = Json::array();
  for (std::size_t i = 0; i < panels.size(); ++i)
    parts.push_back(panel_spec(material, panels[i], fmt::format("share{}", i), width));
  return {{"concat", parts}, {"columns", wide ? 2 : 1}, {"spacing", {{"row", 26}, {"column", share_column_gap}}}};
}

}  // namespace

ReportChart share_chart(const ReportMaterial& material, const std::string& id, const std::string& title,
                        const std::string& subtitle, const std::vector<ShareCourse>& courses) {
  ReportChart made{.id = id, .title = title, .subtitle = subtitle};
  const auto panels = panels_of(material, courses);
  if (panels.empty()) return made;
  made.table = {{{"Part"}, {"At the end, " + std::string(per_cent), ColumnKind::number}}, {}};
  made.frame = {{{"metric", "path of the sampled metric"},
                 {"side", "whose runs"},
                 {"year", "since the start of the run"},
                 {"share", "mean over runs, of 1; the rest of 1 is the other part"},
                 {"half_width", "of the interval of the mean"}},
                {}};
  made.description = title + ". ";
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const SharePanel& panel = panels[i];
    const std::size_t end = panel.last() - 1;
    const double share = 100 * panel.share.mean[end];
    made.data[fmt::format("share{}", i)] = rows_of(panel);
    made.key.push_back({panel.colour(), fmt::format("{}, {}: {}{} at the end", title_of(material, panel),
                                                    panel.course->words, spoken(share), per_cent)});
    made.key.push_back(
        {panel.rest_colour(), fmt::format("{}: {}{}", panel.course->rest, spoken(100 - share), per_cent)});
    made.description += made.key[2 * i].text + ". ";
    made.table.rows.push_back(
        {title_of(material, panel) + ", " + panel.course->words, tabled(share, 100 * panel.share.half_width[end])});
    for (std::size_t t = 0; t < panel.last(); ++t)
      made.frame.rows.push_back({panel.course->path, material.told[panel.side].name, panel.years[t],
                                 panel.share.mean[t], panel.share.half_width[t]});
  }
  made.wide = spec_of(material, panels, true);
  made.narrow = spec_of(material, panels, false);
  return made;
}

}  // namespace poldyn::app
