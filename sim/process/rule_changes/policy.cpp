#include "sim/process/rule_changes/policy.h"

#include <algorithm>
#include <utility>

#include "sim/engine/sample.h"
#include "sim/policy/contradictions.h"
#include "sim/policy/policy_edit.h"
#include "sim/process/rule_changes/follow_market.h"
#include "sim/process/rule_changes/follow_pipeline.h"
#include "sim/process/rule_changes/follow_rates.h"
#include "sim/process/service/incident_clock.h"

namespace poldyn {
namespace {

void schedule_step(Simulation& sim, SimTime at, Phase phase, std::size_t policy, std::uint32_t firing,
                   PolicyStep step) {
  sim.schedule(at, phase, EventKind::policy_changes, static_cast<std::uint32_t>(policy), firing,
               static_cast<std::uint16_t>(step));
}

Value prepared_value(const ParamRow& row, Value value) {
  return row.kind == Kind::law ? Value{prepared(std::get<Law>(value))} : value;
}

/// Gives the parameters that the policy edits the values that they have under all policies in force. True if any has
/// changed.
bool set_rules(Simulation& sim, const PolicyRule& policy) {
  bool changed = false;
  for (const Edit& edit : policy.edits) {
    const EditTarget target = find_parameter(sim.rules, edit.key);
    const auto base =
        std::find_if(sim.unamended.begin(), sim.unamended.end(), [&](const auto& b) { return b.first == edit.key; });
    if (!target || base == sim.unamended.end()) throw std::logic_error("a policy edits no parameter: " + edit.key);
    const Value value = value_under(sim.rules, *target.row, edit.key, base->second, sim.world.in_force);
    if (value == target.get()) continue;
    target.row->set(target.object, prepared_value(*target.row, value));
    changed = true;
  }
  return changed;
}

/// Whether clocks of incidents run otherwise from now on.
bool turns_clocks(const Scenario& a, const Scenario& b) {
  for (std::size_t d = 0; d < a.domains.size(); ++d)
    if (a.domains[d].rule.outside_envelope_of != b.domains[d].rule.outside_envelope_of) return true;
  for (std::size_t i = 0; i < a.blocs.size(); ++i) {
    const MarketRule &was = a.blocs[i].market, &is = b.blocs[i].market;
    if (was.demand_per_year != is.demand_per_year || was.demand_growth_per_year != is.demand_growth_per_year ||
        was.epoch != is.epoch)
      return true;
  }
  return false;
}

void read_clocks(Simulation& sim) {
  for (std::size_t b = 0; b < sim.world.blocs.size(); ++b) retime_incidents(sim, BlocId{b});
}

void change_rules(Simulation& sim, std::size_t policy) {
  const Scenario before = sim.rules;
  if (!set_rules(sim, sim.rules.policies[policy])) return;
  // Each policy was checked by itself and by date; what triggered ones do to each other shows only here. What was
  // contradictory before is not the policy's doing.
  const auto known = contradictions_of_rules(before);
  for (const Fault& fault : contradictions_of_rules(sim.rules))
    if (std::none_of(known.begin(), known.end(),
                     [&](const Fault& f) { return f.path == fault.path && f.message == fault.message; }))
      throw std::runtime_error(policy_name(sim.rules, policy) + " on day " + std::to_string(in_days(sim.now())) + ": " +
                               fault.path + ": " + fault.message);
  const bool clocks = sim.rules.mechanisms.incidents && turns_clocks(before, sim.rules);
  if (clocks) {  // what they have run so far, they ran under the rules before
    Scenario after = std::exchange(sim.rules, before);
    read_clocks(sim);
    sim.rules = std::move(after);
  }
  follow_rules(sim, before);
  if (clocks) read_clocks(sim);
}

/// Puts a layer on top; a phase-in starts with its first step at 0.
void put_in_force(Simulation& sim, std::size_t policy) {
  const PolicyRule& rule = sim.rules.policies[policy];
  PolicyState& state = sim.world.policies[policy];
  if (state.fired++ == 0) state.first_fired = sim.now();
  if (!state.in_force) state.since = sim.now();
  state.in_force = true;
  state.last_fired = sim.now();
  const bool at_once = rule.phase_in <= Days{0};
  sim.world.in_force.push_back({static_cast<std::uint32_t>(policy), state.fired, sim.now(), at_once ? 1.0 : 0.0});
  if (at_once) return;
  const SimTime next = std::min(later(sim.now(), rule.phase_step.count()), later(sim.now(), rule.phase_in.count()));
  schedule_step(sim, next, phase::ends, policy, state.fired, PolicyStep::moves);
}

/// The next step of a phase-in; false if what it belongs to has ended.
bool move_on(Simulation& sim, std::size_t policy, std::uint32_t firing) {
  const auto layer = std::find_if(sim.world.in_force.begin(), sim.world.in_force.end(),
                                  [&](const PolicyLayer& l) { return l.policy == policy && l.activation == firing; });
  if (layer == sim.world.in_force.end()) return false;
  const PolicyRule& rule = sim.rules.policies[policy];
  const SimTime last = later(layer->since, rule.phase_in.count());
  layer->progress = sim.now() >= last ? 1 : in_days(sim.now() - layer->since) / rule.phase_in.count();
  if (sim.now() < last)
    schedule_step(sim, std::min(later(sim.now(), rule.phase_step.count()), last), phase::ends, policy, firing,
                  PolicyStep::moves);
  return true;
}

void take_out_of_force(Simulation& sim, std::size_t policy) {
  PolicyState& state = sim.world.policies[policy];
  state.before = state.time_in_force(sim.now());
  state.in_force = false;
  std::erase_if(sim.world.in_force, [&](const PolicyLayer& layer) { return layer.policy == policy; });
}

void remember_base(Simulation& sim) {
  for (const PolicyRule& policy : sim.rules.policies)
    for (const Edit& edit : policy.edits) {
      const bool known =
          std::any_of(sim.unamended.begin(), sim.unamended.end(), [&](const auto& b) { return b.first == edit.key; });
      const EditTarget target = find_parameter(sim.rules, edit.key);
      if (!known && target) sim.unamended.emplace_back(edit.key, target.get());
    }
}

}  // namespace

void start_policies(Simulation& sim) {
  if (!sim.rules.mechanisms.policy || sim.rules.policies.empty()) return;
  sim.world.policies.resize(sim.rules.policies.size());
  remember_base(sim);
  for (std::size_t i = 0; i < sim.rules.policies.size(); ++i) {
    const PolicyRule& rule = sim.rules.policies[i];
    if (rule.until > Days{0}) schedule_step(sim, at_day(rule.until.count()), phase::ends, i, 0, PolicyStep::ends);
    if (rule.triggered()) continue;
    if (rule.at > Days{0}) {
      schedule_step(sim, at_day(rule.at.count()), phase::ends, i, 0, PolicyStep::begins);
    } else {
      put_in_force(sim, i);
      set_rules(sim, rule);
    }
  }
}

Waits policy_waits(const Simulation& sim, std::size_t policy) {
  if (sim.world.policies.empty()) return Waits::nothing;
  const PolicyRule& rule = sim.rules.policies[policy];
  const PolicyState& state = sim.world.policies[policy];
  if (!rule.triggered() || state.over || sim.now() < at_day(rule.at.count())) return Waits::nothing;
  const bool can_end = !rule.release_when.empty();
  if (state.in_force && can_end) return Waits::release_when;
  if (state.in_force && !rule.increments()) return Waits::nothing;  // there is nothing left to set
  if (rule.times > 0 && state.fired >= rule.times) return Waits::nothing;
  if (state.fired > 0 && sim.now() - state.last_fired < to_ticks(rule.gap)) return Waits::nothing;
  return Waits::when;
}

void fire_policy(Simulation& sim, std::size_t policy) {
  schedule_step(sim, sim.now(), phase::observes, policy, 0, PolicyStep::begins);
}

void release_policy(Simulation& sim, std::size_t policy) {
  schedule_step(sim, sim.now(), phase::observes, policy, 1, PolicyStep::ends);
}

void change_policy(Simulation& sim, std::uint32_t policy, std::uint32_t firing, PolicyStep step) {
  switch (step) {
    case PolicyStep::begins:
      put_in_force(sim, policy);
      break;
    case PolicyStep::moves:
      if (!move_on(sim, policy, firing)) return;
      break;
    case PolicyStep::ends:
      sim.world.policies[policy].over |= firing == 0;  // its date, and not its release
      take_out_of_force(sim, policy);
      break;
  }
  change_rules(sim, policy);
}

void follow_rules(Simulation& sim, const Scenario& before) {
  const std::vector<Pace> paces = paces_of_clocks(sim, before);  // before growth rates turn their curves
  follow_market(sim, before);
  follow_pipeline(sim, before);
  follow_rates(sim, before, paces);
}

}  // namespace poldyn
