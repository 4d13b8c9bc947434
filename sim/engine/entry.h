#pragma once

#include <cstdint>

#include "sim/engine/event.h"

namespace poldyn {

/// (time, phase) as one integer: `end_of_time` leaves eight bits for the phase. Events of equal keys are told apart by
/// their order of scheduling, which every container of the queue keeps.
using EventKey = std::uint64_t;
inline constexpr EventKey last_key = ~EventKey{0};

inline EventKey key_of(SimTime at, Phase phase) {
  return static_cast<EventKey>(at.time_since_epoch().count()) << 8 | static_cast<EventKey>(phase);
}

/// An Event as four words, in the layout that little-endian ABIs give it (the tests read every field back). The queue
/// keeps events so because g++ 12 writes bit fields piece by piece and copies sixteen bytes at a time: each push would
/// wait for its own stores, longer than all the rest of it takes.
struct Entry {
  std::int64_t at;
  std::uint64_t phase_and_seq;
  std::uint64_t who;
  std::uint64_t kind;

  void write(EventKey key, EventSeq seq, const Payload& what) {
    at = static_cast<std::int64_t>(key >> 8);
    phase_and_seq = key << 56 | seq;
    who = std::uint64_t{what.detail} << 32 | what.subject;
    kind = std::uint64_t{what.extra} << 48 | std::uint64_t{what.kind} << 40 | what.parent;
  }

  EventKey key() const { return static_cast<EventKey>(at) << 8 | phase_and_seq >> 56; }
};
static_assert(sizeof(Entry) == sizeof(Event));

}  // namespace poldyn
