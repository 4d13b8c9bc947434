#include "app/report/section_limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/report/marks.h"
#include "app/report/section_rules.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

std::string range_text(double low, double high) {
  if (std::isnan(low)) return "-";
  return low == high ? spoken(low) : fmt::format("{} to {}", spoken(low), spoken(high));
}

ReportTable facts_table(const std::vector<JudgedFact>& facts) {
  ReportTable table{{{"Observed fact"},
                     {"Observed", ColumnKind::number},
                     {"Model, 9 in 10 runs", ColumnKind::number},
                     {"What is known of it"}},
                    {}};
  for (const bool hit : {false, true}) {
    bool headed = false;
    for (const auto& [fact, judgement] : facts) {
      if (judgement.hit != hit) continue;
      if (!std::exchange(headed, true)) table.rows.push_back({hit ? "Hit" : "Missed"});
      const std::string unit = fact.unit.empty() ? "" : ", " + fact.unit;
      table.rows.push_back({as_text(capitalised(fact.statement) + unit) + "\n" + as_text(fact.id),
                            range_text(fact.low, fact.high), range_text(judgement.low, judgement.high),
                            as_text(fact.remark)});
    }
  }
  return table;
}

std::string assumed_text(const ReportMaterial& material) {
  const RuleCount rules = rule_count(material);
  if (rules.assumed == 0) return "";
  return fmt::format(
      "No measured value is known of {} of the rules that differ: assumptions, whose plausible range is told below.",
      count_in_words(static_cast<double>(rules.assumed)));
}

}  // namespace

ReportSection limits_section(const ReportMaterial& material) {
  ReportSection made{.id = "limits", .heading = "What this cannot say", .short_heading = "What this cannot say"};
  made.bullets = {"Intervals show luck, not error of the model. Wrong assumptions do not show in them.",
                  "“Not told apart” is not “equal”: look at the interval.",
                  fmt::format("The answer is for a horizon of {}; what has not settled by then would go on.",
                              length_in_words(material.sides[0].horizon))};
  if (const std::string text = assumed_text(material); !text.empty()) made.bullets.push_back(text);
  for (const auto& warning : material.comparison.warnings) made.bullets.push_back(as_text(capitalised(warning)));
  for (const auto& side : material.sides)
    if (!side.complete)
      made.bullets.push_back(fmt::format("Some runs of {} failed and are left out.", as_text(side.name)));
  if (material.sides[0].blocs.size() > 1)
    made.bullets.push_back(fmt::format("Of {} blocs, {} is told of here; `--bloc NAME` tells of another.",
                                       count_in_words(static_cast<double>(material.sides[0].blocs.size())),
                                       as_text(material.sides[0].blocs[material.told[0].bloc])));
  if (!material.facts.empty()) {
    made.table = facts_table(material.facts);
    made.notes = {"A fact is hit if what was observed meets the range of nine in ten runs."};
  }
  return made;
}

}  // namespace poldyn::app
