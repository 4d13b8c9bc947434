#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "claims/claims.h"
#include "claims/experiments.h"
#include "sim/batch/campaign.h"

namespace poldyn::app {

/// Where and how the runs of claims are made.
struct ClaimsPlace {
  std::filesystem::path folder;
  std::string campaign;  ///< what the campaigns are called
  unsigned jobs = 0;
  bool extend = false;  ///< go on in a folder that another build began
  bool quiet = false;
  bool stored_only = false;  ///< make no runs: all that are needed must be there
  std::string command_line;
};

/// The campaigns of claims, one folder for the baseline and one for the space of each world, which `poldyn status`
/// knows. They are locked as long as this lives. What is run next depends on results of whole rounds alone, so that
/// neither interruptions nor threads nor ranks change anything.
class ClaimsRunning {
 public:
  ClaimsRunning(ClaimsPlace place, std::vector<ClaimExperiments> worlds);

  /// Makes the runs of the first round that are not there.
  void first_round();
  /// Makes the space of a world longer. Files of earlier rounds stay.
  void go_on(const LongerSpace& wanted, Experiment space);

  const std::map<std::string, analysis::WorldFiles>& worlds() const { return files_; }
  std::size_t runs() const;
  std::size_t failed() const;
  /// Of all runs, in the order of worlds and sides.
  std::string fingerprint() const;

 private:
  /// A folder with its lock, and what is being made in it.
  struct Part {
    std::string label;
    std::unique_ptr<FolderLock> lock;
    std::unique_ptr<Campaign> campaign;
  };
  Part part(const std::string& label, Experiment experiment, std::unique_ptr<FolderLock> lock) const;
  void make(Part& part);
  std::filesystem::path merged(const Part& part, const std::string& name) const;

  ClaimsPlace place_;
  std::map<std::string, std::map<std::string, StrengthEnds>> strengths_;  // by world
  std::vector<Part> baselines_, spaces_;                                  // by world, in the order of names_
  std::vector<std::string> names_;
  std::map<std::string, analysis::WorldFiles> files_;
};

}  // namespace poldyn::app
