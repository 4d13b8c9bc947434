#include "app/report/section_discovery.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/console/numbers.h"
#include "app/console/shares.h"
#include "app/report/chart_parts.h"
#include "app/report/rows_chart.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

using analysis::Discovery;
using analysis::Factor;
using analysis::Range;

double in_per_cent(double share) { return 100 * share; }

/// What of a factor's own range, or of its levels, the box keeps.
DrawnRow row_of(const DiscoveryReport& report, std::size_t factor) {
  const Factor& about = report.input.factors[factor];
  const Range& range = report.found.region.boxes.front().ranges[factor];
  analysis::Box alone(report.input.factors.size());
  alone.ranges[factor] = range;
  DrawnRow made{.name = about.name, .under = box_text(alone, report.input)};
  made.said = made.under;
  if (!about.is_number) {
    const auto kept = static_cast<double>(std::count(range.kept.begin(), range.kept.end(), true));
    made.bars = {{0, in_per_cent(kept / static_cast<double>(range.kept.size())), mute}};
    made.label = fmt::format("{:.0f} of {} levels", kept, range.kept.size());
    return made;
  }
  // By points, so that a factor whose steps are equal ratios looks as it was drawn.
  const auto share_below = [&](auto&& is) {
    return in_per_cent(static_cast<double>(std::count_if(about.values.begin(), about.values.end(), is)) /
                       static_cast<double>(about.values.size()));
  };
  made.bars = {{share_below([&](double x) { return x <= range.low; }),
                share_below([&](double x) { return x < range.high; }), mute}};
  return made;
}

ReportChart box_chart(const StudyMaterial& material) {
  const DiscoveryReport& report = *material.discovery;
  ReportChart made{
      .id = "chart-box",
      .title = "The conditions, factor by factor",
      .subtitle = fmt::format("Which part of each factor’s values they keep, from its lowest to its highest. "
                              "Where all hold, the condition “{}” is met more often.",
                              report.where)};
  made.table.columns = {{"Bound"},
                        {"Met beyond it", ColumnKind::number},
                        {"Points there", ColumnKind::number},
                        {"p", ColumnKind::number},
                        {"quasi-p", ColumnKind::number}};
  made.frame.columns = {
      {"factor", "what is varied"},
      {"bound", "what the box asks of it"},
      {"share_beyond", "share of runs that meet the condition at points of the test beyond this bound alone"},
      {"points_beyond", "points of the test there"},
      {"p", "probability of such a contrast by luck (Fisher's exact test)"},
      {"quasi_p", "probability of so high a share in the box by luck (Bryant & Lempert 2010)"}};
  RowPanel panel{.rows = {}, .from_zero = true, .up_to = 100, .per_cent = true};
  for (const std::size_t factor : report.found.region.boxes.front().factors())
    panel.rows.push_back(row_of(report, factor));
  const auto p_text = [](double p) { return p < 0.001 ? std::string("< 0.001") : fmt::format("{:.3f}", p); };
  for (const auto& test : report.found.tests) {
    const std::string bound = bound_text(report.found.region.boxes.front(), test.bound, report.input);
    made.table.rows.push_back(
        {bound, percent(test.share_out), fmt::format("{}", test.out), p_text(test.p), p_text(test.quasi_p)});
    made.frame.rows.push_back({report.input.factors[test.bound.factor].name, bound, test.share_out,
                               static_cast<double>(test.out), test.p, test.quasi_p});
  }
  draw_rows(made, {panel});
  return made;
}

Json way_rows(const Discovery& found) {
  Json rows = Json::array();
  for (std::size_t i = 0; i < found.way.size(); ++i) {
    const auto& step = found.way[i];
    if (!std::isfinite(step.coverage) || !std::isfinite(step.tested.share)) continue;
    rows.push_back(
        {{"step", i},
         {"coverage", in_per_cent(step.coverage)},
         {"density", in_per_cent(step.tested.share)},
         {"low", in_per_cent(step.tested.interval.exists() ? step.tested.interval.low : step.tested.share)},
         {"high", in_per_cent(step.tested.interval.exists() ? step.tested.interval.high : step.tested.share)},
         {"taken", i == found.step},
         {"said",
          fmt::format("Step {}{}: holds {} of the runs that meet the condition, which is met there in "
                      "{} of the test’s runs",
                      i, i == found.step ? ", taken" : "", percent(step.coverage), percent(step.tested.share))}});
  }
  return rows;
}

Json way_spec(bool wide) {
  const auto axis = [](const char* title) {
    return Json{{"title", title}, {"labelExpr", "datum.value + '\u202f%'"}, {"tickCount", 5}};
  };
  const Json scale{{"domain", {0, 100}}};
  const Json x = encoded("coverage", "quantitative",
                         {{"axis", axis("of the runs that meet it, held by the box")}, {"scale", scale}});
  const auto y = [&](const char* field) {
    return encoded(field, "quantitative", {{"axis", axis("of the test’s runs in the box meet it")}, {"scale", scale}});
  };
  Json layers = Json::array();
  layers.push_back({{"mark", {{"type", "area"}, {"color", ink}, {"opacity", 0.12}, {"aria", false}}},
                    {"encoding", {{"x", x}, {"y", y("low")}, {"y2", {{"field", "high"}}}}}});
  layers.push_back({{"mark", {{"type", "line"}, {"color", mute}, {"aria", false}}},
                    {"encoding", {{"x", x}, {"y", y("density")}, {"order", encoded("step", "quantitative")}}}});
  layers.push_back(
      {{"mark", {{"type", "point"}, {"filled", true}, {"opacity", 1}, {"stroke", ink}, {"strokeWidth", 1.5}}},
       {"encoding",
        {{"x", x},
         {"y", y("density")},
         {"size", {{"condition", {{"test", "datum.taken"}, {"value", 120}}}, {"value", 28}}},
         {"fill", {{"condition", {{"test", "datum.taken"}, {"value", ink}}}, {"value", "var(--bg)"}}},
         {"description", encoded("said", "nominal")}}}});
  return {{"data", {{"name", "way"}}}, {"width", wide ? 420 : 250}, {"height", wide ? 260 : 220}, {"layer", layers}};
}

