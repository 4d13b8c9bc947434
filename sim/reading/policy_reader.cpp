#include "sim/reading/policy_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/policy/policy_edit.h"
#include "sim/reading/condition_reader.h"
#include "sim/reading/nearest.h"
#include "sim/reading/value_reader.h"

namespace poldyn {
namespace {

/// A policy's tables of parameters, in the order in which they are read and written.
constexpr std::array<std::string_view, 5> edit_tables{"set", "add", "scale", "at_least", "at_most"};

constexpr std::size_t most_policies = 1000;

class PolicyReading {
 public:
  PolicyReading(Reading& reading, Mistakes& mistakes) : reading_(reading), mistakes_(mistakes) {}

  void read(const TomlNode& table) {
    PolicyRule& policy = reading_.scenario.policies.emplace_back();
    path_ = fmt::format("policy.{}", reading_.scenario.policies.size());
    reading_.set_at[path_] = table.value_at;
    for (const TomlNode& child : table.children) {
      if (mistakes_.full()) return;
      if (std::find(edit_tables.begin(), edit_tables.end(), child.key) != edit_tables.end()) continue;
      setting(policy, child);
    }
    for (const std::string_view name : edit_tables)
      if (const TomlNode* node = table.find(name)) {
        if (node->kind == NodeKind::table)
          edits(policy, name, *node, "");
        else
          mistakes_.add(node->value_at, path_, fmt::format("{}.{} = {} is no table", path_, name, shown(*node)),
                        fmt::format("write {} = {{ \"bloc.main.market.demand\" = ... }}", name));
      }
  }

  /// A condition may look at any policy, so all of them are read before.
  void read_conditions(std::size_t place, const TomlNode& table) {
    PolicyRule& policy = reading_.scenario.policies[place];
    path_ = fmt::format("policy.{}", place + 1);
    const TomlNode* when = table.find("when");
    if (when && policy.when.empty() && when->kind == NodeKind::text && !table.find("at"))
      mistakes_.add(when->value_at, path_ + ".when",
                    fmt::format("{}.when is empty, so the policy would act from the start", path_),
                    "write a condition, or at = \"2 y\"; a policy from the start needs neither");
    policy.condition = condition(when, policy.when);
    policy.release = condition(table.find("release_when"), policy.release_when);
  }

 private:
  void setting(PolicyRule& policy, const TomlNode& node) {
    const auto& rows = param_rows<PolicyRule>;
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const ParamRow& r) { return r.key == node.key; });
    const std::string key = path_ + "." + node.key;
    if (row == rows.end()) {
      std::vector<std::string> known(edit_tables.begin(), edit_tables.end());
      for (const ParamRow& each : rows) known.emplace_back(each.key);
      return mistakes_.add(node.key_at, key, fmt::format("unknown key {}", in_quotes(key)),
                           suggestion(node.key, known));
    }
    const auto value = read_value(node, *row, row->get(&policy), key, anchor_flop(), mistakes_.all());
    if (!value) return;
    row->set(&policy, *value);
    reading_.set_at[key] = node.value_at;
  }

  /// Parameters by their dotted keys, written as one key in quotes or as tables within tables.
  void edits(PolicyRule& policy, std::string_view name, const TomlNode& table, const std::string& above) {
    for (const TomlNode& child : table.children) {
      if (mistakes_.full()) return;
      const std::string key = above.empty() ? child.key : above + "." + child.key;
      const EditTarget target = find_parameter(reading_.scenario, key);
      if (target)
        edit(policy, name, child, key, target);
      else if (const EditTarget law = law_of_part(key))
        edit_part(policy, name, table, child, above, law);
      else if (child.kind == NodeKind::table)
        edits(policy, name, child, key);
      else
        mistakes_.add(child.key_at, path_ + "." + key,
                      fmt::format("{}.{} has the unknown key {}", path_, name, in_quotes(key)), nearest_key(key));
    }
  }

  double anchor_flop() const { return reading_.scenario.technology.anchor_flop; }

  static std::string above_last_dot(const std::string& key) { return key.substr(0, key.rfind('.')); }

