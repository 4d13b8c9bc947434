#pragma once

#include <cstddef>
#include <vector>

#include "sim/experiment/experiment.h"
#include "sim/experiment/node_reader.h"

namespace poldyn {

/// What a design is told of the factors that it lays out.
struct FactorsRead {
  std::size_t rows = 0;     ///< of the CSV table, if there is one
  bool complete = true;     ///< all factors are there
  std::vector<bool> sound;  ///< of each, whether nothing is wrong with it
};

/// Reads what the design of [experiment] needs and says what is missing, and what would be without effect; lays out its
/// points, if no mistake was found anywhere. Bases and factors must be there.
void lay_out_design(Experiment& experiment, NodeReader& reader, const TomlNode& table, const FactorsRead& factors,
                    Mistakes& mistakes);

}  // namespace poldyn
