#pragma once

#include <cstddef>
#include <span>

#include "sim/observe/census.h"
#include "sim/observe/concordance.h"
#include "sim/observe/novelty.h"
#include "sim/observe/run_result.h"
#include "sim/observe/sampled_names.h"
#include "sim/observe/turnover.h"
#include "sim/observe/waits.h"
#include "sim/world/world.h"

namespace poldyn {

/// One stage of a bloc, its offices taken together.
struct StageTotals {
  OfficeTally tally;       ///< sums, with the integrals brought up to the end
  bool unlimited = false;  ///< an office without limit of reviewers
  double days = 0;         ///< length of time that the integrals cover
};

/// All that a run's total can see: the final state, the tallies since the warm-up, and the samples.
struct RunEnd {
  const World& world;
  const Bloc& bloc;
  std::size_t bloc_index;
  SimTime now;
  const Census& census;
  const PairCounts& survival;
  const RunResult& result;
  const Turnover& turnover;  ///< since the warm-up
  const BlocWaits& waits;    ///< likewise
  std::span<const SimTime> sampled_at;
  NoveltyTally novelty;  ///< since the warm-up

  double days() const { return in_days(now - bloc.tally.since); }

  /// Mean of a sampled metric without extra axis over the samples since the end of the warm-up at which it exists.
  double mean_of(SampledName metric) const;
  /// Growth per year of such a metric from the first to the last of these samples; NaN with fewer than two.
  double growth_of(SampledName metric) const;
  /// The metric at the last sample; NaN if it does not exist there.
  double last_of(SampledName metric) const;
  /// Share of these samples at which it is above 0.
  double share_of(SampledName metric) const;
  /// Of a stage that the bloc does not have: all zero.
  StageTotals stage(std::size_t i) const;

 private:
  double value_at(std::size_t metric, std::size_t time) const;
};

}  // namespace poldyn
