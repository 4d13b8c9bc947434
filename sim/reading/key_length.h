#pragma once

#include <cstdint>
#include <string_view>

namespace poldyn {

/// The longest key of a scenario has seven parts: bloc.north.stage.panel.staffing.hire_lag.mean.
inline constexpr int most_key_parts = 10;

/// The first line of a TOML text that holds a dotted key of more than `most_key_parts` parts, or 0. toml++ 3.3 builds
/// and destroys a dotted key by recursion, so that one line of a million dots would overrun the stack.
std::uint32_t line_of_overlong_key(std::string_view text);

}  // namespace poldyn
