#include "claims/claims.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "claims/rank_effects.h"

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

/// `Files` is an ArmFile or SpaceFiles.
template <class Files>
Runs runs_of(const Files& file, const Claim& claim, const ClaimEffect& effect, const ClaimAblation* ablation,
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
  if (sides_of(claim, effect).size() > 1)
    made.off = file.values(effect.measure, arm_of(effect.off, claim, ablation), point);
  made.effects = run_effects(effect, made.off, made.on);
  return made;
}

PointEffect effect_at(const Runs& runs, const ClaimEffect& effect) {
  const EffectKind kind = effect.kind;
  const bool standard = kind != EffectKind::ranks && kind != EffectKind::spread && kind != EffectKind::tail;
  std::vector<double> scale = !standard ? std::vector<double>{} : runs.off.empty() ? runs.on : runs.off;
  if (kind == EffectKind::ratio)
    for (double& x : scale) x = x > 0 ? std::log(x) : no_value;
  return effect_of(kind, runs.effects, scale);
}

AblatedEffect ablated_effect(const Runs& whole, const Runs& left, const ClaimEffect& effect) {
  AblatedEffect made;
  made.left = effect_at(left, effect);
  made.outcome = outcome_of(made.left, effect);
  if (whole.effects.size() == left.effects.size()) {
    std::vector<double> carried(whole.effects.size());
    for (std::size_t i = 0; i < carried.size(); ++i) carried[i] = whole.effects[i] - left.effects[i];
    made.carried = effect_of(effect.kind, carried, {});
  } else {  // some runs have no value on one side, so that pairs cannot be told
    const Difference difference = independent_difference(left.effects, whole.effects);
    made.carried.n = difference.estimate.n;
    made.carried.mean = difference.estimate.mean;
    made.carried.low = difference.estimate.low();
    made.carried.high = difference.estimate.high();
  }
  const double all = effect_at(whole, effect).mean;
  if (all != 0) made.share = made.carried.mean / all;
  return made;
}

/// Of one claim, but for what depends on how many effects there are.
class Judging {
 public:
  Judging(const ClaimsFile& file, const Claim& claim, const WorldFiles& files, const ClaimPlan& plan,
          const std::function<void()>& between)
      : file_(file), claim_(claim), files_(files), plan_(plan), between_(between) {}

  ClaimResult judged() const {
    ClaimResult made;
    made.claim = claim_;
    for (const ClaimEffect& effect : claim_.effects) {
      between_();
      made.effects.push_back(effect_result(effect));
      made.effects.back().id = fmt::format("{}.{}", claim_.id, made.effects.size());
    }
    for (const auto& ablation : claim_.ablations) {
      between_();
      made.ablations.push_back(ablation_result(ablation));
    }
    return made;
  }

 private:
  EffectResult effect_result(const ClaimEffect& effect) const {
    EffectResult result;
    result.effect = effect;
    const Runs runs = runs_of(files_.baseline, claim_, effect, nullptr, 0);
    result.baseline = effect_at(runs, effect);
    result.off = estimate(runs.off).mean;
    result.on = estimate(runs.on).mean;
    for (std::size_t point = 0; point < files_.space.points(arms_of(effect)); ++point)
      result.space.push_back(effect_at(runs_of(files_.space, claim_, effect, nullptr, point), effect));
    moderate(result.space);
    for (const auto& at : result.space) result.outcomes.push_back(outcome_of(at, effect));
    pool(result);
    follow_strengths(result);
    return result;
  }

  std::vector<std::string> arms_of(const ClaimEffect& effect) const {
    std::vector<std::string> made;
    for (const auto& side : sides_of(claim_, effect)) made.push_back(arm_name(side));
    return made;
  }

  void pool(EffectResult& result) const {
    const auto values = result.values();
    result.pooled = pooled(values);
    result.worlds = world_shares(values, result.pooled.mean, result.pooled.tau, result.effect);
    result.alike = world_shares(values, result.pooled.mean, result.pooled.tau_low, result.effect);
    const Looks looks = plan_.points < plan_.most_points ? Looks::many : Looks::one;
    result.region = effect_region(values, result.effect, looks);
    std::vector<Column> columns;
    for (const auto& factor : file_.factors)
      columns.push_back({factor.name, factor.logarithmic, column(factor.name, result.effect)});
    result.decider = decider(columns, result.worlds.of_the_most);
  }

  void follow_strengths(EffectResult& result) const {
    const auto values = result.values();
    for (const auto& factor : file_.factors) {
      const auto ends = files_.strengths.find(factor.name);
      if (!factor.strength || ends == files_.strengths.end()) continue;
      const Strength strength{factor.name, factor.logarithmic, ends->second.first, ends->second.second,
                              column(factor.name, result.effect)};
      if (std::none_of(strength.values.begin(), strength.values.end(), [](double x) { return std::isfinite(x); }))
        continue;
      result.strengths.push_back(dose_response(values, strength, result.effect.logarithmic()));
    }
    for (const auto& one : result.strengths)
      if (result.by_construction.empty() && by_construction(one, threshold(result.effect), result.strengths.size()))
        result.by_construction = one.strength;
  }

