#include "sim/reading/rule_notes.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/policy/edited_keys.h"
#include "sim/policy/policy_edit.h"
#include "sim/policy/rule_faults.h"

namespace poldyn {
namespace {

class RuleNotes {
 public:
  RuleNotes(const Scenario& scenario, std::vector<Fault>& notes) : s_(scenario), notes_(notes) {}

  void all() {
    const auto has_tables = [](const BlocRules& bloc) { return !bloc.rules.empty(); };
    if (s_.mechanisms.rules && std::none_of(s_.blocs.begin(), s_.blocs.end(), has_tables))
      add("mechanisms.rules", "no bloc has a rule: registration.who says who files, as without it",
          "write a table [bloc.<name>.rule.<name>], or take it out");
    for (const BlocRules& bloc : s_.blocs) {
      if (bloc.rules.empty()) continue;
      if (!s_.mechanisms.rules) {
        add(path_of(bloc, bloc.rules.front()), "nothing reads it while mechanisms.rules = false",
            "switch mechanisms.rules on, or take the rules out");
        continue;
      }
      if (bloc.registration.who != WhoFiles::nobody)
        add(fmt::format("bloc.{}.registration.who", bloc.name), "nothing reads it: the bloc's rules say who files",
            "take it out, or write it as a rule");
      for (const auto& rule : bloc.rules) one(bloc, rule);
      passed_once(bloc);
      nothing_to_call(bloc);
    }
  }

 private:
  void add(std::string path, std::string message, std::string remedy) {
    notes_.push_back({std::move(path), std::move(message), std::move(remedy)});
  }
  static std::string path_of(const BlocRules& bloc, const Named<FilingRule>& rule) {
    return fmt::format("bloc.{}.rule.{}", bloc.name, rule.name);
  }

  void one(const BlocRules& bloc, const Named<FilingRule>& named) {
    const FilingRule& rule = named.rule;
    const std::string path = path_of(bloc, named);
    const auto never = [&](const char* key, bool is, std::string message, std::string remedy) {
      if (is && !is_edited(s_, path + "." + key)) add(path + "." + key, std::move(message), std::move(remedy));
    };
    never("in_force", !rule.in_force, "the rule never comes into force: it binds nobody",
          fmt::format("let a [[policy]] set \"{}.in_force\" = true, or take the rule out", path));
    never("takes_part", rule.takes_part == 0, "no vendor takes part: it binds nobody", "give it a share above 0");
    never("exempt_until", rule.exempt_until > s_.run.horizon,
          fmt::format("the run ends before it, at run.horizon = {:g} d: it binds nobody", s_.run.horizon.count()),
          "take an earlier date or a longer horizon");
    never("grace", rule.grace >= s_.run.horizon,
          fmt::format("is no shorter than run.horizon = {:g} d: it binds nobody", s_.run.horizon.count()),
          "take a shorter grace or a longer horizon");
    never("notification", rule.duty == Duty::notice && rule.notification <= Days{0},
          "a notice without a wait: it is counted, and nothing follows from it", "write the wait, as in \"14 d\"");
    bool some = false;
    for (std::size_t c = 0; c < vendor_classes; ++c) some |= there_are(bloc, rule, c);
    if (!some && !is_about_edited(path))
      add(path, "no vendor of the bloc meets its conditions: it binds nobody",
          "look at its classes, affiliation, public_facing and kind beside the bloc's population and its classes");
  }

  bool is_about_edited(const std::string& path) const {
    for (const auto* key : {"classes", "affiliation", "public_facing", "kind"})
      if (is_edited(s_, path + "." + key)) return true;
    return some_edit(s_, [](const Edit& edit) {
      return edit.key.find(".population.") != edit.key.npos || edit.key.find("class.") != edit.key.npos;
    });
  }

