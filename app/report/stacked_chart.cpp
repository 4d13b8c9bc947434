#include "app/report/stacked_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/report/chart_parts.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

using analysis::Estimate;

/// By side, then part; no value where a side lacks it.
using Values = std::vector<std::vector<Estimate>>;

/// By run, of a part that is the difference of two totals.
std::vector<double> differences_of(const ReportMaterial& material, std::size_t side, const StackedPart& part) {
  const std::vector<double> less = part.less.empty() ? std::vector<double>{} : runs_of(material, side, part.less);
  std::vector<double> made = part.of == "1" ? std::vector<double>(less.size(), 1.0) : runs_of(material, side, part.of);
  for (std::size_t run = 0; run < std::min(made.size(), less.size()); ++run) made[run] -= less[run];
  return made;
}

Values values_of(const ReportMaterial& material, const StackedBars& bars) {
  Values made(material.sides.size());
  for (std::size_t side = 0; side < made.size(); ++side)
    for (const auto& part : bars.parts) {
      Estimate found = part.of.empty() ? mean_of(material, side, bars.path + "[" + part.label + "]")
                                       : analysis::estimate(differences_of(material, side, part), material.level);
      found.mean *= bars.factor;
      found.half_width *= bars.factor;
      made[side].push_back(found);
    }
  return made;
}

bool counts(const Estimate& estimate) { return estimate.n > 0 && estimate.mean > 0; }

double total_of(const std::vector<Estimate>& parts) {
  double sum = 0;
  for (const auto& part : parts)
    if (counts(part)) sum += part.mean;
  return sum;
}

Json rows_of(const ReportMaterial& material, const StackedBars& bars, const Values& values) {
  Json rows = Json::array();
  for (std::size_t side = 0; side < values.size(); ++side) {
    double from = 0;
    for (std::size_t i = 0; i < bars.parts.size(); ++i) {
      if (!counts(values[side][i])) continue;
      const double mean = values[side][i].mean;
      const std::string& colour = side == 0 ? bars.parts[i].first_colour : bars.parts[i].second_colour;
      rows.push_back({{"side", side},
                      {"name", capitalised(material.told[side].name)},
                      {"from", from},
                      {"to", from + mean},
                      {"colour", colour},
                      {"said", fmt::format("{}, {}: {}{}", capitalised(material.told[side].name), bars.parts[i].words,
                                           spoken(mean), bars.unit)}});
      from += mean;
    }
  }
  return rows;
}

Json ends_of(const ReportMaterial& material, const StackedBars& bars, const Values& values) {
  Json rows = Json::array();
  for (std::size_t side = 0; side < values.size(); ++side)
    rows.push_back({{"side", side},
                    {"name", capitalised(material.told[side].name)},
                    {"colour", side == 0 ? colour_a : colour_b},
                    {"to", total_of(values[side])},
                    {"text", total_of(values[side]) > 0 ? spoken(total_of(values[side])) + bars.unit : "none"}});
  return rows;
}

Json spec_of(const Values& values, bool wide) {
  double most = 0;
  for (const auto& parts : values) most = std::max(most, total_of(parts));
  const Json y =
      encoded("side", "ordinal", {{"axis", nullptr}, {"scale", {{"paddingInner", 0.5}, {"paddingOuter", 0.35}}}});
  const int end = wide ? wide_pixels - 90 : narrow_pixels - 76;
  const auto x = [&](const char* field) {
    return encoded(field, "quantitative",
                   {{"axis", nullptr}, {"scale", {{"domain", {0, most}}, {"range", {0, end}}, {"nice", false}}}});
  };
  const Json own_colour = encoded("colour", "nominal", {{"scale", nullptr}, {"legend", nullptr}});
  Json layers = Json::array();
  layers.push_back({{"data", {{"name", "parts"}}},
                    {"mark", {{"type", "bar"}, {"stroke", "var(--bg)"}, {"strokeWidth", 1}}},
                    {"encoding",
                     {{"y", y},
                      {"x", x("from")},
                      {"x2", {{"field", "to"}}},
                      {"color", own_colour},
                      {"description", encoded("said", "nominal")}}}});
  layers.push_back(
      {{"data", {{"name", "ends"}}},
       {"mark",
        {{"type", "text"}, {"align", "left"}, {"baseline", "middle"}, {"dx", 8}, {"fontWeight", 600}, {"aria", false}}},
       {"encoding", {{"y", y}, {"x", x("to")}, {"text", encoded("text", "nominal")}}}});
  layers.push_back(
      {{"data", {{"name", "ends"}}},
       {"mark",
        {{"type", "text"},
         {"align", "left"},
         {"baseline", "bottom"},
         {"yOffset", -18},
         {"fontWeight", 600},
         {"aria", false}}},
       {"encoding", {{"y", y}, {"x", {{"value", 0}}}, {"text", encoded("name", "nominal")}, {"color", own_colour}}}});
  return {{"width", wide ? wide_pixels : narrow_pixels}, {"height", {{"step", 62}}}, {"layer", layers}};
}

