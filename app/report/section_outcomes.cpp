#include "app/report/section_outcomes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/sensitivity/response.h"
#include "analysis/tradeoff/criteria.h"
#include "app/console/numbers.h"
#include "app/metrics/survivors.h"
#include "app/report/chart_parts.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

constexpr std::size_t most_bars = 20;

/// Point means of a response in one base, counted in ranges of equal width.
struct Histogram {
  double low = 0, width = 1;
  std::vector<std::size_t> counts;
};

std::vector<double> known(const std::vector<double>& values) {
  std::vector<double> made;
  for (const double x : values)
    if (std::isfinite(x)) made.push_back(x);
  return made;
}

/// Of ranges that begin at round numbers; none if all values are equal.
Histogram histogram_of(const std::vector<double>& values, double low, double high) {
  Histogram made;
  constexpr double dust = 1e-9;  // of rounding
  if (!(high - low > dust * std::max(std::abs(low), std::abs(high)))) return made;
  made.width = nice_step(high - low, static_cast<int>(most_bars));
  made.low = std::floor(low / made.width) * made.width;
  made.counts.assign(static_cast<std::size_t>((high - made.low) / made.width) + 1, 0);
  for (const double x : values)
    ++made.counts[std::min(made.counts.size() - 1, static_cast<std::size_t>((x - made.low) / made.width))];
  return made;
}

std::string panel_title(const StudyMaterial& material, const StudyResponse& response, std::size_t told) {
  return material.bases.size() < 2 ? title_with_unit(response)
                                   : fmt::format("{}: {}", material.base_name(told), title_with_unit(response));
}

/// "81.5 to 82.0": both ends at as many places as steps of that width have.
std::string bin_text(double from, double to) {
  constexpr int most_places = 8;
  int places = 0;
  const auto off = [&](double scaled) { return std::abs(scaled - std::round(scaled)) > 1e-6 * std::abs(scaled); };
  while (places < most_places && off((to - from) * std::pow(10, places))) ++places;
  return spoken_at(from, places) + " to " + spoken_at(to, places);
}

Json bars_of(const Histogram& histogram, const std::string& title) {
  Json rows = Json::array();
  for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
    if (histogram.counts[i] == 0) continue;
    const double from = histogram.low + static_cast<double>(i) * histogram.width, to = from + histogram.width;
    rows.push_back(
        {{"from", from},
         {"to", to},
         {"count", histogram.counts[i]},
         {"said", fmt::format("{}: {} from {}", title, counted(histogram.counts[i], "point"), bin_text(from, to))}});
  }
  return rows;
}

Json panel_spec(const std::string& data, const std::string& title, double mean, bool wide) {
  const Json x_axis{
      {"title", nullptr}, {"grid", false}, {"tickCount", wide ? 8 : 4}, {"labelExpr", "format(datum.value, ',.4~r')"}};
  const Json y_axis{{"title", nullptr}, {"grid", true}, {"tickCount", 3}, {"format", ",d"}, {"tickMinStep", 1}};
  const auto x = [&](const char* field) {
    return encoded(field, "quantitative", {{"axis", x_axis}, {"scale", {{"zero", false}, {"nice", true}}}});
  };
  Json layers = Json::array();
  layers.push_back({{"data", {{"name", data}}},
                    {"mark", {{"type", "rect"}, {"color", mute}, {"stroke", "var(--bg)"}, {"strokeWidth", 1}}},
                    {"encoding",
                     {{"x", x("from")},
                      {"x2", {{"field", "to"}}},
                      {"y", encoded("count", "quantitative", {{"axis", y_axis}, {"scale", {{"zero", true}}}})},
                      {"y2", {{"datum", 0}}},
                      {"description", encoded("said", "nominal")}}}});
  layers.push_back({{"data", {{"values", {{{"mean", mean}}}}}},
                    {"mark", {{"type", "rule"}, {"color", ink}, {"strokeWidth", 2}, {"aria", false}}},
                    {"encoding", {{"x", x("mean")}}}});
  return {{"title", {{"text", title}, {"limit", wide ? wide_pixels - 40 : narrow_pixels - 40}}},
          {"width", (wide ? wide_pixels : narrow_pixels) - 40},
          {"height", 110},
          {"layer", layers}};
}

/// The chart while its panels are put in.
class OutcomePanels {
 public:
  OutcomePanels(ReportChart& chart, const StudyMaterial& material) : chart_(chart), material_(material) {
    chart_.table.columns = {{"Range"}, {"Points", ColumnKind::number}};
    chart_.frame.columns = {{"metric", "path of the metric in the file"},
                            {"base", "scenario that the design was put on"},
                            {"from", "lower end of the range"},
                            {"to", "upper end of the range"},
                            {"points", "points whose mean over replicates lies in it"}};
    chart_.description = chart_.title + ". ";
  }

  void add(const StudyResponse& response, std::size_t told) {
    const auto values = known(point_means(material_, response, told));
    if (values.empty()) return;
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const Histogram histogram = histogram_of(values, *low, *high);
    if (histogram.counts.empty()) return;
    const std::string title = panel_title(material_, response, told), data = fmt::format("bars{}", wide_.size());
    chart_.data[data] = bars_of(histogram, title);
    const double mean = over_points(values).mean;
    wide_.push_back(panel_spec(data, title, mean, true));
    narrow_.push_back(panel_spec(data, title, mean, false));
    chart_.table.rows.push_back({title});
    for (const auto& bar : chart_.data[data]) add_row(response, told, bar);
  }

  void finish() {
    if (wide_.empty()) return;
    const Json apart{{"scale", {{"x", "independent"}, {"y", "independent"}}}};
    chart_.wide = {{"vconcat", wide_}, {"resolve", apart}};
    chart_.narrow = {{"vconcat", narrow_}, {"resolve", apart}};
  }

