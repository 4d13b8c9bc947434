#pragma once

#include <cstdint>

namespace poldyn {

/// Who acts first at one instant; lower acts first. Its values are named in sim/world/events.h.
enum class Phase : std::uint8_t {};

}  // namespace poldyn
