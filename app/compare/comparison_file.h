#pragma once

#include <string>

#include "app/compare/comparison_report.h"
#include "sim/hdf5/h5_writer.h"

namespace poldyn::app {

/// Writes everything that a comparison found, with the value of each run, to an HDF5 file that is also netCDF-4
/// (docs/format.md). The caller commits.
void write_comparison(h5::Writer& file, const ComparisonReport& report, const std::string& command_line);

}  // namespace poldyn::app
