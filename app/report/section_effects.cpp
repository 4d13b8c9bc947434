#include "app/report/section_effects.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/level_means.h"
#include "app/report/rows_chart.h"
#include "app/report/section_outcomes.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

using analysis::LevelEffect;
using analysis::LevelMean;

constexpr std::size_t most_levels = 6, most_factors = 4;  // what fits a page

std::vector<LevelEffect> ranked_effects(const StudyMaterial& material, const StudyResponse& response,
                                        const std::vector<analysis::Levels>& levels) {
  std::vector<LevelEffect> made;
  made.reserve(levels.size());
  for (const auto& one : levels) made.push_back(analysis::effect_of(response.values, material.study.replicates, one));
  std::stable_sort(made.begin(), made.end(),
                   [](const LevelEffect& a, const LevelEffect& b) { return a.variance() > b.variance(); });
  if (made.size() > most_factors) made.resize(most_factors);
  return made;
}

/// Whether there is anything to draw.
bool varies(const StudyResponse& response) {
  double first = analysis::no_value;
  for (const double x : response.values) {
    if (!std::isfinite(x)) continue;
    if (std::isnan(first)) first = x;
    if (x != first) return true;
  }
  return false;
}

bool leaves_out_zero(const LevelMean& one) { return one.deviation.low() > 0 || one.deviation.high() < 0; }

DrawnRow row_of(const LevelEffect& effect, std::size_t level) {
  const LevelMean& one = effect.means[level];
  const std::string& name = effect.levels.names[level];
  DrawnRow made{.name = name, .label = tabled(one.deviation.mean, one.deviation.half_width, true)};
  made.said =
      fmt::format("{} {}: {} from the mean, over {} points", effect.levels.factor, name, made.label, one.points);
  made.marks = {{one.deviation.mean, one.deviation.low(), one.deviation.high(), "circle", leaves_out_zero(one)}};
  return made;
}

void add_rows(ReportChart& chart, RowPanel& panel, const LevelEffect& effect) {
  panel.rows.push_back({.name = effect.levels.factor});
  chart.table.rows.push_back({effect.levels.factor});
  for (std::size_t level = 0; level < effect.means.size(); ++level) {
    const LevelMean& one = effect.means[level];
    if (one.points == 0) continue;
    panel.rows.push_back(row_of(effect, level));
    chart.table.rows.push_back({effect.levels.names[level], fmt::format("{}", one.points), spoken(one.mean),
                                tabled(one.deviation.mean, one.deviation.half_width, true)});
    chart.frame.rows.push_back({effect.levels.factor, effect.levels.names[level], static_cast<double>(one.points),
                                one.mean, one.deviation.mean, one.deviation.half_width});
  }
}

std::string subtitle_of(const StudyMaterial& material, const std::vector<LevelEffect>& effects) {
  const bool by_replicate =
      std::all_of(effects.begin(), effects.end(), [](const LevelEffect& one) { return one.over_replicates; });
  std::string text = "Mean at a level, everything else averaged, less the mean over all points. ";
  if (by_replicate && material.study.replicates < 2)
    text += "One replicate: no interval, so nothing says what is luck.";
  else
    text += fmt::format("95{} intervals over {}, each by itself; ○ holds 0.", per_cent,
                        by_replicate ? "replicates" : "the points at that level");
  if (std::any_of(effects.begin(), effects.end(), [](const LevelEffect& one) { return one.levels.binned; }))
    text += " Ranges hold about equally many points.";
  return text;
}

ReportChart effects_chart(const StudyMaterial& material, const StudyResponse& response,
                          const std::vector<analysis::Levels>& levels, const std::string& id) {
  ReportChart made{.id = id, .title = "Level by level: " + title_with_unit(response), .subtitle = ""};
  const auto effects = ranked_effects(material, response, levels);
  made.subtitle = subtitle_of(material, effects);
  if (levels.size() > effects.size())
    made.subtitle += fmt::format(" The {} factors of {} that move it most.", effects.size(), levels.size());
  made.table.columns = {{"Level"},
                        {"Points", ColumnKind::number},
                        {"Mean", ColumnKind::number},
                        {"Less the mean over all", ColumnKind::number}};
  made.frame.columns = {{"factor", "what is varied"},
                        {"level", "its value, or a range of values"},
                        {"points", "that have a value there"},
                        {"mean", "over them"},
                        {"deviation", "less the mean over all points"},
                        {"half_width", "half-width of its 95 % interval"}};
  RowPanel panel{.rows = {}, .line = 0};
  for (const LevelEffect& effect : effects) add_rows(made, panel, effect);
  draw_rows(made, {panel});
  return made;
}

}  // namespace

ReportSection effects_section(const StudyMaterial& material) {
  ReportSection made{.id = "effects", .heading = "Level by level", .short_heading = "Level by level"};
  const auto levels = analysis::all_levels(material.study, most_levels);
  if (levels.empty()) return made;
  for (std::size_t i = 0; i < material.responses.size(); ++i) {
    if (!varies(material.responses[i])) continue;
    ReportChart chart = effects_chart(material, material.responses[i], levels, fmt::format("chart-effects-{}", i + 1));
    if (!chart.wide.is_null()) made.charts.push_back(std::move(chart));
  }
  return made;
}

}  // namespace poldyn::app
