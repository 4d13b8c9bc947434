#include "analysis/sequence.h"

#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <random>

#include "tests/catch.h"

using namespace poldyn::analysis;

namespace {

/// Likelihood of t under effects that are N(0, 1 / mixture_k), over that under none: by the trapezoid rule.
double ratio_by_integration(double t, std::size_t n) {
  const double df = static_cast<double>(n) - 1, root = std::sqrt(static_cast<double>(n));
  const double sd = 1 / std::sqrt(mixture_k), step = sd / 200;
  double sum = 0;
  for (double effect = -8 * sd; effect <= 8 * sd; effect += step) {
    const double prior = std::exp(-0.5 * effect * effect / (sd * sd)) / (sd * std::sqrt(2 * 3.14159265358979323846));
    sum += prior * boost::math::pdf(boost::math::non_central_t(df, effect * root), t) * step;
  }
  return sum / boost::math::pdf(boost::math::students_t(df), t);
}

Estimate with_t(double t, std::size_t n) { return {n, t / std::sqrt(static_cast<double>(n)), 1, no_value}; }

}  // namespace

TEST_CASE("sequence: the p value is the inverse of the mixture's likelihood ratio", "[reference]") {
  struct Row {
    std::size_t n;
    double t;
  };
  const auto row = GENERATE(Row{12, 4}, Row{20, -3}, Row{50, 3.4}, Row{200, 5}, Row{15, 1.9});
  CHECK_THAT(sequence_p(with_t(row.t, row.n)), WithinRel(std::min(1.0, 1 / ratio_by_integration(row.t, row.n)), 1e-5));
}

TEST_CASE("sequence: the interval holds the values that its test does not reject", "[reference]") {
  const auto level = GENERATE(0.8, 0.9, 0.95, 0.99);
  for (const std::size_t n : std::initializer_list<std::size_t>{12, 20, 100, 1'000, 100'000}) {
    const double factor = sequence_factor(n, level);
    if (std::isinf(factor)) {  // then no t, however large, is rejected
      CHECK(sequence_p(with_t(1e9, n)) > 1 - level);
      continue;
    }
    CHECK_THAT(sequence_p(with_t(factor, n)), WithinRel(1 - level, 1e-9));
  }
  // By hand: n = 100, k = 20, alpha = 0.05: reach = (20 sqrt(6))^(1/50) = 1.0809414, u = 0.0809414 / (1 - 0.1801569).
  CHECK_THAT(sequence_factor(100, 0.95), WithinRel(std::sqrt(99 * 0.0809414 / 0.8198431), 1e-5));
}

TEST_CASE("sequence: too few values have no finite interval", "[stats]") {
  CHECK(std::isinf(sequence_factor(1, 0.95)));
  CHECK(std::isinf(sequence_factor(12, 0.95)));
  CHECK(std::isfinite(sequence_factor(13, 0.95)));
  CHECK(std::isnan(sequence_p(Estimate{})));
  CHECK(sequence_p(Estimate{5, 0, 0, 0}) == 1);
  // Ten equal differences: M = sqrt(2/3) (3/2)^5, and not certainty.
  CHECK_THAT(sequence_p(Estimate{10, 3, 0, 0}), WithinRel(1 / (std::sqrt(2 / 3.0) * std::pow(1.5, 5)), 1e-12));
  CHECK(std::isinf(at_any_look(Estimate{10, 3, 0, 0}, 0.95).half_width));
  CHECK(at_any_look(Estimate{13, 3, 0, 0}, 0.95).half_width == 0);
}

TEST_CASE("sequence: looks are a tenth apart, and the runs that are needed reach the precision", "[stats]") {
  CHECK(looks(5) == std::vector<std::size_t>{5});
  CHECK(looks(14) == std::vector<std::size_t>{10, 11, 13, 14});
  CHECK(looks(10) == std::vector<std::size_t>{10});
  CHECK(looks(1'000'000).size() < 140);
  for (const double wanted : {2.0, 0.3, 0.01}) {
    const std::size_t n = values_needed(1, wanted, 0.95);
    CHECK(sequence_factor(n, 0.95) / std::sqrt(double(n)) <= wanted);
    CHECK_FALSE(sequence_factor(n - 1, 0.95) / std::sqrt(double(n - 1)) <= wanted);
  }
  CHECK(values_needed(1, 0, 0.95) == 1'000'000'000'000);
}

TEST_CASE("sequence: who looks after every value is wrong in at most one of twenty", "[theory]") {
  constexpr int campaigns = 600, length = 1'000;
  std::mt19937_64 random(5);
  std::normal_distribution<double> normal(0, 1);
  int by_sequence = 0, by_t = 0, found = 0;
  for (int i = 0; i < campaigns; ++i) {
    bool out = false, naive = false, power = false;
    double mean = 0, squares = 0;
    for (std::size_t n = 1; n <= length; ++n) {
      const double x = normal(random), step = x - mean;
      mean += step / double(n);
      squares += step * (x - mean);
      if (n < 10) continue;
      const Estimate e{n, mean, std::sqrt(squares / double(n - 1)), 0};
      out |= sequence_p(e) <= 0.05;
      power |= sequence_p({n, mean + 0.25, e.sd, 0}) <= 0.05;
      naive |= std::abs(mean) > (1.96 + 2.5 / double(n)) * e.sd / std::sqrt(double(n));
    }
    by_sequence += out, by_t += naive, found += power;
  }
  INFO("rejected a true zero: sequence " << by_sequence << ", t at each look " << by_t
                                         << " of 600; found 0.25 sd: " << found);
  CHECK(by_sequence <= 30 + 4 * 5.4);  // at most 0.05, four standard errors of the count above
  CHECK(by_t > 180);
  CHECK(found == campaigns);  // power: an effect of a quarter of a standard deviation is always found by 1,000
}