 private:
  void add_row(const StudyResponse& response, std::size_t told, const Json& bar) {
    const double from = bar["from"].get<double>(), to = bar["to"].get<double>(), count = bar["count"].get<double>();
    chart_.table.rows.push_back({bin_text(from, to), spoken_at(count, 0)});
    chart_.frame.rows.push_back({response.asked.about.path, material_.base_name(told), from, to, count});
    chart_.description += bar["said"].get<std::string>() + ". ";
  }

  ReportChart& chart_;
  const StudyMaterial& material_;
  Json wide_ = Json::array(), narrow_ = Json::array();
};

ReportChart outcomes_chart(const StudyMaterial& material) {
  ReportChart made{
      .id = "chart-outcomes",
      .title = "What comes out at the points of the design",
      .subtitle = "How many points have a mean over replicates in each range. The line is the mean of all."};
  OutcomePanels panels(made, material);
  for (const StudyResponse& response : material.responses)
    for (std::size_t told = 0; told < material.bases.size(); ++told) panels.add(response, told);
  panels.finish();
  return made;
}

void add_row(ReportTable& table, const StudyMaterial& material, const StudyResponse& response, std::size_t told) {
  const OverPoints over = over_points(point_means(material, response, told));
  if (over.points == 0) {
    table.rows.push_back({panel_title(material, response, told) + "\n" + response.asked.about.name,
                          "no run has a value", "–", "–", "0"});
    return;
  }
  const std::string range = over.is_same() ? "the same everywhere"
                            : over.low == over.high
                                ? fmt::format("{}, of all {}", spoken(over.low), spoken_range(over.least, over.most))
                                : spoken_range(over.low, over.high);
  table.rows.push_back({panel_title(material, response, told) + "\n" + response.asked.about.name, spoken(over.mean),
                        range, spoken_share(luck_share(material, response, told)), fmt::format("{}", over.points)});
}

analysis::Spread spread_of(const StudyMaterial& material, const StudyResponse& response, std::size_t told) {
  const auto points = material.study.points_of(material.bases[told]);
  return analysis::Response(response.values, material.study.replicates, points).spread();
}

/// Runs that are in no number here, and points that are in some.
std::vector<std::string> missing_runs(const StudyMaterial& material) {
  std::vector<std::string> made;
  const auto failed = material.file->failed();
  if (const auto count = std::count(failed.begin(), failed.end(), true); count > 0)
    made.push_back(fmt::format("{} of {} runs failed or are missing, and are left out.", count, failed.size()));
  for (const StudyResponse& response : material.responses) {
    std::size_t lacking = 0;
    for (std::size_t i = 0; i < response.values.size(); ++i) lacking += std::isnan(response.values[i]) && !failed[i];
    if (lacking > 0)
      made.push_back(fmt::format("{} have no value of {}: what is said of it holds where there is one.",
                                 counted(lacking, "run"), response.asked.about.name));
  }
  std::vector<std::string> names;
  names.reserve(material.responses.size());
  for (const StudyResponse& response : material.responses) names.push_back(response.asked.about.name);
  if (auto note = survivors_note(names); !note.empty()) made.push_back(std::move(note));
  for (const StudyResponse& response : material.responses)
    for (std::size_t told = 0; told < material.bases.size(); ++told) {
      const std::size_t all = over_points(point_means(material, response, told)).points;
      const std::size_t whole = spread_of(material, response, told).points;
      if (whole < all)
        made.push_back(
            fmt::format("The luck of {} is that of {}.", response.asked.about.name,
                        whole == 0 ? std::string("no point: none has a value in every run")
                                   : fmt::format("those {} of {} points that have a value in every run", whole, all)));
    }
  return made;
}

}  // namespace

std::string title_with_unit(const StudyResponse& response) {
  return response.wording.title + (response.wording.unit.empty() ? "" : ", " + response.wording.unit);
}

OverPoints over_points(std::vector<double> means) {
  std::erase_if(means, [](double x) { return !std::isfinite(x); });
  OverPoints made{.points = means.size()};
  if (means.empty()) return made;
  made.mean = analysis::estimate(means).mean;
  const auto [least, most] = std::minmax_element(means.begin(), means.end());
  made.least = *least, made.most = *most;
  made.low = analysis::quantile_in_place(means, 0.05);
  made.high = analysis::quantile_in_place(means, 0.95);
  return made;
}

double luck_share(const StudyMaterial& material, const StudyResponse& response, std::size_t told) {
  return spread_of(material, response, told).noise_share();
}

ReportSection outcomes_section(const StudyMaterial& material) {
  ReportSection made{.id = "outcomes", .heading = "What came out", .short_heading = "What came out"};
  made.table.columns = {{"Measure"},
                        {"Mean over points", ColumnKind::number},
                        {"Nine points in ten", ColumnKind::number},
                        {"Luck", ColumnKind::number},
                        {"Points", ColumnKind::number}};
  for (const StudyResponse& response : material.responses)
    for (std::size_t told = 0; told < material.bases.size(); ++told) add_row(made.table, material, response, told);
  if (ReportChart chart = outcomes_chart(material); !chart.wide.is_null()) made.charts.push_back(std::move(chart));
  made.notes = missing_runs(material);
  made.asides = {{.heading = "Luck",
                  .paragraphs = {material.study.replicates > 1
                                     ? "The share of a single run’s variance that is between runs of one point: what "
                                       "no factor here can explain."
                                     : "With one replicate nobody can tell luck from the influence of a factor. Two "
                                       "replicates are the least."}}};
  return made;
}

}  // namespace poldyn::app
