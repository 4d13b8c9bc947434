#include "app/report/ranking_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/report/rows_chart.h"
#include "app/report/section_outcomes.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

using analysis::FactorInfluence;
using analysis::Index;
using analysis::Influence;
using analysis::Method;

constexpr std::size_t most_ranked = 15;

/// What a factor is ranked by, and beside it what it does by itself.
struct RankedIndex {
  Index main, beside;
  bool told = false;
};

RankedIndex ranked(const Influence& influence, const FactorInfluence& one) {
  if (influence.method == Method::elementary_effects) return {one.effects.mu_star, {}, one.effects.told_apart};
  const bool of_mean = one.first.exists() || one.total.exists();
  const Index& first = of_mean ? one.first : one.first_run;
  const Index& total = of_mean ? one.total : one.total_run;
  return total.exists() ? RankedIndex{total, first, total.told_apart()} : RankedIndex{first, {}, first.told_apart()};
}

/// A share is never negative, nor is what is drawn of one.
RowMark mark_of(const Index& index, bool told, const char* shape) {
  return {std::max(0.0, index.value), std::max(0.0, index.interval.low), std::max(0.0, index.interval.high), shape,
          told};
}

std::string index_text(const Index& index, bool told) {
  if (!index.exists()) return "–";
  if (!told && index.interval.exists())
    return index.interval.high > 0 ? fmt::format("at most {}", spoken(index.interval.high)) : "0";
  if (!told) return spoken(std::max(0.0, index.value));
  return index.interval.exists()
             ? fmt::format("{} ({})", spoken(index.value), spoken_range(index.interval.low, index.interval.high))
             : spoken(index.value);
}

std::string said_of(const std::string& name, const RankedIndex& one) {
  return fmt::format("{}: {}{}", name, index_text(one.main, one.told), one.told ? "" : ", not told apart from 0");
}

struct MethodWords {
  std::string title, subtitle, main, beside;
};

MethodWords words_of(const StudyMaterial& material, const Influence& influence) {
  const std::string level =
      fmt::format("{:.4g}{} intervals. ○ is not told apart from 0.", 100 * material.level, per_cent);
  const std::string whose =
      material.study.replicates > 1 ? "of the mean over replicates" : "of a single run, luck included";
  switch (influence.method) {
    case Method::elementary_effects:
      return {"Mean change while a factor goes through its range",
              "Absolute elementary effects (mu*, Morris 1991), the noise of replication taken out; " + level, "mu*",
              ""};
    case Method::sobol_indices:
      return {"Shares of the variance",
              "● the share that would stay if all other factors were known (total), ■ the one that would go if the "
              "factor were (first order), " +
                  whose + "; " + level,
              "Total", "First order"};
    default:
      return {"Shares of the variance",
              fmt::format("The share that would go if the factor were known (first order, by {}), {}; {}",
                          influence.even ? "means of classes" : "ranks", whose, level),
              "First order", ""};
  }
}

/// The table and the numbers for programs, while rows are put in.
void add_row(ReportChart& chart, const StudyMaterial& material, std::size_t told, const Influence& influence,
             const FactorInfluence& one) {
  const std::string& name = material.study.factors[one.factor].name;
  const RankedIndex index = ranked(influence, one);
  std::vector<std::string> row{name, index_text(index.main, index.told)};
  if (chart.table.columns.size() > 3) row.push_back(index_text(index.beside, index.beside.told_apart()));
  row.emplace_back(index.told ? "told apart from 0" : "not told apart");
  chart.table.rows.push_back(std::move(row));
  chart.frame.rows.push_back({material.base_name(told), name, index.main.value, index.main.interval.low,
                              index.main.interval.high, index.beside.value, index.beside.interval.low,
                              index.beside.interval.high, one.screen.p});
}

void add_columns(ReportChart& chart, const MethodWords& words) {
  chart.table.columns = {{"Factor"}, {words.main, ColumnKind::number}};
  if (!words.beside.empty()) chart.table.columns.push_back({words.beside, ColumnKind::number});
  chart.table.columns.push_back({"What these runs tell"});
  chart.frame.columns = {{"base", "scenario that the design was put on"},
                         {"factor", "what is varied"},
                         {"index", words.main},
                         {"low", "lower end of its interval"},
                         {"high", "upper end of its interval"},
                         {"beside", words.beside.empty() ? "empty" : words.beside},
                         {"beside_low", "lower end of its interval"},
                         {"beside_high", "upper end of its interval"},
                         {"hsic_p", "of any dependence, adjusted for all factors; empty of other designs"}};
}

RowPanel panel_of(ReportChart& chart, const StudyMaterial& material, std::size_t told, const Influence& influence) {
  RowPanel panel{.rows = {}, .from_zero = true};
  if (material.bases.size() > 1) {
    panel.rows.push_back({.name = material.base_name(told)});
    chart.table.rows.push_back({material.base_name(told)});
  }
  for (std::size_t i = 0; i < influence.factors.size(); ++i) {
    const FactorInfluence& one = influence.factors[i];
    add_row(chart, material, told, influence, one);
    const RankedIndex index = ranked(influence, one);
    if (i >= most_ranked || !index.main.exists()) continue;
    const std::string& name = material.study.factors[one.factor].name;
    DrawnRow row{.name = name, .said = said_of(name, index)};
    row.label = index.told ? spoken(index.main.value) : "not told apart";
    row.marks = {mark_of(index.main, index.told, "circle")};
    if (index.beside.exists()) row.marks.push_back(mark_of(index.beside, index.beside.told_apart(), "square"));
    panel.rows.push_back(std::move(row));
  }
  return panel;
}

}  // namespace

ReportChart ranking_chart(const StudyMaterial& material, const StudyResponse& response, const std::string& id) {
  ReportChart made{.id = id, .title = "", .subtitle = ""};
  std::vector<RowPanel> panels;
  for (std::size_t told = 0; told < response.influence.size(); ++told) {
    const Influence& influence = response.influence[told];
    if (!influence.varies || influence.factors.empty()) continue;
    if (panels.empty()) {
      const MethodWords words = words_of(material, influence);
      made.title = fmt::format("{}: {}", words.title, title_with_unit(response));
      made.subtitle = words.subtitle;
      add_columns(made, words);
    }
    panels.push_back(panel_of(made, material, told, influence));
  }
  draw_rows(made, panels);
  return made;
}

}  // namespace poldyn::app
