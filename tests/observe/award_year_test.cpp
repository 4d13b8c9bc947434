/// Awards of a year: what a registry of public contracts would show.

#include <cmath>

#include "sim/observe/award_year.h"
#include "sim/process/core/tallies.h"
#include "tests/catch.h"
#include "tests/observe/hand_world.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Eight vendors won 8, 7, ... 1 M$ on days 401, 402, ... 408, and the weakest three small awards besides.
HandWorld a_year_of_awards() {
  HandWorld w(1, {1.0});
  for (std::size_t i = 0; i < 8; ++i) w.add_vendor(0);
  Bloc& bloc = w.world.blocs[0];
  for (std::uint32_t i = 0; i < 8; ++i) remember_award(bloc, {at_day(401 + i), VendorId{i}, 8.0 - i});
  for (const double day : {409.0, 410.0, 411.0}) remember_award(bloc, {at_day(day), VendorId{7}, 0.5});
  return w;
}

}  // namespace

TEST_CASE("awards of a year: count, value and what the first and the first six won", "[observe]") {
  const HandWorld w = a_year_of_awards();
  const AwardYear year = AwardYearTaker().take(w.world.blocs[0], at_day(500));
  CHECK(year.awards == 11);
  CHECK(year.value == 37.5);
  CHECK_THAT(year.top_share, WithinRel(8 / 37.5, 1e-12));
  CHECK_THAT(year.top_six_share, WithinRel((8 + 7 + 6 + 5 + 4 + 3) / 37.5, 1e-12));
  CHECK_THAT(year.top_count_share, WithinRel(4 / 11.0, 1e-12));  // the one with least value has most awards
  CHECK_THAT(year.top_six_count_share, WithinRel(9 / 11.0, 1e-12));
}

TEST_CASE("awards of a year: what is 365 days old is out, to the tick, and less than a year is none", "[observe]") {
  const HandWorld w = a_year_of_awards();
  const Bloc& bloc = w.world.blocs[0];
  AwardYearTaker taker;
  CHECK(taker.take(bloc, at_day(401 + 365) - Ticks{1}).awards == 11);
  CHECK(taker.take(bloc, at_day(401 + 365)).awards == 10);
  CHECK(taker.take(bloc, at_day(411 + 365)).awards == 0);
  CHECK(taker.take(bloc, at_day(411 + 365)).value == 0);
  CHECK(std::isnan(taker.take(bloc, at_day(411 + 365)).top_share));
  CHECK(std::isnan(taker.take(bloc, at_day(365) - Ticks{1}).awards));
  CHECK(taker.take(bloc, at_day(365)).awards == 11);  // those to come are the caller's to leave out
}

TEST_CASE("awards of a year: memory holds a year of them, however long the run", "[observe]") {
  Bloc bloc;
  for (int day = 0; day < 4000; ++day) remember_award(bloc, {at_day(day), VendorId{std::size_t{0}}, 1.0});
  CHECK(bloc.awards.size() == 365);
}

TEST_CASE("awards of a year: a run's last year agrees with its log", "[observe]") {
  Scenario s = busy();
  s.run.horizon = Days{900};
  Simulation sim = start(s, {1, 0});
  struct Won {
    SimTime at{};
    double value = 0;
    std::uint64_t contracts = 0;
  };
  std::vector<Won> won;
  double value = 0;
  std::uint64_t contracts = 0;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::tender_opens || event.what.subject != 0) return;
    const BlocTally& t = world.blocs[0].tally;
    const double all = t.tender_value + world.blocs[0].warmup.tender_value;
    const std::uint64_t count = t.awards + world.blocs[0].warmup.awards;
    if (all > value) won.push_back({event.at, all - value, count - contracts});
    value = all;
    contracts = count;
  });
  double sum = 0, n = 0;
  for (const Won& one : won)
    if (one.at > sim.end - award_memory) sum += one.value, n += static_cast<double>(one.contracts);
  const AwardYear year = AwardYearTaker().take(sim.world.blocs[0], sim.end);
  REQUIRE(n > 10);  // power
  CHECK(year.awards == n);
  CHECK_THAT(year.value, WithinRel(sum, 1e-9));
  CHECK(year.top_share > 0);
  CHECK(year.top_six_share >= year.top_share);
  CHECK(year.top_six_share <= 1);
}
