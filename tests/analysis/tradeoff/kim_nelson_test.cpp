#include "analysis/tradeoff/kim_nelson.h"

#include <cmath>
#include <stdexcept>

#include "tests/analysis/random_values.h"
#include "tests/catch.h"

using namespace poldyn::analysis;

namespace {

/// Systems with means 0 (the best), delta, delta, ...: the configuration that is hardest to get right. `shared` is the
/// share of the unit variance that common random numbers give to all.
struct Slippage {
  std::size_t systems = 10;
  double delta = 0.5, shared = 0;
  KimNelsonPlan plan{.delta = 0.5, .level = 0.95, .first = 10};
};

struct Tried {
  double correct = 0, runs = 0;  ///< share of trials, mean over them
};

Tried tried(const Slippage& slippage, std::size_t trials, std::uint64_t seed) {
  Random random(seed);
  std::normal_distribution<double> normal;
  Tried made;
  std::vector<double> values(slippage.systems);
  for (std::size_t t = 0; t < trials; ++t) {
    const std::size_t best = t % slippage.systems;  // the place in the list must not matter
    KimNelson selection(slippage.systems, slippage.plan);
    double runs = 0;
    while (!selection.done()) {
      const double luck = std::sqrt(slippage.shared) * normal(random);
      for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = (i == best ? 0 : slippage.delta) + luck + std::sqrt(1 - slippage.shared) * normal(random);
      runs += static_cast<double>(selection.in().size());
      selection.add(values);
    }
    made.correct += selection.best() == best;
    made.runs += runs;
  }
  return {made.correct / static_cast<double>(trials), made.runs / static_cast<double>(trials)};
}

}  // namespace

TEST_CASE("kim nelson: constants are those of the paper's formulas", "[reference]") {
  // By hand: k = 2, n0 = 10: (0.1^(-2/9) - 1) / 2; k = 10: ((0.1/9)^(-2/9) - 1) / 2 and, n0 = 20, ((0.1/9)^(-2/19) - 1)
  // / 2.
  CHECK_THAT(kim_nelson_eta(2, {1, 0.95, 10}), WithinAbs(0.334050, 5e-7));
  CHECK_THAT(kim_nelson_eta(10, {1, 0.95, 10}), WithinAbs(0.859083, 5e-7));
  CHECK_THAT(kim_nelson_h_squared(10, {1, 0.95, 10}), WithinAbs(15.463502, 5e-6));
  CHECK_THAT(kim_nelson_eta(10, {1, 0.95, 20}), WithinAbs(0.302934, 5e-7));
}

TEST_CASE("kim nelson: a trial by hand", "[reference]") {
  // n0 = 2, k = 2, alpha = 0.05: eta = (0.1^-2 - 1) / 2 = 49.5, h^2 = 99. Differences 0 and 2 have variance 2, so with
  // delta = 10 the reach is 99 * 2 / 100 = 1.98: N = 1 < n0, and the lower mean is chosen at once.
  KimNelson short_one(2, {10, 0.95, 2});
  short_one.add(std::vector<double>{1, 1});
  CHECK_FALSE(short_one.done());
  CHECK(short_one.most() == 0);
  short_one.add(std::vector<double>{1, 3});
  CHECK(short_one.most() == 1);
  CHECK(short_one.done());
  CHECK(short_one.best() == 0);
  CHECK(short_one.in() == std::vector<std::size_t>{0});
  CHECK(short_one.ends()[1].after == 2);

  // With delta = 4 the reach is 99 * 2 / 16 = 12.375. At r = 2: width = 4 / 4 * 10.375 = 10.375, means 1 and 2. From
  // then on the second is 11 worse each time: at r = 3 means are 1 and 5, width 4 / 6 * 9.375 = 6.25; at r = 4 means
  // are 1 and 6.75, width 4 / 8 * 8.375 = 4.1875 < 5.75: out after 4.
  KimNelson long_one(2, {4, 0.95, 2});
  for (const double second : {1.0, 3.0, 11.0}) long_one.add(std::vector<double>{1, second});
  CHECK_FALSE(long_one.done());
  CHECK(long_one.most() == 12);
  long_one.add(std::vector<double>{1, 12});
  CHECK(long_one.done());
  CHECK(long_one.ends()[1].after == 4);
  CHECK(long_one.ends()[1].by == 0);
  CHECK_THROWS_AS(long_one.add(std::vector<double>{1, 1}), std::logic_error);
}

TEST_CASE("kim nelson: equals end it all the same", "[stats]") {
  KimNelson selection(2, {5, 0.95, 2});
  double value = 0;
  while (!selection.done()) selection.add(std::vector<double>(2, ++value));
  CHECK(selection.values() == 20);  // ten times the first two
  CHECK(selection.best() == 0);
  CHECK(selection.in().size() == 2);
  CHECK(selection.never_varied(0, 1));
}

