#include "analysis/claims.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "analysis/measure.h"

namespace poldyn::analysis {
namespace {

/// What is changed on both sides, if anything.
std::string arm_of(const std::string& side, const Claim& claim, const ClaimAblation* ablation) {
  return ablation ? arm_name(side, claim, *ablation) : arm_name(side);
}

/// One number per run, of one effect at one point.
struct Runs {
  std::vector<double> effects, off, on;
};

Runs runs_of(const ArmFile& file, const Claim& claim, const ClaimEffect& effect, const ClaimAblation* ablation,
             std::size_t point) {
  Runs made;
  if (effect.kind == EffectKind::ranks) {
    const auto of = [&](const std::string& measure) {
      std::vector<std::vector<double>> values;
      for (const auto& side : claim.regimes)
        values.push_back(file.values(measure, arm_of(side, claim, ablation), point));
      return values;
    };
    std::vector<std::vector<std::vector<double>>> against;
    for (const auto& measure : effect.against) against.push_back(of(measure));
    made.effects = rank_effects(of(effect.measure), against, effect.reference);
    return made;
  }
  made.on = file.values(effect.measure, arm_of(effect.on, claim, ablation), point);
  if (effect.kind != EffectKind::level && effect.kind != EffectKind::halves)
    made.off = file.values(effect.measure, arm_of(effect.off, claim, ablation), point);
  made.effects = run_effects(effect.kind, made.off, made.on, effect.reference);
  return made;
}

PointEffect effect_at(const Runs& runs, EffectKind kind) {
  if (kind == EffectKind::ranks || kind == EffectKind::spread) return point_effect(runs.effects, {});
  std::vector<double> scale = runs.off.empty() ? runs.on : runs.off;
  if (kind == EffectKind::ratio)
    for (double& x : scale) x = x > 0 ? std::log(x) : no_value;
  return point_effect(runs.effects, scale);
}

AblatedEffect ablated_effect(const Runs& whole, const Runs& left, EffectKind kind) {
  AblatedEffect made;
  made.left = effect_at(left, kind);
  const bool paired = whole.effects.size() == left.effects.size();
  if (paired) {
    std::vector<double> carried(whole.effects.size());
    for (std::size_t i = 0; i < carried.size(); ++i) carried[i] = whole.effects[i] - left.effects[i];
    made.carried = point_effect(carried, {});
  } else {  // some runs have no value on one side, so that pairs cannot be told
    const Difference difference = independent_difference(left.effects, whole.effects);
    made.carried.n = difference.estimate.n;
    made.carried.mean = difference.estimate.mean;
    made.carried.low = difference.estimate.low();
    made.carried.high = difference.estimate.high();
  }
  const double all = estimate(whole.effects).mean;
  if (all != 0) made.share = made.carried.mean / all;
  return made;
}

class Judging {
 public:
  Judging(const WorldFiles& files, ClaimResult& made) : files_(files), made_(made), claim_(made.claim) {}

  /// P values of the claim and of its reverse at the baseline, before adjustment.
  OneSided judge(const std::vector<Column>& columns) {
    std::vector<double> as_claimed, reversed;
    for (const ClaimEffect& effect : claim_.effects) {
      made_.effects.push_back(effect_result(effect));
      if (!effect.counts) continue;
      const OneSided p = p_values(made_.effects.back().baseline, effect);
      as_claimed.push_back(p.as_claimed);
      reversed.push_back(p.reversed);
    }
    for (std::size_t point = 0; point < files_.space.points(); ++point) {
      std::vector<Outcome> outcomes;
      for (const auto& result : made_.effects)
        if (result.effect.counts) outcomes.push_back(result.outcomes[point]);
      made_.points.push_back(combined(outcomes, claim_.needed()));
    }
    made_.shares = shares_of(made_.points);
    made_.decider = decider(columns, made_.points);
    for (const auto& ablation : claim_.ablations) made_.ablations.push_back(ablation_result(ablation));
    return {partial_conjunction(as_claimed, claim_.needed()), partial_conjunction(reversed, claim_.needed())};
  }

  /// Whether the claim could hold at the baseline at all: what holds is decided by adjusted p values.
  Outcome unadjusted() const {
    std::vector<Outcome> outcomes;
    for (const auto& result : made_.effects)
      if (result.effect.counts) outcomes.push_back(outcome_of(result.baseline, result.effect));
    return combined(outcomes, claim_.needed());
  }

 private:
  EffectResult effect_result(const ClaimEffect& effect) const {
    EffectResult result;
    result.effect = effect;
    const Runs runs = runs_of(files_.baseline, claim_, effect, nullptr, 0);
    result.baseline = effect_at(runs, effect.kind);
    result.off = estimate(runs.off).mean;
    result.on = estimate(runs.on).mean;
    for (std::size_t point = 0; point < files_.space.points(); ++point)
      result.space.push_back(effect_at(runs_of(files_.space, claim_, effect, nullptr, point), effect.kind));
    moderate(result.space);
    for (const auto& at : result.space) result.outcomes.push_back(outcome_of(at, effect));
    return result;
  }

