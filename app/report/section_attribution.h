#pragma once

#include <string>
#include <vector>

#include "analysis/attribution/saved.h"
#include "app/report/exhibit.h"

namespace poldyn::app {

/// Most rows that are drawn of a saved attribution; a page with more is not read.
inline constexpr std::size_t most_attributed = 6;

/// Which rules make the difference: for each row a waterfall of its groups, and the interactions that are told.
ReportSection attribution_section(const analysis::SavedAttributions& saved);

/// Which group does most of a row's difference, in a sentence.
std::string attribution_sentence(const analysis::SavedAttributions& saved, const analysis::SavedAttribution& row);

}  // namespace poldyn::app
