#pragma once

#include <vector>

#include "sim/base/sim_time.h"
#include "sim/observe/concordance.h"
#include "sim/world/world.h"

namespace poldyn {

/// Whether the more capable vendors live longer. Once a year since the end of the warm-up, at a sample, it notes the
/// mean q of each deployed product; who of these vendors leaves within the year, and when, is compared with it. Who is
/// still there at the next look or at the horizon is censored. Vendors are compared within one look only: capability
/// grows with the calendar, and a later vendor is not a better one for that.
///
/// A look is closed before the next one opens, so memory is some 16 bytes per vendor however long the run is.
class SurvivalWatch {
 public:
  explicit SurvivalWatch(std::size_t blocs) : looks_(blocs) {}

  /// To be called at each sample.
  void look(SimTime now, const World& world);
  /// To be called after each event by which a vendor may have left.
  void maybe_left(VendorId vendor, SimTime now, const World& world);
  /// Ends the last look. To be called once.
  void close(SimTime now);
  const PairCounts& of(std::size_t bloc) const { return looks_[bloc].counts; }

 private:
  struct Note {
    VendorId vendor;
    double q;
  };
  struct Exit {
    VendorId vendor;
    SimTime at;
  };

  /// Each bloc has looks of its own: when another's market opens does not matter.
  struct Look {
    PairCounts counts;
    std::vector<Note> noted;
    std::vector<Exit> exits;  ///< since it opened
    SimTime opened{};
    bool open = false;
  };
  void open(Look& look, SimTime now, const World& world, const Bloc& bloc);
  void close(Look& look, SimTime now);

  std::vector<Look> looks_;  ///< by bloc
  SimTime warm_since_{};
};

}  // namespace poldyn
