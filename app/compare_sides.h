#pragma once

#include <vector>

#include "analysis/side.h"
#include "app/compare_options.h"
#include "app/console/input_files.h"
#include "app/paired_runs.h"

namespace poldyn::app {

/// True if scenarios are to be run, false for result files. Throws Failure for a mix, and for options that files
/// cannot follow.
bool are_scenarios(const CompareOptions& options);

/// Reads the scenarios with what the command line sets, and says what is hardly meant in them; `inputs` gets all files
/// that were read. No run is made.
PairedRuns runs_of(const CompareOptions& options, InputFiles& inputs);

/// The runs in result files. Throws Failure when interrupted.
std::vector<analysis::Side> sides_in_files(const CompareOptions& options);

}  // namespace poldyn::app
