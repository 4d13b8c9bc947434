#include "app/runs/scenario_mixture.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "sim/policy/policy_edit.h"
#include "sim/reading/scenario_file.h"
#include "sim/reading/scenario_writer.h"
#include "sim/reading/value_text.h"

namespace poldyn::app {
namespace {

constexpr std::array<std::string_view, 3> no_rules{"run.seed", "run.replicates", "record."};

using Texts = std::vector<std::pair<std::string, std::string>>;

/// Key and value of every parameter but those of policies.
Texts texts_of(const Scenario& scenario) {
  Scenario copy = scenario;
  Texts made;
  for (const Section& part : all_sections(copy))
    for (const ParamRow& row : part.rows) {
      std::string key = part.path + "." + std::string(row.key);
      const auto is = [&](std::string_view start) { return key.starts_with(start); };
      if (std::none_of(no_rules.begin(), no_rules.end(), is))
        made.emplace_back(std::move(key), toml_text(row.get(part.object), row));
    }
  return made;
}

std::map<std::string, std::string> by_key(const Texts& texts) { return {texts.begin(), texts.end()}; }

template <class List>
std::vector<std::string> names_of_all(const List& list) {
  std::vector<std::string> names;
  names.reserve(list.size());
  for (const auto& each : list) names.push_back(each.name);
  return names;
}

template <class List>
bool same_names(const List& a, const List& b) {
  return names_of_all(a) == names_of_all(b);
}

/// What a policy says, and nothing else of its scenario.
std::string policies_text(const Scenario& scenario) {
  Scenario copy = scenario;
  copy.title = copy.description = "";
  const std::string all = write_scenario(copy);
  copy.policies.clear();
  return all.substr(write_scenario(copy).size());
}

/// "registration" of "bloc.main.registration.who", "domain" of "domain.civic.kind".
std::string table_of(const std::string& key) {
  const std::size_t first = key.find('.');
  if (!key.starts_with("bloc.")) return key.substr(0, first);
  const std::size_t second = key.find('.', first + 1);
  if (second == key.npos) return "bloc";
  return key.substr(second + 1, key.find('.', second + 1) - second - 1);
}

/// Whether a key goes with the stages of a bloc, `structure` being "bloc.main.stage": where tracks go, and what only
/// one of the two has of tracks and rules.
bool moves_with_stages(const std::string& key, const std::string& structure, bool both_have) {
  const std::string bloc = structure.substr(0, structure.rfind('.') + 1);
  const bool of_track = key.starts_with(bloc + "track.");
  return (of_track && (key.ends_with(".stages") || !both_have)) || (key.starts_with(bloc + "rule.") && !both_have);
}

BlocRules* bloc_named(Scenario& scenario, const std::string& name) {
  const auto at =
      std::find_if(scenario.blocs.begin(), scenario.blocs.end(), [&](const auto& bloc) { return bloc.name == name; });
  return at == scenario.blocs.end() ? nullptr : &*at;
}

/// The list of `from`, in which those that `own` has by the same name are its own.
template <class List>
List own_where_shared(const List& own, const List& from) {
  List made;
  for (const auto& one : from) {
    const auto at = std::find_if(own.begin(), own.end(), [&](const auto& o) { return o.name == one.name; });
    made.push_back(at == own.end() ? one : *at);
  }
  return made;
}

/// A bloc's stages with the tracks that name them, and the rules that name those.
void take_stages(Scenario& made, Scenario& b, const std::string& bloc) {
  BlocRules& to = *bloc_named(made, bloc);
  const BlocRules& from = *bloc_named(b, bloc);
  to.stages = from.stages;
  to.tracks = own_where_shared(to.tracks, from.tracks);
  for (std::size_t t = 0; t < to.tracks.size(); ++t) to.tracks[t].rule.stages = from.tracks[t].rule.stages;
  to.rules = own_where_shared(to.rules, from.rules);
}

void take_structure(Scenario& made, Scenario& b, const std::string& name) {
  const std::string bloc = name.starts_with("bloc.") ? name.substr(5, name.rfind('.') - 5) : "";  // bloc.NAME.stage
  if (name == "bloc")
    made.blocs = b.blocs;
  else if (name == "domain")
    made.domains = b.domains;
  else if (name == "paradigm")
    made.paradigms = b.paradigms;
  else if (name == "policy")
    made.policies = b.policies;
  else if (name.ends_with(".class"))
    bloc_named(made, bloc)->classes = bloc_named(b, bloc)->classes;
  else
    take_stages(made, b, bloc);
}

/// Policies that change what this world does not have: it would be written without a word of them.
std::string lost_edit(Scenario& scenario) {
  for (std::size_t i = 0; i < scenario.policies.size(); ++i)
    for (const Edit& edit : scenario.policies[i].edits)
      if (!find_parameter(scenario, edit.key))
        return fmt::format("{} changes {}, which is not there", policy_name(scenario, i), edit.key);
  return "";
}

std::string text_of(const std::vector<Mistake>& mistakes) {
  std::string text;
  for (const Mistake& mistake : mistakes) {
    if (!text.empty()) text += "; ";
    text += mistake.problem + (mistake.remedy.empty() ? "" : " (" + mistake.remedy + ")");
  }
  return text;
}

}  // namespace

ScenarioMixture::ScenarioMixture(Scenario a, Scenario b) : a_(std::move(a)), b_(std::move(b)) {
  add_structures();
  add_parameters();
}

void ScenarioMixture::add_structures() {
  const auto add = [&](std::string name, std::string table) {
    differences_.push_back({std::move(name), std::move(table), {}, true});
  };
  if (!same_names(a_.domains, b_.domains)) add("domain", "domain");
  if (!same_names(a_.paradigms, b_.paradigms)) add("paradigm", "paradigm");
  if (!same_names(a_.blocs, b_.blocs))
    add("bloc", "bloc");
  else
    for (std::size_t i = 0; i < a_.blocs.size(); ++i)
      if (!same_names(a_.blocs[i].stages, b_.blocs[i].stages) || !same_names(a_.blocs[i].tracks, b_.blocs[i].tracks) ||
          !same_names(a_.blocs[i].rules, b_.blocs[i].rules))
        add("bloc." + a_.blocs[i].name + ".stage", "stage");
  if (same_names(a_.blocs, b_.blocs))
    for (std::size_t i = 0; i < a_.blocs.size(); ++i)
      if (!same_names(a_.blocs[i].classes, b_.blocs[i].classes)) add("bloc." + a_.blocs[i].name + ".class", "class");
  if (policies_text(a_) != policies_text(b_)) add("policy", "policy");
}

void ScenarioMixture::add_parameters() {
  const Texts of_a = texts_of(a_), of_b = texts_of(b_);
  const auto known_a = by_key(of_a), known_b = by_key(of_b);
  const std::size_t structures = differences_.size();
  const auto both_have = [&](const std::string& key) { return known_a.contains(key) && known_b.contains(key); };
  const auto add = [&](const std::string& key) {
    for (std::size_t i = 0; i < structures; ++i) {
      RuleDifference& whole = differences_[i];
      const bool of_stages = whole.table == "stage" && moves_with_stages(key, whole.name, both_have(key));
      if (!key.starts_with(whole.name + ".") && !of_stages) continue;
      whole.keys.push_back(key);
      return;
    }
    differences_.push_back({key, table_of(key), {key}, false});
  };
  for (const auto& [key, value] : of_b)
    if (const auto at = known_a.find(key); at == known_a.end() || at->second != value) add(key);
  for (const auto& [key, value] : of_a)
    if (!known_b.contains(key)) add(key);
}

MixedWorld ScenarioMixture::mixed(const std::vector<bool>& from_b) const {
  Scenario made = a_, b = b_;
  for (std::size_t i = 0; i < differences_.size(); ++i)
    if (from_b[i] && differences_[i].structure) take_structure(made, b, differences_[i].name);
  for (std::size_t i = 0; i < differences_.size(); ++i)
    if (from_b[i] && !differences_[i].structure)
      if (const EditTarget to = find_parameter(made, differences_[i].name))
        to.row->set(to.object, find_parameter(b, differences_[i].name).get());
  if (std::string lost = lost_edit(made); !lost.empty()) return {{}, std::move(lost)};
  Reading reading = read_scenario_text(write_scenario(made), "a world between A and B");
  return {std::move(reading.scenario), text_of(reading.mistakes)};
}

}  // namespace poldyn::app
