#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "sim/base/sim_time.h"
#include "sim/world/kinds.h"
#include "sim/world/paradigm.h"

namespace poldyn {

/// Rules of a bloc, by their places in its list: bit r is rule r.
using RuleMask = std::uint16_t;
constexpr RuleMask mask_of(std::size_t rule) { return static_cast<RuleMask>(1U << rule); }
constexpr bool has(RuleMask mask, std::size_t rule) { return (mask >> rule & 1U) != 0; }

/// What a model stands on under one rule: the approval of its own filing, or that of a product which it updates and
/// whose approval it takes over by notice.
struct Clearance {
  bool given = false;      ///< there is an approval in force; that of a suspended product waits for its return
  bool tacit = false;      ///< a deadline gave it, in part at least
  bool inherited = false;  ///< it is the product's, taken over by the notice of a small update
  bool lapsed = false;     ///< it ran out, or never came, and took the model out of service
  Paradigm paradigm = 0;   ///< of `design`
  std::optional<std::uint32_t> approval;  ///< ordinal of the approval, of its vendor's; kept when that has run out
  std::optional<SimTime> expires;         ///< when it runs out, if ever; of one not given, when the model has to go
  std::uint64_t design = 0;  ///< what was approved: a notified update is measured against it, not against the last
  double q = 0;              ///< small step, or many of them would pass without a filing
};

}  // namespace poldyn
