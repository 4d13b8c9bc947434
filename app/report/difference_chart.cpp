#include "app/report/difference_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/report/chart_parts.h"
#include "app/report/difference_layers.h"
#include "app/report/difference_table.h"
#include "app/report/sentence.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

constexpr double most_relative = 50;  // per cent; what lies beyond is an arrowhead at the edge, with its number

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
    case DifferenceScale::decades:
      return spoken_signed(finding.shown.mean) + " decades";
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
std::string value_text(const Finding& finding, const analysis::Estimate& value) {
  if (finding.metric->about.symbol == "OOM/y") return "×" + spoken(std::pow(10.0, value.mean));
  const double factor = finding.wording.scale == DifferenceScale::points ? 100 : 1;
  return spoken_mean(factor * value.mean, factor * value.half_width);
}
std::string unit_text(const Finding& finding) {
  if (finding.wording.scale == DifferenceScale::points) return per_cent;
  if (finding.metric->about.symbol == "OOM/y") return " a year";
  if (finding.metric->about.symbol == "M$") return " M$";  // in words it takes more room than there is
  const bool heading_says = finding.metric->about.symbol == "OOM" && finding.wording.scale != DifferenceScale::relative;
  return finding.wording.unit.empty() || heading_says ? "" : " " + finding.wording.unit;
}

std::string said_of(const Finding& finding) {
  return fmt::format("{}: {}, interval {} to {}, {}", finding.wording.title, amount(finding),
                     spoken(finding.shown.low()), spoken(finding.shown.high()), words_of(finding.verdict));
}

Json row_of(const Finding& finding, std::size_t place, double limit) {
  const double low = std::isnan(finding.shown.half_width) ? finding.shown.mean : finding.shown.low();
  const double high = std::isnan(finding.shown.half_width) ? finding.shown.mean : finding.shown.high();
  const auto within = [&](double x) { return std::clamp(x, -limit, limit); };
  const std::string a = value_text(finding, finding.metric->baseline);
  const std::string b = value_text(finding, finding.metric->other) + unit_text(finding);
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

bool is_drawn(const Finding& finding) {
  return std::isfinite(finding.shown.mean) && finding.verdict != Verdict::only_first &&
         finding.verdict != Verdict::only_second;
}

double limit_of(const DifferencePanel& panel) {
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
  if (scale == DifferenceScale::points) return "Shares, in percentage points";
  return scale == DifferenceScale::months ? "Capability, in months of progress" : "Capability, in decades of compute";
}

DifferencePanel panel_of(const std::vector<Finding>& findings, DifferenceScale scale, const char* name) {
  DifferencePanel made{.scale = scale, .name = name};
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

}  // namespace

ReportChart difference_chart(const ReportMaterial& material, const std::vector<Finding>& findings,
                             const std::string& id, const std::string& title) {
  ReportChart made{.id = id,
                   .title = title,
                   .subtitle = fmt::format("Difference as a share of the value under {}, with {} intervals. "
                                           "Beside it the two values.",
                                           material.told[0].name, level_text(material.level))};
  std::vector<DifferencePanel> panels;
  constexpr std::array<const char*, 4> names{"relative", "points", "months", "decades"};
  for (const auto scale :
       {DifferenceScale::relative, DifferenceScale::points, DifferenceScale::months, DifferenceScale::decades})
    if (DifferencePanel panel = panel_of(findings, scale, names[static_cast<std::size_t>(scale)]);
        !panel.findings.empty())
      panels.push_back(std::move(panel));
  made.table = difference_table(material, findings);
  made.frame = difference_frame(material, findings);
  made.description = made.title + ". ";
  for (const DifferencePanel& panel : panels) {
    made.data[panel.name] = panel.rows;
    for (const Finding* finding : panel.findings) made.description += said_of(*finding) + ". ";
  }
  if (panels.empty()) return made;
  made.wide = difference_spec(panels, true);
  made.narrow = difference_spec(panels, false);
  return made;
}

}  // namespace poldyn::app
