#include "app/report/story.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/console/numbers.h"
#include "app/report/answer.h"
#include "app/report/marks.h"
#include "app/report/section_again.h"
#include "app/report/section_assumptions.h"
#include "app/report/section_courses.h"
#include "app/report/section_differences.h"
#include "app/report/section_filings.h"
#include "app/report/section_ledger.h"
#include "app/report/section_limits.h"
#include "app/report/section_parts.h"
#include "app/report/section_rules.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

/// The day on which the latest of the files was made: a report of the same files is the same on any day.
std::string date_of(const ReportMaterial& material) {
  std::string latest;
  for (const auto& side : material.told) latest = std::max(latest, side.file->created().substr(0, 10));
  return as_text(latest);
}

std::string over_line(const ReportMaterial& material) {
  const std::size_t runs = material.is_comparison() ? material.comparison.runs : material.sides[0].runs;
  const bool pairs = material.is_comparison() && material.comparison.paired;
  return fmt::format("poldyn report · {} · {} simulated · {}{}", date_of(material),
                     length_in_words(material.sides[0].horizon), counted(runs, pairs ? "pair" : "run"),
                     pairs ? " of runs" : (material.is_comparison() ? " of each" : ""));
}

std::string question_of(const ReportMaterial& material) {
  if (!material.question.empty()) return material.question;
  if (!material.is_comparison()) return fmt::format("What happens under {}?", material.told[0].name);
  return fmt::format("What changes under {}, compared with {}?", material.told[1].name, material.told[0].name);
}

}  // namespace

ReportStory story_of(const ReportMaterial& material) {
  const auto findings = findings_of(material);
  ReportStory made;
  made.over = over_line(material);
  made.question = question_of(material);
  for (const auto& side : material.told) made.sides.push_back({capitalised(side.name), capitalised(side.description)});
  for (auto& side : made.sides)
    if (side.name.starts_with("The ")) side.name = capitalised(side.name.substr(4));
  made.answer = answer_of(material, findings);
  made.standing = standing_line(material);
  made.source = source_line(material);
  std::vector<ReportSection> sections;
  if (material.is_comparison()) sections.push_back(rules_section(material));
  sections.push_back(differences_section(material, findings));
  sections.push_back(courses_section(material));
  sections.push_back(ledger_section(material));
  sections.push_back(filings_section(material));
  sections.push_back(domains_section(material));
  sections.push_back(groups_section(material));
  sections.push_back(limits_section(material));
  sections.push_back(assumptions_section(material));
  sections.push_back(again_section(material));
  for (auto& section : sections)
    if (says_something(section)) made.sections.push_back(std::move(section));
  return made;
}

}  // namespace poldyn::app
