#include "analysis/crossing.h"

#include <cmath>
#include <cstdio>

#include "tests/analysis/random_values.h"
#include "tests/catch.h"

namespace {
using namespace poldyn::analysis;

/// Runs of a curve on common random numbers: `shift` moves a run as a whole, `tilt` turns it, and `grain` is luck of
/// its own at each x, as events that fall on this side or the other of a date make it.
struct Curve {
  double (*mean)(double);
  double shift = 1, tilt = 0, grain = 0;
  std::uint64_t seed = 1;
  std::size_t runs = 20;
  std::size_t* probes = nullptr;

  std::vector<double> operator()(double x) const {
    if (probes) ++*probes;
    Random random(seed), own(seed ^ std::hash<double>{}(x));
    std::normal_distribution<double> law;
    std::vector<double> made;
    for (std::size_t r = 0; r < runs; ++r) {
      const double moved = shift * law(random), turned = tilt * law(random) * (x - 0.5);
      made.push_back(mean(x) + moved + turned + (grain > 0 ? grain * law(own) : 0));
    }
    return made;
  }
};

double line(double x) { return 10 * (x - 0.3); }
bool holds(const Crossing& one, double x) {
  return (one.low <= x || one.open_below) && (x <= one.high || one.open_above);
}

}  // namespace

TEST_CASE("crossing: without noise the root is found, whatever the curve", "[reference]") {
  std::size_t probes = 0;
  const auto root = [&](double (*mean)(double), CrossingOptions options) {
    probes = 0;
    options.tolerance = 1e-6;
    const auto made = find_crossings(Curve{mean, 0, 0, 0, 1, 3, &probes}, options);
    REQUIRE(made.crossings.size() == 1);
    CHECK(probes < 60);
    CHECK(made.probes.size() == probes);
    return made.crossings.front().x;
  };
  CHECK_THAT(root([](double x) { return x * x * x - 0.2; }, {}), WithinAbs(std::cbrt(0.2), 1e-6));
  CHECK_THAT(root([](double x) { return 1 - std::exp(2 * x - 1); }, {}), WithinAbs(0.5, 1e-6));
  CHECK_THAT(root([](double x) { return std::log10(x) - 1.7; }, {.low = 1, .high = 1e4, .logarithmic = true}),
             WithinRel(std::pow(10, 1.7), 1e-4));
}

TEST_CASE("crossing: of whole numbers the two neighbours are told", "[reference]") {
  const auto made = find_crossings(Curve{[](double x) { return 11.5 - x; }, 0}, {.low = 1, .high = 100, .whole = true});
  REQUIRE(made.crossings.size() == 1);
  const Crossing& one = made.crossings.front();
  CHECK(one.before == 11);
  CHECK(one.after == 12);
  CHECK(one.sign_before == 1);
  CHECK(one.sign_after == -1);
  for (const Probe& probe : made.probes) CHECK(probe.x == std::round(probe.x));
}

TEST_CASE("crossing: the interval is that of a test at each x, as known in closed form", "[theory]") {
  // All runs are moved alike: x is not told apart where |10 (x - 0.3) + m| <= h, an interval of 0.3 - m / 10 +- h / 10.
  const Curve curve{line, 1, 0, 0, 4};
  const Estimate luck = estimate(Curve{[](double) { return 0.0; }, 1, 0, 0, 4}(0));
  const auto made = find_crossings(curve, {.tolerance = 1e-5});
  REQUIRE(made.crossings.size() == 1);
  const Crossing& one = made.crossings.front();
  CHECK_THAT(one.x, WithinAbs(0.3 - luck.mean / 10, 1e-3));
  CHECK_THAT(one.low, WithinAbs(0.3 - (luck.mean + luck.half_width) / 10, 2e-5));
  CHECK_THAT(one.high, WithinAbs(0.3 - (luck.mean - luck.half_width) / 10, 2e-5));
  CHECK(one.sign_before == -1);
  CHECK(one.sign_after == 1);
  CHECK_FALSE(one.open_below);
}

TEST_CASE("crossing: none, several, and such as go on beyond the range", "[edge]") {
  const auto search = [](double (*mean)(double), double shift) { return find_crossings(Curve{mean, shift}, {}); };
  CHECK(search([](double x) { return 5 + x; }, 0.1).crossings.empty());
  CHECK(search([](double) { return 0.0; }, 0).crossings.empty());
  CHECK(search([](double) { return no_value; }, 1).crossings.empty());
  const auto two = search([](double x) { return 40 * (x - 0.3) * (x - 0.7); }, 0.1);
  REQUIRE(two.crossings.size() == 2);
  CHECK(two.crossings[0].sign_before == 1);
  CHECK(two.crossings[1].sign_before == -1);
  CHECK_THAT(two.crossings[0].x, WithinAbs(0.3, 0.02));
  const auto flat = search([](double x) { return 0.1 * (x - 0.3); }, 3);
  if (!flat.crossings.empty()) {
    CHECK(flat.crossings[0].open_below);
    CHECK(flat.crossings[0].open_above);
  }
}

