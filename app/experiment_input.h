#pragma once

#include <filesystem>

#include "sim/batch/experiment.h"

namespace poldyn::app {

/// Reads an experiment file. Throws Mistakes with all that is wrong with it.
Experiment load_experiment(const std::filesystem::path& file);

}  // namespace poldyn::app
