#include "sim/policy/policy_faults.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <optional>
#include <set>

#include "sim/policy/contradictions.h"
#include "sim/policy/fault_text.h"
#include "sim/policy/policy_edit.h"
#include "sim/policy/staffing_faults.h"

namespace poldyn {
namespace {

class PolicyChecking {
 public:
  PolicyChecking(const Scenario& scenario, std::vector<Fault>& faults, const Unread& unread)
      : s_(scenario), copy_(scenario), faults_(faults), unread_(unread) {}

  void all() {
    for (std::size_t i = 0; i < s_.policies.size(); ++i) one(i);
    if (!s_.mechanisms.policy || unread_.rules) return;
    for (const Fault& fault : contradictions_of_rules(s_)) said_.insert(fault.path + fault.message);
    for (std::size_t i = 0; i < s_.policies.size(); ++i)
      if (!s_.policies[i].triggered() && does_not_say_what(i)) return;  // nor what the rules are at its date
    for (const double day : dates()) rules_on(day, {});
    for (std::size_t i = 0; i < s_.policies.size(); ++i)
      if (s_.policies[i].phase_in > Days{0} && !does_not_say_what(i)) on_its_way(i);
    for (std::size_t i = 0; i < s_.policies.size(); ++i)
      if (s_.policies[i].triggered() && !does_not_say_what(i)) rules_on(s_.policies[i].at.count(), i);
  }

 private:
  void add(std::size_t policy, std::string_view key, std::string message, std::string remedy) {
    std::string path = "policy." + std::to_string(policy + 1);
    if (!key.empty()) path += "." + std::string(key);
    faults_.push_back({std::move(path), std::move(message), std::move(remedy)});
  }

  /// Whether one of these keys of a policy, or with "" any, could not be read.
  bool unread(std::size_t policy, std::initializer_list<std::string_view> keys) const {
    const std::string path = "policy." + std::to_string(policy + 1) + ".";
    return std::any_of(unread_.policies.begin(), unread_.policies.end(), [&](const std::string& at) {
      return at.starts_with(path) && std::any_of(keys.begin(), keys.end(), [&](std::string_view key) {
               return key.empty() || at.substr(path.size()) == key;
             });
    });
  }

  /// Whether one of a policy's changes, or its time, could not be read.
  bool does_not_say_what(std::size_t policy) const {
    const std::string path = "policy." + std::to_string(policy + 1) + ".";
    return unread(policy, {"at", "until", "when"}) ||
           std::any_of(unread_.policies.begin(), unread_.policies.end(), [&](const std::string& at) {
             return at.starts_with(path) && at.find('.', path.size()) != at.npos;
           });
  }

  bool ends_too_soon(const PolicyRule& p) const { return p.until > Days{0} && p.until <= p.at; }

  void one(std::size_t i) {
    const PolicyRule& p = s_.policies[i];
    if (p.edits.empty() && !unread(i, {""})) add(i, "", "it changes nothing", "give it set, add or scale");
    if (ends_too_soon(p) && !unread(i, {"at", "until"}))
      add(i, "until", "it would end before it begins", "take a date after `at`");
    if (!p.triggered() && !unread(i, {"when"}))
      for (const auto& [given, key] :
           {std::pair{!p.release_when.empty(), "release_when"}, {p.gap > Days{0}, "gap"}, {p.times > 0, "times"}})
        if (given)
          add(i, key, "only a triggered policy has it, and there is no `when`", "give it a condition in `when`");
    std::set<std::string_view> seen;
    for (const Edit& edit : p.edits) {
      if (!seen.insert(edit.key).second) add(i, edit.key, "the policy changes it twice", "keep one of them");
      check(i, edit);
    }
  }

  void check(std::size_t i, const Edit& edit) {
    const std::size_t before = faults_.size();
    check_edit(i, edit);
    if (faults_.size() > before) refused_.insert(&edit);
  }

  void check_edit(std::size_t i, const Edit& edit) {
    const EditTarget target = find_parameter(copy_, edit.key);
    if (!target) return add(i, edit.key, "there is no such parameter", "write its full key, from the bloc on");
    if (const auto why = fixed_because(edit.key); !why.empty())
      return add(i, edit.key, "it cannot change during a run: " + std::string(why),
                 "set it in the scenario itself, or change another parameter");
    if (const std::string table = staffed_at(s_, edit.key); !table.empty())
      return add(i, edit.key, "two hands would be on one number: [" + table + "] changes it, too",
                 "change " + table + ".least or .most instead, or let the reviewers follow nothing");
    if (edit.kind == EditKind::set) return;
    if (target.row->kind != Kind::number && target.row->kind != Kind::integer && target.row->kind != Kind::law)
      add(i, edit.key, "only numbers and distributions can be added to or scaled", "use set");
    else
      check_bounds(i, edit, *target.row);
  }