  /// The distribution of which this key names a part: "bloc.main.stage.central.review" of "...review.mean".
  EditTarget law_of_part(const std::string& key) {
    const EditTarget above = find_parameter(reading_.scenario, above_last_dot(key));
    return above && above.row->kind == Kind::law ? above : EditTarget{};
  }

  /// Parts of one distribution that stand in keys of their own are read together, at the first of them, as if they
  /// stood in a table: mean and cv may depend on each other.
  void edit_part(PolicyRule& policy, std::string_view name, const TomlNode& table, const TomlNode& first,
                 const std::string& above, const EditTarget& law) {
    const auto full = [&](const TomlNode& child) { return above.empty() ? child.key : above + "." + child.key; };
    const std::string key = above_last_dot(full(first));
    TomlNode parts;
    parts.key_at = first.key_at;
    parts.value_at = first.value_at;
    for (const TomlNode& child : table.children) {
      if (!full(child).starts_with(key + ".") || above_last_dot(full(child)) != key) continue;
      if (parts.children.empty() && &child != &first) return;  // read before
      TomlNode& part = parts.children.emplace_back(child);
      part.key = full(child).substr(key.size() + 1);
    }
    edit(policy, name, parts, key, law);
  }

  void edit(PolicyRule& policy, std::string_view name, const TomlNode& node, const std::string& key,
            const EditTarget& target) {
    const std::string path = fmt::format("{}.{}.{}", path_, name, key);
    auto& mistakes = mistakes_.all();
    const std::size_t before = mistakes.size();
    if (name == "set") {
      const auto value = read_value(node, *target.row, target.get(), path, anchor_flop(), mistakes);
      if (value) policy.edits.push_back({key, EditKind::set, *value});
    } else {
      number(policy, name, node, key, path, *target.row);
    }
    if (mistakes.size() > before && !fixed_because(key).empty()) {  // it is refused for that, whatever its value
      mistakes.erase(mistakes.begin() + static_cast<std::ptrdiff_t>(before), mistakes.end());
      if (std::none_of(policy.edits.begin(), policy.edits.end(), [&](const Edit& e) { return e.key == key; }))
        policy.edits.push_back({key, EditKind::set, target.get()});
    }
    reading_.set_at[path] = reading_.set_at[path_ + "." + key] = node.value_at;
  }

  void number(PolicyRule& policy, std::string_view name, const TomlNode& node, const std::string& key,
              const std::string& path, const ParamRow& row) {
    if (row.kind != Kind::number && row.kind != Kind::integer && row.kind != Kind::law)
      return mistakes_.add(node.value_at, path,
                           fmt::format("{}: only numbers and distributions have sums and bounds", path),
                           "write it under set");
    const bool parts = row.kind == Kind::law && node.kind == NodeKind::table;
    const TomlNode* mean = parts ? node.find("mean") : &node;
    if (!mean || (parts && node.children.size() > 1))
      return mistakes_.add(node.value_at, path, fmt::format("{}: of a distribution only the mean is a number", path),
                           fmt::format("give {} the key \"{}.mean\" alone, and other parts under set", name, key));
    const auto value = read_double(*mean, name == "scale" ? Unit::none : row.unit, path, mistakes_.all());
    if (!value) return;
    if (name == "add") policy.edits.push_back({key, EditKind::add, *value});
    if (name == "scale") policy.edits.push_back({key, EditKind::scale, *value});
    if (name != "at_least" && name != "at_most") return;
    const auto bounded = std::find_if(policy.edits.begin(), policy.edits.end(),
                                      [&](const Edit& e) { return e.key == key && e.kind != EditKind::set; });
    if (bounded == policy.edits.end())
      return mistakes_.add(node.key_at, path, fmt::format("{} bounds what the policy neither adds to nor scales", path),
                           "give add or scale the same key");
    (name == "at_least" ? bounded->least : bounded->most) = *value;
  }

