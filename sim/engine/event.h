#pragma once

#include <cstdint>

#include "sim/base/phase.h"
#include "sim/base/sim_time.h"

namespace poldyn {

/// Number of an event in the order of scheduling; 0 is the run's start, which has no event.
using EventSeq = std::uint64_t;

/// What is to happen, to whom: 16 bytes, trivially copyable. The engine reads none of it but `parent`.
struct Payload {
  std::uint32_t subject = 0;      ///< index of the entity that acts
  std::uint32_t detail = 0;       ///< second id, or a generation that tells a stale event from a live one
  std::uint64_t parent : 40 = 0;  ///< low 40 bits of the EventSeq during whose handling this was scheduled
  std::uint64_t kind : 8 = 0;     ///< sim/world/events.h
  std::uint64_t extra : 16 = 0;
};
static_assert(sizeof(Payload) == 16);

/// An event that is due. Events come in the order (at, phase, seq), which is total: no tie is settled by the layout
/// of a container or by an address, so a run is a function of its inputs.
struct Event {
  SimTime at{};
  std::uint64_t seq : 56 = 0;
  std::uint64_t phase : 8 = 0;
  Payload what{};
};
static_assert(sizeof(Event) == 32);

}  // namespace poldyn
