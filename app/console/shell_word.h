#pragma once

#include <string>
#include <string_view>

namespace poldyn::app {

/// A word as a shell would take it, in quotes where it has to be.
std::string shell_word(std::string_view word);

}  // namespace poldyn::app
