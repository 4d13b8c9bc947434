#include <fmt/format.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "claims/json.h"

namespace poldyn::app {
namespace {

using namespace analysis;
using Json = nlohmann::ordered_json;

/// Six digits are more than any of these numbers is worth, and keep a stored file readable.
Json number(double x) {
  if (!std::isfinite(x)) return nullptr;
  return std::stod(fmt::format("{:.6g}", x));
}

const char* name(Outcome outcome) {
  constexpr std::array<const char*, 4> names{"shown", "small", "opposite", "open"};
  return names[static_cast<std::size_t>(outcome)];
}

const char* name(Word word) {
  constexpr std::array<const char*, 5> names{"shown", "shown small", "shown opposite", "depends", "not decided"};
  return names[static_cast<std::size_t>(word)];
}

const char* name(DoseShape shape) {
  constexpr std::array<const char*, 5> names{"none", "steady", "levelling", "accelerating", "turning"};
  return names[static_cast<std::size_t>(shape)];
}

const char* name(EffectKind kind) {
  constexpr std::array<const char*, 8> names{"difference", "ratio", "level",  "halves",
                                             "spread",     "ranks", "median", "tail"};
  return names[static_cast<std::size_t>(kind)];
}

Json effect_json(const PointEffect& at) {
  return {{"n", at.n},
          {"mean", number(at.mean)},
          {"low", number(at.low)},
          {"high", number(at.high)},
          {"standardised", number(at.standardised)}};
}

Json numbers(const std::vector<double>& values) {
  Json made = Json::array();
  for (const double x : values) made.push_back(std::isfinite(x) ? Json(std::stod(fmt::format("{:.4g}", x))) : Json());
  return made;
}

Json pooled_json(const EffectResult& one) {
  const Pooled& all = one.pooled;
  return {{"points", all.points},
          {"mean", number(all.mean)},
          {"low", number(all.low)},
          {"high", number(all.high)},
          {"tau", number(all.tau)},
          {"tau_low", number(all.tau_low)},
          {"tau_high", number(all.tau_high)},
          {"predicted_low", number(all.predicted_low)},
          {"predicted_high", number(all.predicted_high)},
          {"worlds",
           {{"shown", number(one.worlds.shown)},
            {"small", number(one.worlds.small)},
            {"opposite", number(one.worlds.opposite)}}}};
}

Json dose_json(const DoseResponse& dose) {
  return {{"strength", dose.strength},
          {"scale", dose.logarithmic ? "log" : "linear"},
          {"shape", name(dose.shape)},
          {"slope", number(dose.slope)},
          {"slope_low", number(dose.slope_low)},
          {"slope_high", number(dose.slope_high)},
          {"p", number(dose.p)},
          {"thirds", {number(dose.thirds[0]), number(dose.thirds[1]), number(dose.thirds[2])}},
          {"at_none", number(dose.at_none)},
          {"at_none_low", number(dose.at_none_low)},
          {"at_none_high", number(dose.at_none_high)},
          {"explained", number(dose.explained)}};
}

Json decider_json(const EffectResult& one) {
  const Decider& d = one.decider;
  return {{"parameter", d.parameter},
          {"kind", name(one.worlds.most)},
          {"threshold", number(d.threshold)},
          {"above", d.above},
          {"share_there", number(d.share_there)},
          {"share_elsewhere", number(d.share_elsewhere)},
          {"p", number(d.p)}};
}

Json space_json(const EffectResult& one) {
  const OutcomeCounts shares = outcome_counts(one.outcomes);
  std::vector<double> means, errors;
  for (const auto& point : one.values()) {
    means.push_back(point.value);
    errors.push_back(std::sqrt(point.variance));
  }
  return {{"points", shares.points},     {"shown", shares.shown}, {"small", shares.small},
          {"opposite", shares.opposite}, {"open", shares.open},   {"means", numbers(means)},
          {"errors", numbers(errors)}};
}

Json effect_json(const EffectResult& one) {
  Json strengths = Json::array();
  for (const auto& dose : one.strengths) strengths.push_back(dose_json(dose));
  return {{"id", one.id},
          {"name", one.effect.name},
          {"word", name(one.word)},
          {"p", number(one.region.p)},
          {"by_construction", one.by_construction},
          {"runs_needed", one.runs_needed},
          {"points_needed", one.points_needed},
          {"measure", one.effect.measure},
          {"against", one.effect.against},
          {"as", name(one.effect.kind)},
          {"direction", one.effect.up ? "up" : "down"},
          {"reference", number(one.effect.reference)},
          {"smallest", number(threshold(one.effect))},
          {"because", one.effect.because},
          {"unit", one.effect.unit},
          {"off", arm_name(one.effect.off)},
          {"on", arm_name(one.effect.on)},
          {"counts", one.effect.counts},
          {"pooled", pooled_json(one)},
          {"strengths", std::move(strengths)},
          {"decider", decider_json(one)},
          {"outcome", name(outcome_of(one.baseline, one.effect))},
          {"baseline", effect_json(one.baseline)},
          {"mean_off", number(one.off)},
          {"mean_on", number(one.on)},
          {"space", space_json(one)}};
}

Json ablation_json(const AblationResult& ablation) {
  Json effects = Json::array();
  for (const auto& one : ablation.effects)
    effects.push_back({{"left", effect_json(one.left)},
                       {"carried", effect_json(one.carried)},
                       {"share", number(one.share)},
                       {"outcome", name(one.outcome)}});
  return {{"name", ablation.ablation.name}, {"meaning", ablation.ablation.meaning}, {"effects", std::move(effects)}};
}

Json tally_json(const Tally& tally) {
  return {{"effects", tally.effects},
          {"shown", tally.shown},
          {"small", tally.small},
          {"opposite", tally.opposite},
          {"depends", tally.depends},
          {"open", tally.undecided},
          {"by_construction", tally.by_construction}};
}

Json claim_json(const ClaimResult& claim) {
  constexpr std::array<const char*, 4> roles{"claim", "planted_null", "planted_effect", "planted_artefact"};
  Json made{{"id", claim.claim.id},
            {"title", claim.claim.title},
            {"statement", claim.claim.statement},
            {"reading", claim.claim.reading},
            {"remark", claim.claim.remark},
            {"role", roles[static_cast<std::size_t>(claim.claim.role)]}};
  if (!claim.claim.needs.empty()) {
    made["needs"] = claim.claim.needs;
    return made;
  }
  made["found"] = tally_json(claim.tally());
  if (claim.claim.at_least > 0) made["at_least"] = claim.claim.at_least;
  made["effects"] = Json::array();
  for (const auto& one : claim.effects) made["effects"].push_back(effect_json(one));
  made["ablations"] = Json::array();
  for (const auto& ablation : claim.ablations) made["ablations"].push_back(ablation_json(ablation));
  return made;
}

/// The design's columns, by point, for whoever wants to look further.
Json space_of(const ClaimsResult& result, const ClaimsFile& file) {
  Json made = Json::array();
  for (std::size_t f = 0; f < file.factors.size(); ++f) {
    const ClaimFactor& factor = file.factors[f];
    made.push_back({{"name", factor.name},
                    {"keys", factor.keys},
                    {"scale", factor.logarithmic ? "log" : "linear"},
                    {"strength", factor.strength},
                    {"from", factor.from},
                    {"to", factor.to},
                    {"values", numbers(f < result.columns.size() ? result.columns[f].values : std::vector<double>{})}});
  }
  return made;
}

}  // namespace

std::string claims_json(const ClaimsResult& result, const ClaimsRuns& runs, const ClaimsFile& file) {
  Json made{{"schema", 2},
            {"version", runs.origin.version},
            {"git_commit", runs.origin.git_commit},
            {"claims_file", runs.origin.file},
            {"claims_hash", runs.claims_hash},
            {"fingerprint", runs.origin.fingerprint},
            {"seed", runs.seed},
            {"quick", runs.origin.quick},
            {"baseline_replicates", runs.plan.baseline_replicates},
            {"points", runs.plan.points},
            {"most_points", runs.plan.most_points},
            {"point_replicates", runs.plan.point_replicates},
            {"runs", runs.runs},
            {"failed", runs.failed}};
  if (!runs.asked.empty()) {
    made["asked"] = Json::array();
    for (const auto& asked : runs.asked)
      made["asked"].push_back({{"effect", asked.id}, {"before", number(asked.before)}, {"now", number(asked.now)}});
  }
  made["space"] = space_of(result, file);
  made["claims"] = Json::array();
  for (const auto& claim : result.claims) made["claims"].push_back(claim_json(claim));
  return made.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace poldyn::app
