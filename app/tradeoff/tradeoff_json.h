#pragma once

#include <string>

#include "app/tradeoff/tradeoff_report.h"

namespace poldyn::app {

std::string tradeoff_json(const TradeoffReport& report);

}  // namespace poldyn::app