ReportTable table_of(const ReportMaterial& material, const StackedBars& bars, const Values& values) {
  ReportTable table{{{"Part"}}, {}};
  for (const auto& side : material.told) table.columns.push_back({side.label + "," + bars.unit, ColumnKind::number});
  for (std::size_t i = 0; i < bars.parts.size(); ++i) {
    std::vector<std::string> row{capitalised(bars.parts[i].words) + "\n" + bars.parts[i].label};
    for (const auto& parts : values) row.push_back(tabled(parts[i].mean, parts[i].half_width));
    table.rows.push_back(std::move(row));
  }
  return table;
}

ReportFrame frame_of(const ReportMaterial& material, const StackedBars& bars, const Values& values) {
  ReportFrame frame{{{"part", "place along the axis of " + bars.path},
                     {"side", "whose runs"},
                     {"mean", "over runs," + bars.unit},
                     {"half_width", "of the interval of the mean"}},
                    {}};
  for (std::size_t side = 0; side < values.size(); ++side)
    for (std::size_t i = 0; i < bars.parts.size(); ++i)
      frame.rows.push_back(
          {bars.parts[i].label, material.told[side].name, values[side][i].mean, values[side][i].half_width});
  return frame;
}

/// What the parts are, of the last side that has them: it is the one with more to tell.
std::vector<KeyItem> key_of(const StackedBars& bars, const Values& values) {
  std::vector<KeyItem> made;
  for (std::size_t i = 0; i < bars.parts.size(); ++i)
    for (std::size_t side = values.size(); side-- > 0;)
      if (counts(values[side][i])) {
        const std::string& colour = side == 0 ? bars.parts[i].first_colour : bars.parts[i].second_colour;
        std::string numbers;
        for (const auto& parts : values) {
          const std::string number = parts[i].n == 0 ? "–" : counts(parts[i]) ? spoken(parts[i].mean) : "0";
          numbers += (numbers.empty() ? "" : " → ") + number;
        }
        made.push_back({colour, fmt::format("{}: {}{}", bars.parts[i].words, numbers, bars.unit)});
        break;
      }
  return made;
}

}  // namespace

ReportChart stacked_chart(const ReportMaterial& material, const StackedBars& bars) {
  ReportChart made{.id = bars.id, .title = bars.title, .subtitle = bars.subtitle};
  const Values values = values_of(material, bars);
  if (std::none_of(values.begin(), values.end(), [](const auto& parts) { return total_of(parts) > 0; })) return made;
  made.data["parts"] = rows_of(material, bars, values);
  made.data["ends"] = ends_of(material, bars, values);
  made.wide = spec_of(values, true);
  made.narrow = spec_of(values, false);
  made.key = key_of(bars, values);
  made.table = table_of(material, bars, values);
  made.frame = frame_of(material, bars, values);
  made.description = bars.title + ". ";
  for (const auto& row : made.data["parts"]) made.description += row["said"].get<std::string>() + ". ";
  return made;
}

}  // namespace poldyn::app
