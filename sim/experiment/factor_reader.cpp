#include "sim/experiment/factor_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "sim/experiment/csv_columns.h"
#include "sim/experiment/factor_checks.h"
#include "sim/experiment/glob.h"
#include "sim/reading/nearest.h"
#include "sim/reading/rule_notes.h"
#include "sim/reading/value_reader.h"
#include "sim/reading/value_text.h"

namespace poldyn {
namespace {

bool good_name(const std::string& name) {
  return !name.empty() && !std::isdigit(static_cast<unsigned char>(name.front())) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; });
}

/// "bloc.main.x.review.mean" -> the law's key and its part.
std::pair<std::string, FactorTarget::Part> split_part(const std::string& key) {
  if (key.ends_with(".mean")) return {key.substr(0, key.size() - 5), FactorTarget::Part::mean};
  if (key.ends_with(".cv")) return {key.substr(0, key.size() - 3), FactorTarget::Part::cv};
  return {key, FactorTarget::Part::whole};
}

bool numeric(const FactorTarget& target) {
  return target.part != FactorTarget::Part::whole || target.row->kind == Kind::number ||
         target.row->kind == Kind::integer;
}

Unit unit_of(const FactorTarget& target) {
  return target.part == FactorTarget::Part::cv ? Unit::none : target.row->unit;
}

bool is_taken(const std::string& name) {
  const auto taken = columns::taken();
  return std::find(taken.begin(), taken.end(), name) != taken.end();
}

const std::vector<std::string> factor_keys{"key",  "values", "range", "log_range", "dist", "mean",  "sd",   "cv",
                                           "mode", "low",    "high",  "levels",    "with", "bases", "layer"};

}  // namespace

void FactorReader::read(const TomlNode& factors) {
  complete_ = factors.children.size() <= most_factors;
  if (!complete_)
    return mistakes_.add(factors.key_at, "factor", fmt::format("there are more than {} factors", most_factors), "");
  for (const auto& table : factors.children) {
    if (mistakes_.full()) return;
    if (table.kind != NodeKind::table) {
      mistakes_.add(table.value_at, "factor." + table.key, fmt::format("factor.{} is no table", table.key),
                    fmt::format("write [factor.{}] and below it key = \"...\"", table.key));
      complete_ = false;
      continue;
    }
    read_factor(table);
  }
}

void FactorReader::check_name(const std::string& name, const Place& at) {
  if (!good_name(name))
    mistakes_.add(at, "factor." + name, fmt::format("{} cannot name a factor", in_quotes(name)),
                  "use letters, digits and _, and begin with no digit");
  else if (is_taken(name))
    mistakes_.add(
        at, "factor." + name,
        fmt::format("{} cannot name a factor: results have a column or an axis of that name", in_quotes(name)),
        fmt::format("choose another; taken are {}", fmt::join(columns::taken(), ", ")));
}

void FactorReader::add(Factor factor, Written written, bool sound) {
  experiment_.factors.push_back(std::move(factor));
  written_.push_back(std::move(written));
  sound_.push_back(sound);
}

void FactorReader::read_factor(const TomlNode& table) {
  const std::size_t before = mistakes_.all().size();
  NodeReader reader(&table, "factor." + table.key, mistakes_);
  reader.check_keys(factor_keys);
  Factor factor;
  factor.name = table.key;
  factor.place = table.key_at;
  check_name(factor.name, table.key_at);
  Written written{reader.texts("key"), table.key_at, reader.texts("bases"), {}, table.key_at, &table};
  if (const TomlNode* key = reader.find("key")) written.keys_at = key->value_at;
  if (reader.find("layer"))
    read_layer(reader, factor);
  else if (written.keys.empty())
    mistakes_.add(table.key_at, "factor." + table.key, fmt::format("factor.{} says no key", table.key),
                  "write key = \"bloc.main.procurement.preference\", or a list of keys");
  if (const auto with = reader.text("with")) {
    written.with = *with;
    written.with_at = reader.find("with")->value_at;
  }
  if (const TomlNode* values = reader.find("values")) {
    if (values->kind == NodeKind::list && !values->children.empty())
      factor.values = values->children;
    else
      reader.blame(*values, reader.full("values"), fmt::format("{} is no list of values", reader.full("values")),
                   "write values = [1, 2, 3]");
    factor.levels = factor.values.size();
  }
  if (const auto levels = reader.whole("levels", 1, 1'000'000); levels && factor.values.empty())
    factor.levels = *levels;
  add(std::move(factor), std::move(written), mistakes_.all().size() == before);
}

