#include "app/report/section_filings.h"

#include <fmt/format.h>

#include "app/report/lost.h"
#include "app/report/spoken.h"
#include "app/report/stacked_chart.h"

namespace poldyn::app {
namespace {

StackedBars filings() {
  return {.id = "chart-filings",
          .title = "What became of filings within a year",
          .subtitle = "Share of all filings, those without a decision among them.",
          .path = "totals/pipeline/filing_ends_within_year",
          .unit = per_cent,
          .factor = 100,
          .parts = {{"approved", "approved", "var(--a5)", "var(--b5)"},
                    {"vendor_left", "vendor gave up or went out of business", "var(--a1)", "var(--b1)"},
                    {"refused", "refused", "var(--a2)", "var(--b2)"},
                    {"turned_away", "turned away", "var(--a3)", "var(--b3)"},
                    {"withdrawn", "withdrawn", "var(--a3)", "var(--b3)"},
                    {"pending", "still under way", "var(--a4)", "var(--b4)"}}};
}

/// By days since filing. All filings count, so that no office looks faster for those that it never decides.
StackedBars decisions() {
  const auto within = [](const char* days) { return fmt::format("totals/pipeline/decided_within_{}d[all]", days); };
  return {.id = "chart-decisions",
          .title = "How long filings wait for a decision",
          .subtitle = "Share of all filings, those that never get one among them.",
          .path = "totals/pipeline/decided_within_*",
          .unit = per_cent,
          .factor = 100,
          .parts = {{"30", "within 30 days", "var(--a5)", "var(--b5)", within("30"), ""},
                    {"90", "30 to 90 days", "var(--a4)", "var(--b4)", within("90"), within("30")},
                    {"180", "90 to 180 days", "var(--a3)", "var(--b3)", within("180"), within("90")},
                    {"365", "180 to 365 days", "var(--a2)", "var(--b2)", within("365"), within("180")},
                    {"never", "not within a year, or never", "var(--a1)", "var(--b1)", "1", within("365")}}};
}

StackedBars projects() {
  return {.id = "chart-projects",
          .title = "What became of projects within a year of their start",
          .subtitle = "Share of all projects, those that came out and those that did not.",
          .path = "totals/iteration/project_ends_within_year",
          .unit = per_cent,
          .factor = 100,
          .parts = {{"deployed", "came out", "var(--a5)", "var(--b5)"},
                    {"no_gain", "led to nothing better", "var(--dev)", "var(--dev)"},
                    {"replaced", "gave way to a later one", "var(--a4)", "var(--b4)"},
                    {"vendor_left", "vendor gave up or went out of business", "var(--a1)", "var(--b1)"},
                    {"refused", "refused", "var(--a2)", "var(--b2)"},
                    {"withdrawn", "withdrawn", "var(--a3)", "var(--b3)"},
                    {"pending", "still under way", "var(--a3)", "var(--b3)"}}};
}

/// Of every side on which somebody files.
std::string lead_of(const ReportMaterial& material) {
  std::string made;
  for (std::size_t side = material.sides.size(); side-- > 0;) {
    const double filed = mean_of(material, side, "totals/pipeline/filed").mean;
    const double without = without_approval(material, side);
    if (!(filed > 0) || !(without >= 0)) continue;
    made += fmt::format(" Under {} {} of filings have no approval a year after they are made.",
                        material.told[side].name, spoken(100 * without) + per_cent);
  }
  return made.empty() ? "" : "A mean time to users counts only models that reached users." + made;
}

}  // namespace

ReportSection filings_section(const ReportMaterial& material) {
  ReportSection made{.id = "never", .heading = "What never came out", .short_heading = "What never came out"};
  for (const StackedBars& bars : {filings(), decisions(), projects()})
    if (auto chart = stacked_chart(material, bars); !chart.wide.is_null()) made.charts.push_back(std::move(chart));
  if (made.charts.empty()) return made;
  if (const std::string lead = lead_of(material); !lead.empty()) made.lead = {lead};
  made.asides = {
      {.heading = "Why a mean is not enough",
       .paragraphs = {"If offices are starved, slow filings die with their vendors and drop out of the mean, which "
                      "then looks better. Shares of all filings cannot be fooled in this way."}}};
  return made;
}

}  // namespace poldyn::app
