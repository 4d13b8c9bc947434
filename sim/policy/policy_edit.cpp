#include "sim/policy/policy_edit.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace poldyn {
namespace {

double moved(double from, double to, double progress) { return progress >= 1 ? to : from + progress * (to - from); }

std::int64_t whole(double value) { return std::llround(value); }

double bounded(const ParamRow& row, const Edit& edit, double value) {
  return std::clamp(value, std::max(row.range.low, edit.least),
                    std::max(edit.least, std::min(row.range.high, edit.most)));
}

double incremented(const ParamRow& row, double below, const Edit& edit, double progress) {
  const double change = std::get<double>(edit.value);
  const double value =
      edit.kind == EditKind::add ? below + moved(0, change, progress) : below * moved(1, change, progress);
  return bounded(row, edit, value);
}

Value set_to(const ParamRow& row, const Value& below, const Edit& edit, double progress) {
  if (progress >= 1) return edit.value;
  if (row.kind == Kind::integer)
    return whole(moved(static_cast<double>(std::get<std::int64_t>(below)),
                       static_cast<double>(std::get<std::int64_t>(edit.value)), progress));
  if (row.kind == Kind::number) return moved(std::get<double>(below), std::get<double>(edit.value), progress);
  if (row.kind != Kind::law) return edit.value;
  Law law = std::get<Law>(edit.value);
  law.mean = moved(std::get<Law>(below).mean, law.mean, progress);
  return law;
}

struct Fixed {
  std::string_view pattern;  ///< "*" stands for one name
  std::string_view why;
};

constexpr std::string_view experiment = "it belongs to the set-up of the experiment";
constexpr std::string_view of_start = "it describes the start of the run";

/// What a run takes for given. Everything else may change, and tests/process/policy_edits_test.cpp changes it.
constexpr auto fixed = std::to_array<Fixed>({
    {"run.*", experiment},
    {"record.*", experiment},
    {"mechanisms.*", "a switch says what the model consists of; change the mechanism's own parameters instead"},
    {"technology.bits", "designs have one length for the whole run"},
    {"technology.epistasis", "the landscape is drawn at the start"},
    {"technology.neighbours", "the landscape is drawn at the start"},
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
});

struct ReadBy {
  std::string_view pattern;  ///< "*" stands for one name
  std::string_view mechanism;
};

/// Parameters that nothing reads while a mechanism is off: tests/process/policy_edits_test.cpp changes each of them.
constexpr auto read_by = std::to_array<ReadBy>({
    {"finance.*", "finance"},
    {"standards.*", "standards"},
    {"channel.rapid_deployment.*", "rapid_deployment"},
    {"channel.public_failure.*", "public_failure"},
    {"channel.iterative_correction.*", "iterative_correction"},
    {"channel.adversarial_use.*", "adversarial_use"},
    {"vendors.mode_sensitivity", "adaptive_search"},
    {"vendors.mode_memory", "adaptive_search"},
    {"bloc.*.transmission.rapid_deployment", "rapid_deployment"},
    {"bloc.*.transmission.public_failure", "public_failure"},
    {"bloc.*.transmission.iterative_correction", "iterative_correction"},
    {"bloc.*.transmission.adversarial_use", "adversarial_use"},
    {"bloc.*.population.entry_rate", "entry"},
    {"bloc.*.population.spinoff_rate", "entry"},
    {"bloc.*.population.exit_hazard", "exit"},
    {"bloc.*.population.subsidy_response", "subsidies"},
    {"bloc.*.supply.capacity", "supply_limit"},
    {"bloc.*.openness.release_factor", "openness"},
    {"bloc.*.registration.validity", "renewal"},
    {"bloc.*.registration.renewal_lead", "renewal"},
    {"bloc.*.registration.renewal_track", "renewal"},
    {"bloc.*.registration.bundling", "bundling"},
    {"bloc.*.registration.notification", "material_change"},
    {"bloc.*.stage.*.window", "windows"},
    {"bloc.*.stage.*.window_offset", "windows"},
    {"bloc.*.stage.*.pass_probability", "returns"},
    {"bloc.*.stage.*.rectification", "returns"},
    {"bloc.*.stage.*.max_attempts", "returns"},
    {"bloc.*.filings.*", "filings"},
    {"bloc.*.procurement.*", "procurement"},
    {"bloc.*.subsidies.*", "subsidies"},
    {"bloc.*.acquisitions.*", "acquisitions"},
    {"bloc.*.standards.*", "standards"},
    {"bloc.*.spillover.*", "spillover"},
    {"bloc.*.curation.*", "curation"},
    {"bloc.*.diffusion.*", "paradigms"},
    {"bloc.*.programmes.*", "programmes"},
    {"bloc.*.tolerance.tolerance", "incidents"},  // audits suspend too
    {"bloc.*.tolerance.fine", "incidents"},
    {"bloc.*.tolerance.patch", "incidents"},
    {"bloc.*.tolerance.patch_cost", "incidents"},
    {"bloc.*.directives.*", "directives"},
    {"bloc.*.audits.*", "audits"},
    {"bloc.*.variants.*", "variants"},
    {"bloc.*.mandates.*", "mandates"},
    {"bloc.*.recognition.*", "recognition"},
    {"bloc.*.compliance.*", "compliance"},
});

bool matches(std::string_view pattern, std::string_view key) {
  while (!pattern.empty() && !key.empty()) {
    const std::string_view wanted = pattern.substr(0, pattern.find('.')), word = key.substr(0, key.find('.'));
    if (wanted != "*" && wanted != word) return false;
    pattern.remove_prefix(std::min(wanted.size() + 1, pattern.size()));
    key.remove_prefix(std::min(word.size() + 1, key.size()));
  }
  return pattern.empty() && key.empty();
}

}  // namespace

