#include "sim/reading/scenario_resolver.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "sim/reading/nearest.h"
#include "sim/reading/policy_reader.h"
#include "sim/reading/table_stack.h"
#include "sim/reading/value_reader.h"

namespace poldyn {
namespace {

using Words = std::vector<std::string>;

/// Tables in which a parameter of this name stands, or of a table the places where one of its name does, as their
/// headings are written: to say where a key belongs.
Words tables_with(const TomlNode& node) {
  const std::string& key = node.key;
  Scenario any;
  any.domains.push_back({"<name>", {}});
  any.paradigms.push_back({"<name>", {}});
  any.blocs.emplace_back();
  any.blocs.front().name = "<name>";
  any.blocs.front().tracks.push_back({"<name>", {}});
  any.blocs.front().stages.push_back({"<name>", {}});
  any.blocs.front().rules.push_back({"<name>", {}});
  any.blocs.front().classes.push_back({"<name>", {}});
  Words made;
  const auto parts = all_sections(any);
  if (node.kind == NodeKind::table)
    for (const auto& part : parts)
      if (part.path.ends_with("." + key)) made.push_back(fmt::format("[{}]", part.path));
  if (!made.empty()) return made;
  for (const auto& part : parts)
    for (const auto& row : part.rows)
      if (row.key == key) made.push_back(fmt::format("[{}]", part.path));
  return made;
}

class Resolving {
 public:
  explicit Resolving(Reading& reading) : reading_(reading), mistakes_(reading.mistakes) {}

  void resolve(const TableStack& roots) {
    Scenario& s = reading_.scenario;
    read_texts(roots);
    Words known{"title", "description", "extends", "domain", "paradigm", "bloc", "policy"};
    for (auto& part : sections(s)) {
      known.push_back(part.path.substr(0, part.path.find('.')));
      apply(part, stack_at(roots, part.path), {});
    }
    check_keys(roots, "", known);
    check_keys(tables_under(roots, "channel", "channel", mistakes_), "channel",
               {names_of<Channel>.begin(), names_of<Channel>.end()});
    check_keys(tables_under(roots, "class", "class", mistakes_), "class",
               {names_of<VendorClass>.begin(), names_of<VendorClass>.end()});
    read_named(roots, "domain", max_domains, s.domains);
    read_named(roots, "paradigm", max_paradigms, s.paradigms);
    blocs_ =
        named_tables(tables_under(roots, "bloc", "bloc", mistakes_), {"bloc", "bloc", max_blocs, true}, {}, mistakes_);
    for (const auto& found : blocs_.removed) made_bloc(found);
    for (const auto& found : blocs_.present) made_bloc(found);
    for (const auto& found : blocs_.present) {
      s.blocs.push_back(std::move(done_.at(&found).rules));
      reading_.set_at.merge(done_.at(&found).places);
    }
    read_policies(roots, reading_, mistakes_);
    reach_own_classes();
    find_nameless_tracks();
  }

 private:
  /// Tables of one level whose names the scenario chose.
  template <class Rule>
  void read_named(const TableStack& roots, const std::string& what, std::size_t most, std::vector<Named<Rule>>& list) {
    for (const auto& found :
         named_tables(tables_under(roots, what, what, mistakes_), {what, what, most}, {}, mistakes_).present) {
      auto& made = list.emplace_back(Named<Rule>{found.name, {}});
      apply(section(what + "." + found.name, made.rule), found.tables, {"remove"});
    }
  }

  /// A bloc that is ready to be copied.
  struct Made {
    BlocRules rules;
    std::map<std::string, Place> places;
    bool complete = true;  ///< false if what it should be like was not to be had
  };

  /// The bloc, after whatever it is like.
  const Made& made_bloc(const NamedStack& found) {
    if (const auto at = done_.find(&found); at != done_.end()) return at->second;
    Made made;
    open_.push_back(&found);
    made.complete = copy_model(found, made.rules);
    open_.pop_back();
    made.rules.name = found.name;
    read_bloc(found, made.rules);
    const std::string path = "bloc." + found.name + ".";  // the dot keeps bloc.north2 out
    for (auto at = reading_.set_at.lower_bound(path); at != reading_.set_at.end() && at->first.starts_with(path);) {
      const auto next = std::next(at);
      made.places.insert(reading_.set_at.extract(at));
      at = next;
    }
    return done_.emplace(&found, std::move(made)).first->second;
  }

