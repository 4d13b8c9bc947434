#pragma once

#include <filesystem>

#include "sim/experiment/experiment_file.h"

namespace poldyn::app {

/// Reads an experiment file. Throws InputError with all that is wrong with it.
Experiment load_experiment(const std::filesystem::path& file);
/// The same with the names of the files that were read.
ExperimentReading load_experiment_reading(const std::filesystem::path& file);

}  // namespace poldyn::app
