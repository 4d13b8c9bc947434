#pragma once

#include <string>

#include "app/attribute/attribution_report.h"
#include "sim/hdf5/h5_writer.h"

namespace poldyn::app {

/// Writes everything that an attribution found, with the parts of each run, to an HDF5 file that is also netCDF-4
/// (docs/attribution.md). The caller commits.
void write_attribution(h5::Writer& file, const AttributionReport& report, const std::string& command_line);

}  // namespace poldyn::app
