#pragma once

#include <map>
#include <string>
#include <vector>

#include "analysis/claims_verdict.h"
#include "sim/io/claims_file.h"
#include "sim/io/results_reader.h"

namespace poldyn::analysis {

/// The merged file of a campaign whose bases are the sides of claims, read by side.
class ArmFile {
 public:
  explicit ArmFile(const std::filesystem::path& file);

  std::size_t points() const { return points_; }  ///< of each side
  std::size_t replicates() const { return file_.replicates(); }
  std::size_t failed() const { return failed_; }
  /// Of one side at one point, by replicate; NaN for a failed run. Throws MeasureFault, std::out_of_range.
  std::vector<double> values(const std::string& measure, const std::string& arm, std::size_t point) const;
  /// What the factors are at each point.
  std::vector<Column> columns(const std::vector<ClaimFactor>& factors) const;
  const results::Reader& file() const { return file_; }

 private:
  results::Reader file_;
  std::vector<std::string> arms_;
  std::size_t points_ = 0, failed_ = 0;
  mutable std::map<std::string, std::vector<double>> read_;  // by measure
};

struct EffectResult {
  ClaimEffect effect;
  PointEffect baseline;
  double off = no_value, on = no_value;  ///< means of the measure at the baseline
  std::vector<PointEffect> space;
  std::vector<Outcome> outcomes;  ///< by point
};

struct AblatedEffect {
  PointEffect left;         ///< the effect with the mechanism changed on both sides
  PointEffect carried;      ///< the whole effect less that
  double share = no_value;  ///< carried / whole
};

struct AblationResult {
  ClaimAblation ablation;
  std::vector<AblatedEffect> effects;  ///< of the counting effects, in their order
  Outcome outcome = Outcome::undecided;
};

struct ClaimResult {
  Claim claim;
  Verdict verdict = Verdict::not_testable;
  Outcome baseline = Outcome::undecided;  ///< adjusted for all claims
  double p = no_value;                    ///< of that, adjusted (Holm)
  std::vector<EffectResult> effects;
  std::vector<Outcome> points;
  Shares shares;
  Decider decider;
  std::vector<AblationResult> ablations;
};

struct ClaimsResult {
  std::vector<ClaimResult> claims;
  std::vector<Column> columns;  ///< of the space, the same for all worlds
  std::size_t others = 0;       ///< testable claims of the file that were not asked for
};

/// Files of one world.
struct WorldFiles {
  ArmFile baseline, space;
};

/// Judges the claims with these ids, in the order of the file. Each world that they need must be there.
ClaimsResult judge_claims(const ClaimsFile& file, const std::vector<std::string>& ids,
                          const std::map<std::string, WorldFiles>& worlds);

}  // namespace poldyn::analysis
