#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "app/tradeoff/tradeoff_report.h"

/// What of a trade-off is said in sentences, and what sentences and tables have in common.
namespace poldyn::app {

/// "a, b or c", "a, b, c, d or one of 9 more"; of one name that.
std::string one_of(std::vector<std::string> names);
/// How many of so many names it spells out.
std::size_t named_among(std::size_t all);

inline constexpr std::array<const char*, 5> criterion_words = {"mean", "mean and spread", "1 in 10 worse",
                                                               "mean regret", "worst regret"};

/// "Best: open or audited by mean (62 %, 38 %), not told apart": criteria that agree stand together.
std::string best_text(const TradeoffReport& report, std::size_t goal, std::size_t width);

/// The table of what is worth finding out, or why there is nothing; empty where nothing can be said.
std::string information_text(const TradeoffReport& report, std::size_t width);

/// Whose place on the front is open, and what to run to close it; empty if it is nobody's.
std::string advice_text(const TradeoffReport& report, std::size_t width);

}  // namespace poldyn::app
