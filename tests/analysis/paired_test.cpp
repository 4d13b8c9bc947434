#include "analysis/paired.h"

#include <cmath>

#include "tests/analysis/philox_resampler.h"
#include "tests/catch.h"

using namespace poldyn::analysis;

TEST_CASE("pairs: every statistic of four pairs by hand", "[reference]") {
  // a: mean 4, squares 4 + 1 + 1 + 4 = 10; b: mean 6, squares 9 + 1 + 0 + 16 = 26... of 3, 5, 6, 10.
  const std::vector<double> a{2, 3, 5, 6}, b{3, 5, 6, 10};
  const Pairs pairs = compare_pairs(a, b);  // differences 1 2 1 4: mean 2, squares 1 + 0 + 1 + 4 = 6
  CHECK(pairs.a.mean == 4);
  CHECK(pairs.b.mean == 6);
  CHECK(pairs.difference.estimate.mean == 2);
  CHECK_THAT(pairs.difference.estimate.sd, WithinRel(std::sqrt(2.0), 1e-12));
  // t(0.975, 3) = 3.182446305284, standard error sqrt(2 / 4).
  CHECK_THAT(pairs.difference.estimate.half_width, WithinRel(3.182446305284 * std::sqrt(0.5), 1e-10));
  CHECK(pairs.relative == 0.5);
  CHECK_THAT(pairs.effect_paired, WithinRel(2 / std::sqrt(2.0), 1e-12));
  CHECK_THAT(pairs.cohen_d, WithinRel(2 / std::sqrt((10 / 3.0 + 26 / 3.0) / 2), 1e-12));
  CHECK(pairs.sign_share == 1);
  CHECK_THAT(pairs.variance_reduction, WithinRel((10 / 3.0 + 26 / 3.0) / 2, 1e-12));
  CHECK_FALSE(pairs.bca.exists());
}

TEST_CASE("pairs: ties have neither the sign of the mean nor the opposite one", "[reference]") {
  const std::vector<double> a{0, 0, 0, 0, 0}, b{-5, 1, 0, -1, 2};  // mean -0.6
  CHECK(compare_pairs(a, b).sign_share == 0.4);
  CHECK(share_of_sign(b, -1) == 0.4);
  CHECK(share_of_sign(b, 1) == 0.4);  // the pair without difference is on neither side
  CHECK(std::isnan(compare_pairs(a, a).sign_share));
  CHECK(std::isnan(compare_pairs(a, b).relative));  // nothing is relative to 0
}

TEST_CASE("pairs: missing values take their partners with them", "[stats]") {
  const std::vector<double> a{1, no_value, 3, 100, 5}, b{2, 7, 5, no_value, 6, 9};
  const Pairs pairs = compare_pairs(a, b);
  CHECK(pairs.a.n == 3);
  CHECK(pairs.a.mean == 3);
  CHECK(differences(a, b) == std::vector<double>{1, 2, 1});
}

TEST_CASE("pairs: one, two and three pairs say what they can and no more", "[stats]") {
  const Pairs one = compare_pairs(std::vector<double>{1}, std::vector<double>{3}, 0.95, philox_resampler(1));
  CHECK(one.difference.estimate.mean == 2);
  CHECK(std::isnan(one.difference.estimate.half_width));
  CHECK(std::isnan(one.any_look_p));
  CHECK(std::isnan(one.effect_paired));
  CHECK(std::isnan(one.cohen_d));
  CHECK(std::isnan(one.variance_reduction));
  CHECK(one.relative == 2);
  const Pairs three =
      compare_pairs(std::vector<double>{1, 2, 4}, std::vector<double>{3, 5, 6}, 0.95, philox_resampler(1));
  CHECK_FALSE(three.bca.exists());
  CHECK(std::isinf(three.any_look.half_width));
  CHECK(three.any_look_p <= 1);
  const Pairs none = compare_pairs({}, {});
  CHECK(none.difference.estimate.n == 0);
  CHECK(std::isnan(none.sign_share));
}

TEST_CASE("pairs: a constant difference is all that pairing can reach", "[stats]") {
  std::vector<double> a, b;
  for (int i = 0; i < 20; ++i) a.push_back(i * i), b.push_back(i * i + 3);
  const Pairs pairs = compare_pairs(a, b, 0.95, philox_resampler(1));
  CHECK(std::isinf(pairs.variance_reduction));
  CHECK(std::isnan(pairs.effect_paired));
  CHECK(pairs.cohen_d > 0);
  CHECK(pairs.bca.low == 3);
  CHECK(pairs.any_look.half_width == 0);
  CHECK(std::isnan(compare_pairs(std::vector<double>(5, 1.0), std::vector<double>(5, 2.0)).variance_reduction));
}

TEST_CASE("pairs: constants have no size of an effect", "[stats]") {
  // Means of 0.1 summed three times are no 0.1, so that deviations of 1e-17 were divided by.
  const std::vector<double> a(3, 0.1), b(3, 0.3);
  const Pairs pairs = compare_pairs(a, b);
  CHECK(std::isnan(pairs.effect_paired));
  CHECK(std::isnan(pairs.cohen_d));
  CHECK(std::isnan(pairs.variance_reduction));
  CHECK(pairs.difference.p == 0.25);
  const std::vector<double> shifted{1.1, 1.3, 1.7}, start{0.1, 0.3, 0.7};
  CHECK(std::isnan(compare_pairs(start, shifted).effect_paired));
  CHECK(std::isinf(compare_pairs(start, shifted).variance_reduction));
  CHECK(compare_pairs(start, shifted).cohen_d > 0);
}

TEST_CASE("pairs: common random numbers save what row CRN-1 says", "[reference]") {
  // CRN-1: exponentials of mean 1 and 1.1 by inversion of the same uniforms: (1 + 1.21) / 0.1^2 = 221.
  std::vector<double> a, b;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    poldyn::Stream stream({3, 0}, 0, i, 0);
    const double exponential = -std::log(stream.uniform());
    a.push_back(exponential);
    b.push_back(1.1 * exponential);
  }
  const Pairs pairs = compare_pairs(a, b);
  CHECK_THAT(pairs.variance_reduction, WithinRel(221.0, 1e-9));  // exact, since b is a multiple of a
  std::vector<double> apart = b;
  std::rotate(apart.begin(), apart.begin() + 1, apart.end());
  // Correlation 0 +- 1 / sqrt(20,000): a factor of 1 +- 4 x 0.007.
  CHECK_THAT(compare_pairs(a, apart).variance_reduction, WithinAbs(1, 0.028));
}
