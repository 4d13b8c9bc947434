#include "app/report/front_chart.h"

#include <fmt/format.h>

#include <cmath>

#include "app/report/chart_parts.h"
#include "app/report/rows_chart.h"
#include "app/report/spoken.h"
#include "app/report/wording.h"

namespace poldyn::app {
namespace {

using analysis::Estimate;

constexpr std::size_t most_named = 12, most_drawn = 200;  // names that can be read; dots that can be told apart

std::string front_text(const TradeoffReport& report, std::size_t at) {
  const double sure = report.judgement.membership[at];
  const bool front = report.judgement.front[at];
  return fmt::format("{}{}", front ? "on the front" : "not on the front",
                     std::isnan(sure) ? ""
                                      : fmt::format(" ({} of resamples{})", spoken_at(100 * sure, 0) + per_cent,
                                                    front ? "" : " have it there"));
}

std::string said_of(const TradeoffReport& report, std::size_t at) {
  std::string text = report.crossing.policies[report.judged[at]] + ": ";
  for (std::size_t g = 0; g < report.goals.size(); ++g) {
    const Estimate mean = mean_of_goal(report, g, at);
    text += fmt::format("{} {}, ", goal_title(report.goals[g]), tabled(mean.mean, mean.half_width));
  }
  return text + front_text(report, at);
}

/// The place of the policy's mean by a goal, as it is drawn.
double end(const Estimate& estimate, double turn) {
  return std::isnan(estimate.half_width) ? estimate.mean : estimate.mean + turn * estimate.half_width;
}

Json dots_of(const TradeoffReport& report) {
  Json rows = Json::array();
  const bool named = report.judged.size() <= most_named;
  for (std::size_t at = 0; at < std::min(report.judged.size(), most_drawn); ++at) {
    const Estimate x = mean_of_goal(report, 0, at), y = mean_of_goal(report, 1, at);
    rows.push_back({{"name", named || report.judgement.front[at] ? row_name(report.crossing.policies[report.judged[at]])
                                                                 : std::string()},
                    {"x", x.mean},
                    {"x_low", end(x, -1)},
                    {"x_high", end(x, 1)},
                    {"y", y.mean},
                    {"y_low", end(y, -1)},
                    {"y_high", end(y, 1)},
                    {"front", static_cast<bool>(report.judgement.front[at])},
                    {"said", said_of(report, at)}});
  }
  return rows;
}

std::string better(const Goal& goal) { return goal.low ? "low is better" : "high is better"; }

Json plane_spec(const TradeoffReport& report, bool wide) {
  const auto place = [&](const char* field, std::size_t goal) {
    const std::string title = fmt::format("{}: {}", goal_title(report.goals[goal]), better(report.goals[goal]));
    return encoded(field, "quantitative",
                   {{"axis",
                     {{"title", title},
                      {"tickCount", wide ? 6 : 4},
                      {"labelExpr", "format(datum.value, ',.4~r')"},
                      {"titleLimit", wide ? 420 : 260}}},
                    {"scale", {{"zero", false}, {"nice", true}}}});
  };
  Json layers = Json::array();
  const Json whisker{{"type", "rule"}, {"color", mute}, {"strokeWidth", 1.5}, {"aria", false}};
  layers.push_back({{"mark", whisker},
                    {"encoding", {{"x", place("x_low", 0)}, {"x2", {{"field", "x_high"}}}, {"y", place("y", 1)}}}});
  layers.push_back({{"mark", whisker},
                    {"encoding", {{"x", place("x", 0)}, {"y", place("y_low", 1)}, {"y2", {{"field", "y_high"}}}}}});
  layers.push_back(
      {{"mark",
        {{"type", "point"}, {"filled", true}, {"size", 80}, {"opacity", 1}, {"stroke", ink}, {"strokeWidth", 2}}},
       {"encoding",
        {{"x", place("x", 0)},
         {"y", place("y", 1)},
         {"fill", {{"condition", {{"test", "datum.front"}, {"value", ink}}}, {"value", "var(--bg)"}}},
         {"description", encoded("said", "nominal")}}}});
  layers.push_back({{"mark",
                     {{"type", "text"},
                      {"align", "left"},
                      {"baseline", "bottom"},
                      {"dx", 7},
                      {"dy", -4},
                      {"fontSize", 12},
                      {"aria", false}}},
                    {"encoding", {{"x", place("x", 0)}, {"y", place("y", 1)}, {"text", encoded("name", "nominal")}}}});
  return {
      {"data", {{"name", "policies"}}}, {"width", wide ? 480 : 250}, {"height", wide ? 320 : 260}, {"layer", layers}};
}

RowPanel row_panel(const TradeoffReport& report) {
  RowPanel panel;
  for (std::size_t at = 0; at < std::min(report.judged.size(), most_named); ++at) {
    const Estimate mean = mean_of_goal(report, 0, at);
    DrawnRow row{.name = report.crossing.policies[report.judged[at]], .label = tabled(mean.mean, mean.half_width)};
    row.said = said_of(report, at);
    row.marks = {{mean.mean, mean.low(), mean.high(), "circle", static_cast<bool>(report.judgement.front[at])}};
    panel.rows.push_back(std::move(row));
  }
  return panel;
}

void add_table(ReportChart& chart, const TradeoffReport& report) {
  chart.table.columns = {{"Policy"}};
  chart.frame.columns = {{"policy", "what is chosen"}};
  for (std::size_t g = 0; g < report.goals.size(); ++g) {
    chart.table.columns.push_back({goal_title(report.goals[g]), ColumnKind::number});
    chart.frame.columns.emplace_back(fmt::format("mean_{}", g + 1),
                                     fmt::format("mean over futures of {}", report.goals[g].about.path));
    chart.frame.columns.emplace_back(fmt::format("half_width_{}", g + 1), "half-width of its interval");
  }
  chart.table.columns.push_back({"On the front"});
  chart.frame.columns.emplace_back("on_front", "1 if no other policy is as good in all and better in one");
  chart.frame.columns.emplace_back("share_of_resamples", "of the worlds, in which that is so");
  for (std::size_t at = 0; at < report.judged.size(); ++at) {
    std::vector<std::string> row{report.crossing.policies[report.judged[at]]};
    std::vector<ReportFrame::Cell> numbers{row.front()};
    for (std::size_t g = 0; g < report.goals.size(); ++g) {
      const Estimate mean = mean_of_goal(report, g, at);
      row.push_back(tabled(mean.mean, mean.half_width));
      numbers.insert(numbers.end(), {mean.mean, mean.half_width});
    }
    row.push_back(front_text(report, at));
    numbers.insert(numbers.end(), {report.judgement.front[at] ? 1.0 : 0.0, report.judgement.membership[at]});
    chart.table.rows.push_back(std::move(row));
    chart.frame.rows.push_back(std::move(numbers));
  }
}

}  // namespace

Estimate mean_of_goal(const TradeoffReport& report, std::size_t goal, std::size_t judged) {
  Estimate made = report.judgement.metrics[goal].mean[judged];
  if (!report.goals[goal].low) made.mean = -made.mean;
  return made;
}

std::string goal_title(const Goal& goal) {
  const Wording words = wording_of(goal.about);
  const std::string label = goal.label.empty() ? "" : " [" + goal.label + "]";
  return words.title + label + (words.unit.empty() ? "" : ", " + words.unit);
}

ReportChart front_chart(const TradeoffReport& report, double level) {
  ReportChart made{.id = "chart-front",
                   .title = "The policies and what they trade",
                   .subtitle = fmt::format("Means over {} futures with {:.4g}{} intervals. ● is on the front: no other "
                                           "policy is as good in all goals and better in one.",
                                           report.crossing.futures(), 100 * level, per_cent)};
  if (report.goals.size() > 2) made.subtitle += " Drawn by the first two goals; the table has all.";
  add_table(made, report);
  if (report.goals.size() == 1) {
    draw_rows(made, {row_panel(report)});
    return made;
  }
  made.data["policies"] = dots_of(report);
  made.description = made.title + ". ";
  for (const auto& row : made.data["policies"]) made.description += row["said"].get<std::string>() + ". ";
  made.wide = plane_spec(report, true);
  made.narrow = plane_spec(report, false);
  return made;
}

}  // namespace poldyn::app