  bool copy_model(const NamedStack& found, BlocRules& bloc) {
    const TomlNode* like = nullptr;
    for (const TomlNode* table : found.tables)
      if (const TomlNode* node = table->find("like")) like = node;
    if (!like) return true;
    const NamedStack* model = model_for(found, *like);
    if (!model) return false;
    const Made& made = made_bloc(*model);
    if (!made.complete) return false;
    bloc = made.rules;
    const std::string from = "bloc." + model->name + ".", to = "bloc." + found.name + ".";
    for (const auto& [path, place] : made.places)
      if (path.starts_with(from)) reading_.set_at[to + path.substr(from.size())] = place;
    return true;
  }

  /// The bloc that `like` names; nothing, and a mistake, if there is none or it is in the making itself.
  const NamedStack* model_for(const NamedStack& found, const TomlNode& like) {
    const std::string path = "bloc." + found.name + ".like";
    const auto* name = std::get_if<std::string>(&like.value);
    Words known;
    // A bloc that a file removed stays a model: it can be replaced by two that are like it.
    for (const auto* list : {&blocs_.present, &blocs_.removed})
      for (const auto& other : *list) {
        if (&other != &found) known.push_back(other.name);
        if (!name || other.name != *name) continue;
        if (std::find(open_.begin(), open_.end(), &other) == open_.end()) return &other;
        std::string circle;
        for (const auto* each : open_) circle += each->name + " -> ";
        mistakes_.add(like.value_at, path, fmt::format("blocs are like each other in a circle: {}{}", circle, *name),
                      "take one `like` out");
        return nullptr;
      }
    mistakes_.add(like.value_at, path, fmt::format("{} = {} names no bloc of the scenario", path, shown(like)),
                  name ? suggestion(*name, known) : "write the name of a bloc, in quotes");
    return nullptr;
  }

  void read_bloc(const NamedStack& found, BlocRules& bloc) {
    const std::string path = "bloc." + found.name;
    remember(found.tables, path);
    Words known{"like", "new", "remove", "stage", "track", "rule", "class"};
    for (auto& part : sections(bloc)) {
      const std::string below = part.path.substr(path.size() + 1);
      known.push_back(below.substr(0, below.find('.')));
      apply(part, stack_at(found.tables, below, path + "."), {});
    }
    check_keys(found.tables, path, known);
    const auto below = [&](std::string_view key) {
      return tables_under(found.tables, key, fmt::format("{}.{}", path, key), mistakes_);
    };
    check_keys(below("funding"), path + ".funding", {names_of<FundingPool>.begin(), names_of<FundingPool>.end()});
    keep_given_tracks(below("track"), path + ".track");
    const auto alike = [](auto rule) { return [rule](const std::string&) { return rule; }; };
    read_own(below("track"), {path + ".track", "track", max_tracks}, bloc.tracks, alike(TrackRule{}));
    read_own(below("stage"), {path + ".stage", "stage", max_stages}, bloc.stages, alike(StageRule{}));
    read_own(below("rule"), {path + ".rule", "rule", max_rules}, bloc.rules, alike(common_part(bloc.registration)));
    read_own_classes(below("class"), path + ".class", bloc);
  }

  void keep_given_tracks(const TableStack& tables, const std::string& path) {
    for (const TomlNode* table : tables)
      for (const TomlNode& track : table->children)
        for (const std::string_view given : given_tracks)
          if (const TomlNode* remove = track.key == given ? track.find("remove") : nullptr)
            mistakes_.add(remove->key_at, fmt::format("{}.{}", path, given),
                          fmt::format("every bloc has the track '{}': it cannot be removed", given),
                          "write stages = [] if nothing goes that way");
  }

  /// Tracks that nothing sends a filing to, and whose name is near to one that every bloc has: it is misspelt, and
  /// would else be a new track. Other names that nothing names are noted (unused_notes).
  void find_nameless_tracks() {
    const Words given(given_tracks.begin(), given_tracks.end());
    std::set<std::string> named(given.begin(), given.end());
    for (const BlocRules& bloc : reading_.scenario.blocs) {
      named.insert({bloc.registration.change_track, bloc.registration.renewal_track, bloc.filings.track,
                    bloc.tolerance.reapproval_track});
      for (const auto& [name, rule] : bloc.rules)
        named.insert({rule.track, rule.light_track, rule.change_track, rule.renewal_track});
    }
    for (const PolicyRule& policy : reading_.scenario.policies)
      for (const Edit& edit : policy.edits)
        if (const auto* text = std::get_if<std::string>(&edit.value)) named.insert(*text);
    for (const BlocRules& bloc : reading_.scenario.blocs)
      for (const auto& track : bloc.tracks)
        if (!named.contains(track.name) && !nearest(track.name, given).empty()) {
          const std::string path = fmt::format("bloc.{}.track.{}", bloc.name, track.name);
          mistakes_.add(reading_.set_at[path], path, path + ": nothing names this track: no filing goes there",
                        suggestion(track.name, given) + "; or name it as a track of a rule, of changes or of renewals");
        }
  }

