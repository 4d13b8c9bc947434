#pragma once

#include "app/report/exhibit.h"
#include "app/tradeoff/tradeoff_report.h"

namespace poldyn::app {

/// The mean of a goal under a judged policy, in the goal's own direction.
analysis::Estimate mean_of_goal(const TradeoffReport& report, std::size_t goal, std::size_t judged);
/// "Project start to users, days"
std::string goal_title(const Goal& goal);

/// Policies by their first two goals, or along one: full dots are on the front.
ReportChart front_chart(const TradeoffReport& report, double level);

}  // namespace poldyn::app
