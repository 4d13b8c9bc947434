#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace poldyn::app {

/// Whether a metric is a mean over what came to its end, so that it looks better where slow ones are lost on the way.
/// `name` may end with a place in brackets.
bool is_over_survivors(std::string_view name);

/// Whether it is a mean over releases.
bool is_over_releases(std::string_view name);

/// What to bear in mind of those of these metrics that are, and what to ask for instead. Nothing of one beside which
/// what counts the others stands already; empty if none is left.
std::string survivors_note(const std::vector<std::string>& names);

}  // namespace poldyn::app
