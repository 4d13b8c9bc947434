#include "sim/reading/scenario_writer.h"

#include <fmt/format.h>

#include <cmath>

#include "sim/policy/policy_edit.h"
#include "sim/reading/value_text.h"

namespace poldyn {
namespace {

std::string comment(const ParamRow& row) {
  std::string text = fmt::format("# {}", row.meaning);
  if (const auto range = range_text(row); !range.empty()) text += fmt::format("; {}", range);
  if (!row.choices.empty()) text += fmt::format("; one of {}", fmt::join(row.choices, ", "));
  return text + fmt::format("; source: {}\n", row.origin.text);
}

/// A number that an edit adds, multiplies by or is kept within.
std::string number_text(double value, const ParamRow& of, Unit unit) {
  ParamRow row = of;
  row.kind = Kind::number;
  row.unit = unit;
  return toml_text(value, row);
}

using EditText = std::string (*)(const Edit&, const ParamRow&);

/// "[policy.set]" and the keys below it; nothing if `text` has nothing to say about any edit.
std::string edit_table(std::string_view name, const PolicyRule& policy, Scenario& scenario, EditText text) {
  std::string made;
  for (const Edit& edit : policy.edits) {
    const EditTarget target = find_parameter(scenario, edit.key);
    const std::string value = target ? text(edit, *target.row) : std::string{};
    if (!value.empty()) made += fmt::format("{} = {}\n", toml_string(edit.key), value);
  }
  return made.empty() ? made : fmt::format("\n[policy.{}]\n{}", name, made);
}

std::string policy_text(const PolicyRule& policy, Scenario& scenario, Comments comments) {
  std::string text = "\n[[policy]]\n";
  for (const auto& row : param_rows<PolicyRule>) {
    if (comments == Comments::with) text += comment(row);
    text += fmt::format("{} = {}\n", row.key, toml_text(row.get(&policy), row));
  }
  const auto table = [&](std::string_view name, EditText value) { text += edit_table(name, policy, scenario, value); };
  table("set",
        [](const Edit& e, const ParamRow& row) { return e.kind == EditKind::set ? toml_text(e.value, row) : ""; });
  table("add", [](const Edit& e, const ParamRow& row) {
    return e.kind == EditKind::add ? number_text(std::get<double>(e.value), row, row.unit) : "";
  });
  table("scale", [](const Edit& e, const ParamRow& row) {
    return e.kind == EditKind::scale ? number_text(std::get<double>(e.value), row, Unit::none) : "";
  });
  table("at_least", [](const Edit& e, const ParamRow& row) {
    return std::isfinite(e.least) ? number_text(e.least, row, row.unit) : "";
  });
  table("at_most", [](const Edit& e, const ParamRow& row) {
    return std::isfinite(e.most) ? number_text(e.most, row, row.unit) : "";
  });
  return text;
}

}  // namespace

std::string write_scenario(const Scenario& scenario, Comments comments) {
  Scenario copy = scenario;  // sections point into what they describe, so that a reader can set it
  std::string text;
  if (!copy.title.empty()) text += fmt::format("title = {}\n", toml_string(copy.title));
  if (!copy.description.empty()) text += fmt::format("description = {}\n", toml_string(copy.description));
  for (const auto& part : all_sections(copy)) {
    text += fmt::format("{}[{}]\n", text.empty() ? "" : "\n", part.path);
    for (const auto& row : part.rows) {
      if (comments == Comments::with) text += comment(row);
      text += fmt::format("{} = {}\n", row.key, toml_text(row.get(part.object), row));
    }
  }
  for (const PolicyRule& policy : copy.policies) text += policy_text(policy, copy, comments);
  return text;
}

}  // namespace poldyn
