#include "app/metrics/band_words.h"

#include <algorithm>

namespace poldyn::app {

BandReach with_band(const BandReach& reach, const analysis::PathBand& band) {
  if (band.most == 0) return reach;
  return {reach.most == 0 ? band.fewest : std::min(reach.fewest, band.fewest), std::max(reach.most, band.most)};
}

std::string band_words(const BandReach& reach) {
  if (reach.most < 2) return "";
  if (reach.most < analysis::fewest_for_band) return "all single runs, since fewer than ten have a value";
  if (reach.fewest < analysis::fewest_for_band)
    return "nine in ten single runs or, where fewer than ten have a value, all of them";
  return "nine in ten single runs";
}

}  // namespace poldyn::app
