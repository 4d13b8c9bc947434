#include "sim/experiment/base_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "sim/base/fnv.h"
#include "sim/disk/scenario_disk.h"
#include "sim/disk/text_file.h"
#include "sim/experiment/factor_checks.h"
#include "sim/reading/dotted_keys.h"
#include "sim/reading/scenario_writer.h"

namespace poldyn {
namespace {

constexpr std::size_t most_bases = 1000;

/// A hash of what a run's course depends on: neither texts nor what is kept, nor seed and replicates, which are the
/// run's own; nor what is at its default, or each parameter that is added to the model would give all points of all
/// sweeps other luck.
std::uint64_t identity_of(Scenario scenario) {
  scenario.title.clear();
  scenario.description.clear();
  scenario.run.seed = RunSettings{}.seed;
  scenario.run.replicates = RunSettings{}.replicates;
  scenario.record = RecordRule{};
  return fnv1a(write_choices(scenario));
}

}  // namespace

void BaseReader::read(const StoredExperiment& stored) {
  for (std::size_t i = 0; i < stored.base_names.size(); ++i)
    add(stored.base_names[i], read_scenario_text(stored.base_texts[i], stored.name + ":" + stored.base_names[i]));
}

void BaseReader::read(NodeReader& experiment, const TomlNode* set) {
  const TomlNode* base = experiment.find("base");
  if (!base)
    return mistakes_.add({source_, 0, 0}, "experiment.base", "experiment.base is missing",
                         "write base = \"scenario.toml\", relative to this file, or a list of files");
  std::vector<const TomlNode*> nodes;
  if (base->kind == NodeKind::list || base->kind == NodeKind::table)
    for (const auto& child : base->children) nodes.push_back(&child);
  else
    nodes.push_back(base);
  if (nodes.size() > most_bases)
    return experiment.blame(*base, "experiment.base",
                            fmt::format("experiment.base names more than {} files", most_bases),
                            "vary what differs as a factor");
  if (nodes.empty()) experiment.blame(*base, "experiment.base", "experiment.base names no file", "");
  for (const TomlNode* node : nodes) {
    if (mistakes_.full()) return;
    const auto* name = std::get_if<std::string>(&node->value);
    if (!name || name->empty() || name->find('\0') != std::string::npos) {
      experiment.blame(*node, "experiment.base", fmt::format("experiment.base = {} names no file", shown(*node)),
                       "write base = \"scenario.toml\", relative to this file");
      unread_.push_back(node->key);
      continue;
    }
    const std::string label = base->kind == NodeKind::table ? node->key : std::filesystem::path(*name).stem().string();
    if (is_taken(label))
      experiment.blame(*node, "experiment.base", fmt::format("two bases are called {}", in_quotes(label)),
                       "name them: base = { a = \"one/x.toml\", b = \"two/x.toml\" }");
    read_one(*node, label, set);
  }
}

void BaseReader::read_one(const TomlNode& node, const std::string& label, const TomlNode* set) {
  const std::string& name = std::get<std::string>(node.value);
  const std::filesystem::path path = beside(file_, name);
  std::optional<TomlNode> on_top;  // keys may stand in quotes there, as those of factors do
  if (set) on_top = without_dotted_keys(*set);
  Reading read = read_scenario_under(path, on_top ? &*on_top : nullptr);
  for (auto& mistake : read.mistakes)
    if (mistake.blame == Blame::no_input && mistake.place.line == 0) {
      mistake.problem = fmt::format("base {}: {}", in_quotes(name), mistake.problem);
      mistake.place = node.value_at;
    }
  if (set && reading_.experiment.bases.empty() && unread_.empty()) refuse_settled(*on_top, read);
  if (!read.ok() && set) {  // what [set] says wrongly keeps nobody from looking at the factors
    add_mistakes(read.mistakes);
    Reading plain = read_scenario_under(path, nullptr);
    if (plain.ok()) read = std::move(plain);
  }
  add(label, std::move(read));
}

/// What [set] says and no run would follow; each base says the same.
void BaseReader::refuse_settled(const TomlNode& set, const Reading& read) {
  if (const TomlNode* extends = set.find("extends"))
    mistakes_.add(extends->key_at, "set.extends", "set.extends: a table cannot extend a file",
                  "let a scenario extend it, and name that as base");
  for (const auto& [key, place] : read.set_at)
    if (is_settled(key) && place.source == source_)
      mistakes_.add(place, "set." + key, fmt::format("{} in [set] would be read by nobody", in_quotes(key)),
                    std::string(where_settled));
}

/// Each once: what [set] says is read with every base.
void BaseReader::add_mistakes(const std::vector<Mistake>& found) {
  const auto is_told = [&](const Mistake& m) {
    return std::any_of(reading_.mistakes.begin(), reading_.mistakes.end(), [&](const Mistake& other) {
      return other.place.source == m.place.source && other.place.line == m.place.line &&
             other.place.column == m.place.column && other.problem == m.problem;
    });
  };
  for (const auto& mistake : found)
    if (!is_told(mistake)) reading_.mistakes.push_back(mistake);
}

void BaseReader::add(const std::string& name, Reading read) {
  reading_.files.insert(reading_.files.end(), read.files.begin(), read.files.end());
  if (!read.ok()) {
    add_mistakes(read.mistakes);
    unread_.push_back(name);
    return;
  }
  ExperimentBase base{name, {}, std::move(read.scenario), 0};
  base.text = write_scenario(base.scenario);
  base.identity = identity_of(base.scenario);
  reading_.experiment.bases.push_back(std::move(base));
}

bool BaseReader::is_taken(const std::string& label) const {
  const auto& bases = reading_.experiment.bases;
  return std::find(unread_.begin(), unread_.end(), label) != unread_.end() ||
         std::any_of(bases.begin(), bases.end(), [&](const auto& base) { return base.name == label; });
}

void BaseReader::compare(const TomlNode& experiment) {
  const auto names = [](const auto& list) {
    std::vector<std::string> made;
    made.reserve(list.size());
    for (const auto& each : list) made.push_back(each.name);
    std::sort(made.begin(), made.end());
    return made;
  };
  const auto differ = [&](const ExperimentBase& one, const ExperimentBase& other, const char* what) {
    mistakes_.add(experiment.key_at, "experiment.base",
                  fmt::format("{} and {} have other {}", in_quotes(one.name), in_quotes(other.name), what),
                  fmt::format("results share one axis of {}: give both the same names, or make two experiments", what));
  };
  for (const auto& base : reading_.experiment.bases) {
    const auto& first = reading_.experiment.bases.front();
    if (names(base.scenario.blocs) != names(first.scenario.blocs)) differ(first, base, "blocs");
    if (names(base.scenario.domains) != names(first.scenario.domains)) differ(first, base, "domains");
  }
}

}  // namespace poldyn
