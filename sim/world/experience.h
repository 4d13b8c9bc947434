#pragma once

#include <array>
#include <cstdint>

#include "sim/base/sim_time.h"
#include "sim/world/kinds.h"

namespace poldyn {

/// Feedback stocks of a vendor that has no offer: while it has one, they stand in its bloc's market, and most vendors
/// do or are gone. They decay from the epoch on that they are of, see learning.h.
struct Experience {
  std::uint32_t generation = 0;
  std::array<double, max_domains> stock{};  ///< effective feedback
  double hardening = 0;                     ///< signals of failure and misuse
  SimTime as_of{};                          ///< market epoch
};

}  // namespace poldyn
