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

/// The keys of a part, but those that are as `fresh`, if it is given, has them.
std::string keys_text(const Section& part, Comments comments, const void* fresh = nullptr) {
  std::string text;
  for (const ParamRow& row : part.rows) {
    const Value value = row.get(part.object);
    if (fresh && value == row.get(fresh)) continue;
    if (comments == Comments::with) text += comment(row);
    text += fmt::format("{} = {}\n", row.key, toml_text(value, row));
  }
  return text;
}

/// What the policy changes.
std::string edits_text(const PolicyRule& policy, Scenario& scenario) {
  std::string text;
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

template <class Rule>
std::vector<Named<Rule>> fresh_ones(const std::vector<Named<Rule>>& named) {
  std::vector<Named<Rule>> made;
  for (const auto& one : named) made.push_back({one.name, {}});
  return made;
}

/// A scenario with the same names, of which everything is at its default.
Scenario fresh_like(const Scenario& scenario) {
  Scenario made;
  made.domains = fresh_ones(scenario.domains);
  made.paradigms = fresh_ones(scenario.paradigms);
  for (const BlocRules& bloc : scenario.blocs) {
    BlocRules& fresh = made.blocs.emplace_back();
    fresh.name = bloc.name;
    fresh.tracks = fresh_ones(bloc.tracks);
    fresh.stages = fresh_ones(bloc.stages);
    fresh.rules = fresh_ones(bloc.rules);
    fresh.classes = fresh_ones(bloc.classes);
  }
  return made;
}

template <class Rule>
std::string names_text(std::string_view of, const std::vector<Named<Rule>>& named) {
  std::string text(of);
  for (const auto& one : named) text += " " + toml_string(one.name);
  return text + "\n";
}

}  // namespace

std::string write_scenario(const Scenario& scenario, Comments comments) {
  Scenario copy = scenario;  // sections point into what they describe, so that a reader can set it
  std::string text;
  if (!copy.title.empty()) text += fmt::format("title = {}\n", toml_string(copy.title));
  if (!copy.description.empty()) text += fmt::format("description = {}\n", toml_string(copy.description));
  for (const auto& part : all_sections(copy)) {
    text += fmt::format("{}[{}]\n{}", text.empty() ? "" : "\n", part.path, keys_text(part, comments));
  }
  for (PolicyRule& policy : copy.policies)
    text += "\n[[policy]]\n" + keys_text(section("policy", policy), comments) + edits_text(policy, copy);
  return text;
}

std::string write_choices(const Scenario& scenario) {
  Scenario copy = scenario, fresh = fresh_like(scenario);
  std::string text = names_text("domains", copy.domains) + names_text("paradigms", copy.paradigms);
  for (const BlocRules& bloc : copy.blocs) {
    text += fmt::format("bloc {}\n{}{}{}", toml_string(bloc.name), names_text("tracks", bloc.tracks),
                        names_text("stages", bloc.stages), names_text("rules", bloc.rules));
    if (!bloc.classes.empty()) text += names_text("classes", bloc.classes);
  }
  const std::vector<Section> parts = all_sections(copy), defaults = all_sections(fresh);
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (const std::string keys = keys_text(parts[i], Comments::without, defaults[i].object); !keys.empty())
      text += fmt::format("[{}]\n{}", parts[i].path, keys);
  PolicyRule no_policy;
  for (PolicyRule& policy : copy.policies)
    text +=
        "[[policy]]\n" + keys_text(section("policy", policy), Comments::without, &no_policy) + edits_text(policy, copy);
  return text;
}

}  // namespace poldyn
