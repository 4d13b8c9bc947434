#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace poldyn::app {

/// Every output variable, for docs/format.md and for the terminal.
std::string metrics_markdown();
/// A `word` picks those that have it, or each of several, somewhere in their names, meaning or formula; with a stroke,
/// in their path.
std::string metrics_text(std::size_t width, std::string_view word = "");
std::vector<std::string> metric_words();

}  // namespace poldyn::app
