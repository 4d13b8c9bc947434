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
  explicit SurvivalWatch(std::size_t blocs) : counts_(blocs), noted_(blocs) {}

  /// To be called at each sample.
  void look(SimTime now, const World& world);
  /// To be called after each event by which a vendor may have left.
  void maybe_left(VendorId vendor, SimTime now, const World& world);
  /// Ends the last look. To be called once.
  void close(SimTime now);
  const PairCounts& of(std::size_t bloc) const { return counts_[bloc]; }

 private:
  struct Note {
    VendorId vendor;
    double q;
  };
  struct Exit {
    VendorId vendor;
    SimTime at;
  };

  std::vector<PairCounts> counts_;        ///< by bloc
  std::vector<std::vector<Note>> noted_;  ///< by bloc, of the open look
  std::vector<Exit> exits_;               ///< since it opened
  SimTime opened_{};
  SimTime warm_since_{};
  bool open_ = false;
};

}  // namespace poldyn
