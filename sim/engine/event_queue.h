#pragma once

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <tuple>
#include <vector>

#include "sim/engine/event.h"

namespace poldyn {

/// Pending events, earliest first in the order (at, phase, seq).
class EventQueue {
 public:
  /// Schedules `what`; returns its sequence number. Throws std::logic_error if `at` lies before now().
  EventSeq push(SimTime at, Phase phase, const Payload& what) {
    if (at < now_) throw std::logic_error("event scheduled in the past");
    Event event{at, next_seq_++ & 0xFFFFFFFFFFFFFFULL, static_cast<std::uint8_t>(phase), what};
    heap_.push_back(event);
    std::push_heap(heap_.begin(), heap_.end(), later);
    return event.seq;
  }

  /// Takes the earliest event into `next` if it is due at or before `end`; false leaves `next` and the queue alone.
  bool pop_until(SimTime end, Event& next) {
    if (heap_.empty() || heap_.front().at > end) return false;
    std::pop_heap(heap_.begin(), heap_.end(), later);
    next = heap_.back();
    heap_.pop_back();
    now_ = next.at;
    return true;
  }

  SimTime now() const { return now_; }
  std::size_t size() const { return heap_.size(); }
  bool empty() const { return heap_.empty(); }

 private:
  static bool later(const Event& a, const Event& b) {
    return std::make_tuple(a.at, a.phase, a.seq) > std::make_tuple(b.at, b.phase, b.seq);
  }
  std::vector<Event> heap_;
  SimTime now_{};
  EventSeq next_seq_ = 1;
};

}  // namespace poldyn
