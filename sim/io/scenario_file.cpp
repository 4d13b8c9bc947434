#include "sim/io/scenario_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "sim/io/scenario_layers.h"
#include "sim/io/scenario_resolver.h"
#include "sim/io/table_stack.h"
#include "sim/io/value_text.h"

namespace poldyn {
namespace {

/// "technology.jump_bits = 8": the value that a fault is about, as it would be written; the path alone for a table.
std::string with_value(const std::string& path, Scenario& scenario) {
  for (const auto& part : all_sections(scenario))
    for (const auto& row : part.rows)
      if (path.size() == part.path.size() + 1 + row.key.size() && path.starts_with(part.path) &&
          path[part.path.size()] == '.' && path.ends_with(row.key))
        return fmt::format("{} = {}", path, toml_text(row.get(part.object), row));
  return path;
}

void look_for_contradictions(const Layers& layers, Reading& reading) {
  for (auto& fault : contradictions(reading.scenario)) {
    const auto at = reading.set_at.find(fault.path);
    const bool set = at != reading.set_at.end();
    const std::string value = with_value(fault.path, reading.scenario);
    const bool is_default = !set && value != fault.path;
    reading.mistakes.push_back({set ? at->second : Place{layers.main, 0, 0}, fault.path,
                                fmt::format("{}{}: {}", value, is_default ? " (default)" : "", fault.message),
                                std::move(fault.remedy), Blame::data});
  }
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
  if (std::none_of(reading.mistakes.begin(), reading.mistakes.end(), in_file)) resolve(layers, reading);
  if (reading.ok()) look_for_contradictions(layers, reading);
  sort_by_place(layers, reading.mistakes);
  for (auto& mistake : reading.mistakes)
    if (mistake.place.source && !mistake.place.source->is_file) mistake.blame = Blame::usage;
  if (reading.mistakes.size() >= most_mistakes)
    reading.mistakes.push_back(
        {Place{layers.main, 0, 0}, "", "has more mistakes than are shown here", "", Blame::data});
  return reading;
}

}  // namespace

Reading read_scenario(const std::filesystem::path& file, const std::vector<std::string>& overrides) {
  return read(load_layers(file, overrides));
}

Reading read_scenario_under(const std::filesystem::path& file, const TomlNode* on_top) {
  Layers layers = load_layers(file, {});
  if (on_top) layers.roots.push_back(*on_top);
  return read(layers);
}

Reading read_scenario_text(std::string text, std::string name, const std::vector<std::string>& overrides) {
  return read(layers_of_text(std::move(text), std::move(name), overrides));
}

}  // namespace poldyn
