#pragma once

#include <cstdint>
#include <vector>

#include "sim/observe/design_archive.h"
#include "sim/world/world.h"

namespace poldyn {

/// Of one bloc's releases of trained models; applications have their base's design and are left out.
struct NoveltyTally {
  std::uint64_t releases = 0;
  std::uint64_t compared = 0;  ///< that had an earlier one of the world to be compared with
  std::uint64_t fresh = 0;     ///< of those, with a design that no earlier one had
  double distance = 0;         ///< sum over `compared` of the distance to the nearest earlier one, in [0, 1] each

  friend NoveltyTally operator-(NoveltyTally a, const NoveltyTally& b) {
    a.releases -= b.releases;
    a.compared -= b.compared;
    a.fresh -= b.fresh;
    a.distance -= b.distance;
    return a;
  }
};

/// Compares each new release with all earlier ones of the world. Of two paradigms no bit means the same: their distance
/// is 1.
class NoveltyWatch {
 public:
  explicit NoveltyWatch(const World& world);

  void released(const World& world, const Model& model);
  void end_warmup() { warmup_ = tally_; }
  /// Since the run's start.
  const NoveltyTally& of(std::size_t bloc) const { return tally_[bloc]; }
  NoveltyTally since_warmup(std::size_t bloc) const { return tally_[bloc] - warmup_[bloc]; }

 private:
  std::vector<DesignArchive> archive_;  ///< by paradigm
  std::vector<NoveltyTally> tally_, warmup_;
};

}  // namespace poldyn
