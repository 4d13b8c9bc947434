#include "sim/observe/fingerprint.h"

#include <bit>
#include <cmath>
#include <cstdio>
#include <set>
#include <vector>

#include "sim/engine/stream.h"
#include "tests/catch.h"

using namespace poldyn;

namespace {

Event event(std::int64_t at, unsigned phase, unsigned kind, std::uint32_t subject, std::uint32_t detail,
            unsigned extra) {
  Event e;
  e.at = SimTime{Ticks{at}};
  e.phase = phase & 0xFF;
  e.what.kind = kind & 0xFF;
  e.what.subject = subject;
  e.what.detail = detail;
  e.what.extra = extra & 0xFFFF;
  return e;
}

std::uint64_t of(const std::vector<Event>& events) {
  Fingerprint print;
  for (const Event& e : events) print.add(e);
  return print.value();
}

Event random_event(Stream& stream) {
  const auto at =
      static_cast<std::int64_t>(stream() >> 20);  // one by one: the order of arguments is the compiler's choice
  const std::uint32_t phase = stream.below(6), kind = stream.below(19);
  const std::uint32_t subject = stream.below(1000), detail = stream.below(1000), extra = stream.below(4);
  return event(at, phase, kind, subject, detail, extra);
}

}  // namespace

TEST_CASE("fingerprint: every part of an event counts, and where it stands", "[observe]") {
  const Event a = event(1'000, 1, 4, 7, 3, 0), b = event(2'000, 3, 11, 9, 0, 0);
  const std::vector<std::vector<Event>> all{
      {},
      {a},
      {a, a},
      {a, b},
      {b, a},
      {b},
      {event(1'001, 1, 4, 7, 3, 0), b},
      {event(1'000, 2, 4, 7, 3, 0), b},
      {event(1'000, 1, 5, 7, 3, 0), b},
      {event(1'000, 1, 4, 3, 7, 0), b},
      {event(1'000, 1, 4, 8, 3, 0), b},
      {event(1'000, 1, 4, 7, 2, 0), b},
      {event(1'000, 1, 4, 7, 3, 1), b},
      {event(0, 0, 0, 0, 0, 0)},
      {event(0, 0, 0, 0, 0, 0), event(0, 0, 0, 0, 0, 0)},
  };
  std::set<std::uint64_t> prints;
  for (const auto& events : all) prints.insert(of(events));
  CHECK(prints.size() == all.size());
  CHECK(of({a, b}) == of({a, b}));
}

TEST_CASE("fingerprint: the order of scheduling does not count", "[observe]") {
  Event a = event(1'000, 1, 4, 7, 3, 0);
  const auto before = of({a});
  a.seq = 99;
  a.what.parent = 98;
  CHECK(of({a}) == before);
}

TEST_CASE("fingerprint: it knows how many events it has seen", "[observe]") {
  Fingerprint print;
  CHECK(print.events() == 0);
  print.add(event(1, 2, 3, 4, 5, 6));
  CHECK(print.events() == 1);
}

TEST_CASE("fingerprint: one flipped bit of one of many events changes half of the digest", "[observe]") {
  Stream stream({5, 0}, 0, 0, 0);
  double flipped = 0, trials = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    std::vector<Event> events;
    for (int i = 0; i < 8; ++i) events.push_back(random_event(stream));
    const auto before = of(events);
    Event& one = events[stream.below(8)];
    if (trial % 3 == 0)
      one.what.subject ^= 1U << stream.below(32);
    else if (trial % 3 == 1)
      one.what.detail ^= 1U << stream.below(32);
    else
      one.at += Ticks{std::int64_t{1} << stream.below(50)};
    flipped += std::popcount(before ^ of(events));
    trials += 1;
  }
  // a fair coin for each of 64 bits: mean 32, standard deviation 4 / sqrt(trials)
  const double z = (flipped / trials - 32) / (4 / std::sqrt(trials));
  std::printf("fingerprint: bits flipped z = %.2f\n", z);
  CHECK(std::abs(z) < 4);
}

TEST_CASE("fingerprint: the digest is the same with every compiler", "[fingerprint]") {
  Stream stream({1, 0}, 0, 0, 0);
  Fingerprint print;
  for (int i = 0; i < 1000; ++i) print.add(random_event(stream));
  CHECK(print.value() == 0x0543a4c9fd8f334fULL);
}
