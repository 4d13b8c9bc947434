#include "sim/reading/axis_names.h"

#include <algorithm>

#include "sim/observe/axes.h"

namespace poldyn {
namespace {

using Words = std::vector<std::string>;

bool has(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

template <class List>
Words names_in(const List& list) {
  Words made;
  for (const auto& each : list) made.push_back(each.name);
  return made;
}

/// The first policy with a label is called by it. Two may have one label: the later is called by it and its place;
/// names that nobody gave avoid those that somebody did.
Words policy_names(const Scenario& scenario) {
  Words made, taken;
  for (const PolicyRule& policy : scenario.policies) {
    const bool is_first = !policy.label.empty() && !has(taken, policy.label);
    made.push_back(is_first ? policy.label : "");
    if (is_first) taken.push_back(policy.label);
  }
  for (std::size_t i = 0; i < made.size(); ++i) {
    if (!made[i].empty()) continue;
    const std::string& label = scenario.policies[i].label;
    const std::string place = std::to_string(i + 1);
    made[i] = label.empty() ? place : label + "." + place;
    while (has(taken, made[i])) made[i] += "." + place;
    taken.push_back(made[i]);
  }
  return made;
}

void add(Words& to, const Words& more) {
  for (const auto& name : more)
    if (!has(to, name)) to.push_back(name);
}

}  // namespace

Words AxisNames::along(Axis axis, std::size_t bloc) const {
  switch (axis) {
    case Axis::none:
      return {};
    case Axis::domain:
      return domains;
    case Axis::stage:
      return stages.at(bloc);
    case Axis::other_bloc:
      return blocs;
    case Axis::policy:
      return policies;
    case Axis::rule:
      return rules;
    default:
      const auto fixed = row_of(axis).names;
      return {fixed.begin(), fixed.end()};
  }
}

Words AxisNames::along(std::string_view dimension, std::size_t bloc) const {
  for (const AxisRow& row : axis_rows)
    if (row.dimension == dimension) return along(row.axis, bloc);
  return {};
}

std::size_t AxisNames::most_stages() const {
  std::size_t most = 0;
  for (const Words& own : stages) most = std::max(most, own.size());
  return most;
}

AxisNames axis_names(const Scenario& scenario) {
  AxisNames made{
      names_in(scenario.blocs), names_in(scenario.domains), policy_names(scenario), rule_names(scenario), {}};
  for (const BlocRules& bloc : scenario.blocs) made.stages.push_back(names_in(bloc.stages));
  return made;
}

AxisNames joined(AxisNames names, const AxisNames& more) {
  add(names.blocs, more.blocs);
  add(names.domains, more.domains);
  add(names.policies, more.policies);
  add(names.rules, more.rules);
  names.stages.resize(names.blocs.size());
  for (std::size_t b = 0; b < more.blocs.size(); ++b) {
    const auto at = std::find(names.blocs.begin(), names.blocs.end(), more.blocs[b]) - names.blocs.begin();
    add(names.stages[static_cast<std::size_t>(at)], more.stages[b]);
  }
  return names;
}

}  // namespace poldyn
