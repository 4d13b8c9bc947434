#include "app/report/section_design.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "app/console/numbers.h"
#include "app/report/spoken.h"
#include "sim/reading/param_tables.h"

namespace poldyn::app {
namespace {

using analysis::Factor;

constexpr std::size_t most_listed = 6;  // values that are named one by one

/// Where the value of the parameter that a factor sets comes from; empty if its meaning is not that of one parameter.
std::string source_of(const Factor& factor, const ParamTables& tables) {
  std::set<std::string> found;
  for (const auto& table : tables.all())
    for (const auto& row : table.rows)
      if (!factor.meaning.empty() && row.meaning == factor.meaning) found.insert(std::string(row.origin.text));
  return found.size() == 1 ? *found.begin() : "";
}

std::string with_unit(double x, const Factor& factor) {
  return factor.unit.empty() ? fmt::format("{:.4g}", x) : fmt::format("{:.4g} {}", x, factor.unit);
}

std::string listed(std::vector<std::string> names) {
  const std::size_t more = names.size() - std::min(names.size(), most_listed);
  names.resize(names.size() - more);
  return fmt::format("{}{}", fmt::join(names, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
}

std::string values_text(const Factor& factor) {
  if (!factor.is_number) return listed(factor.levels);
  std::set<double> values;
  for (const double x : factor.values)
    if (!std::isnan(x)) values.insert(x);
  if (values.empty()) return "–";
  if (values.size() > most_listed) {
    constexpr double dust = 1e-6;  // where a sequence begins, which is meant to be 0
    const double low = std::abs(*values.begin()) < dust * std::abs(*values.rbegin()) ? 0 : *values.begin();
    return with_unit(low, factor) + " to " + with_unit(*values.rbegin(), factor);
  }
  std::vector<std::string> shown;
  shown.reserve(values.size());
  for (const double x : values) shown.push_back(with_unit(x, factor));
  return fmt::format("{}", fmt::join(shown, ", "));
}

/// Bases in which a factor applies; empty if it does in all.
std::string where_it_applies(const StudyMaterial& material, const Factor& factor) {
  std::vector<std::string> made;
  for (std::size_t base = 0; base < material.study.bases.size(); ++base) {
    const auto points = material.study.points_of(base);
    if (std::any_of(points.begin(), points.end(), [&](std::size_t p) { return !std::isnan(factor.values[p]); }))
      made.push_back(material.study.bases[base]);
  }
  return made.size() == material.study.bases.size() ? "" : fmt::format(", only in {}", listed(made));
}

void add_row(ReportTable& table, const StudyMaterial& material, const Factor& factor, const ParamTables& tables) {
  const std::string lockstep = factor.moves_with.empty() ? "" : fmt::format(", moves with {}", factor.moves_with);
  const std::string source = source_of(factor, tables);
  table.rows.push_back({(factor.meaning.empty() ? factor.name : capitalised(factor.meaning)) + "\n" + factor.name,
                        values_text(factor) + where_it_applies(material, factor) + lockstep,
                        source.empty() ? "–" : source});
}

/// Texts keep the order of the experiment.
std::vector<std::string> base_lines(const StudyMaterial& material) {
  if (material.study.bases.size() < 2) return {};
  return {fmt::format("The design was put on {} scenarios: {}.", material.study.bases.size(),
                      listed(material.study.bases))};
}

}  // namespace

std::string design_in_words(const StudyMaterial& material) {
  const auto& study = material.study;
  std::string made = counted(study.points, "point");
  if (!study.design.empty()) made += " of design " + study.design;
  made += ", " + counted(study.replicates, "replicate");
  if (study.replicates < 2) made += " each";
  return made + (study.common_random_numbers ? " on common random numbers" : "");
}

ReportSection design_section(const StudyMaterial& material) {
  ReportSection made{.id = "design", .heading = "What was varied", .short_heading = "What was varied"};
  const auto& study = material.study;
  const auto count = static_cast<double>(study.factors.size());
  made.lead = {study.factors.empty() ? fmt::format("No factor: {}.", design_in_words(material))
                                     : fmt::format("{} factor{}, in {}.", capitalised(count_in_words(count)),
                                                   count == 1 ? "" : "s", design_in_words(material))};
  for (auto& line : base_lines(material)) made.lead.push_back(std::move(line));
  made.table.columns = {{"Factor"}, {"Values"}, {"Source of the parameter"}};
  const ParamTables tables;
  for (const Factor& factor : study.factors) add_row(made.table, material, factor, tables);
  if (!study.constants.empty()) made.table.rows.push_back({"Held at one value"});
  for (const Factor& factor : study.constants) add_row(made.table, material, factor, tables);
  made.notes = {
      "The source is that of the parameter’s value, not of its range here; `poldyn params` has its plausible "
      "range. All other parameters are those of the scenario, which the file keeps whole."};
  if (study.factors.empty() && study.constants.empty()) made.notes.clear();
  return made;
}

}  // namespace poldyn::app
