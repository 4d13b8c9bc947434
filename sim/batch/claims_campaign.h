#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/batch/experiment.h"
#include "sim/io/claims_file.h"

namespace poldyn {

/// What runs of a world keep: "family/name".
struct ClaimRecord {
  std::vector<std::string> totals, sampled;
};

/// The runs that claims of one world need, as experiments like any other. The baseline has every side and every ablated
/// side, at the parameters of the files; the space has the sides at points that are the same for all of them.
struct ClaimExperiments {
  std::string world;
  Experiment baseline, space;
};

struct ClaimExperimentsReading {
  std::vector<ClaimExperiments> worlds;  ///< those that the claims need, in the order of the file
  std::vector<Mistake> mistakes;         ///< at places of the claims file
  bool ok() const { return mistakes.empty(); }
};

/// `ids` chooses claims; what a run is does not depend on it. `record` is by world.
ClaimExperimentsReading claim_experiments(const ClaimsFile& file, const std::vector<std::string>& ids, bool quick,
                                          const std::map<std::string, ClaimRecord>& record);

}  // namespace poldyn
