#include "app/compare/comparison_formats.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "app/compare/comparison_table.h"
#include "app/compare/comparison_words.h"
#include "app/console/markup.h"
#include "app/console/numbers.h"
#include "app/console/terminal.h"

namespace poldyn::app {
namespace {

using analysis::ComparedMetric;

/// Measure, A, the other side, the difference, what may be said; whether it is alike, if that was asked.
std::vector<std::string> cells_of(const ComparisonReport& report, const ComparedMetric& metric) {
  std::vector<std::string> made{label(metric.about), shown(metric.baseline), shown(metric.other),
                                shown(metric.difference.estimate, true), mark(metric, report.judging.level)};
  if (has_margins(report)) made.push_back(likeness_mark(metric, report.judging.level));
  return made;
}

std::string side_text(const ComparisonReport& report, std::size_t side) {
  const auto& of = report.sides[side];
  return fmt::format("{} = {}: {} ({})", side_letter(side), name_with_settings(of), of.title, counted(of.runs, "run"));
}

/// What a table by itself would not say: differences that turn round at equal composition, and what the comparison has
/// to note.
std::vector<std::string> remarks(const ComparisonReport& report) {
  std::vector<std::string> made;
  for (const auto& found : report.composition)
    if (analysis::turned(found, report.judging.level)) made.push_back(turned_text(report, found));
  for (const auto& note : report.comparison.warnings) made.push_back("Note: " + note + ".");
  return made;
}

std::string csv_number(double x) { return std::isfinite(x) ? fmt::format("{}", x) : ""; }

std::string likeness_cells(const ComparisonReport& report, const ComparedMetric& metric) {
  if (!metric.margin) return ",,,,,";
  return fmt::format(",{},{},{},{},{}", csv_number(metric.margin->amount), metric.margin->relative ? "of_a" : "",
                     word(analysis::likeness_of(metric, report.judging.level)),
                     csv_number(metric.adjusted_alike.within_p), csv_number(metric.adjusted_alike.beyond_p));
}

std::string csv_line(const ComparisonReport& report, const analysis::ComparedBloc& bloc, const ComparedMetric& metric) {
  const auto& difference = metric.difference.estimate;
  const std::array<std::string, 17> cells{side_letter(bloc.side),
                                          csv_text(report.sides[bloc.side].name),
                                          csv_text(bloc.baseline_name),
                                          csv_text(metric.about.name),
                                          csv_text(metric.about.path),
                                          csv_text(metric.about.symbol),
                                          fmt::format("{}", metric.baseline.n),
                                          csv_number(metric.baseline.mean),
                                          csv_number(metric.baseline.half_width),
                                          fmt::format("{}", metric.other.n),
                                          csv_number(metric.other.mean),
                                          csv_number(metric.other.half_width),
                                          csv_number(difference.mean),
                                          csv_number(difference.half_width),
                                          csv_number(metric.difference.p),
                                          csv_number(metric.adjusted_p),
                                          word(analysis::verdict_of(metric, report.judging.level))};
  return fmt::format("{}{}\n", fmt::join(cells, ","), has_margins(report) ? likeness_cells(report, metric) : "");
}

}  // namespace

std::string comparison_markdown(const ComparisonReport& report) {
  std::string text;
  for (std::size_t side = 0; side < report.sides.size(); ++side)
    text += "- " + markdown_escaped(side_text(report, side)) + "\n";
  for (const auto& bloc : report.comparison.blocs) {
    const std::string other = side_letter(bloc.side);
    const bool likeness = has_margins(report);
    text += fmt::format("\n| {} | A | {} | {} - A | {} is |{}\n|---|---:|---:|---:|---|{}\n",
                        markdown_escaped(heading(bloc)), other, other, other, likeness ? " alike |" : "",
                        likeness ? "---|" : "");
    for (const auto& metric : bloc.metrics) {
      text += "|";
      for (const auto& cell : cells_of(report, metric)) text += " " + markdown_escaped(cell) + " |";
      text += "\n";
    }
  }
  text += "\n" + markdown_escaped(how_to_read(report)) + "\n";
  for (const auto& remark : remarks(report)) text += "\n" + markdown_escaped(remark) + "\n";
  return text;
}

std::string comparison_latex(const ComparisonReport& report) {
  std::string text;
  for (std::size_t side = 0; side < report.sides.size(); ++side)
    text += "% " + latex_escaped(side_text(report, side)) + "\n";
  text += "% " + latex_escaped(how_to_read(report)) + "\n";
  for (const auto& remark : remarks(report)) text += "% " + latex_escaped(remark) + "\n";
  for (const auto& bloc : report.comparison.blocs) {
    const std::string other = side_letter(bloc.side);
    const bool likeness = has_margins(report);
    text +=
        fmt::format("\\begin{{tabular}}{{lrrrl{}}}\n\\hline\n{} & A & {} & ${} - A$ & {} is{} \\\\\n\\hline\n",
                    likeness ? "l" : "", latex_escaped(heading(bloc)), other, other, other, likeness ? " & alike" : "");
    for (const auto& metric : bloc.metrics) {
      const auto cells = cells_of(report, metric);
      for (std::size_t i = 0; i < cells.size(); ++i) text += (i == 0 ? "" : " & ") + latex_escaped(cells[i]);
      text += " \\\\\n";
    }
    text += "\\hline\n\\end{tabular}\n";
  }
  return text;
}

std::string comparison_csv(const ComparisonReport& report) {
  std::string text =
      "side,file,bloc,metric,path,unit,a_runs,a_mean,a_half_width,b_runs,b_mean,b_half_width,difference,"
      "difference_half_width,p,p_holm,reading";
  text += has_margins(report) ? ",margin,margin_is,alike,p_within_holm,p_beyond_holm\n" : "\n";
  for (const auto& bloc : report.comparison.blocs)
    for (const auto& metric : bloc.metrics) text += csv_line(report, bloc, metric);
  return text;
}

}  // namespace poldyn::app