TEST_CASE("crossing: where the mean is exactly 0 over a stretch, that stretch is told, also at values of the scan",
          "[reference]") {
  const CrossingOptions fine{.tolerance = 1e-5};
  const auto only = [&](double (*mean)(double), const CrossingOptions& options) {
    const auto made = find_crossings(Curve{mean, 0, 0, 0, 1, 8}, options);
    REQUIRE(made.crossings.size() == 1);
    return made.crossings.front();
  };
  // Down to 0 at 0.5, a value of the scan, and there to the end: it reaches 0, and is never below.
  const Crossing down = only([](double x) { return std::max(0.0, 0.5 - x); }, fine);
  CHECK(down.stretch);
  CHECK(down.sign_before == 1);
  CHECK(down.sign_after == 0);
  CHECK_THAT(down.x, WithinAbs(0.5, 1e-5));
  CHECK(down.after == 1);
  CHECK(down.open_above);
  CHECK_THAT(down.low, WithinAbs(0.5, 2e-5));
  const Crossing up = only([](double x) { return std::min(0.0, x - 0.4); }, fine);  // from below, between values
  CHECK(up.sign_before == -1);
  CHECK(up.sign_after == 0);
  CHECK_THAT(up.x, WithinAbs(0.4, 1e-5));
  const Crossing from = only([](double x) { return std::max(0.0, x - 0.6); }, fine);
  CHECK(from.sign_before == 0);
  CHECK(from.open_below);
  CHECK_THAT(from.x, WithinAbs(0.6, 1e-5));
  const Crossing through = only([](double x) { return x < 0.3 ? x - 0.3 : x > 0.7 ? x - 0.7 : 0; }, fine);
  CHECK(through.sign_before == -1);
  CHECK(through.sign_after == 1);
  CHECK_THAT(through.before, WithinAbs(0.3, 1e-5));
  CHECK_THAT(through.after, WithinAbs(0.7, 1e-5));
  const Crossing touched = only([](double x) { return std::abs(x - 0.5); }, fine);
  CHECK(touched.sign_before == 1);
  CHECK(touched.sign_after == 1);
  CHECK_THAT(touched.x, WithinAbs(0.5, 1e-5));
  const Crossing whole =
      only([](double x) { return x < 3   ? x - 3
                                 : x > 7 ? x - 7
                                         : 0; }, {.low = 1, .high = 12, .whole = true});
  CHECK(whole.before == 3);
  CHECK(whole.after == 7);
  CHECK(whole.low == 3);
  CHECK(whole.high == 7);
}

TEST_CASE("crossing: the same difference in all runs is told by a sign test, not by two of them", "[reference]") {
  const auto told = [](std::size_t runs) {
    return find_crossings(Curve{[](double x) { return x - 0.3; }, 0, 0, 0, 1, runs}, {}).probes.front().told;
  };
  CHECK(told(2) == 0);   // 1/2
  CHECK(told(5) == 0);   // 1/16
  CHECK(told(6) == -1);  // 1/32
}

TEST_CASE("crossing: runs that lack a value somewhere are in no mean", "[theory]") {
  // Each run rises by its own line and has a value only while that is below 1: from x to x the worst leave the sample.
  // Of all values that exist the mean turns down again, though no run does.
  const auto runs = [](double x) {
    std::vector<double> made;
    for (int r = 0; r < 20; ++r) {
      const double value = -0.5 + x * (1 + 0.1 * r);
      made.push_back(value < 1 ? value : no_value);
    }
    return made;
  };
  const auto found = find_crossings(runs, {});
  CHECK(found.runs == 20);
  CHECK(found.sample == 10);  // below 1 up to 0.75; at 1 fewer than half are
  REQUIRE(found.crossings.size() == 1);
  CHECK_THAT(found.crossings.front().x, WithinAbs(0.5 / 1.45, 1e-3));  // of the mean line of r = 0 to 9
  for (const Probe& probe : found.probes) CHECK((probe.mean.n == 10 || probe.mean.n == 0));
  CHECK(found.probes.front().with_value == 20);
  const auto seldom = find_crossings([](double x) { return std::vector<double>{x - 0.3, no_value, no_value}; }, {});
  CHECK(seldom.crossings.empty());
  for (const Probe& probe : seldom.probes) CHECK(probe.mean.n == 0);
}

