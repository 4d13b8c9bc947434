#pragma once

#include <bit>
#include <cstdint>

#include "sim/base/identity.h"
#include "sim/engine/event.h"
#include "sim/world/events.h"

namespace poldyn {

/// 64-bit digest of a sequence of events: equal for equal trajectories, and different (but for chance, 2^-64) if one
/// event differs in time, phase, kind, subject, detail or extra, is missing, or changes places with another.
///
/// `seq` and `parent` are left out: they number the pushes, so a change of code that schedules the same events in
/// another order would count as a change of behaviour. Each event is mixed by itself with MurmurHash3's finaliser
/// (Appleby 2011), a bijection of 64-bit words with full avalanche, off the critical path; the chain from event to
/// event is a rotation, an exclusive or and a multiplication by an odd number, which is a bijection too, so no
/// information is lost on the way.
class Fingerprint {
 public:
  void add(const Event& event) {
    const Payload& what = event.what;
    const std::uint64_t who = std::uint64_t{what.subject} << 32 | what.detail;
    const auto kind = static_cast<std::uint64_t>(kind_on_record(static_cast<EventKind>(what.kind)));
    const std::uint64_t how = kind << 24 | std::uint64_t{event.phase} << 16 | what.extra;
    const auto when = static_cast<std::uint64_t>(event.at.time_since_epoch().count());
    const std::uint64_t one = mix64(mix64(mix64(when) ^ who) ^ how);
    state_ = (std::rotl(state_, 27) ^ one) * 0x9E3779B97F4A7C15ULL;
    ++events_;
  }
  std::uint64_t value() const { return mix64(state_ ^ events_); }
  std::uint64_t events() const { return events_; }

 private:
  std::uint64_t state_ = 0x243F6A8885A308D3ULL;  // the first bits of pi's fraction: nothing up the sleeve
  std::uint64_t events_ = 0;
};

}  // namespace poldyn
