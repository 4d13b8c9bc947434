#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/around.h"
#include "analysis/composition.h"
#include "analysis/precision.h"

namespace poldyn::app {

/// Everything that a comparison found.
struct ComparisonReport {
  std::vector<analysis::Side> sides;
  analysis::ComparisonSettings judging;
  analysis::Comparison comparison;
  std::vector<analysis::PrecisionTarget> targets;  ///< none if the number of pairs was fixed
  std::vector<analysis::Reach> reach;
  std::size_t max_runs = 0;
  std::optional<double> since;  ///< days; samples are averaged from then on
  std::vector<analysis::Standardised> composition;
  std::vector<analysis::Around> around;
  std::vector<std::vector<analysis::Settling>> settling;  ///< by side; empty if it was not asked for
};

using analysis::side_letter;

/// Headline totals of the sides, differences, and what may be said about them.
std::string comparison_text(const ComparisonReport& report, std::size_t width);
/// For the user whose campaign ended at --max-runs: how far it is and what it would take.
std::string not_reached_text(const ComparisonReport& report);

/// "idea_to_deployment, bloc main: B is less (-30 ± 2 d) overall, but more (+12 ± 1 d) at equal composition: ..."
std::string turned_text(const ComparisonReport& report, const analysis::Standardised& found);

/// For JSON; the table has room for less.
std::string word(analysis::Verdict reading);
/// "within", "beyond", "unclear"; "-" if it was not tested.
std::string word(analysis::Likeness likeness);
/// Whether it was asked what is practically equal, and some row has a margin.
bool has_margins(const ComparisonReport& report);
/// "yes", "too_short", "has_gaps", "no"
std::string settled_word(analysis::Settled settled);

}  // namespace poldyn::app
