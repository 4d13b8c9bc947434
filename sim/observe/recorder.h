#pragma once

#include <vector>

#include "sim/observe/bloc_sample.h"
#include "sim/observe/census.h"
#include "sim/observe/fingerprint.h"
#include "sim/observe/novelty.h"
#include "sim/observe/run_result.h"
#include "sim/observe/survival.h"
#include "sim/observe/turnover.h"
#include "sim/world/events.h"
#include "sim/world/world.h"

namespace poldyn {

/// Watches one run from outside and writes its RunResult. It reads the world and never changes it, so a run is the same
/// however often it is looked at; for the same reason `sampled` events take no part in fingerprint, count and log.
class Recorder {
 public:
  /// `shape` says how many samples there will be; `world` gives the initial state of the offices and blocs.
  Recorder(const World& world, const RunShape& shape, bool keep_releases, bool keep_log);

  /// To be called after the handler of each event.
  void seen(const Event& event, const World& world) {
    const auto kind = static_cast<EventKind>(event.what.kind);
    if (kind == EventKind::sampled) return;
    if (keep_log_) result_.log.push_back(event);
    if (kind == EventKind::policy_changes) return;  // what it changes shows in what follows, and no change is no event
    fingerprint_.add(event);
    if (kind == EventKind::vendor_leaves || kind == EventKind::vendor_fails)
      survival_.maybe_left(VendorId{event.what.subject}, event.at, world);
    if (kind == EventKind::deployed) see_release(event, world);
    if (kind == EventKind::warmup_ends) novelty_.end_warmup();
  }

  /// Writes the next sample of every metric. Throws std::logic_error beyond the shape's number of samples.
  void sample(SimTime now, const World& world);

  /// Value of a metric at the latest sample. Precondition: there is one.
  double latest(std::size_t metric, std::size_t bloc, std::size_t index) const;

  /// Writes the totals and hands over the result; seed and replicate are the caller's to fill in. Ends the recorder's
  /// use.
  RunResult finish(SimTime end, const World& world);

 private:
  void keep_spells(SimTime end, const World& world);
  void see_release(const Event& event, const World& world);

  bool keep_releases_;
  bool keep_log_;
  RunResult result_;
  Fingerprint fingerprint_;
  CensusTaker census_taker_;
  SurvivalWatch survival_;
  BetweenBlocs between_blocs_;
  std::vector<BlocStanding> standings_;  ///< by bloc, of the sample under way
  NoveltyWatch novelty_;
  std::vector<PreviousSample> earlier_;  ///< by bloc
  std::vector<TurnoverWatch> turnover_;  ///< likewise
  std::vector<SimTime> sampled_at_;
};

}  // namespace poldyn
