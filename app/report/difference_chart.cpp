#include "app/report/difference_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/report/chart_parts.h"
#include "app/report/difference_table.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

constexpr double most_relative = 50;  // per cent; what lies beyond is an arrowhead at the edge, with its number
constexpr int row_pixels = 27, tall_row_pixels = 50;

std::string_view mark_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::told:
    case Verdict::within_margin:
      return "told";
    case Verdict::equal:
      return "equal";
    case Verdict::guard:
      return "guard";
    default:
      return "open";
  }
}

std::string amount(const Finding& finding) {
  switch (finding.wording.scale) {
    case DifferenceScale::points:
      return spoken_signed(finding.shown.mean) + " points";
    case DifferenceScale::months: {
      const double months = finding.shown.mean;
      return fmt::format("{} {}", spoken(std::abs(months)), months < 0 ? "behind" : "ahead");
    }
    default:
      if (finding.shown.mean >= 100) return "×" + spoken(1 + finding.shown.mean / 100);
      return spoken_signed(finding.shown.mean) + per_cent;
  }
}

/// What stands beside the dot: the number if it is told apart, else the verdict.
std::string label_of(const Finding& finding) {
  if (finding.verdict == Verdict::within_margin) return "too small to matter";
  return finding.verdict == Verdict::told ? amount(finding) : words_of(finding.verdict);
}

/// Shares are told in per cent, growth as a factor.
std::string value_text(const Finding& finding, double value) {
  if (finding.metric->about.symbol == "OOM/y") return "×" + spoken(std::pow(10.0, value));
  return finding.wording.scale == DifferenceScale::points ? spoken(100 * value) : spoken(value);
}
std::string unit_text(const Finding& finding) {
  if (finding.wording.scale == DifferenceScale::points) return per_cent;
  if (finding.metric->about.symbol == "OOM/y") return " a year";
  return finding.wording.unit.empty() || finding.wording.scale == DifferenceScale::months ? ""
                                                                                          : " " + finding.wording.unit;
}

std::string said_of(const Finding& finding) {
  return fmt::format("{}: {}, interval {} to {}, {}", finding.wording.title, amount(finding),
                     spoken(finding.shown.low()), spoken(finding.shown.high()), words_of(finding.verdict));
}

Json row_of(const Finding& finding, std::size_t place, double limit) {
  const double low = std::isnan(finding.shown.half_width) ? finding.shown.mean : finding.shown.low();
  const double high = std::isnan(finding.shown.half_width) ? finding.shown.mean : finding.shown.high();
  const auto within = [&](double x) { return std::clamp(x, -limit, limit); };
  const std::string a = value_text(finding, finding.metric->baseline.mean);
  const std::string b = value_text(finding, finding.metric->other.mean) + unit_text(finding);
  // On the side where the bar ends first, away from the two values where it reaches the edge.
  const bool left =
      finding.verdict == Verdict::told ? finding.shown.mean < 0 : high > 0.6 * limit && low > -0.6 * limit;
  return {{"row", place},
          {"kind", "row"},
          {"name", finding.wording.title},
          {"mean", within(finding.shown.mean)},
          {"low", within(low)},
          {"high", within(high)},
          {"end", within(left ? low : high)},
          {"left", left},
          {"mark", std::abs(finding.shown.mean) <= limit ? mark_of(finding.verdict)
                   : finding.shown.mean > 0              ? "beyond"
                                                         : "below"},
          {"label", label_of(finding)},
          {"a", a},
          {"arrow", "→"},
          {"b", b},
          {"both", a + " → " + b},
          {"said", said_of(finding)}};
}

/// The findings of one scale.
struct Panel {
  DifferenceScale scale{};
  std::string name;  // of its data
  std::vector<const Finding*> findings{};
  double limit = 1;
  Json rows = Json::array();
};

bool is_drawn(const Finding& finding) {
  return std::isfinite(finding.shown.mean) && finding.verdict != Verdict::only_first &&
         finding.verdict != Verdict::only_second;
}

double limit_of(const Panel& panel) {
  double most = 0;
  for (const Finding* finding : panel.findings) {
    const double half = std::isnan(finding->shown.half_width) ? 0 : finding->shown.half_width;
    most = std::max(most, std::abs(finding->shown.mean) + half);
  }
  if (panel.scale == DifferenceScale::relative) most = std::min(most, most_relative);
  most = std::max(most, 3 * panel.findings.front()->margin);
  const double step = nice_step(most, 2);
  return step * std::ceil(most / step - 1e-9);
}

