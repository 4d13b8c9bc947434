#pragma once

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "sim/disk/scenario_disk.h"
#include "tests/hdf5/scratch_folder.h"

/// Scenario files in a folder of the test's own.
class ScenarioFolder {
 public:
  const ScenarioFolder& write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return *this;
  }
  poldyn::Reading read(const std::string& name, const std::vector<std::string>& overrides = {}) const {
    return poldyn::read_scenario(folder_ / name, overrides);
  }
  /// All messages, with the folder's own path taken out.
  std::string messages(const std::string& name, const std::vector<std::string>& overrides = {}) const {
    std::string text = poldyn::to_text(read(name, overrides).mistakes);
    const std::string mine = folder_.path().string() + "/";
    for (std::size_t at; (at = text.find(mine)) != std::string::npos;) text.erase(at, mine.size());
    return text;
  }
  const ScratchFolder& folder() const { return folder_; }

 private:
  ScratchFolder folder_;
};

/// What a scenario must say of a key once these values are set on top of it.
struct ChangedScenario {
  std::vector<std::string> changes;
  std::string key;
  std::string fragment;
};
inline bool says(const std::vector<poldyn::Mistake>& all, const ChangedScenario& one) {
  return std::any_of(all.begin(), all.end(), [&](const poldyn::Mistake& mistake) {
    return mistake.key == one.key && mistake.problem.find(one.fragment) != std::string::npos;
  });
}

/// A scenario without mistakes; a test appends what it is about. It has nine lines.
inline const std::string small_scenario = R"([domain.general]
demand_weight = 2
[bloc.north.population]
vendors = 20
[bloc.north.stage.expert]
review = { dist = "lognormal", mean = "45 d", cv = 0.6 }
[bloc.north.track.full]
stages = ["expert"]
[bloc.south]
)";
