#include "app/report/section_assumptions.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/report/marks.h"
#include "app/report/rule_rows.h"
#include "app/report/spoken.h"
#include "app/runs/scenario_difference.h"

namespace poldyn::app {
namespace {

constexpr std::size_t most_table_rows = 300;  // of a table: five blocs with all that may be said of each

/// A parameter whose row has a plausible range, with its value on each side.
struct Assumption {
  std::string key;
  std::vector<std::string> values;
  const ParamRow* row = nullptr;

  bool differs() const { return values.front() != values.back(); }
  bool assumed() const { return row->origin.text == "assumption"; }
};

/// In the order in which the scenarios have them, the last first.
std::vector<Assumption> assumptions_of(const ReportMaterial& material, const RuleRows& rows) {
  std::vector<std::map<std::string, std::string>> values;
  for (const auto& side : material.sides) {
    auto& known = values.emplace_back();
    for (const auto& one : parameter_changes("", side.scenario)) known.emplace(one.key, one.second);
  }
  std::vector<Assumption> made;
  const auto add = [&](const std::string& key) {
    const ParamRow* row = rows.find(key);
    if (row == nullptr || plausible_text(*row).empty()) return;
    Assumption one{key, {}, row};
    for (const auto& known : values) {
      const auto at = known.find(key);
      one.values.push_back(at == known.end() ? "" : at->second);
    }
    made.push_back(std::move(one));
  };
  for (const auto& one : parameter_changes("", material.sides.back().scenario)) add(one.key);
  for (const auto& one : parameter_changes("", material.sides.front().scenario))
    if (!values.back().contains(one.key)) add(one.key);
  return made;
}

ReportTable table_of(const ReportMaterial& material, const std::vector<Assumption>& all, bool differing) {
  ReportTable table{{{"Rule"}}, {}};
  if (differing) {
    table.columns.push_back({material.told[0].label, ColumnKind::first_side});
    table.columns.push_back({material.told[1].label, ColumnKind::second_side});
  } else {
    table.columns.push_back({"Value"});
  }
  table.columns.push_back({"Plausible"});
  table.columns.push_back({"Source"});
  std::string part;
  std::size_t count = 0;
  for (const Assumption& one : all) {
    if (one.differs() != differing || ++count > most_table_rows) continue;
    if (const std::string here = as_text(part_of(one.key)); here != part) table.rows.push_back({part = here});
    std::vector<std::string> row{capitalised(std::string(one.row->meaning)) + "\n" + as_text(one.key)};
    for (std::size_t side = 0; side < (differing ? one.values.size() : 1); ++side)
      row.push_back(as_text(shown_value(one.values[side])));
    row.push_back(plausible_text(*one.row));
    row.push_back(as_text(std::string(one.row->origin.text)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

ReportSection assumptions_section(const ReportMaterial& material) {
  ReportSection made{
      .id = "assumptions", .heading = "What it stands on", .short_heading = "Assumptions and their sources"};
  for (const auto& side : material.sides)
    if (side.scenario.empty()) return made;
  const RuleRows rows;
  const auto all = assumptions_of(material, rows);
  if (all.empty()) return made;
  const auto assumed = std::count_if(all.begin(), all.end(), [](const auto& one) { return one.assumed(); });
  made.lead = {fmt::format(
      "Of {} numbers of these scenarios it is written down between which values they may lie: {} of them nobody has "
      "measured (“assumption”), of the others a figure is named, which is that of the usual value and not of one set "
      "here. Intervals of this report hold none of that.",
      all.size(), assumed)};
  if (material.is_comparison()) made.table = table_of(material, all, true);
  made.folded = table_of(material, all, false);
  made.folded_summary = fmt::format("Table: {}with plausible range and source",
                                    material.is_comparison() ? "values that are the same on both sides, " : "values ");
  const auto differing =
      static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const auto& one) { return one.differs(); }));
  if (std::max(differing, all.size() - differing) > most_table_rows)
    made.notes = {
        fmt::format("A table here has its first {} rows; `poldyn expand` prints each scenario whole, and "
                    "`poldyn params` what is known of each parameter.",
                    most_table_rows)};
  return made;
}

}  // namespace poldyn::app