template <class Do>
void FactorReader::each_sound(Do what) {
  for (std::size_t f = 0; f < sound_.size() && !mistakes_.full(); ++f) {
    if (!sound_[f]) continue;
    const std::size_t before = mistakes_.all().size();
    what(f);
    sound_[f] = mistakes_.all().size() == before;
  }
}

void FactorReader::finish() {
  for (auto& factor : experiment_.factors) factor.targets.resize(experiment_.bases.size());
  each_sound([&](std::size_t f) { find_targets(experiment_.factors[f], written_[f]); });
  check_overlaps(experiment_, mistakes_);
  for (std::size_t f = 0; f < sound_.size() && !mistakes_.full(); ++f) {
    const bool says = says_one_way(experiment_.factors[f], written_[f], sound_[f]);
    const auto& targets = experiment_.factors[f].targets;
    const bool sets_nothing = std::all_of(targets.begin(), targets.end(), [](const auto& t) { return t.empty(); });
    sound_[f] = sound_[f] && says && !sets_nothing;
  }
  each_sound([&](std::size_t f) { read_numbers(experiment_.factors[f], written_[f]); });
  each_sound([&](std::size_t f) { link(experiment_.factors[f], written_[f]); });
  if (!complete_) return;  // of a table that could not be read, no values are there
  each_sound([&](std::size_t f) { see_numbers(experiment_.factors[f]); });
  each_sound([&](std::size_t f) { try_ends(experiment_.factors[f]); });
}

void FactorReader::find_targets(Factor& factor, const Written& written) {
  for (const auto& name : written.bases)
    if (std::find(unread_bases_.begin(), unread_bases_.end(), name) == unread_bases_.end() &&
        std::none_of(experiment_.bases.begin(), experiment_.bases.end(),
                     [&](const auto& b) { return b.name == name; })) {
      std::vector<std::string> known;
      for (const auto& base : experiment_.bases) known.push_back(base.name);
      known.insert(known.end(), unread_bases_.begin(), unread_bases_.end());
      mistakes_.add(factor.place, factor.name, fmt::format("no base is called {}", in_quotes(name)),
                    suggestion(name, known));
    }
  if (!factor.layer.empty()) return find_layer_targets(factor, written);
  for (const std::size_t b : bases_of(written)) {
    const auto& base = experiment_.bases[b];
    for (const auto& key : written.keys) {
      if (is_settled(key))
        mistakes_.add(written.keys_at, key, fmt::format("{} cannot be a factor", in_quotes(key)),
                      std::string(where_settled));
      else if (const auto deaf = copied_by_rules(base.scenario, key))
        mistakes_.add(written.keys_at, key, fmt::format("{} cannot be a factor: {}", in_quotes(key), deaf->message),
                      deaf->remedy);
      else if (add_targets(factor, key, b) == 0)
        blame_key(written, key, base.name);
    }
  }
  const FactorTarget* first = nullptr;
  bool all_numeric = true;
  for (const auto& targets : factor.targets)
    for (const auto& target : targets) {
      if (!first) first = &target;
      all_numeric = all_numeric && numeric(target) && unit_of(target) == unit_of(*first);
    }
  if (!first) return;
  factor.numeric = all_numeric;
  factor.unit = all_numeric ? unit_of(*first) : Unit::none;
  factor.meaning = first->row->meaning;
}

std::vector<std::size_t> FactorReader::bases_of(const Written& written) const {
  std::vector<std::size_t> made;
  for (std::size_t b = 0; b < experiment_.bases.size(); ++b)
    if (written.bases.empty() ||
        std::find(written.bases.begin(), written.bases.end(), experiment_.bases[b].name) != written.bases.end())
      made.push_back(b);
  return made;
}

