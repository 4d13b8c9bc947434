#include "sim/policy/policy_edit.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace poldyn {
namespace {

double moved(double from, double to, double progress) { return progress >= 1 ? to : from + progress * (to - from); }

/// A value on its way through a chain of changes: whole numbers stay between two of their kind until the end.
Value exact(const Value& value) {
  if (const auto* n = std::get_if<std::int64_t>(&value)) return static_cast<double>(*n);
  return value;
}

Value rounded(const ParamRow& row, const Value& value) {
  return row.kind == Kind::integer ? Value{static_cast<std::int64_t>(std::llround(std::get<double>(value)))} : value;
}

double incremented(const ParamRow& row, double below, const Edit& edit, double progress) {
  const double change = std::get<double>(edit.value);
  const double value =
      edit.kind == EditKind::add ? below + moved(0, change, progress) : below * moved(1, change, progress);
  const Range within = bounds(row, edit);
  return std::min(std::max(value, within.low), within.high);
}

Value set_to(const Value& below, const Value& target, double progress) {
  if (progress >= 1) return target;
  if (const auto* to = std::get_if<double>(&target)) return moved(std::get<double>(below), *to, progress);
  if (!std::holds_alternative<Law>(target)) return target;
  Law law = std::get<Law>(target);
  law.mean = moved(std::get<Law>(below).mean, law.mean, progress);
  return law;
}

/// One change of a chain.
Value changed(const ParamRow& row, const Value& below, const Edit& edit, double progress) {
  if (edit.kind == EditKind::set) return set_to(below, exact(edit.value), progress);
  if (row.kind != Kind::law) return incremented(row, std::get<double>(below), edit, progress);
  Law law = std::get<Law>(below);
  law.mean = incremented(row, law.mean, edit, progress);
  return law;
}

struct Fixed {
  std::string_view pattern;  ///< "*" stands for one name
  std::string_view why;
};

constexpr std::string_view experiment = "it belongs to the set-up of the experiment";
constexpr std::string_view of_start = "it describes the start of the run";

constexpr std::string_view tests = "one run is measured by one ladder of tests";

/// What a run takes for given. Everything else may change, and tests/process/rule_changes/policy_edits_test.cpp changes
/// it.
constexpr auto fixed = std::to_array<Fixed>({
    {"run.*", experiment},
    {"record.*", experiment},
    {"mechanisms.*", "a switch says what the model consists of; change the mechanism's own parameters instead"},
    {"technology.bits", "designs have one length for the whole run"},
    {"technology.epistasis", "the landscape is drawn at the start"},
    {"technology.neighbours", "the landscape is drawn at the start"},
    {"technology.anchor_flop", "thresholds are read by it when the scenario is"},
    {"bloc.*.rule.*.duty", "it says what the rule is; let another rule come into force"},
    {"bloc.*.rule.*.family", "filings under way belong to it; give the rule's tracks other stages instead"},
    {"domain.*.kind", "results are kept by it"},
    {"domain.*.demand_weight", "models made before and after are compared by the mean over domains that it weighs"},
    {"bloc.*.population.vendors", of_start},
    {"bloc.*.population.regions", "offices and vendors are placed in the regions at the start"},
    {"bloc.*.stage.*.offices", "offices are opened at the start"},
    {"incidents.*", "how models fail is nature and no rule; what follows is bloc.<name>.tolerance"},
    {"paradigm.*.*", "what can be found is nature and no rule"},
    {"stress.*", "one run is measured by one stress"},
    {"domain.*.stress_weight", "one run is measured by one stress"},
    {"standards.names", "there are so many standards for the whole run"},
    {"standards.design_scale", "one run is measured by one scale"},
    {"bloc.*.programmes.first", of_start},
    {"bloc.*.funding.*.rounds", "rounds are drawn one after the other; change the budget instead"},
    {"scores.rating_slope", tests},
    {"scores.discrimination", tests},
    {"scores.difficulty", tests},
    {"scores.step", tests},
    {"scores.covered", tests},
});

}  // namespace

bool matches_key(std::string_view pattern, std::string_view key) {
  while (!pattern.empty() && !key.empty()) {
    const std::string_view wanted = pattern.substr(0, pattern.find('.')), word = key.substr(0, key.find('.'));
    if (wanted != "*" && wanted != word) return false;
    pattern.remove_prefix(std::min(wanted.size() + 1, pattern.size()));
    key.remove_prefix(std::min(word.size() + 1, key.size()));
  }
  return pattern.empty() && key.empty();
}

EditTarget find_parameter(Scenario& scenario, std::string_view key) {
  const std::size_t dot = key.rfind('.');
  if (dot == key.npos) return {};
  for (const Section& part : all_sections(scenario)) {
    if (part.path != key.substr(0, dot)) continue;
    for (const ParamRow& row : part.rows)
      if (row.key == key.substr(dot + 1)) return {&row, part.object};
  }
  return {};
}

Range bounds(const ParamRow& row, const Edit& edit) {
  const auto within = [&](double x) { return std::min(std::max(x, row.range.low), row.range.high); };
  const Range asked{within(edit.least), within(edit.most)};
  if (row.kind != Kind::integer) return asked;
  return {std::ceil(asked.low), std::floor(asked.high)};
}

Value edited(const ParamRow& row, const Value& below, const Edit& edit, double progress) {
  return rounded(row, changed(row, exact(below), edit, progress));
}

Value value_under(const Scenario& scenario, const ParamRow& row, std::string_view key, const Value& base,
                  std::span<const PolicyLayer> layers) {
  Value value = exact(base);
  for (const PolicyLayer& layer : layers)
    for (const Edit& edit : scenario.policies[layer.policy].edits)
      if (edit.key == key) value = changed(row, value, edit, layer.progress);
  return rounded(row, value);
}

std::vector<std::size_t> dated_on(const Scenario& scenario, double day) {
  const auto holds = [&](const PolicyRule& p) {
    const bool ends = p.until > p.at;  // one that would end before it begins is a fault of its own
    return !p.triggered() && p.at.count() <= day && (!ends || day < p.until.count());
  };
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < scenario.policies.size(); ++i)
    if (holds(scenario.policies[i])) order.push_back(i);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return scenario.policies[a].at < scenario.policies[b].at; });
  return order;
}

void put_in_force(Scenario& rules, Scenario& scenario, std::span<const PolicyLayer> layers) {
  for (const PolicyLayer& layer : layers)
    for (const Edit& edit : scenario.policies[layer.policy].edits) {
      const EditTarget target = find_parameter(rules, edit.key), base = find_parameter(scenario, edit.key);
      if (target && base)
        target.row->set(target.object, value_under(scenario, *target.row, edit.key, base.get(), layers));
    }
}

std::string_view fixed_because(std::string_view key) {
  const auto found =
      std::find_if(fixed.begin(), fixed.end(), [&](const Fixed& f) { return matches_key(f.pattern, key); });
  return found == fixed.end() ? std::string_view{} : found->why;
}

std::string policy_name(const Scenario& scenario, std::size_t policy) {
  const std::string& label = scenario.policies[policy].label;
  return "policy." + (label.empty() ? std::to_string(policy + 1) : label);
}

}  // namespace poldyn
