#pragma once

#include <map>
#include <string>
#include <vector>

#include "claims/claims_file.h"
#include "sim/experiment/experiment.h"

namespace poldyn {

/// What runs of a world keep: "family/name".
struct ClaimRecord {
  std::vector<std::string> totals, sampled;
};

/// Where a rule's strength has no force, and where it has its full force, in the unit of its parameter.
struct StrengthEnds {
  double none = 0, full = 1;
};

/// The runs that claims of one world need, as experiments like any other. The baseline has every side and every ablated
/// side, at the parameters of the files; the space has the sides at points that are the same for all of them, and where
/// each point has random numbers of its own, so that points are independent. A space of more points begins with those
/// of one with fewer, and so do the runs.
struct ClaimExperiments {
  std::string world;
  Experiment baseline, space;
  std::map<std::string, StrengthEnds> strengths;  ///< those that vary in this world, by name
};

struct ClaimExperimentsReading {
  std::vector<ClaimExperiments> worlds;  ///< those that the claims need, in the order of the file
  std::vector<Mistake> mistakes;         ///< at places of the claims file
  bool ok() const { return mistakes.empty(); }
};

/// What is to be run: which claims, how far, and what is kept.
struct ClaimChoice {
  std::vector<std::string> ids;  ///< of claims; what a run is does not depend on them
  bool quick = false;
  std::map<std::string, ClaimRecord> record;  ///< by world
};
ClaimExperimentsReading claim_experiments(const ClaimsFile& file, const ClaimChoice& choice);

/// A longer space of one world, for some of its sides.
struct LongerSpace {
  std::string world;
  std::vector<std::string> sides;
  std::uint32_t points = 0;
};
Experiment longer_space(const ClaimsFile& file, const ClaimChoice& choice, const LongerSpace& wanted);

}  // namespace poldyn
