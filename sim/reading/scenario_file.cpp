#include "sim/reading/scenario_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "sim/policy/contradictions.h"
#include "sim/policy/policy_edit.h"
#include "sim/policy/policy_faults.h"
#include "sim/reading/bare_times.h"
#include "sim/reading/like_notes.h"
#include "sim/reading/nearest.h"
#include "sim/reading/policy_notes.h"
#include "sim/reading/scenario_layers.h"
#include "sim/reading/scenario_resolver.h"
#include "sim/reading/table_stack.h"
#include "sim/reading/unused_notes.h"
#include "sim/reading/value_text.h"

namespace poldyn {
namespace {

/// A list may hold a million values.
std::string cut(std::string text) {
  constexpr std::size_t longest = 300;
  if (text.size() <= longest) return text;
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // whole characters
  return text.substr(0, end) + "...";
}

/// "technology.jump_bits = 8": the value that a fault is about, as it would be written; the path alone for a table.
std::string with_value(const std::string& path, Scenario& scenario) {
  for (const auto& part : all_sections(scenario))
    for (const auto& row : part.rows)
      if (path.size() == part.path.size() + 1 + row.key.size() && path.starts_with(part.path) &&
          path[part.path.size()] == '.' && path.ends_with(row.key))
        return fmt::format("{} = {}", path, cut(toml_text(row.get(part.object), row)));
  return path;
}

Mistake placed(const Layers& layers, Reading& reading, const Fault& fault) {
  const auto at = reading.set_at.find(fault.path);
  const bool set = at != reading.set_at.end();
  const std::string value = with_value(fault.path, reading.scenario);
  const bool is_default = !set && value != fault.path;
  return {set ? at->second : Place{layers.main, 0, 0}, fault.path,
          fmt::format("{}{}: {}", value, is_default ? " (default)" : "", fault.message), fault.remedy, Blame::data};
}

/// "registration.who" of "bloc.north.registration.who"; empty for a key of no bloc.
std::string_view within_bloc(std::string_view path) {
  if (!path.starts_with("bloc.")) return {};
  const auto dot = path.find('.', 5);
  return dot == path.npos ? std::string_view{} : path.substr(dot + 1);
}

/// Faults at their places, each once: a bloc that is `like` another has the same value from the same place.
void add_faults(const Layers& layers, Reading& reading, const std::vector<Fault>& faults) {
  std::vector<std::pair<const Fault*, Place>> said;
  for (const Fault& fault : faults) {
    if (reading.mistakes.size() >= most_mistakes) return;
    Mistake mistake = placed(layers, reading, fault);
    const auto same = [&](const auto& before) {
      const auto& [other, place] = before;
      return mistake.place.line > 0 && !within_bloc(fault.path).empty() && other->message == fault.message &&
             within_bloc(other->path) == within_bloc(fault.path) && place.source == mistake.place.source &&
             place.line == mistake.place.line && place.column == mistake.place.column;
    };
    if (std::any_of(said.begin(), said.end(), same)) continue;
    said.emplace_back(&fault, mistake.place);
    reading.mistakes.push_back(std::move(mistake));
  }
}

/// "policy.1.when" for "policy.1.wehn": then it is not known whether the policy has a `when`.
std::string with_key_that_was_meant(const std::string& path) {
  std::vector<std::string> known;
  known.reserve(std::size(param_rows<PolicyRule>));
  for (const ParamRow& row : param_rows<PolicyRule>) known.emplace_back(row.key);
  const auto dot = path.find('.', std::string_view("policy.").size());
  return dot == path.npos ? path + ".set." : path.substr(0, dot + 1) + nearest(path.substr(dot + 1), known);
}

/// What was read well is looked through, whatever is wrong with the rest: who mends a file wants to do it once.
void look_for_contradictions(const Layers& layers, Reading& reading) {
  Unread unread;
  for (const Mistake& mistake : reading.mistakes)
    if (!mistake.key.starts_with("policy."))
      unread.rules = true;
    else
      for (const auto& key : {mistake.key, with_key_that_was_meant(mistake.key)}) unread.policies.push_back(key);
  std::vector<Fault> faults;
  if (!unread.rules) faults = contradictions_of_rules(reading.scenario);
  find_policy_faults(reading.scenario, faults, unread);
  add_faults(layers, reading, faults);
  if (!reading.ok()) return;
  reading.notes = bare_time_notes(layers, reading);
  for (const Fault& note : policy_notes(reading.scenario)) reading.notes.push_back(placed(layers, reading, note));
  for (const Fault& note : like_notes(layers, reading.scenario)) reading.notes.push_back(placed(layers, reading, note));
  // A base file may hold values for what a file on top of it switches on. Who sets one value and sees no effect should
  // hear why.
  const bool on_top = layers.files.size() > 1;
  for (const Fault& note : unused_notes(reading.scenario)) {
    const auto at = reading.set_at.find(note.path);
    const bool of_base =
        on_top && at != reading.set_at.end() && at->second.source->is_file && at->second.source != layers.main;
    if (!of_base) reading.notes.push_back(placed(layers, reading, note));
  }
  std::set<std::string> noted;
  for (const Mistake& note : reading.notes) noted.insert(note.key);
  const auto is_noted_whole = [&](const std::string& key) {  // tables of rules that are not asked: one note says it
    return !reading.scenario.mechanisms.rules && matches_key("bloc.*.rule.*.*", key);
  };
  for (const auto& [key, place] : reading.set_at)
    if (!is_noted_whole(key) && place.source && (!place.source->is_file || (on_top && place.source == layers.main)) &&
        !noted.contains(key))
      if (const auto note = unread_note(reading.scenario, key)) reading.notes.push_back(placed(layers, reading, *note));
}

/// As one reads: the base file first, each file from its top, then what was given on the command line.
void sort_by_place(const Layers& layers, std::vector<Mistake>& mistakes) {
  const auto rank = [&](const Mistake& m) {
    const auto at = m.place.source && m.place.source->is_file
                        ? std::find(layers.files.begin(), layers.files.end(), m.place.source->name)
                        : layers.files.end();
    return std::tuple(at - layers.files.begin(), m.place.line, m.place.column);
  };
  std::stable_sort(mistakes.begin(), mistakes.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
}

Reading read(const Layers& layers) {
  Reading reading;
  reading.files = layers.files;
  reading.mistakes = layers.mistakes;
  const auto in_file = [](const Mistake& m) { return m.blame != Blame::usage; };
  if (std::none_of(reading.mistakes.begin(), reading.mistakes.end(), in_file)) {
    resolve(layers, reading);
    look_for_contradictions(layers, reading);
  }
  sort_by_place(layers, reading.mistakes);
  for (auto& mistake : reading.mistakes)
    if (mistake.place.source && !mistake.place.source->is_file) mistake.blame = Blame::usage;
  if (reading.mistakes.size() >= most_mistakes)
    reading.mistakes.push_back(
        {Place{layers.main, 0, 0}, "", "has more mistakes than are shown here", "", Blame::data});
  return reading;
}

}  // namespace

Reading read_scenario(const TextStore& store, const std::string& name, const std::vector<std::string>& overrides) {
  return read(load_layers(store, name, overrides));
}

Reading read_scenario_under(const TextStore& store, const std::string& name, const TomlNode* on_top) {
  Layers layers = load_layers(store, name, {});
  if (on_top) layers.roots.push_back(*on_top);
  return read(layers);
}

Reading read_scenario_text(std::string text, std::string name, const std::vector<std::string>& overrides) {
  return read(layers_of_text(std::move(text), std::move(name), overrides));
}

}  // namespace poldyn
