#include "app/report/rows_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/report/chart_parts.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

constexpr std::size_t widest_name = 32;  // characters that fit beside a drawing
constexpr int ticks = 4;

/// Where things stand, in pixels. On a phone the name stands above the marks, and the label between.
struct Places {
  bool wide = true;
  int from = 228, to = 520, step = 36;
  int marks = 0;       // below the middle of the row
  int name = 0;        // likewise
  int label_at = 534;  // across
};
constexpr Places wide_places{};
constexpr Places narrow_places{false, 20, 304, 68, 20, -22, 0};  // half a number of the axis has room beyond either end

struct Ends {
  double low = 0, high = 1;
};

Ends ends_of(const RowPanel& panel) {
  double low = INFINITY, high = -INFINITY;
  const auto hold = [&](double x) {
    if (std::isfinite(x)) low = std::min(low, x), high = std::max(high, x);
  };
  for (const auto& row : panel.rows) {
    for (const auto& bar : row.bars) hold(bar.from), hold(bar.to);
    for (const auto& mark : row.marks) hold(mark.at), hold(mark.low), hold(mark.high);
  }
  hold(panel.line);
  if (panel.from_zero) hold(0);
  hold(panel.up_to);
  if (!(high > low)) return {low - std::max(1.0, std::abs(low)) / 10, low + std::max(1.0, std::abs(low)) / 10};
  const double room = (high - low) / 40;
  return {panel.from_zero && low == 0 ? 0 : low - room, high + room};
}

bool drawn(const RowPanel& panel) {
  return std::any_of(panel.rows.begin(), panel.rows.end(), [](const DrawnRow& row) {
    return !row.bars.empty() ||
           std::any_of(row.marks.begin(), row.marks.end(), [](const RowMark& mark) { return std::isfinite(mark.at); });
  });
}

std::string data_name(std::size_t panel, const char* what) { return fmt::format("panel{}_{}", panel, what); }

/// What a row says, its bars and its marks, as lists of their own: a mark of one kind has one layer.
void add_data(Json& data, const RowPanel& panel, std::size_t number) {
  Json names = Json::array(), bars = Json::array(), lines = Json::array(), points = Json::array();
  for (std::size_t i = 0; i < panel.rows.size(); ++i) {
    const DrawnRow& row = panel.rows[i];
    const std::string both = row.label + (row.label.empty() || row.under.empty() ? "" : "; ") + row.under;
    names.push_back({{"row", i},
                     {"head", row.said.empty()},
                     {"name", row_name(row.name)},
                     {"label", row.label},
                     {"under", row.under},
                     {"both", both}});
    for (const auto& bar : row.bars)
      bars.push_back({{"row", i}, {"from", bar.from}, {"to", bar.to}, {"colour", bar.colour}, {"said", row.said}});
    for (const auto& mark : row.marks) {
      if (!std::isfinite(mark.at)) continue;
      if (mark.low < mark.high && std::isfinite(mark.low) && std::isfinite(mark.high))
        lines.push_back({{"row", i}, {"low", mark.low}, {"high", mark.high}});
      points.push_back(
          {{"row", i}, {"at", mark.at}, {"shape", mark.shape}, {"filled", mark.filled}, {"said", row.said}});
    }
  }
  const auto put = [&](const char* what, Json rows) {
    if (!rows.empty()) data[data_name(number, what)] = std::move(rows);
  };
  put("names", std::move(names));
  put("bars", std::move(bars));
  put("lines", std::move(lines));
  put("points", std::move(points));
}

Json axis_of_panel(const RowPanel& panel, const Ends& ends) {
  const double step = nice_step(ends.high - ends.low, ticks);
  Json values = Json::array();
  for (double x = std::ceil(ends.low / step - 1e-9) * step; x <= ends.high + 1e-9 * step; x += step)
    values.push_back(std::abs(x) < step * 1e-6 ? 0 : x);
  const std::string unit = panel.per_cent ? " + '\u202f%'" : "";
  return {{"orient", "top"},  {"values", values},    {"grid", true},
          {"title", nullptr}, {"labelFlush", false}, {"labelExpr", "format(datum.value, ',.4~r')" + unit}};
}

/// The layers of one panel in one of the two drawings.
class PanelLayers {
 public:
  PanelLayers(const RowPanel& panel, std::size_t number, const Json& data, const Places& places)
      : number_(number), data_(data), places_(places), ends_(ends_of(panel)), axis_(axis_of_panel(panel, ends_)) {
    Json rows = Json::array();
    for (std::size_t i = 0; i < panel.rows.size(); ++i) rows.push_back(i);
    y_ = encoded("row", "ordinal", {{"axis", nullptr}, {"scale", {{"domain", rows}}}});
    if (std::isfinite(panel.line)) add_line(panel.line);
    add_bars();
    add_points();
    add_texts();
  }
  Json layers() && { return std::move(layers_); }

