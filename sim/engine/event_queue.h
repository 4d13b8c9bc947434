#pragma once

#include <cstddef>
#include <stdexcept>
#include <vector>

#include "sim/engine/bucket.h"
#include "sim/engine/event.h"
#include "sim/engine/rung.h"
#include "sim/engine/sorted_run.h"

namespace poldyn {

/// Pending events, earliest first in the order (at, phase, seq).
///
/// A ladder of rungs, each of them buckets of equal width; a finer rung splits up the first occupied bucket of the
/// coarser one below it, and the earliest bucket of all is sorted into a run when it is reached. No key is ever
/// compared with that of an event that is due much later. docs/decisions/0002-event-queue.md says what was rejected.
///
/// Invariants: keys below run_end_ are in the run; keys in [run_end_, finest_->end()) in the finest rung; and
/// so on down to rungs_[0], which takes all keys. Run and buckets keep events of one key in the order of scheduling.
class EventQueue {
 public:
  EventQueue();
  EventQueue(EventQueue&& other);
  EventQueue& operator=(EventQueue&& other);

  /// Schedules `what`; returns its sequence number. Throws std::logic_error if `at` lies before now() or beyond
  /// end_of_time.
  EventSeq push(SimTime at, Phase phase, const Payload& what) {
    if (at < now_ || at > end_of_time) refuse(at);
    const EventSeq seq = next_seq_++;
    const EventKey key = key_of(at, phase);
    if (key < run_end_) {
      run_.add(key).write(key, seq, what);
      if (run_.size() > SortedRun::limit) spill();
    } else {
      Rung* rung = finest_;
      while (key >= rung->end() && rung != rungs_.data()) --rung;
      rung->add(key, pool_).write(key, seq, what);
    }
    return seq;
  }

  /// Takes the earliest event into `next` if it is due at or before `end`; false leaves `next` and the queue alone.
  bool pop_until(SimTime end, Event& next) {
    if (run_.empty()) {
      if (empty()) return false;
      refill();
    }
    if (run_.front().at() > end.time_since_epoch().count()) return false;
    run_.front().read(next);
    run_.drop_front();
    ++popped_;
    now_ = next.at;
    return true;
  }

  SimTime now() const { return now_; }
  std::size_t size() const { return next_seq_ - 1 - popped_; }
  bool empty() const { return size() == 0; }

 private:
  void swap(EventQueue& other);
  void refill();
  void refine(std::size_t bucket);
  void spill();
  void update_rate();
  Rung& add_rung();
  [[noreturn]] void refuse(SimTime at) const;

  SortedRun run_;
  EventKey run_end_ = last_key;
  std::vector<Rung> rungs_;  // coarse to fine
  Rung* finest_;             // those beyond it are spare
  ChunkPool pool_;
  EventSeq popped_ = 0;
  SimTime now_{};
  EventSeq next_seq_ = 1;

  double rate_ = 0;  // events popped per unit of key when it was last measured, from `mark_` on
  EventKey mark_ = 0;
  EventSeq popped_at_mark_ = 0;
};

}  // namespace poldyn