  /// Whole keys that may be meant by one that is none: the same in a bloc of the scenario, or with more before it.
  std::string nearest_key(const std::string& key) {
    const auto known = known_keys();
    std::vector<std::string> meant;
    if (const auto rest = after_bloc(key); !rest.empty()) meant = ending_in("." + rest, "bloc.", known);
    if (meant.empty()) meant = ending_in("." + key, "", known);
    if (meant.empty())
      if (const std::string near = nearest(key, known); !near.empty()) meant = {near};
    const std::size_t last = key.rfind('.');
    if (meant.empty() && last != key.npos) meant = ending_in(key.substr(last), key.substr(0, key.find('.') + 1), known);
    if (meant.empty() && last != key.npos) meant = ending_in(key.substr(last), "", known);
    if (meant.empty()) return "`poldyn params` lists all keys; those of a bloc begin with bloc and its name";
    constexpr std::size_t most = 4;
    const std::size_t shown = std::min(meant.size(), most);
    std::string text = fmt::format("did you mean '{}'", meant.front());
    for (std::size_t i = 1; i < shown; ++i) text += fmt::format("{}'{}'", i + 1 < shown ? ", " : " or ", meant[i]);
    return text + (meant.size() > most ? ", for example?" : "?");
  }

  /// "market.demand" of "bloc.west.market.demand" if the scenario has no such bloc.
  std::string after_bloc(const std::string& key) {
    if (!key.starts_with("bloc.")) return {};
    const std::size_t end = key.find('.', 5);
    const auto& blocs = reading_.scenario.blocs;
    if (end == key.npos ||
        std::any_of(blocs.begin(), blocs.end(), [&](const BlocRules& b) { return b.name == key.substr(5, end - 5); }))
      return {};
    std::vector<std::string> names;
    names.reserve(blocs.size());
    for (const auto& bloc : blocs) names.push_back(bloc.name);
    const std::string near = nearest(key.substr(5, end - 5), names);
    return near.empty() ? key.substr(end + 1) : near + key.substr(end);
  }

  static std::vector<std::string> ending_in(const std::string& end, const std::string& begin,
                                            const std::vector<std::string>& known) {
    std::vector<std::string> made;
    for (const auto& each : known)
      if (each.ends_with(end) && each.starts_with(begin)) made.push_back(each);
    return made;
  }

  std::vector<std::string> known_keys() {
    std::vector<std::string> made;
    for (const Section& part : all_sections(reading_.scenario))
      for (const ParamRow& row : part.rows) made.push_back(fmt::format("{}.{}", part.path, row.key));
    return made;
  }

  Condition condition(const TomlNode* node, const std::string& text) {
    if (!node || text.empty()) return {};
    auto made = read_condition(text, reading_.scenario);
    if (auto* read = std::get_if<Condition>(&made)) return std::move(*read);
    const auto& fault = std::get<ConditionFault>(made);
    mistakes_.add(node->value_at, path_ + "." + node->key,
                  fmt::format("{}.{} = {} {} (at character {})", path_, node->key, in_quotes(text, 200), fault.problem,
                              fault.at + 1),
                  fault.remedy);
    return {};
  }

  Reading& reading_;
  Mistakes& mistakes_;
  std::string path_;
};

}  // namespace

void read_policies(const TableStack& roots, Reading& reading, Mistakes& mistakes) {
  TableStack tables;
  for (const TomlNode* root : roots) {
    const TomlNode* list = root->find("policy");
    if (!list) continue;
    const bool good =
        list->kind == NodeKind::list && std::all_of(list->children.begin(), list->children.end(),
                                                    [](const TomlNode& each) { return each.kind == NodeKind::table; });
    if (!good) {
      mistakes.add(list->key_at, "policy", fmt::format("policy = {} is no list of tables", shown(*list)),
                   "write [[policy]], with two brackets, above each policy");
      continue;
    }
    if (tables.size() + list->children.size() > most_policies) {
      mistakes.add(list->key_at, "policy", fmt::format("there are more than {} policies", most_policies),
                   "set several parameters in one policy");
      return;
    }
    for (const TomlNode& table : list->children) tables.push_back(&table);
  }
  PolicyReading each(reading, mistakes);
  for (std::size_t i = 0; i < tables.size() && !mistakes.full(); ++i) each.read(*tables[i]);
  for (std::size_t i = 0; i < tables.size() && !mistakes.full(); ++i) each.read_conditions(i, *tables[i]);
}

}  // namespace poldyn
