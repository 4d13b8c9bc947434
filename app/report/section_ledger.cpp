#include "app/report/section_ledger.h"

#include <fmt/format.h>

#include <cmath>

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

/// Where most of the difference went, if it went to permission.
std::string lead_of(const ReportMaterial& material, const StackedBars& bars) {
  const std::size_t last = material.sides.size() - 1;
  double most = 0, sum = 0;
  std::string what;
  for (const auto& part : bars.parts) {
    const std::string path = bars.path + "[" + part.label + "]";
    const double before = last > 0 ? mean_of(material, 0, path).mean : 0;
    const double days = mean_of(material, last, path).mean - (std::isnan(before) ? 0 : before);
    if (part.label == "development" || !(days > 0)) continue;
    sum += days;
    if (days > most) most = days, what = part.words;
  }
  if (!(sum > 0.5)) return "";
  return fmt::format("Beyond development, a model takes {} days{}; most of them go to one cause ({}): {} days.",
                     spoken(sum), last > 0 ? " more under " + material.last().name : "", what, spoken(most));
}

}  // namespace

ReportSection ledger_section(const ReportMaterial& material) {
  ReportSection made{.id = "ledger", .heading = "Where the time goes", .short_heading = "Where the time goes"};
  const StackedBars bars = ledger();
  ReportChart chart = stacked_chart(material, bars);
  if (chart.wide.is_null()) return made;
  if (const std::string lead = lead_of(material, bars); !lead.empty()) made.lead = {lead};
  made.charts.push_back(std::move(chart));
  made.asides = {
      {.heading = "Reading the ledger",
       .paragraphs = {"Each day of each released model is entered under one cause, so the parts add up to the "
                      "whole. All but development and other regions is due to permission."}}};
  return made;
}

}  // namespace poldyn::app
