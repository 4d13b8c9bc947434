#include "app/comparison_formats.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string_view>

#include "app/comparison_table.h"
#include "app/comparison_words.h"
#include "app/console/numbers.h"
#include "app/console/terminal.h"

namespace poldyn::app {
namespace {

using analysis::ComparedMetric;

struct Replacement {
  std::string_view what, by;
};

template <std::size_t n>
std::string replaced(const std::string& text, const std::array<Replacement, n>& all) {
  std::string made;
  for (std::size_t at = 0; at < text.size();) {
    const Replacement* found = nullptr;
    for (const auto& one : all)
      if (text.compare(at, one.what.size(), one.what) == 0) found = &one;
    made += found ? std::string(found->by) : text.substr(at, 1);
    at += found ? found->what.size() : 1;
  }
  return made;
}

/// Titles come from files that anybody wrote.
std::string for_markdown(const std::string& text) {
  static constexpr std::array<Replacement, 11> marks{{{"|", "\\|"},
                                                      {"<", "&lt;"},
                                                      {">", "&gt;"},
                                                      {"&", "&amp;"},
                                                      {"*", "\\*"},
                                                      {"_", "\\_"},
                                                      {"[", "\\["},
                                                      {"]", "\\]"},
                                                      {"`", "\\`"},
                                                      {"#", "\\#"},
                                                      {"\n", " "}}};
  return replaced(text, marks);
}

std::string for_latex(const std::string& text) {
  static constexpr std::array<Replacement, 13> marks{{{"\\", "\\textbackslash{}"},
                                                      {"&", "\\&"},
                                                      {"%", "\\%"},
                                                      {"$", "\\$"},
                                                      {"#", "\\#"},
                                                      {"_", "\\_"},
                                                      {"{", "\\{"},
                                                      {"}", "\\}"},
                                                      {"~", "\\textasciitilde{}"},
                                                      {"^", "\\textasciicircum{}"},
                                                      {"±", "$\\pm$"},
                                                      {"\n", " "},
                                                      {"+/-", "$\\pm$"}}};
  return replaced(text, marks);
}

/// A spreadsheet takes what begins so for a formula.
bool looks_like_formula(const std::string& text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos &&
         text.find_first_not_of("0123456789.eE+-", 0) != text.npos;
}

std::string for_csv(const std::string& field) {
  const std::string text = looks_like_formula(field) ? "'" + field : field;
  if (text.find_first_of(",\"\r\n") == text.npos) return text;
  static constexpr std::array<Replacement, 1> marks{{{"\"", "\"\""}}};
  return "\"" + replaced(text, marks) + "\"";
}

/// Measure, A, the other side, the difference, what may be said.
std::array<std::string, 5> cells_of(const ComparisonReport& report, const ComparedMetric& metric) {
  return {label(metric.about), shown(metric.baseline), shown(metric.other), shown(metric.difference.estimate, true),
          mark(metric, report.judging.level)};
}

std::string side_text(const ComparisonReport& report, std::size_t side) {
  const auto& of = report.sides[side];
  return fmt::format("{} = {}: {} ({})", side_letter(side), name_with_settings(of), of.title, counted(of.runs, "run"));
}

std::string number(double x) { return std::isfinite(x) ? fmt::format("{}", x) : ""; }

std::string csv_line(const ComparisonReport& report, const analysis::ComparedBloc& bloc, const ComparedMetric& metric) {
  const auto& difference = metric.difference.estimate;
  const std::array<std::string, 17> cells{side_letter(bloc.side),
                                          for_csv(report.sides[bloc.side].name),
                                          for_csv(bloc.baseline_name),
                                          for_csv(metric.about.name),
                                          for_csv(metric.about.path),
                                          for_csv(metric.about.symbol),
                                          fmt::format("{}", metric.baseline.n),
                                          number(metric.baseline.mean),
                                          number(metric.baseline.half_width),
                                          fmt::format("{}", metric.other.n),
                                          number(metric.other.mean),
                                          number(metric.other.half_width),
                                          number(difference.mean),
                                          number(difference.half_width),
                                          number(metric.difference.p),
                                          number(metric.adjusted_p),
                                          word(analysis::verdict_of(metric, report.judging.level))};
  return fmt::format("{}\n", fmt::join(cells, ","));
}

}  // namespace

std::string comparison_markdown(const ComparisonReport& report) {
  std::string text;
  for (std::size_t side = 0; side < report.sides.size(); ++side)
    text += "- " + for_markdown(side_text(report, side)) + "\n";
  for (const auto& bloc : report.comparison.blocs) {
    const std::string other = side_letter(bloc.side);
    text += fmt::format("\n| {} | A | {} | {} - A | {} is |\n|---|---:|---:|---:|---|\n", for_markdown(heading(bloc)),
                        other, other, other);
    for (const auto& metric : bloc.metrics) {
      text += "|";
      for (const auto& cell : cells_of(report, metric)) text += " " + for_markdown(cell) + " |";
      text += "\n";
    }
  }
  return text + "\n" + for_markdown(how_to_read(report)) + "\n";
}

std::string comparison_latex(const ComparisonReport& report) {
  std::string text;
  for (std::size_t side = 0; side < report.sides.size(); ++side)
    text += "% " + for_latex(side_text(report, side)) + "\n";
  text += "% " + for_latex(how_to_read(report)) + "\n";
  for (const auto& bloc : report.comparison.blocs) {
    const std::string other = side_letter(bloc.side);
    text += fmt::format("\\begin{{tabular}}{{lrrrl}}\n\\hline\n{} & A & {} & ${} - A$ & {} is \\\\\n\\hline\n",
                        for_latex(heading(bloc)), other, other, other);
    for (const auto& metric : bloc.metrics) {
      const auto cells = cells_of(report, metric);
      for (std::size_t i = 0; i < cells.size(); ++i) text += (i == 0 ? "" : " & ") + for_latex(cells[i]);
      text += " \\\\\n";
    }
    text += "\\hline\n\\end{tabular}\n";
  }
  return text;
}

std::string comparison_csv(const ComparisonReport& report) {
  std::string text =
      "side,file,bloc,metric,path,unit,a_runs,a_mean,a_half_width,b_runs,b_mean,b_half_width,difference,"
      "difference_half_width,p,p_holm,reading\n";
  for (const auto& bloc : report.comparison.blocs)
    for (const auto& metric : bloc.metrics) text += csv_line(report, bloc, metric);
  return text;
}

}  // namespace poldyn::app
