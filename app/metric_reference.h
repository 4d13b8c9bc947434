#pragma once

#include <cstddef>
#include <string>

namespace poldyn::app {

/// Every output variable, for docs/format.md and for the terminal.
std::string metrics_markdown();
std::string metrics_text(std::size_t width);

}  // namespace poldyn::app