/// What is gained and lost on the way from the whole space to a small box.
ReportChart way_chart(const StudyMaterial& material) {
  const Discovery& found = material.discovery->found;
  ReportChart made{.id = "chart-way",
                   .title = "The way to the box",
                   .subtitle =
                       "From the whole space, on the right, slice by slice: how much of what meets the condition "
                       "is still inside, and how often it is met there, at the points that test its bounds. "
                       "The full dot is the step that was taken; the band is its interval."};
  Json rows = way_rows(found);
  if (rows.size() < 2) return made;
  made.table.columns = {{"Step", ColumnKind::text},
                        {"Points", ColumnKind::number},
                        {"Holds", ColumnKind::number},
                        {"Met, tested", ColumnKind::number},
                        {"Interval", ColumnKind::number}};
  made.frame.columns = {{"step", "from the whole space"},
                        {"points", "of those that chose the box"},
                        {"coverage", "share of the runs that meet the condition that lies inside"},
                        {"density", "share of runs inside that meet it, at points that test bounds"},
                        {"low", "lower end of its interval"},
                        {"high", "upper end of its interval"}};
  for (std::size_t i = 0; i < found.way.size(); ++i) {
    const auto& step = found.way[i];
    const auto& interval = step.tested.interval;
    made.table.rows.push_back({fmt::format("{}{}", i, i == found.step ? " (taken)" : ""),
                               fmt::format("{:.0f}", step.peel.inside.count), percent(step.coverage),
                               percent(step.tested.share),
                               interval.exists() ? percent(interval.low) + " to " + percent(interval.high) : "–"});
    made.frame.rows.push_back({static_cast<double>(i), step.peel.inside.count, step.coverage, step.tested.share,
                               interval.low, interval.high});
  }
  made.description = made.title + ". ";
  for (const auto& row : rows) made.description += row["said"].get<std::string>() + ". ";
  made.data["way"] = std::move(rows);
  made.wide = way_spec(true);
  made.narrow = way_spec(false);
  return made;
}

std::string tree_text(const DiscoveryReport& report) {
  const Discovery& found = report.found;
  if (found.leaves.boxes.empty()) return "A regression tree on the same points finds no division that is worth a leaf.";
  std::vector<std::string> leaves;
  for (const auto& box : found.leaves.boxes) leaves.push_back(box_text(box, report.input));
  std::string text = fmt::format(
      "A regression tree on the same points, which looks at the whole space at once, says: {}; met there in "
      "{} of runs that did not choose it.",
      fmt::join(leaves, "; or "), percent(found.leaves.density.share));
  if (!std::isnan(found.overlap))
    text += fmt::format(" Of the points in the box or in these leaves, {} are in both.", percent(found.overlap));
  return text;
}

void add_notes(ReportSection& section, const DiscoveryReport& report) {
  const DiscoveryInput& input = report.input;
  section.notes.push_back(
      fmt::format("Found on {} points, its bounds tested on {} others, and measured on {} that did neither.",
                  report.found.chosen_on, report.found.tested_on, report.found.measured_on));
  if (input.left_out > 0)
    section.notes.push_back(fmt::format("{} left out: every run failed, or there is nothing to compare with.",
                                        counted(input.left_out, "point")));
  if (input.failed > 0) section.notes.push_back(fmt::format("{} failed, and left out.", counted(input.failed, "run")));
  if (input.unsettled > 0)
    section.notes.push_back(fmt::format("In {} a value does not exist; the condition counts as not met there.",
                                        counted(input.unsettled, "run")));
  if (report.found.everywhere.one_luck)
    section.notes.push_back(
        "All points share the random numbers of their single replicate, which no interval here knows "
        "of; more replicates tell.");
  for (const auto& note : input.notes) section.notes.push_back(capitalised(note) + ".");
}

}  // namespace

ReportSection discovery_section(const StudyMaterial& material) {
  ReportSection made{.id = "discovery", .heading = "Where it is so", .short_heading = "Where it is so"};
  if (!material.discovery) return made;
  const DiscoveryReport& report = *material.discovery;
  std::string of = report.input.of.empty() || material.study.bases.size() < 2 ? "" : ", of " + report.input.of;
  if (!report.input.against.empty())
    of = fmt::format(", of the difference {} less {}", report.input.of, report.input.against);
  made.heading = fmt::format("Where is “{}”{}?", report.where, of);
  made.lead = {discovery_answer(report), tree_text(report)};
  if (report.found.found) made.charts.push_back(box_chart(material));
  if (ReportChart chart = way_chart(material); !chart.wide.is_null()) made.charts.push_back(std::move(chart));
  add_notes(made, report);
  return made;
}

}  // namespace poldyn::app