 private:
  Json x(const char* field) const {
    return encoded(field, "quantitative",
                   {{"axis", axis_},
                    {"scale",
                     {{"domain", {ends_.low, ends_.high}},
                      {"range", {places_.from, places_.to}},
                      {"nice", false},
                      {"zero", false}}}});
  }
  void add(const char* what, Json mark, Json encoding) {
    const std::string name = data_name(number_, what);
    if (!data_.contains(name)) return;
    encoding["y"] = y_;
    layers_.push_back({{"data", {{"name", name}}}, {"mark", std::move(mark)}, {"encoding", std::move(encoding)}});
  }
  void add_line(double at) {
    layers_.push_back({{"data", {{"values", {{{"line", at}}}}}},
                       {"mark", {{"type", "rule"}, {"color", "var(--axis)"}, {"strokeDash", {4, 3}}, {"aria", false}}},
                       {"encoding", {{"x", x("line")}}}});
  }
  void add_bars() {
    add("bars", {{"type", "bar"}, {"height", 14}, {"yOffset", places_.marks}},
        {{"x", x("from")},
         {"x2", {{"field", "to"}}},
         {"color", encoded("colour", "nominal", {{"scale", nullptr}, {"legend", nullptr}})},
         {"description", encoded("said", "nominal")}});
  }
  void add_points() {
    add("lines", {{"type", "rule"}, {"color", ink}, {"strokeWidth", 2}, {"yOffset", places_.marks}, {"aria", false}},
        {{"x", x("low")}, {"x2", {{"field", "high"}}}});
    add("points",
        {{"type", "point"},
         {"size", 70},
         {"strokeWidth", 2},
         {"opacity", 1},
         {"stroke", ink},
         {"filled", true},
         {"yOffset", places_.marks}},
        {{"x", x("at")},
         {"shape", encoded("shape", "nominal", {{"scale", nullptr}, {"legend", nullptr}})},
         {"fill", {{"condition", {{"test", "datum.filled"}, {"value", ink}}}, {"value", "var(--bg)"}}},
         {"description", encoded("said", "nominal")}});
  }
  void text(const char* field, int at, int down, const std::string& colour, const char* which, const Json& more = {}) {
    Json layer = text_layer(field, {{"value", at}}, "left", colour,
                            merged({{"dy", down}, {"fontSize", 12}}, more.is_null() ? Json::object() : more));
    layer["data"] = {{"name", data_name(number_, "names")}};
    layer["encoding"]["y"] = y_;
    layers_.push_back(filtered(std::move(layer), which));
  }
  void add_texts() {
    const int head = places_.wide ? 6 : 16;
    text("name", 0, head, ink, "datum.head", {{"fontSize", 13}, {"fontWeight", 600}});
    text("name", 0, places_.name, ink, "!datum.head", {{"fontSize", 13}});
    if (places_.wide) {
      text("label", places_.label_at, 0, ink, "!datum.head && datum.under == ''");
      text("label", places_.label_at, -8, ink, "!datum.head && datum.under != ''");
      text("under", places_.label_at, 8, mute, "!datum.head && datum.under != ''");
    } else {
      text("both", places_.label_at, places_.name + 17, mute, "!datum.head");
    }
  }

  std::size_t number_;
  const Json& data_;
  const Places& places_;
  Ends ends_;
  Json axis_, y_;
  Json layers_ = Json::array();
};

Json spec_of(const std::vector<RowPanel>& panels, const Json& data, const Places& places) {
  Json parts = Json::array();
  for (std::size_t i = 0; i < panels.size(); ++i)
    if (drawn(panels[i]))
      parts.push_back({{"width", places.wide ? wide_pixels : narrow_pixels},
                       {"height", {{"step", places.step}}},
                       {"layer", PanelLayers(panels[i], i, data, places).layers()}});
  return {{"vconcat", parts}, {"spacing", 22}, {"resolve", {{"scale", {{"x", "independent"}, {"y", "independent"}}}}}};
}

}  // namespace

std::string row_name(const std::string& name) {
  std::vector<std::string> characters;  // of UTF-8: a cut must not part one
  for (const char c : name) {
    if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80U && !characters.empty())
      characters.back() += c;
    else
      characters.emplace_back(1, c);
  }
  if (characters.size() <= widest_name) return name;
  const std::size_t head = widest_name / 2, tail = widest_name - head - 1;
  const auto join = [&](std::size_t from, std::size_t to) {
    std::string made;
    for (std::size_t i = from; i < to; ++i) made += characters[i];
    return made;
  };
  return join(0, head) + "…" + join(characters.size() - tail, characters.size());
}

void draw_rows(ReportChart& chart, const std::vector<RowPanel>& panels) {
  if (std::none_of(panels.begin(), panels.end(), drawn)) return;
  chart.data = Json::object();
  chart.description = chart.title + ". ";
  for (std::size_t i = 0; i < panels.size(); ++i) {
    if (!drawn(panels[i])) continue;
    add_data(chart.data, panels[i], i);
    for (const auto& row : panels[i].rows) chart.description += (row.said.empty() ? row.name : row.said) + ". ";
  }
  chart.wide = spec_of(panels, chart.data, wide_places);
  chart.narrow = spec_of(panels, chart.data, narrow_places);
}

}  // namespace poldyn::app
