#include "sim/policy/rule_faults.h"

#include <algorithm>
#include <array>

#include "sim/policy/edited_keys.h"
#include "sim/policy/fault_text.h"

namespace poldyn {
namespace {

class RuleCheck {
 public:
  RuleCheck(const Scenario& scenario, const BlocRules& bloc, std::vector<Fault>& faults)
      : s_(scenario), bloc_(bloc), faults_(faults) {}

  void all() {
    if (!has_rules(s_.mechanisms, bloc_)) return;
    for (std::size_t r = 0; r < bloc_.rules.size(); ++r) {
      const Named<FilingRule>& one = bloc_.rules[r];
      tracks(one);
      if (!s_.mechanisms.approval) continue;
      whom(one);
      family(r);
      renewal(one);
    }
  }

 private:
  void add(const Named<FilingRule>& rule, const char* key, std::string message, std::string remedy) {
    faults_.push_back({"bloc." + bloc_.name + ".rule." + rule.name + "." + key, std::move(message), std::move(remedy)});
  }

  /// Every rule names tracks of the bloc, and what files has a way to go.
  void tracks(const Named<FilingRule>& one) {
    const FilingRule& rule = one.rule;
    const bool files = rule.duty != Duty::notice && s_.mechanisms.approval;
    const bool renews = files && s_.mechanisms.renewal && rule.validity > Days{0};
    const bool applies = files && rule.kind != RuleKind::trained && has_applications(s_, bloc_);
    track(one, "track", rule.track, files);
    track(one, "light_track", rule.light_track, applies);
    track(one, "change_track", rule.change_track, files);
    track(one, "renewal_track", rule.renewal_track, renews);
  }

  void track(const Named<FilingRule>& one, const char* key, const std::string& name, bool taken) {
    const TrackRule* track = find_track(bloc_, name);
    if (!track)
      add(one, key, "there is no track '" + name + "'", "tracks of the bloc: " + joined(names_in(bloc_.tracks)));
    else if (taken && track->stages.empty())
      add(one, key, "the track '" + name + "' has no stages, but filings under the rule go there",
          "give [bloc." + bloc_.name + ".track." + name + "] stages, or name another track");
  }

  void whom(const Named<FilingRule>& one) {
    const FilingRule& rule = one.rule;
    for (const std::string& name : rule.classes)
      if (std::find(names_of<VendorClass>.begin(), names_of<VendorClass>.end(), name) == names_of<VendorClass>.end())
        add(one, "classes", "there is no class '" + name + "'", "classes: frontier, derivative, integrator");
    if (rule.compute_above >= rule.compute_below)
      add(one, "compute_above",
          "binds nobody: no compute is above " + text(rule.compute_above) +
              " OOM and at most compute_below = " + text(rule.compute_below) + " OOM",
          "take compute_above below compute_below, or leave one of them out");
  }

  /// Rules of one family are one filing: they ask for the same, and serve it in one order.
  void family(std::size_t r) {
    const Named<FilingRule>& one = bloc_.rules[r];
    for (std::size_t i = 0; i < r; ++i) {
      const Named<FilingRule>& earlier = bloc_.rules[i];
      if (family_of(one.name, one.rule) != family_of(earlier.name, earlier.rule)) continue;
      if (one.rule.duty != earlier.rule.duty)
        add(one, "duty",
            "is not that of rule '" + earlier.name + "' of the same family '" + family_of(one.name, one.rule) +
                "', which are one filing",
            "give both the same duty, or the rule a family of its own");
      if (one.rule.priority != earlier.rule.priority)
        add(one, "priority", "is not that of rule '" + earlier.name + "' of the same family, which are one filing",
            "give both the same priority");
      return;
    }
  }

  void renewal(const Named<FilingRule>& one) {
    const FilingRule& rule = one.rule;
    if (!s_.mechanisms.renewal || rule.duty == Duty::notice || !(rule.validity > Days{0})) return;
    if (rule.renewal_lead >= rule.validity)
      add(one, "renewal_lead",
          "a renewal would be due before its approval, which holds for " + text(rule.validity.count()) + " d",
          "take a renewal_lead below validity");
  }

  const Scenario& s_;
  const BlocRules& bloc_;
  std::vector<Fault>& faults_;
};

}  // namespace

bool has_applications(const Scenario& scenario, const BlocRules& bloc) {
  const auto& shares = bloc.population.class_shares;
  for (std::size_t i = 0; i < std::min(shares.size(), vendor_classes); ++i)
    if (shares[i] > 0 && class_rule(scenario, bloc, static_cast<VendorClass>(i)).unmodified) return true;
  return false;
}

bool is_read_beside_rules(std::string_view key) {
  constexpr auto common = std::to_array<std::string_view>({"approved_bases_only", "pending_limit", "bundling"});
  return std::find(common.begin(), common.end(), key) != common.end();
}

bool may_file(const Scenario& scenario, const BlocRules& bloc) {
  if (gives_approvals(scenario.mechanisms, bloc) || scenario.mechanisms.filings) return true;
  const std::string path = "bloc." + bloc.name + ".";
  return some_edit(scenario, [&](const Edit& edit) {
    return edit.key == path + "registration.who" ||
           (edit.key.starts_with(path + "rule.") && edit.key.ends_with(".in_force"));
  });
}

bool gives_approvals(const Mechanisms& on, const BlocRules& bloc) {
  if (!has_rules(on, bloc)) return bloc.registration.who != WhoFiles::nobody;
  // One that is not in force yet may come; that it never does is noted.
  return std::any_of(bloc.rules.begin(), bloc.rules.end(),
                     [](const auto& one) { return one.rule.duty != Duty::notice; });
}

std::string none_approved(const Mechanisms& on, const BlocRules& bloc) {
  return has_rules(on, bloc) ? "no rule asks for an approval or a registration"
                             : "registration.who = \"nobody\" approves none";
}

void find_rule_faults(const Scenario& scenario, std::vector<Fault>& faults) {
  for (const BlocRules& bloc : scenario.blocs) RuleCheck(scenario, bloc, faults).all();
}

}  // namespace poldyn
