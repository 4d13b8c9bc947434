#pragma once

#include <string>
#include <vector>

namespace poldyn::app {

/// Parameters in which two scenarios differ, both as write_scenario() makes them, in the order of the second and then
/// of the first: "bloc.main.procurement.preference = 0 (A: 0.3)", "bloc.east.stage.audit.reviewers = 2 (not in A)".
/// Title, seed and number of replicates, which are told anyway, do not count.
std::vector<std::string> scenario_differences(const std::string& a, const std::string& b);

}  // namespace poldyn::app
