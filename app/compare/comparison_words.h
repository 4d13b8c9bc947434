#pragma once

#include <cstddef>
#include <string>

#include "app/compare/comparison_report.h"

namespace poldyn::app {

/// "open.toml with bloc.main.population.vendors=10, run.horizon=6 y"
std::string name_with_settings(const analysis::Side& side);
/// "seed 1", or that runs have several
std::string seed_text(const analysis::Side& side);

/// A line for each side: letter, file, settings, title, runs, and of window and seed what the sides do not share.
std::string side_list(const ComparisonReport& report, std::size_t width);

/// What the numbers and marks of the tables mean here, and what is so of some rows only.
std::string how_to_read(const ComparisonReport& report);

}  // namespace poldyn::app
