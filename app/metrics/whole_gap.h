#pragma once

#include <vector>

#include "analysis/side.h"

namespace poldyn::app {

/// The rows, with those of the same distance that were not asked for: how far one is behind by scores, by ratings and
/// in days says three things, and a saturated test makes the first look small. What no side has is not added.
std::vector<analysis::LabelledMetric> with_whole_gaps(const std::vector<analysis::LabelledMetric>& rows,
                                                      const std::vector<analysis::Side>& sides);

}  // namespace poldyn::app
