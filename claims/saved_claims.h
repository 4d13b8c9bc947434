#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/stats.h"
#include "claims/verdict.h"
#include "sim/hdf5/h5_reader.h"

namespace poldyn::analysis {

/// An effect of a claim, as write_claims() left it.
struct SavedEffect {
  std::string claim, name;  ///< id of its claim; what it is called
  std::string unit;         ///< "1" of a pure number
  bool up = true;           ///< the claimed direction
  bool counts = true;       ///< part of the claim, not beside it
  double smallest = no_value;
  double mean = no_value, low = no_value, high = no_value;  ///< over the points of the space
  Word word = Word::undecided;
  std::string by_construction;
  OutcomeCounts outcomes;  ///< of the points that it has a value at
};

struct SavedClaim {
  std::string id, title;
  std::size_t effects = 0, shown = 0, small = 0, opposite = 0, depends = 0, undecided = 0;  ///< those that count
};

/// What `poldyn claims` wrote to an HDF5 file.
struct SavedClaims {
  std::string title;
  std::vector<SavedClaim> claims;
  std::vector<SavedEffect> effects;
  std::size_t points = 0;  ///< of the space of what nobody knows
};

/// Whether the file is one.
bool is_claims(const h5::Reader& file);

/// Throws h5::NotReadable for a file that is none, or whose arrays do not fit each other.
SavedClaims saved_claims(const h5::Reader& file);

}  // namespace poldyn::analysis
