/// Vendors come and go: known laws of birth, death and immigration.

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Vendors that only live: no project ends before the horizon.
Scenario lives(std::int64_t vendors, double entry, double birth, double death, double years) {
  Scenario s = plain(vendors);
  s.mechanisms.entry = s.mechanisms.exit = true;
  s.technology.bits = 1;
  s.technology.epistasis = 0;
  s.run.horizon = Days{years * days_per_year};
  s.classes[0].training = constant(36525);
  north(s).population.entry_rate_per_year = entry;
  north(s).population.spinoff_rate_per_year = birth;
  north(s).population.exit_hazard_per_year = death;
  return s;
}

std::vector<double> populations(const Scenario& scenario, std::uint32_t runs) {
  std::vector<double> sizes;
  for (std::uint32_t i = 0; i < runs; ++i) {
    Simulation sim = start(scenario, {31, i});
    finish(sim);
    sizes.push_back(sim.world.blocs[0].vendors);
  }
  return sizes;
}

Moments moments_of(const std::vector<double>& values) {
  Moments moments;
  for (const double x : values) moments.add(x);
  return moments;
}

void check(const char* name, double got, double se, double expected, double power) {
  CHECK(std::abs(z_score(name, got, se, expected)) < most_z);
  CHECK(4 * se < power * expected);
}

}  // namespace

TEST_CASE("population: constant entry and exit make it Poisson", "[process]") {
  const auto sizes = populations(lives(8, 4, 0, 0.5, 24), 4'000);  // after twelve lifetimes
  const Moments m = moments_of(sizes);
  check("BDI-1 mean", m.mean(), m.mean_se(), 8, 0.03);
  check("BDI-1 variance", m.variance(), m.variance_se(), 8, 0.1);
  std::vector<double> counts(16), expected(16);  // 0..2, 3, ..., 16, more
  double left = 1, p = std::exp(-8.0);
  for (std::size_t k = 0; k < 17; ++k, p *= 8.0 / static_cast<double>(k)) {
    const std::size_t cell = k < 3 ? 0 : std::min<std::size_t>(k - 2, 15);
    if (cell < 15) expected[cell] += 4'000 * p, left -= p;
  }
  expected[15] = 4'000 * left;
  for (const double n : sizes) ++counts[n < 3 ? 0 : std::min<std::size_t>(static_cast<std::size_t>(n) - 2, 15)];
  const double z = chi_square_z(counts, expected);
  std::printf("  BDI-1 chi-square z %+.2f\n", z);
  CHECK(std::abs(z) < most_z);
}

TEST_CASE("population: spin-offs make it negative binomial", "[process]") {
  const Moments m = moments_of(populations(lives(3, 1, 0.2, 0.5, 40), 5'000));
  check("BDI-3 mean", m.mean(), m.mean_se(), 1 / 0.3, 0.05);
  check("BDI-3 variance", m.variance(), m.variance_se(), 5.55555555555556, 0.12);
}

TEST_CASE("population: one vendor and spin-offs alone grow as Yule's process", "[process]") {
  const Moments m = moments_of(populations(lives(1, 0, 0.3, 0, 10), 4'000));
  check("YULE-1", m.mean(), m.mean_se(), 20.0855369231877, 0.07);
}

TEST_CASE("population: a vendor's line dies out as Kendall's birth and death process", "[process]") {
  double extinct = 0;
  for (const double n : populations(lives(1, 0, 0.3, 0.2, 10), 6'000)) extinct += n == 0;
  const double expected = 0.55835092287577, share = extinct / 6'000;
  check("BD-1", share, std::sqrt(expected * (1 - expected) / 6'000), expected, 0.06);
}

TEST_CASE("population: the tally's vendor-days, entries and exits are what happened", "[process]") {
  Simulation sim = start(lives(8, 4, 0.1, 0.5, 20), {5, 0});
  double area = 0;
  SimTime before{};
  std::uint32_t n = 0;
  watch(sim, [&](const Event& event, const World& world) {
    area += in_days(event.at - before) * n;
    before = event.at;
    n = world.blocs[0].vendors;
  });
  const Bloc& bloc = sim.world.blocs[0];
  CHECK_THAT(bloc.tally.vendor_days, WithinRel(area - in_days(before - bloc.vendors_since) * n, 1e-12));
  CHECK(8 + bloc.tally.entries - bloc.tally.exits == bloc.vendors);
  CHECK(bloc.tally.entries > 50);
}

TEST_CASE("entry follows profit in proportion", "[process]") {
  // All vendors lose money or all earn, without end: the bloc's margin is -1, 0 or 1 from the first epoch on.
  const double margin = GENERATE(-1.0, 0.0, 1.0), response = GENERATE(0.4, 1.0);
  Scenario s = lives(1, 30, 0, 0, 40);
  s.mechanisms.exit = false;
  s.mechanisms.finance = true;
  north(s).population.profit_response = response;
  north(s).market.epoch = Days{1};
  s.classes[0].operating_cost_per_year = margin < 0 ? 1 : 0;
  s.classes[0].margin = 1;
  Moments entries;
  for (std::uint32_t i = 0; i < 6; ++i) {
    Simulation sim = start(s, {32, i});
    run_to(sim, EventKind::vendor_enters);
    if (margin > 0) sim.world.vendors[0].contract_rate = 10;  // an income that nobody ends
    finish(sim);
    entries.add(static_cast<double>(sim.world.blocs[0].tally.entries));
  }
  const double expected = 30 * 40 * (1 + response * margin);
  if (expected == 0) {
    CHECK(entries.mean() <= 1);  // the first day only
    return;
  }
  const double se = std::sqrt(expected / 6);  // Poisson
  check("entry by profit", entries.mean(), se, expected, 0.08);
}
