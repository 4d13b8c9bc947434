#pragma once

#include <array>
#include <cstddef>

namespace poldyn {

/// Ways of search that a vendor chooses from: local, long jump, imitate, adopt.
inline constexpr std::size_t search_choices = 4;

/// What each of them is known to gain, in OOM per project; 0 before it was tried.
struct ModeGains {
  std::array<double, search_choices> mean{};
};

}  // namespace poldyn
