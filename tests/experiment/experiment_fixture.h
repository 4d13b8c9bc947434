#pragma once

#include <fstream>
#include <string>

#include "sim/experiment/experiment_file.h"
#include "tests/catch.h"
#include "tests/hdf5/scratch_folder.h"

/// Experiment files beside a base of a moment's length, in a folder of the test's own.
class ExperimentFolder {
 public:
  ExperimentFolder() {
    write("base.toml", R"([run]
horizon = "0.4 y"
[domain.general]
demand_weight = 2
[bloc.north.population]
vendors = 8
[bloc.north.registration]
who = "all"
[bloc.north.stage.expert]
review = { dist = "lognormal", mean = "45 d", cv = 0.6 }
[bloc.north.track.full]
stages = ["expert"]
[bloc.north.track.light]
stages = ["expert"]
[bloc.south]
like = "north"
)");
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  poldyn::ExperimentReading try_to_read(const std::string& text) const {
    write("exp.toml", text);
    return poldyn::read_experiment(folder_ / "exp.toml");
  }
  poldyn::Experiment read(const std::string& text) const {
    auto reading = try_to_read(text);
    INFO(poldyn::to_text(reading.mistakes));
    REQUIRE(reading.ok());
    return std::move(reading.experiment);
  }
  /// All messages, with the folder's own path taken out.
  std::string messages(const std::string& text) const {
    std::string said = poldyn::to_text(try_to_read(text).mistakes);
    const std::string mine = folder_.path().string() + "/";
    for (std::size_t at; (at = said.find(mine)) != std::string::npos;) said.erase(at, mine.size());
    return said;
  }
  const ScratchFolder& folder() const { return folder_; }

 private:
  ScratchFolder folder_;
};
