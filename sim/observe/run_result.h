#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/base/metric.h"
#include "sim/base/sim_time.h"
#include "sim/engine/event.h"
#include "sim/observe/axes.h"
#include "sim/observe/metric_rows.h"
#include "sim/observe/waits.h"

namespace poldyn {

/// Lengths of the axes of a run's results; the same for every replicate of a scenario.
struct RunShape {
  std::size_t blocs = 0;
  std::size_t times = 0;
  std::size_t domains = 0;
  std::size_t stages = 0;  ///< the most stages of any bloc; a bloc with fewer has NaN beyond its own
  std::size_t policies = 0;
  std::size_t rules = 0;

  constexpr std::size_t extent(Axis axis) const {
    switch (axis) {
      case Axis::none:
        return 1;
      case Axis::domain:
        return domains;
      case Axis::stage:
        return stages;
      case Axis::other_bloc:
        return blocs;
      case Axis::policy:
        return policies;
      case Axis::rule:
        return rules;
      default:
        return row_of(axis).names.size();
    }
  }
  friend constexpr bool operator==(const RunShape&, const RunShape&) = default;
};

/// A model's way to its first deployment.
struct ReleaseRecord {
  std::uint32_t bloc = 0;
  std::uint32_t vendor = 0;      ///< index of the vendor
  std::uint32_t vendor_key = 0;  ///< identity within its bloc
  std::uint32_t project = 0;     ///< ordinal of the vendor's project
  std::uint64_t lineage = 0;
  std::uint64_t design = 0;
  double mean_q = 0;  ///< OOM
  SimTime started{};
  SimTime deployed{};
  std::array<Ticks, causes> delay{};
  bool open = false;
  bool derivative = false;
};

/// What one run leaves behind. A value that does not exist (HHI without a model) is NaN.
struct RunResult {
  std::uint64_t seed = 0;
  std::uint32_t replicate = 0;
  std::uint64_t fingerprint = 0;
  std::uint64_t events = 0;  ///< handled, samples not counted
  RunShape shape;
  std::vector<std::vector<double>> sampled;  ///< by row of sampled_metrics: (bloc, time, extra), the last fastest
  std::vector<std::vector<double>> totals;   ///< by row of total_metrics: (bloc, extra), the last fastest
  std::vector<ReleaseRecord> releases;       ///< if recorded, in order of deployment
  SpellRecords spells;                       ///< if recorded: in order of their ends, then those that have not ended
  std::vector<Event> log;                    ///< if recorded, in order
};

}  // namespace poldyn
