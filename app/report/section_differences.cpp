#include "app/report/section_differences.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/report/difference_chart.h"
#include "app/report/marks.h"
#include "app/report/sentence.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

/// What may be said at a glance: how many are told apart, and what is not.
std::string lead_of(const ReportMaterial& material, const std::vector<Finding>& findings) {
  const auto number = [&](Verdict verdict) {
    return std::count_if(findings.begin(), findings.end(), [&](const Finding& one) { return one.verdict == verdict; });
  };
  const auto told = number(Verdict::told) + number(Verdict::within_margin);
  const auto tests = static_cast<double>(material.comparison.tests);
  if (tests == 0)
    return material.comparison.runs < 2
               ? "One run of each says nothing about chance, so no difference is tested."
               : "No measure has a value on both sides in two runs, so no difference is tested.";
  if (findings.size() == 1) return told == 1 ? "The one measure is told apart." : "The one measure is not told apart.";
  std::string text =
      fmt::format("{} of {} measures {} told apart", capitalised(count_in_words(static_cast<double>(told))),
                  count_in_words(static_cast<double>(findings.size())), told == 1 ? "is" : "are");
  if (const auto equal = number(Verdict::equal); equal > 0)
    text +=
        fmt::format("; {} {} practically equal", count_in_words(static_cast<double>(equal)), equal == 1 ? "is" : "are");
  if (const auto open = number(Verdict::not_told); open > 0)
    text += fmt::format("; of {} these runs cannot tell", count_in_words(static_cast<double>(open)));
  return text + ".";
}

/// What exists on one side only has no difference; a sentence says it.
std::vector<std::string> one_sided(const ReportMaterial& material, const std::vector<Finding>& findings) {
  std::vector<std::string> made;
  for (const Finding& finding : findings)
    if (finding.verdict == Verdict::only_first || finding.verdict == Verdict::only_second ||
        std::isnan(finding.shown.mean))
      made.push_back(std::isnan(finding.shown.mean) && finding.verdict == Verdict::told
                         ? fmt::format("{}: none under {}, {} under {}.", finding.wording.title, material.told[0].name,
                                       tabled(finding.metric->other.mean, finding.metric->other.half_width),
                                       material.told[1].name)
                         : sentence_of(material, finding) + ".");
  return made;
}

ReportAside how_to_read(const ReportMaterial& material) {
  const bool paired = material.comparison.paired;
  ReportAside made{.heading = "How to read a range"};
  made.paragraphs = {
      fmt::format("A dot is the mean difference over {} {}. The bar is its {} interval: how well this model at these "
                  "parameters is known, not how well the world is.",
                  material.comparison.runs, paired ? "pairs of runs" : "runs of each", level_text(material.level)),
      fmt::format("The grey strip is what counts here as too small to matter: ±{}, ±{}, or {}. Verdicts allow for {} "
                  "tests at once (Holm).",
                  margin_in_words(DifferenceScale::relative), margin_in_words(DifferenceScale::points),
                  margin_in_words(DifferenceScale::months), material.comparison.tests)};
  made.marks = {"● told apart: the runs show a difference", "○ not told apart: these runs cannot say",
                "◆ practically equal: the whole bar lies in the grey strip",
                fmt::format("✚ not to be trusted: a mean over what came out, where more than {:.0f}{} never did",
                            100 * most_undecided, per_cent)};
  return made;
}

/// Of one side: its headline, by the same words.
ReportTable headline_table(const ReportMaterial& material) {
  ReportTable table{{{"Measure"}, {"Mean over runs", ColumnKind::number}}, {}};
  const std::size_t bloc = material.told[0].bloc;
  for (const auto& metric : analysis::headline(material.sides[0])) {
    const auto found = analysis::estimate(metric.runs[bloc], material.level);
    if (found.n == 0) continue;
    const Wording words = wording_of(metric.about);
    const std::string unit = metric.about.symbol.empty() ? "" : ", " + as_text(metric.about.symbol);
    table.rows.push_back(
        {words.title + unit + "\n" + as_text(metric.about.name), tabled(found.mean, found.half_width)});
  }
  return table;
}

}  // namespace

ReportSection differences_section(const ReportMaterial& material, const std::vector<Finding>& findings) {
  ReportSection made{.id = "differences", .heading = "The differences", .short_heading = "The differences"};
  if (!material.is_comparison()) {
    made.heading = made.short_heading = "In numbers";
    made.lead = {fmt::format("Means over {} run{}, with {} intervals where there is more than one.",
                             material.sides[0].runs, material.sides[0].runs == 1 ? "" : "s",
                             level_text(material.level))};
    made.table = headline_table(material);
    return made;
  }
  made.lead = {lead_of(material, findings)};
  if (!findings.empty())
    made.charts.push_back(difference_chart(
        material, findings, "chart-differences",
        fmt::format("{} compared with {}", capitalised(material.told[1].name), material.told[0].name)));
  made.notes = one_sided(material, findings);
  made.asides = {how_to_read(material)};
  return made;
}

}  // namespace poldyn::app
