#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/precision.h"

namespace poldyn::app {

/// Everything that a comparison found.
struct ComparisonReport {
  std::vector<analysis::Side> sides;
  analysis::Judging judging;
  analysis::Comparison comparison;
  std::vector<analysis::Target> targets;  ///< none if the number of pairs was fixed
  std::vector<analysis::Reach> reach;
  std::size_t max_runs = 0;
  std::vector<std::vector<analysis::Settling>> settling;  ///< by side; empty if it was not asked for
};

/// "A", "B", ...; "#27" from the 27th on.
std::string side_letter(std::size_t side);

/// Headline totals of the sides, differences, and what may be said about them.
std::string comparison_text(const ComparisonReport& report, std::size_t width);
/// The other statistics, in tables of their own.
std::string comparison_details(const ComparisonReport& report, std::size_t width);
std::string comparison_json(const ComparisonReport& report);
/// For the user whose campaign ended at --max-runs: how far it is and what it would take.
std::string not_reached_text(const ComparisonReport& report);

/// For JSON; the table has room for less.
std::string word(analysis::Reading reading);
/// "yes", "too_short", "has_gaps", "no"
std::string settled_word(analysis::Settled settled);

}  // namespace poldyn::app