TEST_CASE("crossing: the interval holds the root as often as it says", "[theory]") {
  const auto curve = GENERATE(Curve{line, 1}, Curve{line, 0.5, 4}, Curve{line, 0.7, 1, 0.3});
  int covered = 0, found = 0;
  constexpr int trials = 200;
  for (int t = 0; t < trials; ++t) {
    Curve mine = curve;
    mine.seed = 1'000 + std::uint64_t(t);
    const auto made = find_crossings(mine, {});
    found += made.crossings.size() == 1;
    covered +=
        std::any_of(made.crossings.begin(), made.crossings.end(), [](const auto& one) { return holds(one, 0.3); });
  }
  INFO("covered " << covered << ", one crossing in " << found << " of " << trials);
  CHECK(covered >= 180);  // 95 %; fewer by chance in 3 of 1,000
  CHECK(found >= 190);
}

TEST_CASE("crossing: coverage over 1,000 searches", "[theory][slow]") {
  int plain = 0, tilted = 0, grained = 0;
  for (std::uint64_t t = 0; t < 1'000; ++t) {
    const auto covers = [&](Curve curve) {
      curve.seed = 50'000 + t;
      const auto made = find_crossings(curve, {});
      return std::any_of(made.crossings.begin(), made.crossings.end(), [](const auto& one) { return holds(one, 0.3); });
    };
    plain += covers({line, 1});
    tilted += covers({line, 0.5, 4});
    grained += covers({line, 0.7, 1, 0.3});
  }
  std::printf("root covered: moved %d, tilted %d, with grain %d of 1,000\n", plain, tilted, grained);
  for (const int covered : {plain, tilted, grained}) CHECK(covered >= 929);  // 95 % less three standard errors
}

TEST_CASE("crossing: a mean that chance made 0 is a place like any other, and no stretch", "[reference]") {
  const auto two_runs = [](double (*mean)(double)) {
    return [mean](double x) { return std::vector<double>{mean(x) - 1, mean(x) + 1}; };
  };
  // The scan has 0.5 on it, where the two runs are -1 and 1.
  const auto passed = find_crossings(two_runs([](double x) { return x - 0.5; }), {});
  REQUIRE(passed.crossings.size() == 1);
  CHECK(!passed.crossings.front().stretch);
  CHECK_THAT(passed.crossings.front().x, WithinAbs(0.5, 1e-3));
  CHECK(passed.crossings.front().sign_before == -1);
  CHECK(passed.crossings.front().sign_after == 1);
  CHECK(find_crossings(two_runs([](double x) { return (x - 0.5) * (x - 0.5); }), {}).crossings.empty());
  CHECK(find_crossings(two_runs([](double x) { return x; }), {}).crossings.empty());
  // Beside a stretch that is exactly 0 lies a mean that chance made 0: it counts with what lies beyond.
  const auto beside = find_crossings(
      [](double x) {
        if (x < 0.4) return std::vector<double>{-1, -1};
        if (x <= 0.6) return std::vector<double>{0, 0};
        return x < 0.9 ? std::vector<double>{-1, 1} : std::vector<double>{1, 1};
      },
      {});
  REQUIRE(beside.crossings.size() == 1);
  CHECK(beside.crossings.front().stretch);
  CHECK(beside.crossings.front().sign_before == -1);
  CHECK_THAT(beside.crossings.front().before, WithinAbs(0.4, 1e-3));
  // Steps of whole numbers: 0 over a stretch, though no run is.
  const auto steps = find_crossings(two_runs([](double x) { return std::trunc(4 * x - 2); }), {});
  REQUIRE(steps.crossings.size() == 1);
  CHECK(!steps.crossings.front().stretch);
}

TEST_CASE("crossing: where there is no mean the interval ends, open", "[reference]") {
  const auto runs = [](double x) {
    const double value = x < 0.2 || x > 0.9 ? no_value : x - 0.5;
    return std::vector<double>{value - 1, value + 1};
  };
  const auto made = find_crossings(runs, {});
  REQUIRE(made.crossings.size() == 1);
  CHECK(made.crossings.front().open_below);
  CHECK(made.crossings.front().low == 0.25);
  CHECK(made.crossings.front().open_above);
  CHECK(made.crossings.front().high == 0.75);
}
