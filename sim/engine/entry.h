#pragma once

#include <cstdint>
#include <cstring>

#include "sim/engine/event.h"

namespace poldyn {

/// (time, phase) as one integer: `end_of_time` leaves eight bits for the phase. Events of equal keys are told apart by
/// their order of scheduling, which every container of the queue keeps.
using EventKey = std::uint64_t;
inline constexpr EventKey last_key = ~EventKey{0};

inline EventKey key_of(SimTime at, Phase phase) {
  return static_cast<EventKey>(at.time_since_epoch().count()) << 8 | static_cast<EventKey>(phase);
}

/// An Event as the queue keeps it: four words, the first of them its key. g++ 12 writes bit fields piece by piece and
/// copies sixteen bytes at a time: with an Event in its place each push would wait for its own stores, longer than all
/// the rest of it takes.
struct Entry {
  EventKey key;
  EventSeq seq;
  std::uint64_t who;
  std::uint64_t kind;

  void write(EventKey event_key, EventSeq number, const Payload& what) {
    key = event_key;
    seq = number;
    who = std::uint64_t{what.detail} << 32 | what.subject;
    kind = std::uint64_t{what.extra} << 48 | std::uint64_t{what.kind} << 40 | what.parent;
  }

  /// In the layout that little-endian ABIs give an Event; the tests read every field back.
  void read(Event& event) const {
    const std::uint64_t words[] = {key >> 8, key << 56 | seq, who, kind};
    static_assert(sizeof words == sizeof event);
    std::memcpy(static_cast<void*>(&event), words, sizeof event);
  }

  std::int64_t at() const { return static_cast<std::int64_t>(key >> 8); }
};

}  // namespace poldyn
