#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/claims_report.h"

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
  constexpr std::array<const char*, 4> names{"holds", "fails", "reverses", "undecided"};
  return names[static_cast<std::size_t>(outcome)];
}

const char* name(EffectKind kind) {
  constexpr std::array<const char*, 6> names{"difference", "ratio", "level", "halves", "spread", "ranks"};
  return names[static_cast<std::size_t>(kind)];
}

Json effect_json(const PointEffect& at) {
  return {{"n", at.n},
          {"mean", number(at.mean)},
          {"low", number(at.low)},
          {"high", number(at.high)},
          {"standardised", number(at.standardised)}};
}

Json effect_json(const EffectResult& one) {
  const Shares shares = shares_of(one.outcomes);
  return {{"name", one.effect.name},
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
          {"outcome", name(outcome_of(one.baseline, one.effect))},
          {"baseline", effect_json(one.baseline)},
          {"mean_off", number(one.off)},
          {"mean_on", number(one.on)},
          {"space",
           {{"holds", shares.holds},
            {"fails", shares.fails},
            {"reverses", shares.reverses},
            {"undecided", shares.undecided}}}};
}

Json ablation_json(const AblationResult& ablation) {
  Json effects = Json::array();
  for (const auto& one : ablation.effects)
    effects.push_back(
        {{"left", effect_json(one.left)}, {"carried", effect_json(one.carried)}, {"share", number(one.share)}});
  return {{"name", ablation.ablation.name},
          {"meaning", ablation.ablation.meaning},
          {"outcome", name(ablation.outcome)},
          {"effects", std::move(effects)}};
}

Json shares_json(const Shares& s) {
  const auto interval = [&](std::size_t n) {
    const ShareInterval in = share_interval(n, s.undecided, s.points);
    return Json{number(in.low), number(in.high)};
  };
  return {{"points", s.points},
          {"holds", s.holds},
          {"fails", s.fails},
          {"reverses", s.reverses},
          {"undecided", s.undecided},
          {"holds_interval", interval(s.holds)},
          {"fails_interval", interval(s.fails)},
          {"reverses_interval", interval(s.reverses)}};
}

Json claim_json(const ClaimResult& claim) {
  constexpr std::array<const char*, 3> roles{"claim", "planted_null", "planted_effect"};
  Json made{{"id", claim.claim.id},
            {"title", claim.claim.title},
            {"statement", claim.claim.statement},
            {"reading", claim.claim.reading},
            {"remark", claim.claim.remark},
            {"role", roles[static_cast<std::size_t>(claim.claim.role)]},
            {"verdict", verdict_text(claim.verdict, claim.decider)}};
  if (!claim.claim.needs.empty()) {
    made["needs"] = claim.claim.needs;
    return made;
  }
  made["needed"] = claim.claim.needed();
  made["counting"] = claim.claim.counting();
  made["baseline"] = name(claim.baseline);
  made["p"] = number(claim.p);
  made["effects"] = Json::array();
  for (const auto& one : claim.effects) made["effects"].push_back(effect_json(one));
  made["space"] = shares_json(claim.shares);
  made["decider"] = {{"parameter", claim.decider.parameter},
                     {"threshold", number(claim.decider.threshold)},
                     {"above", claim.decider.above},
                     {"share_there", number(claim.decider.share_there)},
                     {"share_elsewhere", number(claim.decider.share_elsewhere)},
                     {"p", number(claim.decider.p)}};
  made["ablations"] = Json::array();
  for (const auto& ablation : claim.ablations) made["ablations"].push_back(ablation_json(ablation));
  return made;
}

}  // namespace

std::string claims_json(const ClaimsResult& result, const ClaimsRuns& runs, const ClaimsFile& file) {
  Json made{{"version", runs.origin.version},
            {"git_commit", runs.origin.git_commit},
            {"claims_file", runs.origin.file},
            {"claims_hash", runs.claims_hash},
            {"fingerprint", runs.origin.fingerprint},
            {"seed", runs.seed},
            {"quick", runs.origin.quick},
            {"baseline_replicates", runs.plan.baseline_replicates},
            {"points", runs.plan.points},
            {"point_replicates", runs.plan.point_replicates},
            {"runs", runs.runs},
            {"failed", runs.failed}};
  made["space"] = Json::array();
  for (const auto& factor : file.factors)
    made["space"].push_back({{"name", factor.name},
                             {"keys", factor.keys},
                             {"scale", factor.logarithmic ? "log" : "linear"},
                             {"low", factor.low},
                             {"high", factor.high}});
  made["claims"] = Json::array();
  for (const auto& claim : result.claims) made["claims"].push_back(claim_json(claim));
  return made.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace poldyn::app