  /// Whether the bloc may have vendors of this class that the rule is about.
  bool there_are(const BlocRules& bloc, const FilingRule& rule, std::size_t c) const {
    const auto& shares = bloc.population.class_shares;
    if (c >= shares.size() || shares[c] <= 0) return false;
    const VendorClassRule& cls = class_rule(s_, bloc, static_cast<VendorClass>(c));
    RuleSubject of;
    of.cls = static_cast<VendorClass>(c);
    of.application = cls.unmodified && s_.mechanisms.adoption;
    FilingRule asked = rule;  // compute and origin are what they turn out to be
    asked.compute_above = -no_compute_bound;
    asked.compute_below = no_compute_bound;
    asked.origin = RuleOrigin::any;
    for (const bool affiliated : {false, true})
      for (const bool facing : {false, true}) {
        const double linked = bloc.population.affiliated_share;
        const bool exists =
            (affiliated ? linked > 0 : linked < 1) && (facing ? cls.public_facing > 0 : cls.public_facing < 1);
        of.affiliated = affiliated;
        of.public_facing = facing;
        if (exists && is_about(asked, of)) return true;
      }
    return false;
  }

  /// Applications that must wait for an approval may call approved bases only, and nobody approves any.
  void nothing_to_call(const BlocRules& bloc) {
    if (!bloc.registration.approved_bases_only ||
        is_edited(s_, "bloc." + bloc.name + ".registration.approved_bases_only"))
      return;
    const Named<FilingRule>* of_applications = nullptr;
    for (const auto& named : bloc.rules) {
      if (named.rule.duty == Duty::notice) continue;
      if (is_about_some(bloc, named.rule, false)) return;
      if (named.rule.duty == Duty::approval && is_about_some(bloc, named.rule, true)) of_applications = &named;
    }
    if (of_applications)
      add(path_of(bloc, *of_applications),
          "applications that it binds may call approved bases only, and no rule approves a trained model: they have "
          "nothing to call",
          fmt::format("write approved_bases_only = false in [bloc.{}.registration], or a rule that trained models file "
                      "under",
                      bloc.name));
  }

  /// Whether the rule is about vendors of the bloc that make applications, or that train.
  bool is_about_some(const BlocRules& bloc, const FilingRule& rule, bool applications) const {
    for (std::size_t c = 0; c < vendor_classes; ++c) {
      const VendorClassRule& cls = class_rule(s_, bloc, static_cast<VendorClass>(c));
      if ((cls.unmodified && s_.mechanisms.adoption) == applications && there_are(bloc, rule, c)) return true;
    }
    return false;
  }

  /// A stage that two rules of a family name by their tracks.
  void passed_once(const BlocRules& bloc) {
    for (std::size_t r = 0; r < bloc.rules.size(); ++r)
      for (std::size_t i = 0; i < r; ++i) {
        const auto &later = bloc.rules[r], &earlier = bloc.rules[i];
        if (family_of(later.name, later.rule) != family_of(earlier.name, earlier.rule)) continue;
        const TrackRule *a = find_track(bloc, earlier.rule.track), *b = find_track(bloc, later.rule.track);
        if (a == b || !a || !b) continue;
        for (const std::string& stage : b->stages)
          if (std::find(a->stages.begin(), a->stages.end(), stage) != a->stages.end())
            return add(path_of(bloc, later) + ".track",
                       fmt::format("its stage '{}' stands in the track of rule '{}' of the same family, too: a filing "
                                   "under both passes it once",
                                   stage, earlier.name),
                       "give the rule a family of its own if it should be passed twice");
      }
  }

  const Scenario& s_;
  std::vector<Fault>& notes_;
};

}  // namespace

void add_rule_notes(const Scenario& scenario, std::vector<Fault>& notes) { RuleNotes(scenario, notes).all(); }

std::optional<Fault> copied_by_rules(const Scenario& scenario, const std::string& key) {
  if (key == "technology.anchor_flop")
    return Fault{key, "thresholds in FLOP were read by it when the scenario was", "vary the thresholds themselves"};
  if (!matches_key("bloc.*.registration.*", key)) return std::nullopt;
  const std::size_t dot = key.rfind('.');
  if (is_read_beside_rules(std::string_view(key).substr(dot + 1))) return std::nullopt;
  for (const BlocRules& bloc : scenario.blocs)
    if (has_rules(scenario.mechanisms, bloc) && key.starts_with("bloc." + bloc.name + "."))
      return Fault{key, "nothing follows it: the bloc's rules have values of their own",
                   fmt::format("change bloc.{}.rule.{}, or another rule", bloc.name, bloc.rules.front().name)};
  return std::nullopt;
}

}  // namespace poldyn
