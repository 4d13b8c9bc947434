#include "app/report/tornado_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/report/rows_chart.h"
#include "app/report/section_outcomes.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

using analysis::Estimate;
using analysis::FactorInfluence;
using analysis::Influence;

constexpr std::size_t longest_tornado = 15;  // what one looks at; the table has all

Estimate without_interval(double mean) {
  Estimate made;
  made.n = 1;
  made.mean = mean;
  return made;
}

TornadoBar bar_of(const Influence& influence, const FactorInfluence& one) {
  if (influence.method != analysis::Method::elementary_effects)
    return {&one, one.swing.low, one.swing.high, one.swing.change};
  const double middle = influence.spread.mean, half = one.effects.mu / 2;
  Estimate change = without_interval(one.effects.mu);
  change.n = one.effects.n;
  change.half_width = one.effects.mu_half_width;
  return {&one, without_interval(middle - half), without_interval(middle + half), change};
}

std::string ends_text(const TornadoBar& bar) {
  return bar.of->low.empty() ? "" : fmt::format("{} → {}", bar.of->low, bar.of->high);
}

std::string said_of(const std::string& name, const TornadoBar& bar) {
  const std::string ends = ends_text(bar);
  return fmt::format("{}{}: from {} to {}, change {}{}", name, ends.empty() ? "" : " (" + ends + ")",
                     spoken(bar.low.mean), spoken(bar.high.mean), tabled(bar.change.mean, bar.change.half_width, true),
                     bar.told_apart() ? "" : ", not told apart from 0");
}

DrawnRow row_of(const std::string& name, const TornadoBar& bar) {
  DrawnRow made{.name = name, .said = said_of(name, bar)};
  made.label = bar.told_apart() ? tabled(bar.change.mean, bar.change.half_width, true) : "not told apart";
  made.under = ends_text(bar);
  made.bars = {{std::min(bar.low.mean, bar.high.mean), std::max(bar.low.mean, bar.high.mean),
                bar.told_apart() ? "var(--dev)" : "var(--same)"}};
  made.marks = {{bar.low.mean, bar.low.low(), bar.low.high(), "circle", false},
                {bar.high.mean, bar.high.low(), bar.high.high(), "circle", true}};
  return made;
}

ReportFrame frame_with_columns(const std::string& unit) {
  const std::string in = unit.empty() ? "" : ", " + unit;
  return {{{"base", "scenario that the design was put on"},
           {"factor", "what is varied"},
           {"low_value", "value of the factor at its low end; empty of a Morris design"},
           {"high_value", "value of the factor at its high end"},
           {"at_low", "mean of the metric there" + in},
           {"at_high", "mean of the metric there" + in},
           {"change", "at_high - at_low" + in},
           {"change_half_width", "half-width of its interval"}},
          {}};
}

}  // namespace

double TornadoBar::span() const { return std::abs(high.mean - low.mean); }

std::vector<TornadoBar> tornado_of(const Influence& influence) {
  std::vector<TornadoBar> made;
  if (!influence.varies) return made;
  for (const FactorInfluence& one : influence.factors)
    if (TornadoBar bar = bar_of(influence, one); std::isfinite(bar.low.mean) && std::isfinite(bar.high.mean))
      made.push_back(bar);
  std::stable_sort(made.begin(), made.end(), [](const auto& a, const auto& b) { return a.span() > b.span(); });
  return made;
}

ReportChart tornado_chart(const StudyMaterial& material, const StudyResponse& response, const std::string& id) {
  ReportChart made{.id = id,
                   .title = fmt::format("How far each factor moves it: {}", title_with_unit(response)),
                   .subtitle =
                       "Mean of the measure where the factor is low (○) and where it is high (●), all others "
                       "varying. The dashed line is the mean over all points."};
  made.table.columns = {{"Factor"},
                        {"Low → high"},
                        {"At low", ColumnKind::number},
                        {"At high", ColumnKind::number},
                        {"Change", ColumnKind::number}};
  made.frame = frame_with_columns(response.asked.about.symbol);
  std::vector<RowPanel> panels;
  for (std::size_t told = 0; told < response.influence.size(); ++told) {
    const auto bars = tornado_of(response.influence[told]);
    if (bars.empty()) continue;
    RowPanel panel{.rows = {}, .line = response.influence[told].spread.mean};
    if (material.bases.size() > 1) {
      panel.rows.push_back({.name = material.base_name(told)});
      made.table.rows.push_back({material.base_name(told)});
    }
    for (std::size_t i = 0; i < bars.size(); ++i) {
      const std::string& name = material.study.factors[bars[i].of->factor].name;
      const TornadoBar& bar = bars[i];
      if (i < longest_tornado) panel.rows.push_back(row_of(name, bar));
      made.table.rows.push_back({name, ends_text(bar), tabled(bar.low.mean, bar.low.half_width),
                                 tabled(bar.high.mean, bar.high.half_width),
                                 tabled(bar.change.mean, bar.change.half_width, true)});
      made.frame.rows.push_back({material.base_name(told), name, bar.of->low, bar.of->high, bar.low.mean, bar.high.mean,
                                 bar.change.mean, bar.change.half_width});
    }
    if (bars.size() > longest_tornado) made.subtitle += fmt::format(" The table has all {} factors.", bars.size());
    panels.push_back(std::move(panel));
  }
  draw_rows(made, panels);
  return made;
}

}  // namespace poldyn::app
