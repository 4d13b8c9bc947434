#include "sim/reading/policy_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/observe/run_result.h"
#include "sim/policy/condition_reach.h"
#include "sim/policy/policy_edit.h"
#include "sim/process/dispatch/mechanism_table.h"
#include "sim/reading/rule_notes.h"

namespace poldyn {
namespace {

bool is_off(const Scenario& scenario, std::string_view mechanism) {
  for (const ParamRow& row : param_rows<Mechanisms>)
    if (row.key == mechanism) return !std::get<bool>(row.get(&scenario.mechanisms));
  return false;
}

class PolicyNotes {
 public:
  explicit PolicyNotes(const Scenario& scenario) : s_(scenario) {}

  std::vector<Fault> all() {
    for (std::size_t i = 0; i < s_.policies.size(); ++i) one(i);
    return std::move(notes_);
  }

 private:
  void add(std::size_t policy, std::string_view key, std::string message, std::string remedy) {
    notes_.push_back({fmt::format("policy.{}.{}", policy + 1, key), std::move(message), std::move(remedy)});
  }

  void one(std::size_t i) {
    const PolicyRule& p = s_.policies[i];
    if (to_ticks(p.at) > to_ticks(s_.run.horizon))  // what falls on the last instant still happens
      add(i, "at",
          fmt::format("the run ends before it, at run.horizon = {:g} d: the policy never acts", s_.run.horizon.count()),
          "take an earlier date or a longer horizon");
    else if (p.triggered() && !looked_at(p))
      add(i, "at",
          "no sample lies between it and `until`, and a condition is looked at in samples: the policy never acts",
          fmt::format("let a sample lie between them; there is one every {:g} d (run.sample_interval)",
                      s_.run.sample_interval.count()));
    never(i, "when", p.condition, "the policy never acts");
    never(i, "release_when", p.release, "the policy is never undone");
    if (p.triggered() && p.condition == p.release)
      add(i, "release_when", "it is the condition of `when`: what one sample brings the next takes back",
          "let the two be apart, as in > 100 and < 20");
    if (const Days time = p.until - p.at; p.until > Days{0} && p.phase_in > time)
      add(i, "phase_in",
          fmt::format("the policy ends (until) after {:g} d, with {:.0f} % of the way done at most", time.count(),
                      100 * (time / p.phase_in)),
          "take a shorter phase_in or a later until");
    for (const Edit& edit : p.edits) {
      if (const auto note = unread_note(s_, edit.key)) add(i, edit.key, note->message, note->remedy);
      if (const auto note = copied_by_rules(s_, edit.key)) add(i, edit.key, note->message, note->remedy);
      to_the_end(i, edit);
      to_none(i, edit);
    }
  }

  /// Where 0 stands for none or for no limit, what lies next to it is the other extreme: no way leads there in steps.
  void to_none(std::size_t i, const Edit& edit) {
    Scenario copy = s_;
    const EditTarget target = find_parameter(copy, edit.key);
    if (!target || !means_none_at_0(target.row->meaning)) return;
    const double from = number_in(target.get()), to = number_in(edited(*target.row, target.get(), edit, 1));
    const bool steps = s_.policies[i].phase_in > Days{0} || edit.kind != EditKind::set;
    if (!steps || (from == 0) == (to == 0)) return;
    const std::string_view meaning = target.row->meaning;
    add(i, edit.key,
        fmt::format("it goes from {:g} to {:g} through values next to 0, and 0 is no small value here ({})", from, to,
                    meaning.substr(meaning.rfind("; ") + 2)),
        "set the value at once, in a policy without phase_in");
  }
  static bool means_none_at_0(std::string_view meaning) {
    for (const std::string_view words : {"; 0 never", "; 0 has no limit", "; 0 has none", "; mean 0 waits for ever"})
      if (meaning.find(words) != meaning.npos) return true;
    return false;
  }
  static double number_in(const Value& value) {
    if (const auto* law = std::get_if<Law>(&value)) return law->mean;
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    const auto* number = std::get_if<double>(&value);
    return number ? *number : 0;
  }

  /// Whether there is a sample from `at` on and before `until`.
  bool looked_at(const PolicyRule& p) const {
    const Ticks step = to_ticks(s_.run.sample_interval), from = to_ticks(p.at), to = to_ticks(p.until);
    const Ticks first = step * ((from + step - Ticks{1}) / step);
    return first <= to_ticks(s_.run.horizon) && (p.until <= Days{0} || first < to);
  }

  /// What adds more than the whole range, or changes the sign of what is above 0, says nothing but one of its ends.
  void to_the_end(std::size_t i, const Edit& edit) {
    Scenario copy = s_;
    const EditTarget target = find_parameter(copy, edit.key);
    const auto* number = std::get_if<double>(&edit.value);
    if (!target || !number || edit.kind == EditKind::set) return;
    const double low = std::max(target.row->range.low, edit.least), high = std::min(target.row->range.high, edit.most);
    const bool wide = edit.kind == EditKind::add && std::abs(*number) >= high - low;
    const bool turned = edit.kind == EditKind::scale && *number < 0 && low >= 0;
    if (!wide && !turned) return;
    const std::string_view unit = info(target.row->unit).symbol;
    add(i, edit.key,
        fmt::format("{} {:g} leads to an end of [{:g}, {:g}]{}{} at once", wide ? "adding" : "scaling by", *number, low,
                    high, unit.empty() ? "" : " ", unit),
        "take a smaller number, or `set` if that end is meant");
  }

  void never(std::size_t i, const char* key, const Condition& condition, const char* so) {
    const auto range_of = [](const ConditionStep& step) { return sampled_metrics()[step.metric].valid; };
    if (condition.steps.empty() || can_hold(condition, range_of)) return;
    const auto impossible = [&](const ConditionStep& one) {
      return is_comparison(one) && !can_hold({{one}}, range_of);
    };
    const auto step = std::find_if(condition.steps.begin(), condition.steps.end(), impossible);
    if (step == condition.steps.end())
      return add(i, key, fmt::format("its comparisons contradict each other, so that it cannot hold; {}", so),
                 "let the numbers leave a stretch in which all of it holds, or write `or`");
    const MetricRow& metric = sampled_metrics()[step->metric];
    const std::string_view unit = info(metric.unit).symbol;
    add(i, key,
        fmt::format("it cannot hold: {}.{}.{} lies within [{:g}, {:g}]{}{}; {}", s_.blocs[step->bloc].name,
                    metric.family, metric.name, metric.valid.low, metric.valid.high, unit.empty() ? "" : " ", unit, so),
        "compare with a number within");
  }

  const Scenario& s_;
  std::vector<Fault> notes_;
};

}  // namespace

std::optional<Fault> unread_note(const Scenario& scenario, const std::string& key) {
  const auto mechanism = mechanism_of(key);
  if (!is_off(scenario, mechanism)) return std::nullopt;
  return Fault{key, fmt::format("nothing reads it while mechanisms.{} = false", mechanism),
               fmt::format("switch mechanisms.{} on, or take the change out", mechanism)};
}

std::vector<Fault> policy_notes(const Scenario& scenario) {
  return scenario.mechanisms.policy ? PolicyNotes(scenario).all() : std::vector<Fault>{};
}

}  // namespace poldyn