Target find_parameter(Scenario& scenario, std::string_view key) {
  const std::size_t dot = key.rfind('.');
  if (dot == key.npos) return {};
  for (const Section& part : all_sections(scenario)) {
    if (part.path != key.substr(0, dot)) continue;
    for (const ParamRow& row : part.rows)
      if (row.key == key.substr(dot + 1)) return {&row, part.object};
  }
  return {};
}

Value edited(const ParamRow& row, const Value& below, const Edit& edit, double progress) {
  if (edit.kind == EditKind::set) return set_to(row, below, edit, progress);
  if (row.kind == Kind::integer)
    return whole(incremented(row, static_cast<double>(std::get<std::int64_t>(below)), edit, progress));
  if (row.kind == Kind::number) return incremented(row, std::get<double>(below), edit, progress);
  Law law = std::get<Law>(below);
  law.mean = incremented(row, law.mean, edit, progress);
  return law;
}

Value value_under(const Scenario& scenario, const ParamRow& row, std::string_view key, Value base,
                  std::span<const PolicyLayer> layers) {
  for (const PolicyLayer& layer : layers)
    for (const Edit& edit : scenario.policies[layer.policy].edits)
      if (edit.key == key) base = edited(row, base, edit, layer.progress);
  return base;
}

std::string_view fixed_because(std::string_view key) {
  const auto found = std::find_if(fixed.begin(), fixed.end(), [&](const Fixed& f) { return matches(f.pattern, key); });
  return found == fixed.end() ? std::string_view{} : found->why;
}

std::string_view mechanism_of(std::string_view key) {
  const auto found =
      std::find_if(read_by.begin(), read_by.end(), [&](const ReadBy& r) { return matches(r.pattern, key); });
  return found == read_by.end() ? std::string_view{} : found->mechanism;
}

std::string policy_name(const Scenario& scenario, std::size_t policy) {
  const std::string& label = scenario.policies[policy].label;
  return "policy." + (label.empty() ? std::to_string(policy + 1) : label);
}

}  // namespace poldyn
