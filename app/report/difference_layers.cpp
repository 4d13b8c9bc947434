#include "app/report/difference_layers.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "app/report/chart_parts.h"

namespace poldyn::app {
namespace {

constexpr int row_pixels = 27, tall_row_pixels = 50;

/// The axis above, in words: "half", "same".
Json x_axis(const DifferencePanel& panel) {
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

Json x_of(const DifferencePanel& panel, const std::string& field, int from, int to) {
  return encoded(field, "quantitative",
                 {{"axis", x_axis(panel)},
                  {"scale", {{"domain", {-panel.limit, panel.limit}}, {"range", {from, to}}, {"nice", false}}}});
}

struct Layout {
  bool wide = true;
  int from = 276, to = 460, row = row_pixels;
  int shift = 0;         // pixels that the dot lies below the middle of its row
  int second = 586;      // where the second value begins; the first ends before the arrow
  bool stacked = false;  // values stand below their name, which leaves them no room beside it
};
constexpr Layout wide_layout{}, narrow_layout{false, 56, 228, tall_row_pixels, 11};
constexpr int three_lines = 18;  // pixels more in a row
constexpr int least_plot = 110;

int longest(const std::vector<DifferencePanel>& panels, std::initializer_list<const char*> fields) {
  int most = 0;
  for (const DifferencePanel& panel : panels)
    for (const auto& row : panel.rows) {
      int sum = 0;
      for (const char* field : fields)
        if (row.contains(field) && row["kind"] == "row") sum += text_pixels(row[field].get_ref<const std::string&>());
      most = std::max(most, sum);
    }
  return most;
}

constexpr int before_arrow = 24;                         // pixels from the end of the first value to the second
constexpr double label_gap = 10, of_twelve = 12.0 / 13;  // pixels before a label; its size over that which is measured

/// Whether a row has its label to the left or to the right, and how many pixels that takes.
bool stands(const Json& row, bool left) { return row["kind"] == "row" && row["left"] == left; }
double label_pixels(const Json& row) {
  return label_gap + of_twelve * text_pixels(row["label"].get_ref<const std::string&>());
}
double share_of_axis(const Json& row, const DifferencePanel& panel) {
  return (row["end"].get<double>() + panel.limit) / (2 * panel.limit);
}

/// Where the axes end at most, so that labels on the right keep to the left of `edge`.
double end_before(const std::vector<DifferencePanel>& panels, double from, double to, double edge) {
  for (const DifferencePanel& panel : panels)
    for (const auto& row : panel.rows)
      if (stands(row, false))
        if (const double share = share_of_axis(row, panel); share > 0)
          to = std::min(to, from + (edge - from - label_pixels(row)) / share);
  return to;
}

/// The second value keeps within the chart, and all that stands to its left makes room for it, and for the first.
Layout wide_layout_for(const std::vector<DifferencePanel>& panels) {
  Layout made = wide_layout;
  const int moved = std::max(0, made.second + longest(panels, {"b"}) - wide_pixels);
  made.second -= moved;
  const double edge = made.second - before_arrow - longest(panels, {"a"}) - label_gap;
  made.to = static_cast<int>(end_before(panels, made.from, made.to - moved, edge));
  made.to = std::max(made.from + least_plot, made.to);
  return made;
}

/// Moves the ends of the axes inwards until what stands beside bars keeps within a narrow chart.
void make_room(Layout& layout, const std::vector<DifferencePanel>& panels) {
  double from = layout.from;
  for (const DifferencePanel& panel : panels)
    for (const auto& row : panel.rows)
      if (stands(row, true))
        if (const double share = share_of_axis(row, panel); share < 1)
          from = std::max(from, (label_pixels(row) - share * layout.to) / (1 - share));
  const double to = end_before(panels, from, layout.to, narrow_pixels);
  layout.from = static_cast<int>(std::ceil(from));
  layout.to = std::max(layout.from + least_plot, static_cast<int>(to));
}

Layout narrow_layout_for(const std::vector<DifferencePanel>& panels) {
  Layout made = narrow_layout;
  made.stacked = longest(panels, {"name", "both"}) > narrow_pixels;
  if (made.stacked) made.row += three_lines, made.shift += three_lines / 2;
  make_room(made, panels);
  return made;
}

void add_values(Json& layers, const Layout& layout, const Json& y) {
  const auto add = [&](Json layer) {
    layer["encoding"]["y"] = y;
    layers.push_back(filtered(std::move(layer), "datum.kind == 'row'"));
  };
  if (layout.wide) {
    add(text_layer("a", {{"value", layout.second - before_arrow}}, "right", colour_a));
    add(text_layer("arrow", {{"value", layout.second - 12}}, "center", mute));
    add(text_layer("b", {{"value", layout.second}}, "left", colour_b));
  } else if (layout.stacked) {
    add(text_layer("both", {{"value", 0}}, "left", ink, {{"dy", -4}, {"fontSize", 12}}));
  } else {
    add(text_layer("both", {{"value", narrow_pixels}}, "right", ink, {{"dy", -12}, {"fontSize", 12}}));
  }
}

void add_names(Json& layers, const Layout& layout, const Json& y) {
  Json name = text_layer("name", {{"value", 0}}, "left", ink, {{"dy", layout.wide ? 0 : layout.stacked ? -21 : -12}});
  name["encoding"]["y"] = y;
  layers.push_back(filtered(name, "datum.kind == 'row'"));
  Json head = text_layer("name", {{"value", 0}}, "left", ink, {{"fontWeight", 600}, {"dy", layout.wide ? 0 : 10}});
  head["encoding"]["y"] = y;
  layers.push_back(filtered(head, "datum.kind == 'head'"));
}

/// The strip of what is too small to matter, the line of no difference, bars, dots and what stands beside them.
Json layers_of(const DifferencePanel& panel, const Layout& layout) {
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

}  // namespace

Json difference_spec(const std::vector<DifferencePanel>& panels, bool wide) {
  const Layout layout = wide ? wide_layout_for(panels) : narrow_layout_for(panels);
  Json parts = Json::array();
  for (const DifferencePanel& panel : panels)
    parts.push_back({{"width", layout.wide ? wide_pixels : narrow_pixels},
                     {"height", {{"step", layout.row}}},
                     {"data", {{"name", panel.name}}},
                     {"layer", layers_of(panel, layout)}});
  return {{"vconcat", parts}, {"spacing", 18}, {"resolve", {{"scale", {{"x", "independent"}, {"y", "independent"}}}}}};
}

}  // namespace poldyn::app
