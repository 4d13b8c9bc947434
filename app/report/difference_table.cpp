#include "app/report/difference_table.h"

#include <fmt/format.h>

#include "app/report/marks.h"
#include "app/report/spoken.h"

namespace poldyn::app {

ReportTable difference_table(const ReportMaterial& material, const std::vector<Finding>& findings) {
  ReportTable table{{{"Measure"},
                     {material.told[0].label, ColumnKind::number},
                     {material.told[1].label, ColumnKind::number},
                     {"Difference", ColumnKind::number},
                     {"Verdict"}},
                    {}};
  Theme theme = Theme::other;
  bool first = true;
  for (const Finding& finding : findings) {
    if ((first || finding.wording.theme != theme) && finding.wording.theme != Theme::other)
      table.rows.push_back({std::string(words_of(finding.wording.theme))});
    theme = finding.wording.theme;
    first = false;
    const auto& metric = *finding.metric;
    const std::string& symbol = metric.about.symbol;
    const auto& difference = metric.difference.estimate;
    table.rows.push_back({fmt::format("{}{}\n{}", finding.wording.title, symbol.empty() ? "" : ", " + as_text(symbol),
                                      as_text(metric.about.name)),
                          tabled(metric.baseline.mean, metric.baseline.half_width),
                          tabled(metric.other.mean, metric.other.half_width),
                          tabled(difference.mean, difference.half_width, true), words_of(finding.verdict)});
  }
  return table;
}

ReportFrame difference_frame(const ReportMaterial& material, const std::vector<Finding>& findings) {
  ReportFrame frame{{{"metric", "path of the metric in the result files"},
                     {"unit", "unit of all values; empty for a pure number"},
                     {"a_mean", "mean over the runs of " + as_text(material.sides[0].name)},
                     {"a_half_width", "half-width of its interval"},
                     {"b_mean", "mean over the runs of " + as_text(material.sides[1].name)},
                     {"b_half_width", "half-width of its interval"},
                     {"difference", "mean of b - a"},
                     {"difference_half_width", "half-width of its interval"},
                     {"p_holm", "p of no difference, adjusted for all tests of this report (Holm 1979)"},
                     {"verdict", "what may be said"}},
                    {}};
  for (const Finding& finding : findings) {
    const auto& metric = *finding.metric;
    const auto& difference = metric.difference.estimate;
    frame.rows.push_back({as_text(metric.about.path), as_text(metric.about.symbol), metric.baseline.mean,
                          metric.baseline.half_width, metric.other.mean, metric.other.half_width, difference.mean,
                          difference.half_width, metric.adjusted_p, words_of(finding.verdict)});
  }
  return frame;
}

}  // namespace poldyn::app
