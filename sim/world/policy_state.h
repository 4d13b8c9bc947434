#pragma once

#include <cstdint>

#include "sim/base/sim_time.h"

namespace poldyn {

/// A change of the rules that is in force. Those of a world stand in the order in which they came into force.
struct PolicyLayer {
  std::uint32_t policy = 0;      ///< position in the scenario
  std::uint32_t activation = 0;  ///< which of its firings, from 1
  SimTime since{};
  double progress = 1;  ///< share of its phase-in that is done
};

/// What happened to a policy so far. The times mean something once it has fired (`since` while it is in force).
struct PolicyState {
  std::uint32_t fired = 0;  ///< firings
  bool in_force = false;
  bool over = false;  ///< its `until` has come
  SimTime first_fired{};
  SimTime last_fired{};
  SimTime since{};  ///< in force
  Ticks before{};   ///< length of time that it was in force before that

  Ticks time_in_force(SimTime now) const { return in_force ? before + (now - since) : before; }
};

/// What a policy_changes event does.
enum class PolicyStep : std::uint8_t { begins, moves, ends };

}  // namespace poldyn
