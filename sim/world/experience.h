#pragma once

#include <array>
#include <cstdint>

#include "sim/world/kinds.h"

namespace poldyn {

/// Feedback of a vendor that has no offer: while it has one, it stands in its bloc's market, and most vendors have or
/// are gone. Both are as of the bloc's last market epoch.
struct Experience {
  std::uint32_t generation = 0;
  std::array<double, max_domains> stock{};                           ///< effective feedback
  double hardening = 0;                                              ///< signals of failure and misuse
  std::array<std::array<double, max_domains>, channels> underway{};  ///< signals that have not had their effect yet
};

}  // namespace poldyn
