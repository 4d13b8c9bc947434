#pragma once

#include <cstddef>

#include "sim/batch/experiment.h"
#include "sim/batch/node_reader.h"

namespace poldyn {

/// Reads what the design of [experiment] needs and lays out its points; says what is missing, and what would be without
/// effect. Bases and factors must be there. `rows` are those of its CSV table, if it has one.
void lay_out_design(Experiment& experiment, NodeReader& reader, const TomlNode& table, std::size_t rows,
                    Mistakes& mistakes);

}  // namespace poldyn
