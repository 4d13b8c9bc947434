#pragma once

#include <cstddef>
#include <string>

#include "analysis/paths.h"

namespace poldyn::app {

/// How many runs the bands of a picture are made of, at their thinnest and their thickest.
struct BandReach {
  std::size_t fewest = 0, most = 0;
};

BandReach with_band(const BandReach& reach, const analysis::PathBand& band);

/// What such bands hold, to end a sentence: "nine in ten single runs". Empty if there is no band, since no sample has
/// two runs with a value.
std::string band_words(const BandReach& reach);

}  // namespace poldyn::app
