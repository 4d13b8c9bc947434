#pragma once

#include <string>

#include "app/discover/discovery_report.h"

namespace poldyn::app {

std::string discovery_json(const DiscoveryReport& report);

}  // namespace poldyn::app
