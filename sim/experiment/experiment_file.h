#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/experiment/experiment.h"
#include "sim/reading/mistake.h"

namespace poldyn {

/// Either an experiment that can be run, or every mistake that was found.
struct ExperimentReading {
  Experiment experiment;
  std::vector<Mistake> mistakes;
  std::vector<Mistake> notes;      ///< what is hardly meant, or read by nobody for a good reason
  std::vector<std::string> files;  ///< that were read
  bool ok() const { return mistakes.empty(); }
};

/// Reads an experiment file with its bases and its table; docs/experiments.md is the user's view of it. Each factor's
/// ends are tried on each base; points that contradict themselves come to light when they are run.
ExperimentReading read_experiment(const std::filesystem::path& file);

/// An experiment that needs no other file: what a campaign's folder keeps.
struct StoredExperiment {
  std::string name;   ///< of the file, for messages
  std::string text;   ///< of the file
  std::string table;  ///< of its CSV table, or empty
  std::vector<std::string> base_names;
  std::vector<std::string> base_texts;             ///< with every parameter
  std::map<std::string, std::string> layers = {};  ///< texts of files that are factors, by name
};
ExperimentReading read_experiment(const StoredExperiment& stored);

/// True if the file is TOML with a table [experiment].
bool is_experiment_file(const std::filesystem::path& file);

}  // namespace poldyn