  /// What is beyond the parameter's range cannot be kept.
  void check_bounds(std::size_t i, const Edit& edit, const ParamRow& row) {
    const std::size_t before = faults_.size();
    for (const auto& [bound, name] : {std::pair{edit.least, "at_least"}, {edit.most, "at_most"}})
      if (!std::isinf(bound) && !row.range.has(bound))
        add(i, std::string(name) + "." + edit.key,
            std::string(name) + " = " + text(bound) + " is outside [" + text(row.range.low) + ", " +
                text(row.range.high) + "]",
            "take a value that the parameter may have");
    if (faults_.size() > before) return;
    if (edit.least > edit.most) return add(i, edit.key, "at_least is above at_most", "exchange them");
    if (const Range within = bounds(row, edit); within.low > within.high)
      add(i, edit.key, "there is no whole number between at_least and at_most", "let one be between them");
  }

  /// Dates at which dated policies begin or end.
  std::set<double> dates() const {
    std::set<double> made;
    for (const PolicyRule& p : s_.policies) {
      if (p.triggered()) continue;
      made.insert(p.at.count());
      if (p.until > Days{0} && !ends_too_soon(p)) made.insert(p.until.count());
    }
    return made;
  }

  /// The first step of a phase-in and the last before its target: what is right at both ends need not be between.
  void on_its_way(std::size_t i) {
    const PolicyRule& p = s_.policies[i];
    const double step = std::min(1.0, p.phase_step / p.phase_in);
    for (const double progress : {step, 1 - step}) {
      if (!(progress > 0 && progress < 1)) continue;
      on_its_way_ = std::pair(i, progress);
      rules_on(p.at.count(), p.triggered() ? std::optional(i) : std::nullopt);
    }
    on_its_way_.reset();
  }

  /// Puts in force what is dated, in the order of the run, then the triggered policy, and looks for contradictions.
  void rules_on(double day, std::optional<std::size_t> triggered) {
    std::vector<std::size_t> order = dated_on(s_, day);
    if (triggered) order.push_back(*triggered);
    if (order.empty()) return;
    since_ = {&s_, day / days_per_year};
    for (const Fault& fault : contradictions_of_rules(rules_under(order, {}), since_))
      if (said_.insert(fault.path + fault.message).second)
        add(order.back(), to_blame(fault, order), "under it " + fault.path + ": " + fault.message, fault.remedy);
  }

  Scenario rules_under(const std::vector<std::size_t>& order, const std::set<const Edit*>& without) {
    Scenario scenario = s_;  // without what is left out
    std::vector<PolicyLayer> layers;
    for (const std::size_t i : order) {
      PolicyLayer layer{static_cast<std::uint32_t>(i)};
      if (on_its_way_ && on_its_way_->first == i) layer.progress = on_its_way_->second;
      layers.push_back(layer);
      std::erase_if(scenario.policies[i].edits, [&](const Edit& edit) {
        const Edit* written =
            &s_.policies[i].edits[static_cast<std::size_t>(&edit - scenario.policies[i].edits.data())];
        return without.contains(written) || refused_.contains(written);
      });
    }
    Scenario then = scenario;
    put_in_force(then, scenario, layers);
    return then;
  }

  /// The key of the last policy's edit without which the fault would not be there; where it takes several, of the edit
  /// of the parameter itself, or of the one with which, after those before it, the fault goes.
  std::string_view to_blame(const Fault& fault, const std::vector<std::size_t>& order) {
    const auto& edits = s_.policies[order.back()].edits;
    for (const Edit& edit : edits)
      if (!is_there(fault, order, {&edit})) return edit.key;
    for (const Edit& edit : edits)
      if (fault.path.starts_with(edit.key)) return edit.key;
    std::set<const Edit*> without;
    for (const Edit& edit : edits) {
      without.insert(&edit);
      if (!is_there(fault, order, without)) return edit.key;
    }
    return {};
  }

  bool is_there(const Fault& fault, const std::vector<std::size_t>& order, const std::set<const Edit*>& without) {
    const auto left = contradictions_of_rules(rules_under(order, without), since_);
    return std::any_of(left.begin(), left.end(),
                       [&](const Fault& f) { return f.path == fault.path && f.message == fault.message; });
  }

  const Scenario& s_;
  Scenario copy_;  // to look parameters up in
  std::vector<Fault>& faults_;
  const Unread& unread_;
  std::set<const Edit*> refused_;
  std::set<std::string> said_;
  RulesSince since_;
  std::optional<std::pair<std::size_t, double>> on_its_way_;  ///< a policy, and how much of its phase-in is done
};

}  // namespace

void find_policy_faults(const Scenario& scenario, std::vector<Fault>& faults, const Unread& unread) {
  PolicyChecking(scenario, faults, unread).all();
}

}  // namespace poldyn
