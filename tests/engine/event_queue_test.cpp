#include "sim/engine/event_queue.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/catch.h"

namespace {

using poldyn::Event;
using poldyn::EventQueue;
using poldyn::EventSeq;
using poldyn::Payload;
using poldyn::Phase;
using poldyn::SimTime;
using poldyn::Ticks;

constexpr std::int64_t last_tick = poldyn::end_of_time.time_since_epoch().count();
constexpr std::int64_t day = 86'400'000'000;
constexpr std::int64_t month = 2'629'800'000'000;

SimTime at_tick(std::int64_t tick) { return SimTime{Ticks{tick}}; }

/// Every bit of the payload depends on the number, so that a mix-up of events or fields shows.
Payload payload_of(std::uint64_t number) {
  const std::uint64_t bits = number * 0x9e3779b97f4a7c15u;
  Payload what;
  what.subject = static_cast<std::uint32_t>(bits);
  what.detail = static_cast<std::uint32_t>(bits >> 32);
  what.parent = (bits ^ number) & 0xff'ffff'ffffu;
  what.kind = (bits >> 17) & 0xffu;
  what.extra = (bits >> 29) & 0xffffu;
  return what;
}

bool equal(const Payload& a, const Payload& b) {
  return a.subject == b.subject && a.detail == b.detail && a.parent == b.parent && a.kind == b.kind &&
         a.extra == b.extra;
}

/// The queue next to a sorted set of (time, phase, number); every answer of the two is compared. Counts mismatches
/// itself, because a CHECK per event would take longer than the test.
class Checked {
 public:
  void push(std::int64_t tick, std::uint8_t phase = 0) {
    const EventSeq seq = queue_.push(at_tick(tick), Phase{phase}, payload_of(pushed_ + 1));
    wrong_ += seq != ++pushed_;
    model_.emplace(tick, phase, seq);
    wrong_ += queue_.size() != model_.size();
  }

  /// False if nothing is due at or before `end`.
  bool pop(std::int64_t end = last_tick) {
    Event next{at_tick(-1), 77, 7, Payload{}};
    const bool due = !model_.empty() && std::get<0>(*model_.begin()) <= end;
    if (queue_.pop_until(at_tick(end), next) != due) return ++wrong_, false;
    if (due) {
      const auto [tick, phase, seq] = *model_.begin();
      model_.erase(model_.begin());
      now_ = tick;
      wrong_ += next.at != at_tick(tick) || next.phase != phase || next.seq != seq;
      wrong_ += !equal(next.what, payload_of(seq));
    } else {
      wrong_ += next.at != at_tick(-1) || next.seq != 77 || next.phase != 7;
    }
    wrong_ += queue_.now() != at_tick(now_) || queue_.size() != model_.size() || queue_.empty() != model_.empty();
    return due;
  }

  void pop_all() {
    while (pop()) {
    }
  }

  std::int64_t now() const { return now_; }
  std::size_t size() const { return model_.size(); }
  std::uint64_t wrong() const { return wrong_; }
  EventQueue& queue() { return queue_; }

