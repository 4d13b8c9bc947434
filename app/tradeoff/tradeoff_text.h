#pragma once

#include <cstddef>
#include <string>

#include "app/tradeoff/tradeoff_report.h"

namespace poldyn::app {

/// Tables and their words for a terminal. `all`: every policy of a long list, and not those alone that are the best by
/// something.
std::string tradeoff_text(const TradeoffReport& report, bool all, std::size_t width);

}  // namespace poldyn::app
