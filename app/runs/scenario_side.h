#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/side.h"
#include "sim/policy/scenario.h"

namespace poldyn::app {

/// Days at which a policy begins or ends at a date within the run, rising, each once.
std::vector<double> policy_dates(const Scenario& scenario);

/// Adds to a side what stands in its scenario: title, windows of time and names.
void describe(analysis::Side& side, const std::shared_ptr<const Scenario>& scenario);

}  // namespace poldyn::app
