#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "sim/batch/campaign.h"
#include "sim/experiment/experiment_file.h"

namespace poldyn::bench {

/// A folder for the time of a benchmark.
class Scratch {
 public:
  Scratch() { std::filesystem::create_directories(folder_); }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

 private:
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / fmt::format("poldyn-bench-{}", ::getpid());
};

/// Text of an experiment: points of a Sobol' sequence over one factor of `scenario`.
inline std::string experiment_text(const std::string& scenario, std::size_t points, std::size_t replicates,
                                   const std::string& horizon, const std::string& more = "") {
  return fmt::format(
      "[experiment]\nbase = \"{}\"\ndesign = \"sobol\"\npoints = {}\nreplicates = {}\n[set]\nrun.horizon = \"{}\"\n"
      "[factor.preference]\nkey = \"bloc.*.procurement.preference\"\nrange = [0, 1]\n{}",
      std::filesystem::absolute(scenario).string(), points, replicates, horizon, more);
}

/// A campaign in a new folder beside its experiment. Throws with what is wrong with the experiment.
inline Campaign campaign_of(const std::filesystem::path& folder, const std::string& text) {
  const std::filesystem::path file = folder.string() + ".toml";
  std::ofstream(file) << text;
  ExperimentReading reading = read_experiment(file);
  if (!reading.ok()) throw std::runtime_error(to_text(reading.mistakes));
  Campaign campaign(folder, std::move(reading.experiment), "bench", "bench");
  campaign.open(Extend::no);
  return campaign;
}

}  // namespace poldyn::bench
