#pragma once

#include <vector>

#include "tests/theory/lab.h"

namespace poldyn::theory {

/// One passage of a filing through one office whose review has ended.
struct Visit {
  std::uint32_t key = 0;      ///< the filing: of whom,
  std::uint32_t ordinal = 0;  ///< and which
  std::uint16_t number = 0;   ///< how-manieth review of the filing, from 1
  std::uint8_t stage = 0;     ///< position in the bloc's list of stages
  std::uint8_t priority = 0;
  SimTime arrived{};
  SimTime started{};
  SimTime ended{};    ///< of the review
  SimTime decided{};  ///< end_of_time while it awaits a date

  friend bool operator==(const Visit&, const Visit&) = default;
};

/// All visits of a run, in the order in which their reviews ended.
std::vector<Visit> visits_of(const Scenario& scenario, RunKey key);

}  // namespace poldyn::theory
