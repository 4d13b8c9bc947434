#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/comparison.h"

namespace poldyn::app {

/// Headline totals of the files side by side, differences, and what may be said about them.
std::string comparison_text(const std::vector<results::Reader>& files, const analysis::Comparison& comparison,
                            std::size_t width);
std::string comparison_json(const std::vector<results::Reader>& files, const analysis::Comparison& comparison);

}  // namespace poldyn::app
