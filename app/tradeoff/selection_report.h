#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/tradeoff/selection.h"

namespace poldyn::app {

/// A row for each scenario, and what may be said of the one that is chosen.
std::string selection_text(const Selection& selection, const std::vector<RunSide>& sides, std::size_t width);
std::string selection_json(const Selection& selection, const std::vector<RunSide>& sides);

/// Of a selection that chose none: what would. `most_ever`: more runs of each nobody can ask for.
std::string how_to_select(const Selection& selection, std::size_t most_ever);

}  // namespace poldyn::app