std::string heading_of(DifferenceScale scale) {
  return scale == DifferenceScale::points ? "Shares, in percentage points" : "Capability, in months of progress";
}

Panel panel_of(const std::vector<Finding>& findings, DifferenceScale scale, const char* name) {
  Panel made{.scale = scale, .name = name};
  for (const Finding& finding : findings)
    if (finding.wording.scale == scale && is_drawn(finding)) made.findings.push_back(&finding);
  if (made.findings.empty()) return made;
  made.limit = limit_of(made);
  std::string_view theme;
  std::size_t place = 0;
  const auto head = [&](const std::string& text) {
    made.rows.push_back({{"row", place++}, {"kind", "head"}, {"name", text}});
  };
  const bool alone = made.findings.size() == findings.size();  // then the title says it
  if (scale != DifferenceScale::relative && !alone) head(heading_of(scale));
  for (const Finding* finding : made.findings) {
    const auto here = words_of(finding->wording.theme);
    if (scale == DifferenceScale::relative && here != theme && finding->wording.theme != Theme::other)
      head(std::string(here));
    theme = here;
    made.rows.push_back(row_of(*finding, place++, made.limit));
  }
  return made;
}

/// The axis above, in words: "half", "same".
Json x_axis(const Panel& panel) {
  const double step = nice_step(panel.limit, 2);
  Json values = Json::array();
  for (double x = 0; x <= panel.limit * 1.001; x += step) {
    values.push_back(x);
    if (x > 0) values.insert(values.begin(), -x);
  }
  const std::string unit = panel.scale == DifferenceScale::relative ? " + '\u202f%'" : "";
  return {{"orient", "top"},
          {"values", values},
          {"grid", true},
          {"title", nullptr},
          {"labelFlush", false},
          {"labelExpr",
           "datum.value == 0 ? 'same' : (datum.value > 0 ? '+' : '−') + format(abs(datum.value), '~f')" + unit}};
}

Json x_of(const Panel& panel, const std::string& field, int from, int to) {
  return encoded(field, "quantitative",
                 {{"axis", x_axis(panel)},
                  {"scale", {{"domain", {-panel.limit, panel.limit}}, {"range", {from, to}}, {"nice", false}}}});
}

struct Layout {
  bool wide = true;
  int from = 250, to = 480, row = row_pixels;
  int shift = 0;  // pixels that the dot lies below the middle of its row
};
constexpr Layout wide_layout{true, 276, 460, row_pixels, 0};
constexpr Layout narrow_layout{false, 56, 228, tall_row_pixels, 11};

void add_values(Json& layers, const Layout& layout, const Json& y) {
  const auto add = [&](Json layer) {
    layer["encoding"]["y"] = y;
    layers.push_back(filtered(std::move(layer), "datum.kind == 'row'"));
  };
  if (layout.wide) {
    add(text_layer("a", {{"value", 562}}, "right", colour_a));
    add(text_layer("arrow", {{"value", 574}}, "center", mute));
    add(text_layer("b", {{"value", 586}}, "left", colour_b));
  } else {
    add(text_layer("both", {{"value", narrow_pixels}}, "right", ink, {{"dy", -12}, {"fontSize", 12}}));
  }
}

void add_names(Json& layers, const Layout& layout, const Json& y) {
  Json name = text_layer("name", {{"value", 0}}, "left", ink, {{"dy", layout.wide ? 0 : -12}});
  name["encoding"]["y"] = y;
  layers.push_back(filtered(name, "datum.kind == 'row'"));
  Json head = text_layer("name", {{"value", 0}}, "left", ink, {{"fontWeight", 600}, {"dy", layout.wide ? 0 : 10}});
  head["encoding"]["y"] = y;
  layers.push_back(filtered(head, "datum.kind == 'head'"));
}

