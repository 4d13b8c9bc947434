#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "analysis/dose_response.h"
#include "claims/claims_file.h"
#include "claims/files.h"
#include "claims/verdict.h"

namespace poldyn::analysis {

/// A row of what comes out: one effect, its size, and what may be said about it.
struct EffectResult {
  std::string id;  ///< "C4.1"
  ClaimEffect effect;
  PointEffect baseline;                  ///< at the parameters of the files
  double off = no_value, on = no_value;  ///< means of the measure there
  std::vector<PointEffect> space;        ///< by point
  std::vector<Outcome> outcomes;         ///< by point
  Pooled pooled;
  WorldShares worlds;
  WorldShares alike;    ///< if they lie as little apart as their runs allow
  EffectRegion region;  ///< where the mean over points lies; p is adjusted for all effects (Holm)
  Word word = Word::undecided;
  Decider decider;
  std::size_t points_needed = 0;  ///< rough number of points in all that would decide; 0 if it cannot be told
  std::size_t runs_needed = 0;    ///< runs of all its sides at the points that are missing
  std::vector<DoseResponse> strengths;
  std::string by_construction;  ///< the strength that it reads back; empty if it is none's

  std::vector<PointValue> values() const;
};

struct AblatedEffect {
  PointEffect left;                 ///< the effect with the mechanism changed on both sides
  PointEffect carried;              ///< the whole effect less that
  double share = no_value;          ///< carried / whole
  Outcome outcome = Outcome::open;  ///< of what is left
};

struct AblationResult {
  ClaimAblation ablation;
  std::vector<AblatedEffect> effects;  ///< of the counting effects, in their order
};

/// Counting effects of a claim, by word.
struct Tally {
  std::size_t effects = 0, shown = 0, small = 0, opposite = 0, depends = 0, undecided = 0, by_construction = 0;
};

struct ClaimResult {
  Claim claim;
  std::vector<EffectResult> effects;
  std::vector<AblationResult> ablations;
  Tally tally() const;
};

struct ClaimsResult {
  std::vector<ClaimResult> claims;
  std::vector<Column> columns;  ///< of the space, the same for all worlds
  std::size_t others = 0;       ///< effects of claims of the file that were not asked for
};

/// Judges the claims with these ids, in the order of the file. Each world that they need must be there. `between` is
/// called before each effect, and may throw to end it all.
ClaimsResult judge_claims(
    const ClaimsFile& file, const std::vector<std::string>& ids, const ClaimPlan& plan,
    const std::map<std::string, WorldFiles>& worlds, const std::function<void()>& between = [] {});

/// Whether further points may decide the effect: it is open, and would be told within the plan.
bool wants_points(const EffectResult& effect, const ClaimPlan& plan);

}  // namespace poldyn::analysis