TEST_CASE("kim nelson: a variance of 0 is no certainty", "[stats]") {
  // The second is 1 worse in all of the first runs, and in one of 30 it is 100 better: it is the best by 2.4 on the
  // mean.
  KimNelson selection(2, {1, 0.95, 10});
  for (std::size_t run = 1; !selection.done() && run < 1'000'000; ++run)
    selection.add(std::vector<double>{5, run % 30 == 0 ? -95.0 : 6.0});
  REQUIRE(selection.done());
  CHECK(selection.best() == 1);
  CHECK(selection.values() > 30);
  CHECK_FALSE(selection.never_varied(0, 1));
  // Once it varied: 29 values of 1 and one of -100 have variance 101^2 / 30.
  KimNelson first(2, {1, 0.95, 10});
  for (std::size_t run = 1; run <= 30; ++run) {
    CHECK(first.most() == (run <= 10 ? 0 : 100));
    first.add(std::vector<double>{5, run % 30 == 0 ? -95.0 : 6.0});
  }
  CHECK(first.most() == std::size_t(kim_nelson_h_squared(2, {1, 0.95, 10}) * 101 * 101 / 30));
}

TEST_CASE("kim nelson: a difference that never varies is believed after ten times the first runs", "[stats]") {
  KimNelson selection(3, {5, 0.95, 3});
  const std::size_t still = GENERATE(0U, 12U);
  if (still > 0) selection = KimNelson(3, {.delta = 5, .level = 0.95, .first = 3, .still = still});
  for (std::size_t run = 1; !selection.done(); ++run) {
    CHECK(selection.waits() == (run > 3));
    selection.add(std::vector<double>{0.1 * double(run) + 2, 0.1 * double(run) + 1, 0.1 * double(run) + 3});
  }
  CHECK(selection.values() == (still > 0 ? still : 30));
  CHECK(selection.best() == 1);
  CHECK(selection.never_varied(0, 1));
  CHECK(selection.ends()[0].by == 1);
}

TEST_CASE("kim nelson: the zone that so many runs are enough for", "[reference]") {
  // As in the trial by hand: delta 4 has a reach of 99 * 2 / 16 = 12.375, and 99 runs are enough for 4 sqrt(1 / 8).
  KimNelson selection(2, {4, 0.95, 2});
  selection.add(std::vector<double>{1, 1});
  CHECK_FALSE(selection.waits());
  selection.add(std::vector<double>{1, 3});
  CHECK(selection.most() == 12);
  CHECK_THAT(selection.delta_for(99), WithinRel(4 * std::sqrt(12.375 / 99), 1e-12));
}

TEST_CASE("kim nelson: what it cannot work on is refused", "[stats]") {
  CHECK_THROWS_AS(KimNelson(1, {1, 0.95, 10}), std::invalid_argument);
  CHECK_THROWS_AS(KimNelson(2, {0, 0.95, 10}), std::invalid_argument);
  CHECK_THROWS_AS(KimNelson(2, {1, 0.5, 10}), std::invalid_argument);
  CHECK_THROWS_AS(KimNelson(2, {1, 0.95, 1}), std::invalid_argument);
  KimNelson selection(2, {1, 0.95, 10});
  CHECK_THROWS_AS(selection.add(std::vector<double>{1, std::nan("")}), std::invalid_argument);
}

TEST_CASE("kim nelson: the best is chosen as often as stated, and common random numbers save runs", "[theory]") {
  constexpr std::size_t trials = 300;  // standard error of a share of 0.95: 0.0126
  const Tried apart = tried({}, trials, 1), together = tried({.shared = 0.8}, trials, 2);
  INFO("correct: " << apart.correct << " without, " << together.correct << " with common random numbers; runs "
                   << apart.runs << " and " << together.runs);
  CHECK(apart.correct > 0.95 - 4 * 0.0126);
  CHECK(together.correct > 0.95 - 4 * 0.0126);
  CHECK(together.runs < 0.4 * apart.runs);
}

TEST_CASE("kim nelson: probability of correct selection over 2,000 trials", "[theory][slow]") {
  constexpr std::size_t trials = 2'000;  // standard error of a share of 0.95: 0.0049
  const Slippage slippage = GENERATE(Slippage{}, Slippage{.shared = 0.8}, Slippage{.systems = 2},
                                     Slippage{.delta = 0.25, .plan = {.delta = 0.25, .level = 0.9, .first = 20}});
  const Tried result = tried(slippage, trials, 7);
  WARN("systems " << slippage.systems << ", shared " << slippage.shared << ", level " << slippage.plan.level
                  << ": correct in " << result.correct << ", runs " << result.runs);
  CHECK(result.correct >= slippage.plan.level - 2 * 0.0049);
}