  /// On the last side of the effect on which the factor varies, for the points of the effect.
  std::vector<double> column(const std::string& factor, const ClaimEffect& effect) const {
    const auto arms = arms_of(effect);
    std::vector<double> found;
    for (auto arm = arms.rbegin(); arm != arms.rend(); ++arm) {
      found = files_.space.column(factor, *arm);
      if (std::any_of(found.begin(), found.end(), [](double x) { return std::isfinite(x); })) break;
    }
    found.resize(files_.space.points(arms), no_value);
    return found;
  }

  AblationResult ablation_result(const ClaimAblation& ablation) const {
    AblationResult result;
    result.ablation = ablation;
    for (const ClaimEffect& effect : claim_.effects)
      if (effect.counts)
        result.effects.push_back(ablated_effect(runs_of(files_.baseline, claim_, effect, nullptr, 0),
                                                runs_of(files_.baseline, claim_, effect, &ablation, 0), effect));
    return result;
  }

  const ClaimsFile& file_;
  const Claim& claim_;
  const WorldFiles& files_;
  const ClaimPlan& plan_;
  const std::function<void()>& between_;
};

/// Holm over all effects of the file. The `others`, which nobody asked for, count as if nothing spoke for them:
/// whatever their runs would say, what is told by this is told.
void give_words(ClaimsResult& result, const ClaimPlan& plan) {
  std::vector<double> p;
  for (const auto& claim : result.claims)
    for (const auto& effect : claim.effects) p.push_back(effect.region.p);
  const std::size_t all = p.size() + result.others;
  p.resize(all, 1.0);
  const std::vector<double> adjusted = holm(p);
  std::size_t at = 0;
  for (auto& claim : result.claims)
    for (auto& effect : claim.effects) {
      effect.region.p = adjusted[at++];
      effect.word = word_of(effect.region, effect.worlds, effect.alike, effect.decider);
      if (effect.word != Word::undecided) continue;
      const std::size_t there = effect.space.size(), needed = points_needed(effect.values(), effect.effect, all);
      if (needed == 0) continue;
      effect.points_needed = std::max(needed, there + 1);
      effect.runs_needed =
          (effect.points_needed - there) * plan.point_replicates * sides_of(claim.claim, effect.effect).size();
    }
}

/// Worlds share their points: the longest space has them all.
std::vector<Column> columns_of(const ClaimsFile& file, const std::map<std::string, WorldFiles>& worlds) {
  const auto longest = std::max_element(worlds.begin(), worlds.end(), [](const auto& a, const auto& b) {
    return a.second.space.points() < b.second.space.points();
  });
  std::vector<Column> made;
  for (const auto& factor : file.factors)
    if (longest != worlds.end())
      made.push_back({factor.name, factor.logarithmic, longest->second.space.column(factor.name)});
  return made;
}

}  // namespace

std::vector<PointValue> EffectResult::values() const {
  std::vector<PointValue> made;
  for (const auto& at : space) {
    const bool whole = at.n >= 2 && std::isfinite(at.mean) && std::isfinite(at.sd);
    made.push_back(whole ? PointValue{at.mean, at.sd * at.sd / static_cast<double>(at.n)} : PointValue{});
  }
  return made;
}

Tally ClaimResult::tally() const {
  Tally made;
  for (const auto& one : effects) {
    if (!one.effect.counts) continue;
    ++made.effects;
    made.shown += one.word == Word::shown ? 1 : 0;
    made.small += one.word == Word::small ? 1 : 0;
    made.opposite += one.word == Word::opposite ? 1 : 0;
    made.depends += one.word == Word::depends ? 1 : 0;
    made.undecided += one.word == Word::undecided ? 1 : 0;
    made.by_construction += one.by_construction.empty() ? 0 : 1;
  }
  return made;
}

ClaimsResult judge_claims(const ClaimsFile& file, const std::vector<std::string>& ids, const ClaimPlan& plan,
                          const std::map<std::string, WorldFiles>& worlds, const std::function<void()>& between) {
  ClaimsResult made;
  for (const Claim& claim : file.claims) {
    const bool asked = std::find(ids.begin(), ids.end(), claim.id) != ids.end();
    if (!asked) {
      if (claim.needs.empty()) made.others += claim.effects.size();
      continue;
    }
    if (!claim.needs.empty()) {
      made.claims.push_back({claim, {}, {}});
      continue;
    }
    made.claims.push_back(Judging(file, claim, worlds.at(claim.world), plan, between).judged());
  }
  give_words(made, plan);
  made.columns = columns_of(file, worlds);
  return made;
}

bool wants_points(const EffectResult& effect, const ClaimPlan& plan) {
  return effect.word == Word::undecided && effect.space.size() < plan.most_points &&
         effect.points_needed <= plan.most_points;
}

}  // namespace poldyn::analysis
