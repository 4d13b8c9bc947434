#pragma once

#include <string>
#include <vector>

#include "analysis/headline.h"

namespace poldyn::analysis {

/// From this share of filings without a decision on, measures of what was decided are no measures of what was filed.
inline constexpr double undecided_worth_telling = 0.05;

/// A bloc whose filings are not all decided when runs end.
struct Undecided {
  std::string bloc;
  double filed = 0;      ///< a run, on average, since the warm-up
  double undecided = 0;  ///< of those, pending at the end or left behind by a vendor that is no more
  double share() const { return undecided / filed; }
};

/// Blocs in which the share is above undecided_worth_telling; none of a side that does not count filings.
std::vector<Undecided> undecided(const Totals& side);

/// "bloc main: 68 % of filings (412 of 606 in a run) have no decision at its end; ...". Points to those rows that count
/// them and that the side has.
std::string undecided_text(const Totals& side, const Undecided& found);

}  // namespace poldyn::analysis