 private:
  EventQueue queue_;
  std::set<std::tuple<std::int64_t, std::uint8_t, EventSeq>> model_;
  std::int64_t now_ = 0;
  EventSeq pushed_ = 0;
  std::uint64_t wrong_ = 0;
};

using Random = std::mt19937_64;

double uniform(Random& random) { return (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53; }
double exponential(Random& random) { return -std::log(uniform(random)); }

std::int64_t ticks(double length) { return static_cast<std::int64_t>(std::min(length, 1e15)); }

struct Workload {
  std::string name;
  std::function<std::int64_t(Random&)> delay;
};

std::vector<Workload> workloads() {
  return {
      {"all at one instant", [](Random&) { return 0; }},
      {"one tick apart", [](Random&) { return 1; }},
      {"none or one tick", [](Random& r) { return static_cast<std::int64_t>(r() % 2); }},
      {"a few ticks", [](Random& r) { return static_cast<std::int64_t>(r() % 40); }},
      {"exponential", [](Random& r) { return ticks(exponential(r) * day); }},
      {"exponential of a few ticks", [](Random& r) { return ticks(exponential(r) * 5); }},
      {"bimodal", [](Random& r) { return ticks(exponential(r) * (r() % 10 ? 0.1 : 9.1) * day); }},
      {"bimodal by a million", [](Random& r) { return ticks(exponential(r) * (r() % 10 ? 1e4 : 1e10)); }},
      {"Pareto", [](Random& r) { return ticks(1e6 * std::pow(uniform(r), -1 / 1.5)); }},
      {"Pareto without a mean", [](Random& r) { return ticks(std::pow(uniform(r), -1 / 0.5)); }},
      {"log-uniform", [](Random& r) { return ticks(std::exp(uniform(r) * 34)); }},
      {"day grid", [](Random& r) { return day * static_cast<std::int64_t>(r() % 30); }},
      {"month grid with some noise", [](Random& r) { return r() % 8 ? month : ticks(exponential(r) * month); }},
      {"now or far", [](Random& r) { return r() % 2 ? 0 : ticks(exponential(r) * 1e12); }},
      {"ever shorter", [](Random& r) { return ticks(std::pow(uniform(r), 30) * 1e15); }},
  };
}

std::int64_t later(std::int64_t now, std::int64_t delay) { return now + std::min(delay, last_tick - now); }

}  // namespace

TEST_CASE("event queue: steady populations come out in the order of time, phase and scheduling", "[engine]") {
  for (const Workload& workload : workloads()) {
    for (const std::size_t pending : {1u, 2u, 5u, 16u, 24u, 33u, 49u, 100u, 700u, 5'000u}) {
      for (const unsigned phases : {1u, 3u, 256u}) {
        INFO(workload.name << ", " << pending << " pending, " << phases << " phases");
        Random random(pending + phases);
        Checked queue;
        const auto phase = [&] { return static_cast<std::uint8_t>(random() % phases); };
        for (std::size_t i = 0; i < pending; ++i) queue.push(workload.delay(random), phase());
        for (std::size_t i = 0; i < 2'000 + 4 * pending; ++i) {
          queue.pop();
          queue.push(later(queue.now(), workload.delay(random)), phase());
        }
        queue.pop_all();
        REQUIRE(queue.wrong() == 0);
      }
    }
  }
}

TEST_CASE("event queue: a hundred thousand pending events come out in order", "[engine]") {
  for (const Workload& workload : workloads()) {
    INFO(workload.name);
    Random random(21);
    Checked queue;
    for (int i = 0; i < 100'000; ++i) queue.push(workload.delay(random), static_cast<std::uint8_t>(random() % 3));
    for (int i = 0; i < 30'000; ++i) {
      queue.pop();
      queue.push(later(queue.now(), workload.delay(random)), static_cast<std::uint8_t>(random() % 3));
    }
    queue.pop_all();
    REQUIRE(queue.wrong() == 0);
  }
}

TEST_CASE("event queue: populations that grow, shrink and vanish keep the order", "[engine]") {
  for (const Workload& workload : workloads()) {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      INFO(workload.name << ", seed " << seed);
      Random random(seed);
      Checked queue;
      for (int stretch = 0; stretch < 60; ++stretch) {
        // Stretches lean to pushing or to popping; every fifth empties the queue.
        const std::uint64_t pushes_of_8 = random() % 9;
        const std::size_t steps = random() % 3 ? random() % 60 : random() % 1'500;
        for (std::size_t i = 0; i < steps; ++i) {
          if (random() % 8 < pushes_of_8) {
            queue.push(later(queue.now(), workload.delay(random)), static_cast<std::uint8_t>(random() % 4));
          } else {
            queue.pop();
          }
        }
        if (stretch % 5 == 4) queue.pop_all();
      }
      REQUIRE(queue.wrong() == 0);
    }
  }
}

TEST_CASE("event queue: handlers that push bursts, most of them at the present instant, keep the order", "[engine]") {
  for (const Workload& workload : workloads()) {
    INFO(workload.name);
    Random random(11);
    Checked queue;
    queue.push(0);
    for (int step = 0; step < 4'000; ++step) {
      if (!queue.pop()) queue.push(queue.now(), 9);
      const std::size_t burst = queue.size() > 3'000 ? 0 : random() % 64 == 0 ? random() % 800 : random() % 3;
      for (std::size_t i = 0; i < burst; ++i) {
        const std::int64_t delay = random() % 4 ? 0 : workload.delay(random);
        queue.push(later(queue.now(), delay), static_cast<std::uint8_t>(random() % 256));
      }
    }
    queue.pop_all();
    REQUIRE(queue.wrong() == 0);
  }
}

TEST_CASE("event queue: a hundred thousand events at one tick come out by phase, then in the order of scheduling",
          "[engine]") {
  for (const unsigned phases : {1u, 2u, 7u}) {
    for (const std::int64_t tick : {std::int64_t{0}, month, last_tick}) {
      INFO(phases << " phases at tick " << tick);
      Checked queue;
      for (unsigned i = 0; i < 100'000; ++i) queue.push(tick, static_cast<std::uint8_t>(i * 5 % phases));
      // Half-way through, events of an earlier and of the same phase arrive at the same tick.
      for (unsigned i = 0; i < 50'000; ++i) queue.pop();
      for (unsigned i = 0; i < 1'000; ++i) queue.push(tick, static_cast<std::uint8_t>(i % (phases + 1)));
      queue.pop_all();
      REQUIRE(queue.wrong() == 0);
    }
  }
}

TEST_CASE("event queue: month after month of a hundred thousand events at one tick keeps the order", "[engine]") {
  Random random(3);
  Checked queue;
  for (int i = 0; i < 100'000; ++i) queue.push(month, static_cast<std::uint8_t>(i % 3));
  for (int i = 0; i < 250'000; ++i) {
    queue.pop();
    queue.push((queue.now() / month + 1) * month, static_cast<std::uint8_t>(random() % 3));
    if (i % 50 == 0) queue.push(queue.now() + ticks(exponential(random) * month));
  }
  queue.pop_all();
  REQUIRE(queue.wrong() == 0);
}

TEST_CASE("event queue: events up to the end of time are kept next to near ones", "[engine]") {
  Random random(5);
  for (const std::int64_t base : {std::int64_t{0}, std::int64_t{1} << 40, last_tick - 5'000}) {
    Checked queue;
    const auto rest = static_cast<std::uint64_t>(last_tick - base);
    for (int i = 0; i < 3'000; ++i) {
      queue.push(base + static_cast<std::int64_t>(random() % 1'000), 255);
      queue.push(last_tick - static_cast<std::int64_t>(random() % 3), static_cast<std::uint8_t>(254 + random() % 2));
      queue.push(last_tick, 255);
      if (i % 3 == 0) queue.push(base + static_cast<std::int64_t>(random() % rest));
    }
    for (int i = 0; i < 6'000; ++i) {
      queue.pop();
      if (i % 2 == 0) queue.push(last_tick, 255);
      if (i % 7 == 0) queue.push(queue.now(), 0);
    }
    queue.pop_all();
    REQUIRE(queue.wrong() == 0);
    queue.push(last_tick, 255);
    queue.pop_all();
    REQUIRE(queue.wrong() == 0);
  }
}

TEST_CASE("event queue: a start in descending or ascending order of time is sorted", "[engine]") {
  for (const std::int64_t step : {std::int64_t{1}, std::int64_t{3}, day}) {
    Checked descending;
    for (std::int64_t i = 20'000; i > 0; --i) descending.push(i * step, static_cast<std::uint8_t>(i % 2));
    descending.pop_all();
    REQUIRE(descending.wrong() == 0);
    Checked ascending;
    for (std::int64_t i = 0; i < 20'000; ++i) ascending.push(i / 2 * step, static_cast<std::uint8_t>(i % 2));
    ascending.pop_all();
    REQUIRE(ascending.wrong() == 0);
  }
}

TEST_CASE("event queue: ever nearer bursts in front of what is pending are nested without loss", "[engine]") {
  Checked queue;
  for (std::int64_t distance = std::int64_t{1} << 55; distance > 0; distance /= 2) {
    for (std::int64_t i = 0; i < 60; ++i) queue.push(queue.now() + distance + i % 5, static_cast<std::uint8_t>(i % 7));
    queue.pop(queue.now());  // looks, and finds nothing due
  }
  for (int i = 0; queue.pop(); ++i)
    if (i < 500) queue.push(later(queue.now(), std::int64_t{1} << i % 50), static_cast<std::uint8_t>(i % 3));
  REQUIRE(queue.wrong() == 0);
}

TEST_CASE("event queue: pop_until takes an event that is due at the end and leaves a later one alone", "[engine]") {
  Checked queue;
  CHECK_FALSE(queue.pop());
  queue.push(10);
  CHECK_FALSE(queue.pop(9));
  CHECK(queue.queue().now() == at_tick(0));
  CHECK(queue.pop(10));
  CHECK(queue.queue().now() == at_tick(10));
  CHECK_FALSE(queue.pop());

  // Looking ahead must not keep events from being scheduled before what was seen.
  Random random(8);
  for (int i = 0; i < 400; ++i) queue.push(1'000'000 + static_cast<std::int64_t>(random() % 100'000));
  CHECK_FALSE(queue.pop(999'999));
  for (int i = 0; i < 400; ++i) queue.push(10 + static_cast<std::int64_t>(random() % 1'050'000));
  for (std::int64_t end = 0; end < 1'100'000; end += 500)
    while (queue.pop(end)) {
    }
  CHECK(queue.size() == 0);
  CHECK(queue.wrong() == 0);
}

TEST_CASE("event queue: scheduling in the past or beyond the end of time throws and changes nothing", "[engine]") {
  EventQueue queue;
  Event next;
  CHECK_THROWS_AS(queue.push(at_tick(-1), Phase{0}, Payload{}), std::logic_error);
  CHECK_THROWS_AS(queue.push(at_tick(last_tick + 1), Phase{0}, Payload{}), std::logic_error);
  CHECK(queue.empty());
  CHECK(queue.push(at_tick(100), Phase{1}, Payload{}) == 1);
  CHECK(queue.push(at_tick(200), Phase{1}, Payload{}) == 2);
  REQUIRE(queue.pop_until(at_tick(100), next));
  CHECK_THROWS_AS(queue.push(at_tick(99), Phase{2}, Payload{}), std::logic_error);
  CHECK(queue.size() == 1);
  CHECK(queue.now() == at_tick(100));
  CHECK(queue.push(at_tick(100), Phase{0}, Payload{}) == 3);  // the present instant is not past, whatever the phase
  REQUIRE(queue.pop_until(at_tick(100), next));
  CHECK(next.seq == 3);
}

TEST_CASE("event queue: an entry has room for every sequence number, time and phase of an event", "[engine]") {
  for (const EventSeq seq : {EventSeq{1}, EventSeq{1} << 32, (EventSeq{1} << 40) + 5, (EventSeq{1} << 56) - 1}) {
    for (const std::uint8_t phase : std::vector<std::uint8_t>{0, 1, 255}) {
      poldyn::Entry entry;
      entry.write(poldyn::key_of(poldyn::end_of_time, Phase{phase}), seq, payload_of(seq));
      Event event;
      entry.read(event);
      CHECK(event.at == poldyn::end_of_time);
      CHECK(event.seq == seq);
      CHECK(event.phase == phase);
      CHECK(equal(event.what, payload_of(seq)));
      CHECK(entry.key == poldyn::key_of(poldyn::end_of_time, Phase{phase}));
    }
  }
}

TEST_CASE("event queue: a moved queue goes on where it was, and the one moved from is empty", "[engine]") {
  EventQueue from;
  for (std::uint64_t i = 0; i < 1'000; ++i)
    from.push(at_tick(static_cast<std::int64_t>(i * 7'919 % 1'000)), Phase{0}, payload_of(i + 1));
  Event next;
  REQUIRE(from.pop_until(poldyn::end_of_time, next));
  EventQueue to = std::move(from);
  CHECK(from.empty());
  CHECK(from.push(at_tick(5), Phase{0}, Payload{}) == 1);
  CHECK(to.size() == 999);
  for (std::int64_t tick = 1; to.pop_until(poldyn::end_of_time, next); ++tick) {
    REQUIRE(next.at == at_tick(tick));
    REQUIRE(equal(next.what, payload_of(next.seq)));
  }
  CHECK(to.now() == at_tick(999));
  to = std::move(from);
  CHECK(to.size() == 1);
  CHECK(to.now() == at_tick(0));
}
