#include "claims/claims_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "sim/disk/text_file.h"
#include "sim/disk/toml_file.h"
#include "sim/reading/keyed_table.h"
#include "sim/reading/nearest.h"
#include "sim/reading/value_text.h"

namespace poldyn {
namespace {

constexpr std::size_t largest = 1'000'000;
constexpr std::array<std::string_view, 8> kinds{"difference", "ratio", "level",  "halves",
                                                "spread",     "ranks", "median", "tail"};
constexpr std::array<std::string_view, 4> roles{"claim", "planted_null", "planted_effect", "planted_artefact"};
const std::vector<std::string> plan_keys{"baseline_replicates", "points", "most_points",
                                         "point_replicates",    "seed",   "quick"};

using Names = KeyedTable::Names;

std::vector<ClaimSetting> settings_of(KeyedTable& table, const char* key) {
  std::vector<ClaimSetting> made;
  const TomlNode* found = table.find(key);
  if (!found) return made;
  for (const TomlNode& child : found->children) {
    const auto* word = std::get_if<std::string>(&child.value);
    if (word && word->find('=') != std::string::npos) made.push_back({*word, child.value_at});
  }
  if (found->kind != NodeKind::list || made.size() != found->children.size())
    table.blame(found->value_at, key, "is no list of settings", "write set = [\"dotted.key=value\"]");
  return made;
}

class ClaimsReading {
 public:
  ClaimsReading(const std::filesystem::path& file, ClaimsFile& made)
      : folder_(beside(file, "")), made_(made), mistakes_(made.mistakes) {}

  void read(const TomlNode& root) {
    KeyedTable top(root, "claims", {"campaign", "world", "uncertain", "rules", "claim"}, mistakes_);
    if (const TomlNode* node = root.find("campaign")) campaign(*node);
    each(root, "world", [&](const TomlNode& node) { world(node); });
    each(root, "uncertain", [&](const TomlNode& node) { factor(node); });
    each(root, "rules", [&](const TomlNode& node) { rules(node); });
    if (const TomlNode* claims = root.find("claim"); claims && claims->kind == NodeKind::list)
      for (const TomlNode& node : claims->children) claim(node);
    if (made_.claims.empty() && made_.mistakes.empty()) mistakes_.add(root.value_at, "claim", "holds no [[claim]]", "");
  }

 private:
  template <class Take>
  void each(const TomlNode& root, const char* key, Take take) {
    const TomlNode* tables = root.find(key);
    if (!tables) return;
    for (const TomlNode& node : tables->children)
      if (node.kind == NodeKind::table && tables->kind == NodeKind::table)
        take(node);
      else
        mistakes_.add(node.value_at, key, fmt::format("{} is no table", key), fmt::format("write [{}.NAME]", key));
  }