  /// Vendors of a class that are others here: what the bloc does not say is as the scenario has it.
  void read_own_classes(const TableStack& tables, const std::string& path, BlocRules& bloc) {
    check_keys(tables, path, {names_of<VendorClass>.begin(), names_of<VendorClass>.end()});
    if (mistakes_.full()) return;
    read_own(tables, {path, "class", vendor_classes, false, true}, bloc.classes, [&](const std::string& name) {
      const auto at = std::find(names_of<VendorClass>.begin(), names_of<VendorClass>.end(), name);
      if (at == names_of<VendorClass>.end()) return VendorClassRule{};  // a mistake already
      return reading_.scenario.classes[static_cast<std::size_t>(at - names_of<VendorClass>.begin())];
    });
  }

  /// A policy that changes what the scenario says of a class changes it in blocs, too, that have a table of their own
  /// for the class and do not say this key there.
  void reach_own_classes() {
    for (std::size_t i = 0; i < reading_.scenario.policies.size(); ++i) {
      std::vector<Edit>& edits = reading_.scenario.policies[i].edits;
      const std::vector<Edit> written = edits;
      for (const Edit& edit : written)
        for (const std::string& key : followers_of(edit.key)) {
          if (std::any_of(written.begin(), written.end(), [&](const Edit& other) { return other.key == key; }))
            continue;
          Edit& made = edits.emplace_back(edit);
          made.key = key;
          const std::string policy = fmt::format("policy.{}.", i + 1);
          if (const auto at = reading_.set_at.find(policy + edit.key); at != reading_.set_at.end())
            reading_.set_at[policy + key] = at->second;
        }
    }
  }

  /// Keys of blocs' own tables that are as this key of the scenario's says.
  Words followers_of(const std::string& key) const {
    Words keys;
    for (const BlocRules& bloc : reading_.scenario.blocs)
      for (const auto& own : bloc.classes) {
        if (!key.starts_with(fmt::format("class.{}.", own.name))) continue;
        std::string here = fmt::format("bloc.{}.{}", bloc.name, key);
        if (!reading_.set_at.contains(here)) keys.push_back(std::move(here));
      }
    return keys;
  }

  /// Tables of a bloc whose names the scenario chose. They start from fresh(name), with what was said of that name of
  /// the bloc that this one is like.
  template <class Rule, class Fresh>
  void read_own(const TableStack& tables, const Collection& in, std::vector<Named<Rule>>& list, const Fresh& fresh) {
    std::vector<NamedStack> inherited;
    for (const auto& one : list) inherited.push_back({one.name, {}, true});
    const std::vector<Named<Rule>> copied = std::exchange(list, {});
    const auto left = named_tables(tables, in, std::move(inherited), mistakes_).present;
    for (const auto& before : copied)
      if (std::none_of(left.begin(), left.end(), [&](const auto& f) { return f.copied && f.name == before.name; }))
        std::erase_if(reading_.set_at, [at = in.path + "." + before.name](const auto& entry) {
          return entry.first.starts_with(at) && (entry.first.size() == at.size() || entry.first[at.size()] == '.');
        });
    for (const auto& found : left) {
      auto& made = list.emplace_back(Named<Rule>{found.name, fresh(found.name)});
      const std::string path = in.path + "." + found.name;
      if (found.copied) {
        auto was = *std::find_if(copied.begin(), copied.end(), [&](const auto& c) { return c.name == found.name; });
        keep_what_was_said(sections(path, made.rule), sections(path, was.rule));
      }
      read_parts(sections(path, made.rule), found.tables);
    }
  }

  void keep_what_was_said(const std::vector<Section>& made, const std::vector<Section>& was) {
    for (std::size_t i = 0; i < made.size(); ++i)
      for (const ParamRow& row : made[i].rows)
        if (reading_.set_at.contains(fmt::format("{}.{}", made[i].path, row.key)))
          row.set(made[i].object, row.get(was[i].object));
  }

