#pragma once

#include <string>
#include <vector>

namespace poldyn::app {

/// A parameter in which two scenarios differ, as TOML writes its values; empty where one does not have it.
struct ParameterChange {
  std::string key, first, second;
};

/// Those of scenarios as write_scenario() makes them, in the order of the second and then of the first. Title, seed and
/// number of replicates, which are told anyway, do not count.
std::vector<ParameterChange> parameter_changes(const std::string& a, const std::string& b);

/// The same in words: "bloc.main.procurement.preference = 0 (A: 0.3)", "bloc.east.stage.audit.reviewers = 2 (not in
/// A)".
std::vector<std::string> scenario_differences(const std::string& a, const std::string& b);

}  // namespace poldyn::app
