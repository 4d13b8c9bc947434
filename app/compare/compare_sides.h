#pragma once

#include <vector>

#include "analysis/side.h"
#include "app/compare/compare_options.h"
#include "app/compare/paired_runs.h"
#include "app/console/input_files.h"
#include "sim/reading/scenario_file.h"

namespace poldyn::app {

/// True if scenarios are to be run, false for result files. Throws Failure for a mix, and for options that files
/// cannot follow.
bool are_scenarios(const CompareOptions& options);

/// Reads the scenarios with what the command line sets, and says what is hardly meant in them; `inputs` gets all files
/// that were read.
std::vector<Reading> readings_of(const CompareOptions& options, InputFiles& inputs);
/// Their runs, of which none is made yet. Says so where a scenario has another seed than the first, which holds.
PairedRuns runs_of(const CompareOptions& options, const std::vector<Reading>& readings);

/// The runs in result files. Throws Failure when interrupted.
std::vector<analysis::Side> sides_in_files(const CompareOptions& options);

}  // namespace poldyn::app
