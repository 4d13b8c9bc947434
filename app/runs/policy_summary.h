#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "analysis/side.h"

namespace poldyn::app {

/// How often and when each policy came into force, over all runs; empty of a scenario without policies.
std::string policies_text(const analysis::Totals& runs, std::size_t width);
/// The same of several sides, in one table.
std::string policies_text(const std::vector<analysis::Side>& sides, std::size_t width);
nlohmann::ordered_json policies_json(const analysis::Totals& runs);

}  // namespace poldyn::app
