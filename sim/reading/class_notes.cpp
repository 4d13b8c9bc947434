#include "sim/reading/class_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "sim/policy/edited_keys.h"

namespace poldyn {
namespace {

std::string path_of(const BlocRules& bloc, const std::string& cls) {
  return fmt::format("bloc.{}.class.{}", bloc.name, cls);
}

void of_nobody(const Scenario& scenario, const BlocRules& bloc, std::vector<Fault>& notes) {
  const std::string shares = fmt::format("bloc.{}.population.class_shares", bloc.name);
  if (is_edited(scenario, shares)) return;
  for (const auto& [name, rule] : bloc.classes)
    for (std::size_t c = 0; c < bloc.population.class_shares.size() && c < vendor_classes; ++c)
      if (name == names_of<VendorClass>[c] && bloc.population.class_shares[c] <= 0)
        notes.push_back({path_of(bloc, name), "no vendor of the bloc is of this class, of which class_shares has none",
                         fmt::format("give it a weight in {}, or take the table out", shares)});
}

/// An edit of class.NAME.KEY, which blocs do not follow whose own table says that key. Those that do not say it follow:
/// the reader gave the policy their keys, too.
void kept_out(const Scenario& scenario, const PolicyRule& policy, std::size_t number, std::vector<Fault>& notes) {
  for (const Edit& edit : policy.edits) {
    if (!edit.key.starts_with("class.")) continue;
    for (const BlocRules& bloc : scenario.blocs) {
      const auto is_of = [&](const auto& own) { return edit.key.starts_with("class." + own.name + "."); };
      if (std::none_of(bloc.classes.begin(), bloc.classes.end(), is_of)) continue;
      const std::string here = fmt::format("bloc.{}.{}", bloc.name, edit.key);
      const auto changes_it = [&](const Edit& other) { return other.key == here; };
      if (std::any_of(policy.edits.begin(), policy.edits.end(), changes_it)) continue;
      notes.push_back({fmt::format("policy.{}.{}", number, edit.key),
                       fmt::format("does not reach bloc {}, whose own table says {}", bloc.name, here),
                       fmt::format("change {} too, if it is meant", here)});
    }
  }
}

}  // namespace

void add_class_notes(const Scenario& scenario, std::vector<Fault>& notes) {
  for (const BlocRules& bloc : scenario.blocs) of_nobody(scenario, bloc, notes);
  if (!scenario.mechanisms.policy) return;
  for (std::size_t i = 0; i < scenario.policies.size(); ++i) kept_out(scenario, scenario.policies[i], i + 1, notes);
}

}  // namespace poldyn