std::size_t FactorReader::add_targets(Factor& factor, const std::string& key, std::size_t base) {
  auto& scenario = experiment_.bases[base].scenario;
  const auto parts = all_sections(scenario);
  std::size_t found = 0;
  const auto [law_key, part] = split_part(key);
  for (std::size_t s = 0; s < parts.size(); ++s)
    for (const auto& row : parts[s].rows) {
      const std::string path = fmt::format("{}.{}", parts[s].path, row.key);
      const bool whole = glob_matches(key, path);
      const bool of_law =
          !whole && part != FactorTarget::Part::whole && row.kind == Kind::law && glob_matches(law_key, path);
      if ((!whole && !of_law) || is_settled(path)) continue;
      ++found;
      const Value base_value = row.get(parts[s].object);
      factor.targets[base].push_back(
          {path, of_law ? part : FactorTarget::Part::whole, s, &row, base_value, toml_text(base_value, row)});
    }
  return found;
}

void FactorReader::blame_key(const Written& written, const std::string& key, const std::string& base) {
  std::vector<std::string> known;
  for (auto& b : experiment_.bases) {
    if (b.name != base) continue;
    for (const auto& part : all_sections(b.scenario))
      for (const auto& row : part.rows) known.push_back(fmt::format("{}.{}", part.path, row.key));
  }
  const std::string near = nearest(key, known);
  mistakes_.add(written.keys_at, key, fmt::format("the base {} has no parameter {}", in_quotes(base), in_quotes(key)),
                near.empty() ? fmt::format("`poldyn expand` shows what it has; bases = [...] leaves a base out")
                             : fmt::format("did you mean '{}'?", near));
}

double FactorReader::number(NodeReader& reader, const TomlNode& node, const Factor& factor, const std::string& key) {
  return read_double(node, factor.unit, reader.full(key), mistakes_.all()).value_or(0);
}

void FactorReader::read_range(NodeReader& reader, Factor& factor, std::string_view key, InputKind kind) {
  const TomlNode& node = *reader.find(key);
  if (node.kind != NodeKind::list || node.children.size() != 2)
    return reader.blame(node, reader.full(key), fmt::format("{} is no pair of numbers", reader.full(key)),
                        fmt::format("write {} = [10, 100]", key));
  const std::size_t before = mistakes_.all().size();
  factor.law.kind = kind;
  factor.law.low = number(reader, node.children[0], factor, std::string(key));
  factor.law.high = number(reader, node.children[1], factor, std::string(key));
  if (const auto wrong = fault(factor.law); !wrong.empty() && mistakes_.all().size() == before)
    reader.blame(node, reader.full(key), fmt::format("{} is no range: {}", reader.full(key), wrong), "");
}

void FactorReader::read_law(NodeReader& reader, Factor& factor) {
  const auto kind = reader.choice("dist", names_of<InputKind>);
  if (!kind) return;
  const std::size_t before = mistakes_.all().size();
  factor.law.kind = static_cast<InputKind>(*kind);
  const auto take = [&](const char* key, double& into) {
    if (const TomlNode* node = reader.find(key)) into = number(reader, *node, factor, key);
  };
  take("low", factor.law.low);
  take("high", factor.law.high);
  take("mean", factor.law.mean);
  take("sd", factor.law.sd);
  take("mode", factor.law.mode);
  if (const TomlNode* cv = reader.find("cv"))
    factor.law.sd = factor.law.mean * read_double(*cv, Unit::none, reader.full("cv"), mistakes_.all()).value_or(0);
  if (const auto wrong = fault(factor.law); !wrong.empty() && mistakes_.all().size() == before)
    reader.blame(*reader.find("dist"), reader.full("dist"), fmt::format("{}: {}", reader.full("dist"), wrong),
                 "normal and lognormal have mean and sd or cv, triangular has low, mode and high");
}

/// Whether it is said once what the factor can be. That it is not said at all may be due to a misspelt key.
bool FactorReader::says_one_way(const Factor& factor, const Written& written, bool sound) {
  if (!written.table || !factor.layer.empty()) return true;
  NodeReader reader(written.table, "factor." + factor.name, mistakes_);
  const auto stands = [&](std::string_view key) { return reader.find(key) != nullptr; };
  const auto ways = std::count_if(ways_to_vary.begin(), ways_to_vary.end(), stands);
  if (experiment_.design == DesignKind::table) {
    const auto way = std::find_if(ways_to_vary.begin(), ways_to_vary.end(), stands);
    if (ways > 0)
      reader.blame(*reader.find(*way), reader.full(*way),
                   fmt::format("{} has no meaning: the table says what {} can be", reader.full(*way), factor.name),
                   "take it out");
    return ways == 0;
  }
  if (ways > 1 || (ways == 0 && sound))
    mistakes_.add(factor.place, factor.name,
                  fmt::format("factor.{} says {} what it can be", factor.name, ways == 0 ? "not" : "more than once"),
                  "write one of values = [...], range = [low, high], log_range = [low, high], dist = \"normal\"");
  return ways == 1;
}

