#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/reading/mistake.h"

namespace poldyn {

/// "dotted.key=value", as --set takes it.
struct ClaimSetting {
  std::string text;
  Place at;
};

/// A named list of settings that a side of a claim may have; those of other rules that it is made of come first.
struct ClaimRules {
  std::string name;
  std::string meaning;
  std::vector<ClaimSetting> set;
};

/// The scenario that both sides of a claim start from.
struct ClaimWorld {
  std::string name;
  std::filesystem::path scenario;  ///< as reached from the current folder
  Place at;                        ///< of the scenario's name
  std::vector<ClaimSetting> set;
  std::vector<ClaimSetting> quick_set;  ///< on top of that in a quick run
};

/// A parameter that nobody knows well, with the range in which it may lie.
struct ClaimFactor {
  std::string name;
  std::vector<std::string> keys;  ///< with * for any characters
  bool logarithmic = false;
  /// How strong a rule is: it varies only on sides whose rules set the key. `from` is where the rule has no force.
  bool strength = false;
  std::string from, to;  ///< as TOML
  std::string because;
  Place at;
};

/// How the values of a measure become one number per run. `reference` is subtracted from level and ranks.
///   difference  on - off, run by run
///   ratio       ln(on / off), run by run
///   level       on: what one side shows, with no other side
///   halves      on of an odd replicate less on of the even one before it: what luck alone does
///   spread      ln of the ratio of the standard deviations over replicates, as jackknife pseudo-values
///   ranks       mean rank correlation, over the claim's regimes, with the measures `against`; pseudo-values
///   median      as ratio, but the effect is the median over runs and not the mean: for heavy tails
///   tail        share of the runs of `on` among the worst of both sides less that of `off`; `tail` is their share
enum class EffectKind : std::uint8_t { difference, ratio, level, halves, spread, ranks, median, tail };

struct ClaimEffect {
  std::string name;
  std::string measure;  ///< analysis/measure.h
  std::vector<std::string> against;
  Place at;  ///< of the measure
  EffectKind kind = EffectKind::difference;
  bool up = true;       ///< the claimed direction
  double smallest = 0;  ///< smallest effect of interest, above 0; of a ratio 0.1 stands for a factor of 1.1
  double reference = 0;
  double tail = 0.1;  ///< of tail: how much of all runs counts as the worst
  std::string unit;
  std::string because;  ///< why that is the smallest effect of interest
  std::string off, on;  ///< sides: names of rules joined with +; empty has none
  bool counts = true;   ///< false: shown beside the claim, no part of it

  /// Whether its size is the natural logarithm of a ratio.
  bool logarithmic() const {
    return kind == EffectKind::ratio || kind == EffectKind::spread || kind == EffectKind::median;
  }
};

/// What is changed on both sides to see what carries the effect.
struct ClaimAblation {
  std::string name;
  std::string meaning;
  std::vector<ClaimSetting> set;
};

/// What an entry stands for: a claim, or a test of the procedure itself.
enum class ClaimRole : std::uint8_t { claim, planted_null, planted_effect, planted_artefact };

struct Claim {
  std::string id;
  std::string title;
  std::string statement;
  std::string reading;  ///< how the statement became an experiment
  std::string remark;   ///< on the result; may be empty
  std::string needs;    ///< why it cannot be tested yet; empty if it can
  ClaimRole role = ClaimRole::claim;
  std::string world;
  std::vector<std::string> regimes;  ///< of ranks: sides
  std::vector<ClaimEffect> effects;
  std::size_t at_least = 0;  ///< counting effects that the claim asks for; 0: all
  std::vector<ClaimAblation> ablations;
  Place at;

  std::size_t counting() const;
};

/// How much is run. The space begins with `points`; where effects are open their number is doubled, up to
/// `most_points`.
struct ClaimPlan {
  std::uint32_t baseline_replicates = 100;
  std::uint32_t points = 64;
  std::uint32_t most_points = 512;
  std::uint32_t point_replicates = 4;
  friend bool operator==(const ClaimPlan&, const ClaimPlan&) = default;
};

struct ClaimsFile {
  std::string name;
  std::string text;
  std::uint64_t seed = 1;
  ClaimPlan full, quick;
  std::vector<ClaimWorld> worlds;
  std::vector<ClaimRules> rules;
  std::vector<ClaimFactor> factors;
  std::vector<Claim> claims;
  std::vector<Mistake> mistakes;
  bool ok() const { return mistakes.empty(); }

  const ClaimWorld* world(std::string_view name) const;
  const ClaimRules* rule(std::string_view name) const;
};

/// The names joined by + in a side.
std::vector<std::string> rules_of_side(std::string_view side);
/// Sides whose runs an effect is computed from.
std::vector<std::string> sides_of(const Claim& claim, const ClaimEffect& effect);
/// What a side is called in result files: "open", "governance+deployment", "open | C4 without windows".
std::string arm_name(const std::string& side);
std::string arm_name(const std::string& side, const Claim& claim, const ClaimAblation& ablation);

/// Reads a file of claims; docs/claims.md shows what it may hold.
ClaimsFile read_claims(const std::filesystem::path& file);

}  // namespace poldyn
