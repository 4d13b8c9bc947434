#include "analysis/recovery.h"

#include <cmath>

#include "sim/engine/sample.h"
#include "tests/catch.h"

using namespace poldyn;
using poldyn::analysis::recovery;

namespace {

std::vector<double> months(double years) {
  std::vector<double> times;
  for (int k = 0; k <= std::lround(12 * years); ++k) times.push_back(30.4375 * k);
  return times;
}

constexpr double since = 8 * 365.25;

/// Gaps that open at year 5, close from year 8 on as exp(-t / tau) to `rest`, with independent noise in each pair.
std::vector<std::vector<double>> relaxing(double size, double tau, double rest, double noise, std::size_t pairs) {
  const auto times = months(20);
  std::vector<std::vector<double>> gaps;
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    std::vector<double> path;
    Stream stream({5, 0}, 1, static_cast<std::uint32_t>(pair), 0);
    for (const double t : times) {
      double gap = t < 5 * 365.25 ? 0 : size;
      if (t > since) gap = rest + (size - rest) * std::exp(-(t - since) / tau);
      path.push_back(gap + noise * normal_variate(stream));
    }
    gaps.push_back(path);
  }
  return gaps;
}

}  // namespace

TEST_CASE("recovery: an exponential relaxation is back after tau log(1 / band)", "[analysis]") {
  const double tau = GENERATE(100.0, 400.0, 900.0), band = GENERATE(0.1, 0.02), size = GENERATE(3.0, -0.2);
  const auto r = recovery(months(20), relaxing(size, tau, 0, 0, 4), since, band);
  CHECK(r.moved);
  CHECK(r.at_return.mean == Approx(size));
  // Linear between monthly samples of an exponential: the crossing is late by less than month^2 / (8 tau).
  const double expected = tau * std::log(1 / band);
  CHECK_THAT(r.days, WithinAbs(expected, 30.5 * 30.5 / (8 * tau) + 1e-6));
  CHECK(r.least == Approx(r.days));
  CHECK(r.most == Approx(r.days));
}

TEST_CASE("recovery: a gap that does not close is never closed, and none is none", "[analysis]") {
  const auto rest = recovery(months(20), relaxing(1, 300, 0.3, 0, 4), since, 0.1);
  CHECK(std::isnan(rest.days));
  CHECK(rest.at_end.mean == Approx(0.3).epsilon(0.01));
  const auto loose = recovery(months(20), relaxing(1, 300, 0.3, 0, 4), since, 0.4);
  CHECK_THAT(loose.days, WithinAbs(300 * std::log(0.7 / 0.1), 1));
  CHECK_THROWS_AS(recovery(months(20), relaxing(1, 300, 0, 0.1, 20), months(20).back(), 0.1), std::invalid_argument);
  CHECK_FALSE(recovery(months(20), relaxing(0, 300, 0, 0.1, 20), since, 0.1).moved);
  CHECK(recovery(months(20), relaxing(0, 300, 0, 0, 20), since, 0.1).moved == false);
}

TEST_CASE("recovery: noise between the pairs widens what counts as closed and keeps none from closing", "[analysis]") {
  const auto r = recovery(months(20), relaxing(1, 400, 0, 0.3, 40), since, 0.1);
  CHECK(r.moved);
  // Half-width 0.3 x 2.02 / sqrt(40) = 0.096: about the band, so the expected time stands to within the noise of the
  // crossing, 0.047 over a slope of 0.1 / 400 d: 190 d.
  CHECK_THAT(r.days, WithinAbs(400 * std::log(10.0), 4 * 190));
  CHECK(r.least <= r.days);
  CHECK(r.most >= r.days);
  CHECK(std::isnan(recovery(months(20), relaxing(1, 400, 0.5, 0.3, 40), since, 0.1).days));  // power: half of it stays
}

TEST_CASE("recovery: the bracket holds the value, with three pairs too", "[analysis]") {
  int brackets = 0;
  for (int i = 1; i <= 60; ++i) {
    const auto r = recovery(months(20), relaxing(1, 400, 0, 0.005 * i, 3), since, 0.1);
    if (std::isnan(r.least)) continue;
    ++brackets;
    CHECK(r.least <= r.days);
    CHECK(r.days <= r.most);
  }
  CHECK(brackets > 10);
}

TEST_CASE("recovery: values that do not exist in a pair are left out, and a date before the first sample is refused",
          "[analysis]") {
  auto gaps = relaxing(1, 400, 0, 0, 5);
  for (double& gap : gaps[2]) gap = NAN;
  CHECK_THAT(recovery(months(20), gaps, since, 0.1).days, WithinAbs(400 * std::log(10.0), 1));
  CHECK_THROWS_AS(recovery(months(20), gaps, -1, 0.1), std::invalid_argument);
}
