#include "sim/reading/bare_times.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "sim/policy/policy_edit.h"
#include "sim/reading/value_reader.h"

namespace poldyn {
namespace {

constexpr double most_usual_oom = 10;  // no model is so far from the anchor; the exponent of FLOP is
constexpr std::size_t most_notes = 5;  // who leaves units out everywhere knows what is meant

using Spot = std::tuple<const Source*, std::uint32_t, std::uint32_t>;
Spot spot_of(const Place& place) { return {place.source.get(), place.line, place.column}; }

void note_places(const TomlNode& node, std::map<Spot, const TomlNode*>& at) {
  for (const TomlNode& child : node.children) {
    at.emplace(spot_of(child.value_at), &child);
    note_places(child, at);
  }
}

std::optional<double> number_in(const TomlNode& node) {
  if (const auto* whole = std::get_if<std::int64_t>(&node.value)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&node.value)) return *real;
  return std::nullopt;
}

/// Whether a key of a distribution's table, or the end of a key in quotes, names a length of time.
bool is_time_of_law(std::string_view key) {
  constexpr auto times = std::to_array<std::string_view>({"mean", "median", "xm", "min", "max"});
  return std::find(times.begin(), times.end(), key.substr(key.rfind('.') + 1)) != times.end();
}

class BareTimeNotes {
 public:
  BareTimeNotes(const Layers& layers, Reading& reading) : layers_(layers), reading_(reading) {
    for (const TomlNode& root : layers.roots) note_places(root, at_);
  }

  std::vector<Mistake> all() {
    for (const Section& part : all_sections(reading_.scenario))
      for (const ParamRow& row : part.rows) one(part.path + "." + std::string(row.key), row);
    for (std::size_t i = 0; i < reading_.scenario.policies.size(); ++i) policy(i);
    if (notes_.size() > most_notes) {
      const std::size_t more = notes_.size() - most_notes;
      notes_.resize(most_notes);
      notes_.back().problem += fmt::format("; {} more numbers are taken so", more);
    }
    return std::move(notes_);
  }

 private:
  void policy(std::size_t i) {
    const std::string path = fmt::format("policy.{}", i + 1);
    for (const ParamRow& row : param_rows<PolicyRule>) one(path + "." + std::string(row.key), row);
    for (const Edit& edit : reading_.scenario.policies[i].edits)
      if (const EditTarget target = find_parameter(reading_.scenario, edit.key))
        for (const auto* name : {"set", "add", "at_least", "at_most"})
          one(fmt::format("{}.{}.{}", path, name, edit.key), *target.row);
  }

  void one(const std::string& path, const ParamRow& row) {
    if (row.unit == Unit::compute) return flop(path);
    if (row.unit != Unit::day || (row.kind != Kind::number && row.kind != Kind::law)) return;
    const auto set = reading_.set_at.find(path);
    if (set == reading_.set_at.end() || !is_of_reader(set->second)) return;
    const auto found = at_.find(spot_of(set->second));
    if (found == at_.end()) return;
    const TomlNode& node = *found->second;
    const bool whole = node.key == row.key || node.key.ends_with("." + std::string(row.key));
    if (whole || is_time_of_law(node.key)) add(path, node);
    for (const TomlNode& child : node.children)
      if (is_time_of_law(child.key)) add(path + "." + child.key, child);
  }

  /// FLOP are turned into decades beyond an anchor, which should be said where they are.
  void flop(const std::string& path) {
    const auto set = reading_.set_at.find(path);
    if (set == reading_.set_at.end() || !is_of_reader(set->second)) return;
    const auto found = at_.find(spot_of(set->second));
    if (found == at_.end()) return;
    if (const auto bare = number_in(*found->second); bare && std::abs(*bare) >= most_usual_oom)
      notes_.push_back(
          {found->second->value_at, path,
           fmt::format("{} = {} is {} OOM: decades beyond technology.anchor_flop", path, shown(*found->second), *bare),
           fmt::format("write \"{} OOM\" if that is meant, or FLOP as in \"1e25 FLOP\"", *bare), Blame::data});
    if (!is_in_flop(*found->second) || reading_.set_at.contains("technology.anchor_flop")) return;
    if (!told_.insert(found->second).second) return;
    const double anchor = reading_.scenario.technology.anchor_flop;
    notes_.push_back({found->second->value_at, path,
                      fmt::format("{} = {} is read by an anchor that the scenario does not name: 0 OOM is {:g} FLOP",
                                  path, shown(*found->second), anchor),
                      fmt::format("write anchor_flop = \"{:g} FLOP\" in [technology], or what 0 OOM is there", anchor),
                      Blame::data});
  }

  bool is_of_reader(const Place& place) const {
    const auto& files = layers_.files;
    return place.source && (!place.source->is_file || place.source == layers_.main ||
                            std::find(files.begin(), files.end(), place.source->name) == files.end());
  }

  void add(const std::string& path, const TomlNode& node) {
    const auto number = number_in(node);
    if (!number || *number == 0 || !told_.insert(&node).second) return;
    notes_.push_back({node.value_at, path,
                      fmt::format("{} = {} is {} d: a time without a unit is one in days", path, shown(node), *number),
                      fmt::format("write \"{} d\", or the unit that is meant: \"{} y\"", *number, *number),
                      Blame::data});
  }

  const Layers& layers_;
  Reading& reading_;
  std::map<Spot, const TomlNode*> at_;
  std::set<const TomlNode*> told_;
  std::vector<Mistake> notes_;
};

}  // namespace

std::vector<Mistake> bare_time_notes(const Layers& layers, Reading& reading) {
  return BareTimeNotes(layers, reading).all();
}

}  // namespace poldyn