/// The strip of what is too small to matter, the line of no difference, bars, dots and what stands beside them.
Json layers_of(const Panel& panel, const Layout& layout) {
  const Json y = encoded("row", "ordinal", {{"axis", nullptr}});
  const double margin = panel.findings.front()->margin;
  const auto x = [&](const std::string& field) { return x_of(panel, field, layout.from, layout.to); };
  Json layers = Json::array();
  layers.push_back({{"data", {{"values", {{{"low", -margin}, {"high", margin}}}}}},
                    {"mark", {{"type", "rect"}, {"color", "var(--same)"}, {"aria", false}}},
                    {"encoding", {{"x", x("low")}, {"x2", {{"field", "high"}}}}}});
  layers.push_back({{"data", {{"values", {{{"zero", 0}}}}}},
                    {"mark", {{"type", "rule"}, {"color", "var(--axis)"}, {"aria", false}}},
                    {"encoding", {{"x", x("zero")}}}});
  const auto add = [&](Json mark, Json encoding, const char* which) {
    if (layout.shift != 0) mark["yOffset"] = layout.shift;
    mark["aria"] = mark["type"] == "point";
    encoding["y"] = y;
    layers.push_back(filtered({{"mark", mark}, {"encoding", encoding}}, which));
  };
  add({{"type", "rule"}, {"color", ink}, {"strokeWidth", 2}}, {{"x", x("low")}, {"x2", {{"field", "high"}}}},
      "datum.kind == 'row'");
  add({{"type", "point"}, {"size", 75}, {"strokeWidth", 2}, {"opacity", 1}, {"stroke", ink}, {"filled", true}},
      {{"x", x("mean")},
       {"shape", encoded("mark", "nominal",
                         {{"legend", nullptr},
                          {"scale",
                           {{"domain", {"told", "equal", "open", "guard", "beyond", "below"}},
                            {"range", {"circle", "diamond", "circle", "cross", "triangle-right", "triangle-left"}}}}})},
       {"fill", {{"condition", {{"test", "datum.mark == 'open'"}, {"value", "var(--bg)"}}}, {"value", ink}}},
       {"description", encoded("said", "nominal")}},
      "datum.kind == 'row'");
  for (const bool left : {true, false})
    add({{"type", "text"},
         {"align", left ? "right" : "left"},
         {"dx", left ? -10 : 10},
         {"baseline", "middle"},
         {"fontSize", 12}},
        {{"x", x("end")}, {"text", encoded("label", "nominal")}},
        left ? "datum.kind == 'row' && datum.left" : "datum.kind == 'row' && !datum.left");
  add_names(layers, layout, y);
  add_values(layers, layout, y);
  return layers;
}

Json spec_of(const std::vector<Panel>& panels, const Layout& layout) {
  Json parts = Json::array();
  for (const Panel& panel : panels)
    parts.push_back({{"width", layout.wide ? wide_pixels : narrow_pixels},
                     {"height", {{"step", layout.row}}},
                     {"data", {{"name", panel.name}}},
                     {"layer", layers_of(panel, layout)}});
  return {{"vconcat", parts}, {"spacing", 18}, {"resolve", {{"scale", {{"x", "independent"}, {"y", "independent"}}}}}};
}

}  // namespace

ReportChart difference_chart(const ReportMaterial& material, const std::vector<Finding>& findings,
                             const std::string& id, const std::string& title) {
  ReportChart made{.id = id,
                   .title = title,
                   .subtitle = fmt::format("Difference as a share of the value under {}, with {:.4g}{} intervals. "
                                           "Beside it the two values.",
                                           material.told[0].name, 100 * material.level, per_cent)};
  std::vector<Panel> panels;
  constexpr std::array<const char*, 3> names{"relative", "points", "months"};
  for (const auto scale : {DifferenceScale::relative, DifferenceScale::points, DifferenceScale::months})
    if (Panel panel = panel_of(findings, scale, names[static_cast<std::size_t>(scale)]); !panel.findings.empty())
      panels.push_back(std::move(panel));
  made.table = difference_table(material, findings);
  made.frame = difference_frame(material, findings);
  made.description = made.title + ". ";
  for (const Panel& panel : panels) {
    made.data[panel.name] = panel.rows;
    for (const Finding* finding : panel.findings) made.description += said_of(*finding) + ". ";
  }
  if (panels.empty()) return made;
  made.wide = spec_of(panels, wide_layout);
  made.narrow = spec_of(panels, narrow_layout);
  return made;
}

}  // namespace poldyn::app
