#include "sim/engine/event_queue.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace poldyn {
namespace {

/// How many events a bucket should hold when it is sorted. The width is rounded down to a power of two, so that
/// buckets get half to all of that: fewer cost a mispredicted branch or two each, more cost comparisons.
constexpr double events_per_bucket = 16;

/// How far a rung reaches, in mean distances of the events it is made from. What is scheduled beyond it is moved once
/// more, and no push knows beforehand which it will be; further off, buckets would be nearly empty and still take a
/// chunk each.
constexpr double reach = 8;

/// Where the events of a bucket lie.
struct Spread {
  EventKey lowest = last_key;
  EventKey highest = 0;
  double mean = 0;  ///< from `lowest` on
  std::size_t count = 0;
};

Spread spread_of(const Bucket& bucket) {
  Spread spread;
  // Summed from some event on, since a double has too few digits for a sum of late keys; halved, since half a
  // difference always fits into a signed integer.
  const EventKey origin = bucket.front()->key >> 1;
  double sum = 0;
  bucket.for_each([&](const Entry& entry) {
    const EventKey key = entry.key;
    spread.lowest = std::min(spread.lowest, key);
    spread.highest = std::max(spread.highest, key);
    sum += static_cast<double>(static_cast<std::int64_t>((key >> 1) - origin));
  });
  spread.count = bucket.size();
  const auto below = static_cast<double>(origin - (spread.lowest >> 1));
  spread.mean = std::max(1.0, 2 * (sum / static_cast<double>(spread.count) + below));
  return spread;
}

/// Whether at least half of the events of `bucket` are due less than `distance` after its first.
bool covers_half(double distance, const Bucket& bucket, const Spread& spread) {
  if (distance >= 2 * spread.mean) return true;  // Markov's inequality
  const EventKey end = spread.lowest + static_cast<EventKey>(distance);
  std::size_t covered = 0;
  bucket.for_each([&](const Entry& entry) { covered += entry.key < end; });
  return covered >= spread.count / 2;
}

/// The greatest power of two up to `width`.
double rounded_down(double width) { return std::ldexp(1.0, std::ilogb(width)); }

/// Lays out `rung` for the events of `bucket` so that each of its buckets gets `events_per_bucket` if events come
/// evenly over twice the mean or at `rate`, whichever is denser: the rate counts those that will be scheduled in
/// between. The rung covers at least half of the events, which bounds how often an event is moved; a far tail stays
/// where it is and does not make the buckets wide.
void lay_out(Rung& rung, const Bucket& bucket, const Spread& spread, EventKey end, double rate) {
  const double density = std::max(rate, static_cast<double>(spread.count) / (2 * spread.mean));
  auto buckets = static_cast<double>(std::min(Rung::max_buckets, std::bit_ceil(4 * spread.count)));
  double width = rounded_down(events_per_bucket / density);
  if (!covers_half(buckets * width, bucket, spread)) {
    // Two rungs of like size instead of one too coarse: filling many buckets in turn misses the cache.
    buckets = std::min(buckets, std::max(64.0, 4 * rounded_down(std::sqrt(reach * spread.mean / width))));
    width = rounded_down(reach * spread.mean / buckets);
  }
  const EventKey span = spread.highest - spread.lowest;
  // At least two buckets, whatever the estimates: without that a bucket could be split up into itself for ever.
  const int shift = std::clamp(std::ilogb(width), 0, static_cast<int>(std::bit_width(span)) - 1);
  const double reached = std::min(reach * spread.mean, 0x1p63);
  const EventKey covered = std::min(span, static_cast<EventKey>(reached));
  rung.lay_out(spread.lowest, end, shift,
               static_cast<std::size_t>(std::min(static_cast<EventKey>(buckets), (covered >> shift) + 1)));
}

}  // namespace

EventQueue::EventQueue() : rungs_(1), finest_(rungs_.data()) { rungs_[0].lay_out(0, last_key, 63, 2); }

EventQueue::EventQueue(EventQueue&& other) : EventQueue() { swap(other); }

EventQueue& EventQueue::operator=(EventQueue&& other) {
  EventQueue taken(std::move(other));
  swap(taken);
  return *this;
}

void EventQueue::swap(EventQueue& other) {
  std::swap(run_, other.run_);
  std::swap(run_end_, other.run_end_);
  std::swap(rungs_, other.rungs_);
  std::swap(finest_, other.finest_);
  std::swap(pool_, other.pool_);
  std::swap(popped_, other.popped_);
  std::swap(now_, other.now_);
  std::swap(next_seq_, other.next_seq_);
  std::swap(rate_, other.rate_);
  std::swap(mark_, other.mark_);
  std::swap(popped_at_mark_, other.popped_at_mark_);
}

/// Fills the empty run with the earliest events. The queue must not be empty.
void EventQueue::refill() {
  for (;;) {
    Rung& rung = *finest_;
    const std::size_t first = rung.first();
    if (first == Rung::none) {
      --finest_;
      continue;
    }
    Bucket& bucket = rung[first];
    if (bucket.size() <= SortedRun::sort_limit) {
      run_end_ = rung.end_of(first);
      run_.sort(bucket, rung.begin_of(first), run_end_, pool_);
      rung.vacate(first);
      return;
    }
    if (rung.one_key_per_bucket()) {
      // Events of this key that are scheduled from now on belong behind those that stay in the bucket.
      run_.take_chunk(bucket, pool_);
      run_end_ = rung.begin_of(first);
      return;
    }
    refine(first);
  }
}

/// Splits a bucket of the finest rung up into a rung of its own.
void EventQueue::refine(std::size_t first) {
  update_rate();
  Rung& rung = add_rung();
  Rung& coarse = *(finest_ - 1);
  Bucket bucket = std::exchange(coarse[first], Bucket{});
  coarse.vacate(first);
  const Spread spread = spread_of(bucket);
  if (spread.lowest == spread.highest) {
    rung.lay_out(spread.lowest, coarse.end_of(first), 0, 1);
    rung.adopt(bucket);
    return;
  }
  lay_out(rung, bucket, spread, coarse.end_of(first), rate_);
  bucket.drain(pool_, [&](const Entry& entry) {
    const EventKey key = entry.key;
    (key < rung.end() ? rung : coarse).add(key, pool_) = entry;
  });
}

/// Moves a run that has become too long into a bucket, to be split up when its first event is wanted. The bucket takes
/// all further keys that belonged into the run, so that no push is ever slow.
void EventQueue::spill() {
  while (finest_ != rungs_.data() && finest_->first() == Rung::none) --finest_;
  Rung& rung = add_rung();
  rung.lay_out(0, run_end_, 63, 2);
  run_.drain([&](const Entry& entry) { rung.add(entry.key, pool_) = entry; });
  run_end_ = 0;
}

void EventQueue::update_rate() {
  constexpr EventSeq enough = 32;
  const EventKey now = key_of(now_, Phase{0});
  if (popped_ < popped_at_mark_ + enough || now == mark_) return;
  rate_ = static_cast<double>(popped_ - popped_at_mark_) / static_cast<double>(now - mark_);
  popped_at_mark_ = popped_;
  mark_ = now;
}

Rung& EventQueue::add_rung() {
  const std::ptrdiff_t depth = finest_ - rungs_.data() + 1;
  if (depth == std::ssize(rungs_)) rungs_.emplace_back();
  finest_ = rungs_.data() + depth;
  return *finest_;
}

void EventQueue::refuse(SimTime at) const {
  throw std::logic_error(at < now_ ? "event scheduled in the past" : "event scheduled beyond the end of time");
}

}  // namespace poldyn
