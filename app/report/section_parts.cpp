#include "app/report/section_parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/report/difference_chart.h"
#include "app/report/marks.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

using analysis::LabelledMetric;

std::vector<LabelledMetric> rows_along(const ReportMaterial& material, const std::string& path) {
  const auto sides = analysis::totals_of(material.sides);
  for (const auto& side : material.sides)
    for (const auto* list : {&side.totals, &side.sampled})
      for (const auto& about : *list)
        if (about.path == path) return analysis::rows_by_label(sides, about);
  return {};
}

std::string label_in(const std::string& name) {
  std::string label = name.substr(std::min(name.find('[') + 1, name.size()));
  if (label.ends_with(']')) label.pop_back();
  std::replace(label.begin(), label.end(), '_', ' ');
  return capitalised(as_text(label));
}

/// A comparison of its own, with a family of tests of its own.
ReportMaterial compared_along(const ReportMaterial& material, std::vector<LabelledMetric> rows) {
  ReportMaterial made = material;
  analysis::ComparisonSettings judging;
  judging.level = material.level;
  judging.rows = std::move(rows);
  made.comparison = analysis::compare(made.sides, judging);
  return made;
}

std::vector<Finding> findings_along(const ReportMaterial& compared) {
  std::vector<Finding> made = findings_of(compared);
  std::erase_if(made, [](const Finding& one) {  // none of it on either side
    return one.metric->baseline.mean == 0 && one.metric->other.mean == 0;
  });
  for (Finding& finding : made) finding.wording.title = label_in(finding.metric->about.name);
  return made;
}

void add_chart(ReportSection& section, const ReportMaterial& compared, const std::vector<Finding>& findings,
               const std::string& id, const std::string& title, const std::string& subtitle) {
  ReportChart chart = difference_chart(compared, findings, id, title);
  if (chart.wide.is_null()) return;
  chart.subtitle = subtitle;
  section.charts.push_back(std::move(chart));
}

}  // namespace

ReportSection domains_section(const ReportMaterial& material) {
  ReportSection made{.id = "domains", .heading = "What users meet, by domain", .short_heading = "By domain"};
  if (!material.is_comparison()) return made;
  const auto rows = rows_along(material, "metrics/capability/usage_q_by_domain");
  if (rows.size() < 2) return made;
  const ReportMaterial compared = compared_along(material, rows);
  add_chart(
      made, compared, findings_along(compared), "chart-domains",
      fmt::format("Capability that users meet, {} compared with {}", material.told[1].name, material.told[0].name),
      fmt::format("Mean over the run, in months of progress under {}.", material.told[0].name));
  return made;
}

ReportSection groups_section(const ReportMaterial& material) {
  ReportSection made{.id = "groups", .heading = "Who gains, who loses", .short_heading = "Who gains, who loses"};
  if (!material.is_comparison()) return made;
  const auto rows = rows_along(material, "totals/ledger/group_money");
  if (rows.size() < 2) return made;
  const ReportMaterial compared = compared_along(material, rows);
  add_chart(made, compared, findings_along(compared), "chart-groups", "Money that groups of the ecosystem live by",
            fmt::format("Difference as a share of what each has under {}.", material.told[0].name));
  if (made.charts.empty()) return made;
  made.asides = {
      {.heading = "A large ratio deserves a second look",
       .paragraphs = {"A group that has next to nothing on one side multiplies easily: look at both values. Groups "
                      "without money of their own are not shown."}}};
  return made;
}

}  // namespace poldyn::app