  void plan(const TomlNode& node, const std::string& path, ClaimPlan& plan) {
    KeyedTable table(node, path, plan_keys, mistakes_);
    const auto read = [&](const char* key, std::uint64_t low, std::uint32_t& to) {
      to = static_cast<std::uint32_t>(table.whole(key, low, 100'000, to));
    };
    read("baseline_replicates", 4, plan.baseline_replicates);
    read("points", 4, plan.points);
    plan.most_points = plan.points;
    read("most_points", plan.points, plan.most_points);
    read("point_replicates", 2, plan.point_replicates);
  }

  void campaign(const TomlNode& node) {
    plan(node, "campaign", made_.full);
    KeyedTable table(node, "campaign", plan_keys, mistakes_);
    made_.seed = table.whole("seed", 0, 1'000'000'000'000, 1);
    made_.quick = {16, 16, 16, 3};
    if (const TomlNode* quick = node.find("quick")) plan(*quick, "campaign.quick", made_.quick);
  }

  void world(const TomlNode& node) {
    KeyedTable table(node, "world." + node.key, {"scenario", "set", "quick_set"}, mistakes_);
    ClaimWorld made;
    made.name = node.key;
    made.scenario = (folder_ / table.text("scenario", true)).lexically_normal();
    made.at = table.find("scenario") ? table.find("scenario")->value_at : node.key_at;
    made.set = settings_of(table, "set");
    made.quick_set = settings_of(table, "quick_set");
    made_.worlds.push_back(std::move(made));
  }

  void factor(const TomlNode& node) {
    KeyedTable table(node, "uncertain." + node.key, {"key", "range", "log_range", "strength", "because"}, mistakes_);
    ClaimFactor made;
    made.name = node.key;
    made.keys = table.texts("key");
    made.at = node.key_at;
    made.because = table.text("because");
    made.strength = table.flag("strength", false);
    made.logarithmic = table.find("log_range") != nullptr;
    if (made.keys.empty()) table.missing("key");
    const char* key = made.logarithmic ? "log_range" : "range";
    const TomlNode* range = table.find(key);
    if (!range || (made.logarithmic && table.find("range")))
      return table.blame(node.key_at, "range", "must be there once", "write range = [1, 10] or log_range = [1, 10]");
    if (range->kind != NodeKind::list || range->children.size() != 2)
      return table.blame(range->value_at, key, "is no pair", fmt::format("write {} = [1, 10]", key));
    made.from = toml_of(range->children[0]);
    made.to = toml_of(range->children[1]);
    made_.factors.push_back(std::move(made));
  }

  static std::string toml_of(const TomlNode& node) {
    const auto* word = std::get_if<std::string>(&node.value);
    return word ? toml_string(*word) : shown(node);
  }

  void rules(const TomlNode& node) {
    KeyedTable table(node, "rules." + node.key, {"meaning", "of", "set"}, mistakes_);
    if (node.key.find('+') != std::string::npos) table.blame(node.key_at, "", "has a + in its name");
    ClaimRules made{node.key, table.text("meaning", true), {}};
    const std::string parts = side(table, "of", "");
    for (const auto& name : rules_of_side(parts))
      if (const ClaimRules* part = made_.rule(name))
        made.set.insert(made.set.end(), part->set.begin(), part->set.end());
    for (auto& setting : settings_of(table, "set")) made.set.push_back(std::move(setting));
    if (!table.find("set") && !table.find("of")) table.missing("set");
    made_.rules.push_back(std::move(made));
  }

  void claim(const TomlNode& node) {
    Claim made;
    if (const TomlNode* id = node.find("id"))
      if (const auto* word = std::get_if<std::string>(&id->value)) made.id = *word;
    const std::string path = "claim." + (made.id.empty() ? std::string("?") : made.id);
    KeyedTable table(node, path,
                     {"id", "title", "statement", "reading", "remark", "needs", "role", "world", "off", "on", "regimes",
                      "effect", "at_least", "without"},
                     mistakes_);
    made.at = node.find("id") ? node.find("id")->value_at : node.value_at;
    table.text("id", true);
    for (const Claim& other : made_.claims)
      if (other.id == made.id) table.blame(made.at, "id", fmt::format("= {} stands twice", in_quotes(made.id)));
    made.title = table.text("title", true);
    made.statement = table.text("statement", true);
    made.reading = table.text("reading");
    made.remark = table.text("remark");
    made.needs = table.text("needs");
    made.role = static_cast<ClaimRole>(table.choice("role", roles, 0));
    made.regimes = table.texts("regimes");
    if (made.needs.empty()) testable(table, made);
    made_.claims.push_back(std::move(made));
  }

  void testable(KeyedTable& table, Claim& made) {
    made.world = table.text("world", true);
    if (table.find("world") && !made_.world(made.world)) {
      Names known;
      for (const auto& world : made_.worlds) known.push_back(world.name);
      table.blame(table.find("world")->value_at, "world", fmt::format("= {} is no world", in_quotes(made.world)),
                  suggestion(made.world, known));
    }
    const std::string off = side(table, "off", ""), on = side(table, "on", "");
    for (const auto& regime : made.regimes) check_side(table, "regimes", table.find("regimes")->value_at, regime);
    if (const TomlNode* effects = table.find("effect"))
      for (const TomlNode& node : effects->children) effect(node, table.full("effect"), off, on, made);
    if (made.counting() == 0) table.missing("effect");
    made.at_least = table.whole("at_least", 1, std::max<std::size_t>(1, made.counting()), 0);
    if (const TomlNode* without = table.find("without"))
      for (const TomlNode& node : without->children) {
        KeyedTable one(node, table.full("without." + node.key), {"meaning", "set"}, mistakes_);
        made.ablations.push_back({node.key, one.text("meaning"), settings_of(one, "set")});
      }
  }

  void effect(const TomlNode& node, const std::string& path, const std::string& off, const std::string& on,
              Claim& claim) {
    KeyedTable table(node, path,
                     {"name", "measure", "against", "as", "direction", "smallest", "reference", "tail", "unit",
                      "because", "off", "on", "context"},
                     mistakes_);
    ClaimEffect made;
    made.name = table.text("name", true);
    made.measure = table.text("measure", true);
    made.at = table.place_of("measure");
    made.against = table.texts("against");
    made.kind = static_cast<EffectKind>(table.choice("as", kinds, 0));
    made.unit = table.text("unit");
    made.counts = !table.flag("context", false);
    made.because = table.text("because", made.counts);
    made.reference = table.number("reference").value_or(0);
    made.tail = table.number("tail").value_or(made.tail);
    if (table.find("tail") && !(made.tail > 0 && made.tail <= 0.5))
      table.blame(table.find("tail")->value_at, "tail", fmt::format("= {} is outside ]0, 0.5]", made.tail));
    made.up = table.choice("direction", std::array<std::string_view, 2>{"up", "down"}, 0) == 0;
    if (!table.find("direction")) table.missing("direction");
    made.smallest = table.number("smallest").value_or(0);
    if (!table.find("smallest"))
      table.missing("smallest");
    else if (!(made.smallest > 0))
      table.blame(table.find("smallest")->value_at, "smallest", fmt::format("= {} must be above 0", made.smallest));
    made.off = side(table, "off", off);
    made.on = side(table, "on", on);
    if ((made.kind == EffectKind::ranks) != !made.against.empty())
      table.blame(made.at, "against", "is for as = \"ranks\", and needed there");
    if (made.kind == EffectKind::ranks && claim.regimes.size() < 4)
      table.blame(made.at, "as", "= 'ranks' needs four regimes or more", "write regimes = [...] above the effects");
    claim.effects.push_back(std::move(made));
  }

  std::string side(KeyedTable& table, const char* key, const std::string& otherwise) {
    if (!table.find(key)) return otherwise;
    std::string named = table.text(key);
    check_side(table, key, table.find(key)->value_at, named);
    return named;
  }

  void check_side(KeyedTable& table, const char* key, const Place& at, const std::string& named) {
    Names known;
    for (const auto& rule : made_.rules) known.push_back(rule.name);
    for (const auto& name : rules_of_side(named))
      if (!made_.rule(name))
        table.blame(at, key, fmt::format("names no rules {}", in_quotes(name)), suggestion(name, known));
  }

  std::filesystem::path folder_;
  ClaimsFile& made_;
  Mistakes mistakes_;
};

}  // namespace

std::size_t Claim::counting() const {
  return static_cast<std::size_t>(
      std::count_if(effects.begin(), effects.end(), [](const ClaimEffect& e) { return e.counts; }));
}

const ClaimWorld* ClaimsFile::world(std::string_view wanted) const {
  const auto at = std::find_if(worlds.begin(), worlds.end(), [&](const auto& w) { return w.name == wanted; });
  return at == worlds.end() ? nullptr : &*at;
}

const ClaimRules* ClaimsFile::rule(std::string_view wanted) const {
  const auto at = std::find_if(rules.begin(), rules.end(), [&](const auto& r) { return r.name == wanted; });
  return at == rules.end() ? nullptr : &*at;
}

std::vector<std::string> rules_of_side(std::string_view side) {
  std::vector<std::string> made;
  while (!side.empty()) {
    const std::size_t end = std::min(side.find('+'), side.size());
    made.emplace_back(side.substr(0, end));
    side.remove_prefix(std::min(end + 1, side.size()));
  }
  return made;
}

std::vector<std::string> sides_of(const Claim& claim, const ClaimEffect& effect) {
  if (effect.kind == EffectKind::ranks) return claim.regimes;
  if (effect.kind == EffectKind::level || effect.kind == EffectKind::halves) return {effect.on};
  return {effect.off, effect.on};
}

std::string arm_name(const std::string& side) { return side.empty() ? "open" : side; }

std::string arm_name(const std::string& side, const Claim& claim, const ClaimAblation& ablation) {
  return fmt::format("{} | {} without {}", arm_name(side), claim.id, ablation.name);
}

ClaimsFile read_claims(const std::filesystem::path& file) {
  ClaimsFile made;
  made.name = file.string();
  TomlFile read = read_toml_file(file, largest);
  made.text = std::move(read.text);
  if (auto* mistake = std::get_if<Mistake>(&read.tree))
    made.mistakes.push_back(std::move(*mistake));
  else
    ClaimsReading(file, made).read(std::get<TomlNode>(read.tree));
  return made;
}

}  // namespace poldyn
