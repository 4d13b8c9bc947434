#pragma once

#include <string_view>

namespace poldyn::app {

/// Whether a metric is a mean over what came out, so that it looks better where slow ones are lost on the way. `name`
/// may end with a place in brackets.
bool is_over_survivors(std::string_view name);

}  // namespace poldyn::app
