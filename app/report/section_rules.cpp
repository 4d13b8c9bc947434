#include "app/report/section_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/report/marks.h"
#include "app/report/rule_rows.h"
#include "app/report/spoken.h"
#include "app/runs/scenario_difference.h"

namespace poldyn::app {
namespace {

constexpr std::size_t most_rules = 80;

std::vector<ParameterChange> changes_of(const ReportMaterial& material) {
  if (!material.is_comparison() || material.sides[0].scenario.empty() || material.sides[1].scenario.empty()) return {};
  return parameter_changes(material.sides[0].scenario, material.sides[1].scenario);
}

ReportTable table_of(const ReportMaterial& material, const std::vector<ParameterChange>& changes) {
  ReportTable table{
      {{"Rule"}, {material.told[0].label, ColumnKind::first_side}, {material.told[1].label, ColumnKind::second_side}},
      {}};
  const RuleRows rows;
  std::string part;
  for (const auto& change : changes) {
    if (const std::string here = as_text(part_of(change.key)); here != part) table.rows.push_back({part = here});
    const ParamRow* row = rows.find(change.key);
    const std::string meaning =
        (row == nullptr ? "" : capitalised(std::string(row->meaning)) + "\n") + as_text(change.key);
    table.rows.push_back({meaning, as_text(shown_value(change.first)), as_text(shown_value(change.second))});
  }
  return table;
}

}  // namespace

ReportSection rules_section(const ReportMaterial& material) {
  ReportSection made{.id = "rules", .heading = "What differs between the two", .short_heading = "What differs"};
  auto changes = changes_of(material);
  if (changes.empty()) {
    made.lead = {material.sides[0].scenario.empty() || material.sides[1].scenario.empty()
                     ? "A file holds a scenario that this version cannot read, so the rules cannot be compared."
                     : "No rule: both sides have the same scenario."};
    return made;
  }
  const std::size_t all = changes.size();
  made.lead = {fmt::format("{} rule{}. Everything else is the same in both{}.",
                           capitalised(count_in_words(static_cast<double>(all))), all == 1 ? "" : "s",
                           material.comparison.paired ? ", the luck of the draw included, run by run" : "")};
  if (all > most_rules) {
    changes.resize(most_rules);
    made.notes = {fmt::format("And {} more; `poldyn expand` prints each scenario whole.", all - most_rules)};
  }
  made.table = table_of(material, changes);
  return made;
}

RuleCount rule_count(const ReportMaterial& material) {
  RuleCount made;
  const RuleRows rows;
  for (const auto& change : changes_of(material)) {
    ++made.all;
    const ParamRow* row = rows.find(change.key);
    if (row != nullptr && row->origin.text == "assumption") ++made.assumed;
  }
  return made;
}

}  // namespace poldyn::app