void FactorReader::read_numbers(Factor& factor, const Written& written) {
  if (!written.table || !factor.layer.empty() || experiment_.design == DesignKind::table) return;
  NodeReader reader(written.table, "factor." + factor.name, mistakes_);
  const auto way = std::find_if(ways_to_vary.begin(), ways_to_vary.end(),
                                [&](std::string_view key) { return reader.find(key) != nullptr; });
  if (!factor.values.empty()) return check_companions(reader, *way, factor, experiment_.design);
  if (!factor.numeric) {
    mistakes_.add(factor.place, factor.name,
                  fmt::format("factor.{} has a range, but what it sets are not all numbers of one unit", factor.name),
                  "write values = [...]; of a distribution, name the key with .mean or .cv at its end");
    return;
  }
  if (reader.find("range")) read_range(reader, factor, "range", InputKind::uniform);
  if (reader.find("log_range")) read_range(reader, factor, "log_range", InputKind::log_uniform);
  if (reader.find("dist")) read_law(reader, factor);
  check_companions(reader, *way, factor, experiment_.design);
}

void FactorReader::link(Factor& factor, const Written& written) {
  if (written.with.empty()) return;
  auto& all = experiment_.factors;
  const auto leader = std::find_if(all.begin(), all.end(), [&](const Factor& f) { return f.name == written.with; });
  const auto place = static_cast<std::size_t>(leader - all.begin());
  if (leader == all.end() || &*leader == &factor || !written_[place].with.empty()) {
    std::vector<std::string> known;
    for (std::size_t f = 0; f < all.size(); ++f)
      if (&all[f] != &factor && written_[f].with.empty()) known.push_back(all[f].name);
    mistakes_.add(written.with_at, factor.name,
                  fmt::format("factor.{}.with = {} names no factor that leads", factor.name, in_quotes(written.with)),
                  suggestion(written.with, known));
    return;
  }
  factor.with = place;
  if (!sound_[place]) return;
  if (factor.values.empty() && factor.levels == 0) factor.levels = leader->levels;
  if (factor.levels != leader->levels)
    mistakes_.add(written.with_at, factor.name,
                  fmt::format("factor.{} has {} values, and {} with which it goes has {}", factor.name, factor.levels,
                              leader->name, leader->levels),
                  "give both as many");
}

void FactorReader::see_numbers(Factor& factor) {
  if (factor.numeric || factor.values.empty() || !factor.layer.empty()) return;
  std::optional<Unit> unit;
  std::vector<Mistake> ignored;  // told when the values are tried
  for (std::size_t base = 0; base < factor.targets.size(); ++base)
    for (const FactorTarget& target : factor.targets[base]) {
      if (target.row->kind != Kind::law || (unit && *unit != unit_of(target))) return;
      unit = unit_of(target);
      for (std::size_t i = 0; i < factor.values.size(); ++i) {
        if (!experiment_.has_row(base, i)) continue;
        const auto value =
            experiment_.value_at(factor, target, target.base, level_position(i, factor.values.size()), base, ignored);
        const auto* law = value ? std::get_if<Law>(&*value) : nullptr;
        if (!law || law->kind != LawKind::constant) return;
      }
    }
  factor.numeric = unit.has_value();
  if (unit) factor.unit = *unit;
}

void FactorReader::try_ends(const Factor& factor) {
  const auto try_at = [&](const FactorTarget& target, std::size_t base, double at) {
    experiment_.value_at(factor, target, target.base, at, base, mistakes_.all());
  };
  const auto try_target = [&](const FactorTarget& target, std::size_t base) {
    if (!factor.values.empty()) {
      for (std::size_t i = 0; i < factor.values.size() && !mistakes_.full(); ++i)
        if (experiment_.has_row(base, i)) try_at(target, base, level_position(i, factor.values.size()));
    } else {
      for (const double at : {0x1p-33, 1 - 0x1p-33}) try_at(target, base, at);
    }
  };
  for (std::size_t base = 0; base < factor.targets.size(); ++base)
    for (const auto& target : factor.targets[base]) try_target(target, base);
}

}  // namespace poldyn
