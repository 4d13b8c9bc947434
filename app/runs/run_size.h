#pragma once

#include <string>

#include "sim/experiment/experiment.h"
#include "sim/policy/scenario.h"

namespace poldyn::app {

/// What the results of runs take, before compression. Tables of releases and events are not counted: they depend on
/// what happens.
struct RunSize {
  std::size_t samples = 0;
  double run_bytes = 0;  ///< of one run in memory
  double runs = 0;
  double file_bytes = 0;  ///< of all runs, of what is kept of them
};

RunSize size_of(const Scenario& scenario);
/// Of all bases; the file holds what the experiment records.
RunSize size_of(const Experiment& experiment);

/// "365 samples; 1.2 MB a run, 12 MB in all before compression"
std::string size_text(const RunSize& size);
/// Throws Failure(bad_data) if no machine would hold it, before anything is run.
void require_bearable(const RunSize& size, const std::string& file);

}  // namespace poldyn::app
