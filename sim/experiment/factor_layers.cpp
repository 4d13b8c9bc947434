#include <fmt/format.h>

#include <algorithm>

#include "sim/experiment/factor_checks.h"
#include "sim/experiment/factor_reader.h"
#include "sim/reading/dotted_keys.h"
#include "sim/reading/scenario_file.h"
#include "sim/reading/value_text.h"

namespace poldyn {
namespace {

TomlNode word(const char* text, const Place& at) {
  TomlNode made;
  made.kind = NodeKind::text;
  made.key_at = made.value_at = at;
  made.value = std::string(text);
  return made;
}

/// Whether both scenarios have the same tables: only then is what differs a matter of values.
bool same_tables(const std::vector<Section>& a, const std::vector<Section>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return x.path == y.path && x.rows.size() == y.rows.size(); });
}

bool is_name(std::string_view key) { return key == "title" || key == "description"; }

}  // namespace

void FactorReader::read_layer(NodeReader& reader, Factor& factor) {
  const TomlNode& node = *reader.find("layer");
  for (const char* key : {"key", "values", "range", "log_range", "dist", "levels"})
    if (const TomlNode* other = reader.find(key))
      reader.blame(*other, reader.full(key), fmt::format("{} has no meaning beside layer", reader.full(key)),
                   "a layer is off or on: take it out");
  factor.layer = reader.text("layer").value_or("");
  if (factor.layer.empty())
    return reader.blame(node, reader.full("layer"), fmt::format("{} names no file", reader.full("layer")),
                        "write layer = \"layers/governance.toml\", relative to this file");
  factor.levels = 2;
  factor.values = {word("off", node.value_at), word("on", node.value_at)};
}

void FactorReader::find_layer_targets(Factor& factor, const Written& written) {
  const auto fail = [&](const std::string& problem, const std::string& remedy) {
    mistakes_.add(factor.values.front().value_at, factor.name,
                  fmt::format("layer {}: {}", in_quotes(factor.layer), problem), remedy);
  };
  const auto text = layer_text_(factor.layer);
  if (const auto* fault = std::get_if<TextFault>(&text)) return fail(fault->problem, fault->remedy);
  const auto parsed =
      parse_toml(std::make_shared<const Source>(Source{factor.layer, std::get<std::string>(text), true}));
  if (const auto* mistake = std::get_if<Mistake>(&parsed)) return fail(mistake->problem, mistake->remedy);
  const TomlNode layer = without_dotted_keys(std::get<TomlNode>(parsed));
  if (layer.find("extends") != nullptr)
    return fail("it extends a file, and a factor is what one file says", "let the base extend it");
  factor.meaning = "rules of " + factor.layer;
  const std::size_t before = mistakes_.all().size();
  for (const std::size_t base : bases_of(written)) add_layer_targets(factor, layer, base);
  const bool idle = std::all_of(factor.targets.begin(), factor.targets.end(), [](const auto& t) { return t.empty(); });
  if (idle && mistakes_.all().size() == before && !experiment_.bases.empty())
    fail("it sets nothing that the bases have not already", "start from a base without it");
}

void FactorReader::add_layer_targets(Factor& factor, const TomlNode& layer, std::size_t base) {
  ExperimentBase& below = experiment_.bases[base];
  const MemoryTexts store(std::map<std::string, std::string>{{below.name, below.text}});
  Reading on = read_scenario_under(store, below.name, &layer);
  const auto fail = [&](const std::string& problem, const std::string& remedy) {
    mistakes_.add(factor.values.front().value_at, factor.name,
                  fmt::format("layer {} on base {}: {}", in_quotes(factor.layer), in_quotes(below.name), problem),
                  remedy);
  };
  if (!on.ok()) return fail(on.mistakes.front().problem, on.mistakes.front().remedy);
  const auto off_parts = all_sections(below.scenario), on_parts = all_sections(on.scenario);
  if (!same_tables(off_parts, on_parts))
    return fail("it adds or removes a table, and a factor changes values", "make it a base of its own");
  for (std::size_t s = 0; s < off_parts.size(); ++s)
    for (const auto& row : off_parts[s].rows) {
      const std::string path =
          off_parts[s].path.empty() ? std::string(row.key) : fmt::format("{}.{}", off_parts[s].path, row.key);
      Value off_value = row.get(off_parts[s].object), on_value = row.get(on_parts[s].object);
      std::string off_text = toml_text(off_value, row);
      if (is_name(path) || is_settled(path) || off_text == toml_text(on_value, row)) continue;
      factor.targets[base].push_back(
          {path, FactorTarget::Part::whole, s, &row, std::move(off_value), std::move(off_text), std::move(on_value)});
    }
}

}  // namespace poldyn
