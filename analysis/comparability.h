#pragma once

#include <string>
#include <vector>

#include "analysis/side.h"

namespace poldyn::analysis {

/// What makes sides less comparable with the first, A, than a reader may think, each as a sentence that begins with the
/// side, "B = gated.toml: ...": other windows of time, runs, seeds, builds, blocs and metrics.
std::vector<std::string> comparability(const std::vector<Side>& sides);

/// "6 y", "45.5 d": with as many digits as it takes to tell it from `other`.
std::string length_text(double days, double other);

}  // namespace poldyn::analysis