  /// A table with a name, and those below it.
  void read_parts(const std::vector<Section>& parts, const TableStack& tables) {
    const std::string& path = parts.front().path;
    std::set<std::string_view> besides{"remove"};
    for (const Section& part : parts)
      if (part.path != path) besides.insert(std::string_view(part.path).substr(path.size() + 1));
    apply(parts.front(), tables, besides);
    for (const Section& part : parts)
      if (part.path != path) apply(part, stack_at(tables, part.path.substr(path.size() + 1), path + "."), {});
  }

  void apply(const Section& part, const TableStack& tables, const std::set<std::string_view>& besides) {
    remember(tables, part.path);
    for (const TomlNode* table : tables)
      for (const TomlNode& child : table->children) {
        if (mistakes_.full()) return;
        if (besides.contains(child.key)) continue;
        const auto row =
            std::find_if(part.rows.begin(), part.rows.end(), [&](const auto& r) { return r.key == child.key; });
        if (row == part.rows.end())
          unknown(child, part, besides);
        else
          set(child, *row, part);
      }
  }

  void set(const TomlNode& node, const ParamRow& row, const Section& part) {
    const std::string path = part.path.empty() ? node.key : part.path + "." + node.key;
    const auto value =
        read_value(node, row, row.get(part.object), path, reading_.scenario.technology.anchor_flop, mistakes_.all());
    if (!value) return;
    row.set(part.object, *value);
    reading_.set_at[path] = node.value_at;
  }

  void unknown(const TomlNode& node, const Section& part, const std::set<std::string_view>& besides) {
    Words known(besides.begin(), besides.end());
    for (const auto& row : part.rows) known.emplace_back(row.key);
    unknown(node, part.path, known);
  }

  void unknown(const TomlNode& node, const std::string& path, const Words& known) {
    const std::string key = path.empty() ? node.key : path + "." + node.key;
    std::string remedy = nearest(node.key, known).empty() ? "" : suggestion(node.key, known);
    if (remedy.empty() && node.key.find('.') != node.key.npos)
      remedy = fmt::format("take the quotes off: {} = ...; within them a dot is a part of a name", node.key);
    const Words elsewhere = remedy.empty() ? tables_with(node) : Words{};
    if (!elsewhere.empty() && node.kind == NodeKind::table && elsewhere.front().ends_with("." + node.key + "]"))
      remedy = fmt::format("such a table is {}", fmt::join(elsewhere, " or "));
    else if (!elsewhere.empty())
      remedy = fmt::format("'{}' belongs in {}", node.key, fmt::join(elsewhere, " or "));
    else if (remedy.empty())
      remedy = suggestion(node.key, known);
    mistakes_.add(node.key_at, key, fmt::format("unknown key {}", in_quotes(key)), std::move(remedy));
  }

  void check_keys(const TableStack& tables, const std::string& path, Words known) {
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    for (const TomlNode* table : tables)
      for (const TomlNode& child : table->children) {
        if (mistakes_.full()) return;
        if (!std::binary_search(known.begin(), known.end(), child.key)) unknown(child, path, known);
      }
  }

  void read_texts(const TableStack& roots) {
    const auto title = row<&Scenario::title>("title", "");
    const auto description = row<&Scenario::description>("description", "");
    for (const TomlNode* root : roots)
      for (const auto* text : {&title, &description})
        if (const TomlNode* node = root->find(text->key)) set(*node, *text, {"", {}, &reading_.scenario});
  }

  /// The tables at a dotted path below `from`; `prefix` completes the path for messages.
  TableStack stack_at(TableStack from, const std::string& path, const std::string& prefix = "") {
    for (std::size_t begin = 0; begin < path.size();) {
      const std::size_t end = std::min(path.find('.', begin), path.size());
      from = tables_under(from, path.substr(begin, end - begin), prefix + path.substr(0, end), mistakes_);
      begin = end + 1;
    }
    return from;
  }

  void remember(const TableStack& tables, const std::string& path) {
    if (!tables.empty()) reading_.set_at[path] = tables.back()->key_at;
  }

  Reading& reading_;
  Mistakes mistakes_;
  NamedStacks blocs_;
  std::map<const NamedStack*, Made> done_;
  std::vector<const NamedStack*> open_;  // blocs whose model is being looked for
};

}  // namespace

void resolve(const Layers& layers, Reading& reading) {
  TableStack roots;
  for (const auto& root : layers.roots) roots.push_back(&root);
  Resolving(reading).resolve(roots);
}

}  // namespace poldyn
