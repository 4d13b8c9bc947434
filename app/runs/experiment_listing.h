#pragma once

#include <cstddef>
#include <string>

#include "sim/experiment/experiment.h"

namespace poldyn::app {

/// What an experiment would run, in a few lines.
std::string experiment_summary(const Experiment& experiment, std::size_t width);
/// Its first `most` points, one on a line.
std::string experiment_points(const Experiment& experiment, std::size_t most, std::size_t width);
/// Tells every point to `print`: number, id, base and factors, as CSV; or every run, with its seed and id too.
void print_points_csv(const Experiment& experiment);
void print_runs_csv(const Experiment& experiment);
std::string experiment_json(const Experiment& experiment);

/// A factor's value as people write it; empty if the factor does not apply.
std::string value_text(const FactorValue& value);

}  // namespace poldyn::app
