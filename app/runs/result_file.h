#pragma once

#include <filesystem>
#include <string>

#include "sim/batch/replicates.h"
#include "sim/hdf5/partial_file.h"
#include "sim/policy/scenario.h"

namespace poldyn::app {

/// Runs all replicates of `scenario` into a result file, which has its name only when all of them are in it. Throws
/// Failure when interrupted, and what the file system has to say.
BatchState run_to_file(const Scenario& scenario, unsigned jobs, bool bar, const std::filesystem::path& output,
                       h5::IfExists if_exists, const std::string& command_line);

}  // namespace poldyn::app