  AblationResult ablation_result(const ClaimAblation& ablation) const {
    AblationResult result;
    result.ablation = ablation;
    std::vector<Outcome> outcomes;
    for (const ClaimEffect& effect : claim_.effects) {
      if (!effect.counts) continue;
      result.effects.push_back(ablated_effect(runs_of(files_.baseline, claim_, effect, nullptr, 0),
                                              runs_of(files_.baseline, claim_, effect, &ablation, 0), effect.kind));
      outcomes.push_back(outcome_of(result.effects.back().left, effect));
    }
    result.outcome = combined(outcomes, claim_.needed());
    return result;
  }

  const WorldFiles& files_;
  ClaimResult& made_;
  const Claim& claim_;
};

/// Holm over all claims of the file; each has a two-sided question, so the smaller p value counts twice. The `others`,
/// which nobody asked for, count as if nothing spoke for them: whatever their runs would say, what holds by this holds.
void adjust(std::vector<ClaimResult>& claims, const std::vector<OneSided>& p, const std::vector<Outcome>& unadjusted,
            std::size_t others) {
  std::vector<double> both;
  for (const auto& one : p) {
    const double smaller = 2 * std::fmin(one.as_claimed, one.reversed);
    both.push_back(smaller > 1 ? 1 : smaller);  // NaN stays: what cannot be tested belongs to no family
  }
  both.insert(both.end(), others, 1.0);
  const std::vector<double> adjusted = holm(both);
  for (std::size_t i = 0; i < claims.size(); ++i) {
    ClaimResult& claim = claims[i];
    if (std::isnan(adjusted[i])) continue;
    claim.p = adjusted[i];
    if (adjusted[i] <= familywise_error)
      claim.baseline = p[i].as_claimed <= p[i].reversed ? Outcome::holds : Outcome::reverses;
    else if (unadjusted[i] == Outcome::fails)
      claim.baseline = Outcome::fails;
    claim.verdict = verdict_of(claim.baseline, claim.shares);
  }
}

}  // namespace

ArmFile::ArmFile(const std::filesystem::path& file) : file_(file), arms_(file_.file().read<std::string>("base")) {
  points_ = arms_.empty() ? 0 : file_.points() / arms_.size();
  for (const bool run_failed : file_.failed()) failed_ += run_failed ? 1 : 0;
  const auto bases = file_.file().read<std::int32_t>("parameters/base_index");
  for (std::size_t p = 0; p < bases.size(); ++p)
    if (static_cast<std::size_t>(bases[p]) != p / points_)
      throw std::logic_error("points of a claims campaign are not in the order of their sides");
}

std::vector<double> ArmFile::values(const std::string& measure, const std::string& arm, std::size_t point) const {
  auto found = read_.find(measure);
  if (found == read_.end()) found = read_.emplace(measure, Measure(measure).values_at_all(file_)).first;
  const auto at = std::find(arms_.begin(), arms_.end(), arm);
  if (at == arms_.end()) throw std::out_of_range(fmt::format("no runs of the side '{}'", arm));
  const std::size_t first = (static_cast<std::size_t>(at - arms_.begin()) * points_ + point) * replicates();
  const auto begin = found->second.begin() + static_cast<std::ptrdiff_t>(first);
  return {begin, begin + static_cast<std::ptrdiff_t>(replicates())};
}

std::vector<Column> ArmFile::columns(const std::vector<ClaimFactor>& factors) const {
  std::vector<Column> made;
  for (const auto& factor : factors) {
    auto values = file_.file().read<double>("parameters/" + factor.name);
    values.resize(points_);
    made.push_back({factor.name, factor.logarithmic, std::move(values)});
  }
  return made;
}

ClaimsResult judge_claims(const ClaimsFile& file, const std::vector<std::string>& ids,
                          const std::map<std::string, WorldFiles>& worlds) {
  ClaimsResult made;
  std::vector<OneSided> p;
  std::vector<Outcome> unadjusted;
  for (const Claim& claim : file.claims) {
    if (std::find(ids.begin(), ids.end(), claim.id) == ids.end()) {
      if (claim.needs.empty()) ++made.others;
      continue;
    }
    ClaimResult& result = made.claims.emplace_back();
    result.claim = claim;
    p.emplace_back();
    unadjusted.push_back(Outcome::undecided);
    if (!claim.needs.empty()) continue;
    const WorldFiles& files = worlds.at(claim.world);
    if (made.columns.empty()) made.columns = files.space.columns(file.factors);
    Judging judging(files, result);
    p.back() = judging.judge(files.space.columns(file.factors));
    unadjusted.back() = judging.unadjusted();
  }
  adjust(made.claims, p, unadjusted, made.others);
  return made;
}

}  // namespace poldyn::analysis
