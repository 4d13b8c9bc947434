#pragma once

#include <array>
#include <cstdint>

#include "sim/base/sim_time.h"
#include "sim/world/kinds.h"

namespace poldyn {

/// Step of the ladder of paradigms; 0 is what everybody begins with.
using Paradigm = std::uint8_t;

/// What a bloc knows of the ladder: `common` <= `found`, both only grow, and `since` is set for the steps up to
/// `found`.
struct KnownParadigms {
  Paradigm common = 0;                         ///< latest that all its vendors know of
  Paradigm found = 0;                          ///< latest that one of them knows of
  std::array<SimTime, max_paradigms> since{};  ///< when `found` came to each
};

/// A bloc's directed programme. Projects that began under an earlier one go on until they end, so `under_way` and
/// `pool` may be above 0 while none is running; `target` and `paradigm` are those of the latest.
struct Programme {
  bool running = false;
  bool planned = false;         ///< programmes start one after another
  std::uint32_t ordinal = 0;    ///< of the latest
  std::uint32_t under_way = 0;  ///< directed projects
  double pool = 0;              ///< their compute, in units of the reference; 0 if there are none
  std::uint64_t target = 0;     ///< design
  Paradigm paradigm = 0;        ///< of the target
};

/// What a vendor's present project puts into the pool; 0 if it is not directed.
struct DirectedWork {
  double compute = 0;
};

/// One number for a design and its paradigm: equal only if both are. Designs have at most 61 bits where there are
/// paradigms.
constexpr std::uint64_t design_key(std::uint64_t design, Paradigm paradigm) {
  return design | std::uint64_t{paradigm} << 61;
}

}  // namespace poldyn
