#pragma once

#include "sim/hdf5/h5_writer.h"
#include "sim/results/results_writer.h"

/// Parts of a result file that do not depend on its runs; for the sources of Writer.
namespace poldyn::results {

void write_root_attributes(h5::Writer& file, const Header& plan);
void write_dimensions(h5::Writer& file, const Header& plan);
void write_scenarios(h5::Writer& file, const Header& plan);
/// What a campaign has instead: its design, and each point as what differs from a base.
void write_design(h5::Writer& file, const DesignTable& design);

}  // namespace poldyn::results
