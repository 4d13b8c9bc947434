#include "app/report/section_ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/report/lost.h"
#include "app/report/sentence.h"
#include "app/report/spoken.h"
#include "app/report/stacked_chart.h"

namespace poldyn::app {
namespace {

constexpr const char* ledger_path = "totals/iteration/delay_by_cause";

StackedBars ledger() {
  const std::string development = "var(--dev)";
  return {.id = "chart-ledger",
          .title = "Days from project start to users, by what they were spent on",
          .subtitle = "Mean over models that came out.",
          .path = ledger_path,
          .unit = " days",
          .parts = {{"development", "development", development, development},
                    {"review", "review", "var(--a1)", "var(--b1)"},
                    {"rework", "mended and filed again", "var(--a2)", "var(--b2)"},
                    {"window", "waiting for a date of decision", "var(--a3)", "var(--b3)"},
                    {"bundling", "held back to be filed with a later one", "var(--a4)", "var(--b4)"},
                    {"queue", "waiting for a reviewer", "var(--a5)", "var(--b5)"},
                    {"fork", "fitted to other regions", "var(--a4)", "var(--b4)"},
                    {"procurement", "waiting for a tender", "var(--a5)", "var(--b5)"}}};
}

/// By run: days beyond development, all causes together.
std::vector<double> beyond_development(const ReportMaterial& material, std::size_t side, const StackedBars& bars) {
  std::vector<double> sum;
  for (const auto& part : bars.parts) {
    if (part.label == "development") continue;
    const auto runs = runs_of(material, side, bars.path + "[" + part.label + "]");
    if (sum.empty()) sum.assign(runs.size(), 0.0);
    for (std::size_t i = 0; i < std::min(runs.size(), sum.size()); ++i) sum[i] += runs[i];
  }
  return sum;
}

struct Cause {
  std::string words;
  double days = 0;  ///< of one side, or more on the last than on the first
};

/// Of all causes but development, the one that grows most and the one that shrinks most.
std::pair<Cause, Cause> extremes(const ReportMaterial& material, const StackedBars& bars) {
  const std::size_t last = material.sides.size() - 1;
  Cause most, least;
  for (const auto& part : bars.parts) {
    const std::string path = bars.path + "[" + part.label + "]";
    const double before = last > 0 ? mean_of(material, 0, path).mean : 0;
    const double days = mean_of(material, last, path).mean - (std::isnan(before) ? 0 : before);
    if (part.label == "development") continue;
    if (days > most.days) most = {part.words, days};
    if (days < least.days) least = {part.words, days};
  }
  return {most, least};
}

std::string causes_text(const std::pair<Cause, Cause>& causes, bool difference) {
  constexpr double least_told = 0.05;  // days
  const auto& [most, least] = causes;
  std::string text;
  if (most.days >= least_told)
    text +=
        fmt::format("; the largest {} is {}, {} days", difference ? "increase" : "part", most.words, spoken(most.days));
  if (-least.days >= least_told) text += fmt::format("; {} takes {} days less", least.words, spoken(-least.days));
  return text;
}

/// All causes but development, those that shrink as well as those that grow.
std::string difference_text(const ReportMaterial& material, const StackedBars& bars) {
  const auto a = beyond_development(material, 0, bars), b = beyond_development(material, 1, bars);
  const analysis::Estimate found = (material.comparison.paired ? analysis::paired_difference(a, b, material.level)
                                                               : analysis::independent_difference(a, b, material.level))
                                       .estimate;
  if (std::isnan(found.mean)) return "";
  const std::string& name = material.last().name;
  const std::string causes = causes_text(extremes(material, bars), true);
  if (std::isnan(found.half_width))
    return fmt::format(
        "Beyond development, a model that comes out takes {} days {} under {} in these runs{}. Too few "
        "runs say nothing about chance.",
        spoken(std::abs(found.mean)), found.mean > 0 ? "more" : "less", name, causes);
  const std::string range =
      fmt::format("{} interval: {} days", level_text(material.level), spoken_range(found.low(), found.high()));
  if (found.low() <= 0 && found.high() >= 0 && found.half_width > 0)
    return fmt::format(
        "Beyond development, these runs cannot tell whether a model that comes out takes longer under {} "
        "(difference, {}).",
        name, range);
  if (found.mean == 0) return "Beyond development, a model that comes out takes the same time under both, run by run.";
  return fmt::format("Beyond development, a model that comes out takes {} days {} under {} (difference, {}){}.",
                     spoken(std::abs(found.mean)), found.mean > 0 ? "more" : "less", name, range, causes);
}

std::string lead_of(const ReportMaterial& material, const StackedBars& bars) {
  if (material.is_comparison()) return difference_text(material, bars);
  const auto found = analysis::estimate(beyond_development(material, 0, bars), material.level);
  if (!(found.mean > 0)) return "";
  return fmt::format("Beyond development, a model that comes out takes {} days{}.", spoken(found.mean),
                     causes_text(extremes(material, bars), false));
}

}  // namespace

ReportSection ledger_section(const ReportMaterial& material) {
  ReportSection made{.id = "ledger", .heading = "Where the time goes", .short_heading = "Where the time goes"};
  const StackedBars bars = ledger();
  ReportChart chart = stacked_chart(material, bars);
  if (chart.wide.is_null()) return made;
  for (const std::string& text : {lead_of(material, bars), lost_sentence(material)})
    if (!text.empty()) made.lead.push_back(text);
  made.charts.push_back(std::move(chart));
  made.asides = {
      {.heading = "Reading the ledger",
       .paragraphs = {"Each day of each released model is entered under one cause, so the parts add up to the "
                      "whole. All but development, other regions and the wait for tenders is due to permission."}}};
  return made;
}

}  // namespace poldyn::app
