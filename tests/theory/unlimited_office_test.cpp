/// Offices that take every filing at once: the number under review is Poisson whatever the law of review.

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/catch.h"
#include "tests/theory/flows.h"

namespace poldyn::theory {
namespace {

/// Number under review at the times `first`, `first + step`, ... of a run.
std::vector<double> under_review(const Scenario& lab, RunKey key, double first, double step) {
  Simulation sim = start(lab, key);
  std::vector<double> seen;
  double held = 0;
  const auto due = [&] { return at_day(first + step * static_cast<double>(seen.size())); };
  const auto look = [&](const Event& event, const World& world) {
    while (due() < event.at) seen.push_back(held);
    held = world.offices[0].in_review;
  };
  run(sim, look, [] { return true; });
  while (due() <= sim.end) seen.push_back(held);
  return seen;
}

/// Upper quantile of chi-square at probability 1e-4 (Wilson & Hilferty 1931).
double rare_chi_square(double freedom) {
  constexpr double normal_quantile = 3.719;
  return freedom * std::pow(1 - 2 / (9 * freedom) + normal_quantile * std::sqrt(2 / (9 * freedom)), 3);
}

/// Pearson's statistic of `seen` against Poisson(mean) with the classes <= low, low + 1, ..., >= high.
double chi_square(const std::vector<double>& seen, double mean, int low, int high) {
  std::vector<double> observed(static_cast<std::size_t>(high - low + 1)), expected(observed.size());
  for (const double n : seen) observed[static_cast<std::size_t>(std::clamp(static_cast<int>(n), low, high) - low)] += 1;
  for (int n = 0; n < 200; ++n)
    expected[static_cast<std::size_t>(std::clamp(n, low, high) - low)] +=
        static_cast<double>(seen.size()) * std::exp(n * std::log(mean) - mean - std::lgamma(n + 1));
  double sum = 0;
  for (std::size_t i = 0; i < observed.size(); ++i)
    sum += (observed[i] - expected[i]) * (observed[i] - expected[i]) / expected[i];
  return sum;
}

TEST_CASE("the number under review without a limit is Poisson for any law of review", "[theory]") {
  struct Case {
    const char* name;
    Law review;
  };
  const auto c = GENERATE(Case{"exponential", exponential(4)}, Case{"constant", constant(4)},
                          Case{"lognormal", lognormal(4, 1.5)});
  const Scenario lab = pipeline({desk(0, c.review)}, exponential(1.0 / 3), {200'000, 0});
  const auto seen = under_review(lab, {seed_of(c.name), 0}, 200, 40);  // ten reviews apart: as good as independent
  agrees("MGI-1", estimate(seen), 0.03, std::string("mean, ") + c.name);
  agrees("MGI-1", variance(seen), 0.10, std::string("variance, ") + c.name);
  INFO(c.name);
  CHECK(chi_square(seen, 12, 5, 20) < rare_chi_square(15));
}

TEST_CASE("seasonal filings fill the office with the lag that Eick, Massey and Whitt give", "[theory]") {
  Scenario lab = pipeline({desk(0, exponential(3))}, exponential(0.1), {3'600, 0});
  lab.blocs[0].filings.seasonal_amplitude = 0.5;
  lab.blocs[0].filings.season = Days{12};
  const auto [mean] =
      replicate<1>("MTI-1", 30, [&](RunKey key) { return std::array{estimate(under_review(lab, key, 48, 12)).mean}; });
  agrees("MTI-1", mean, 0.01);
}

TEST_CASE("reviews as first passage of evidence have the variance of the inverse Gaussian law", "[theory]") {
  const Scenario lab = pipeline({desk(0, {LawKind::inverse_gaussian, 10, 0.5})}, exponential(1), {100'000, 0});
  Simulation sim = start(lab, {seed_of("IG-1"), 0});
  std::vector<double> stays;
  double days = 0;
  const auto look = [&](const Event& event, const World& world) {
    const double now = world.offices[0].tally.stay_days;
    if (kind_of(event) == EventKind::review_ends) stays.push_back(now - days);
    days = now;
  };
  run(sim, look, [] { return true; });
  agrees("IG-1", variance(stays), 0.06);
}

}  // namespace
}  // namespace poldyn::theory
