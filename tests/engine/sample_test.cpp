#include "sim/engine/sample.h"

#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include "tests/catch.h"
#include "tests/engine/statistics.h"

using poldyn::Law;
using poldyn::LawKind;
using poldyn::RunKey;
using poldyn::Stream;
namespace lab = poldyn::lab;

namespace {

constexpr std::uint32_t draws = 60'000;

/// One value from each of many streams: how the model draws.
std::vector<double> values_of(const Law& law, std::uint32_t n = draws) {
  std::vector<double> values;
  for (std::uint32_t i = 0; i < n; ++i) {
    Stream stream(RunKey{5, 0}, static_cast<std::uint8_t>(law.kind), 1, i);
    values.push_back(poldyn::sample(law, stream));
  }
  return values;
}

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

/// Distribution functions from textbooks (Johnson, Kotz & Balakrishnan 1994), none of them the way sample() goes.
double cdf(const Law& law, double x) {
  const double m = law.mean, cv = law.cv, k = 1 / (cv * cv);
  switch (law.kind) {
    case LawKind::constant:
      return x >= m;
    case LawKind::exponential:
      return -std::expm1(-x / m);
    case LawKind::erlang:
    case LawKind::gamma:
      return boost::math::gamma_p(k, k * x / m);
    case LawKind::lognormal: {
      const double s2 = std::log1p(cv * cv);
      return normal_cdf((std::log(x / m) + s2 / 2) / std::sqrt(s2));
    }
    case LawKind::uniform: {
      const double half = std::sqrt(3.0) * cv * m;
      return std::min(1.0, std::max(0.0, (x - m + half) / (2 * half)));
    }
    case LawKind::weibull: {
      const double shape = poldyn::weibull_shape(cv);
      return -std::expm1(-std::pow(x * std::tgamma(1 + 1 / shape) / m, shape));
    }
    case LawKind::pareto: {
      const double a = 1 + std::sqrt(1 + k), least = m * (a - 1) / a;
      return x < least ? 0 : 1 - std::pow(least / x, a);
    }
    case LawKind::hyperexponential: {
      const double p = 0.5 * (1 + std::sqrt((cv * cv - 1) / (cv * cv + 1)));
      return -p * std::expm1(-2 * p * x / m) - (1 - p) * std::expm1(-2 * (1 - p) * x / m);
    }
    case LawKind::inverse_gaussian: {
      const double shape = m * k, root = std::sqrt(shape / x);
      return normal_cdf(root * (x / m - 1)) + std::exp(2 * shape / m) * normal_cdf(-root * (x / m + 1));
    }
  }
  return 0;
}

const char* name(const Law& law) { return poldyn::law_names[static_cast<std::size_t>(law.kind)].data(); }

}  // namespace

TEST_CASE("laws: each has its mean, its spread and its distribution function", "[engine]") {
  const auto law = GENERATE(Law{LawKind::exponential, 3, 1}, Law{LawKind::erlang, 3, 0.5}, Law{LawKind::gamma, 3, 0.7},
                            Law{LawKind::gamma, 3, 1.5}, Law{LawKind::lognormal, 3, 0.6}, Law{LawKind::uniform, 3, 0.4},
                            Law{LawKind::weibull, 3, 0.5}, Law{LawKind::weibull, 3, 1.4}, Law{LawKind::pareto, 3, 0.3},
                            Law{LawKind::hyperexponential, 3, 1.5}, Law{LawKind::inverse_gaussian, 3, 0.5},
                            Law{LawKind::inverse_gaussian, 3, 1.5});
  INFO(name(law) << " cv " << law.cv);
  REQUIRE(poldyn::fault(law).empty());
  const auto values = values_of(law);
  lab::Moments moments;
  for (const double x : values) moments.add(x);
  CHECK(std::abs(lab::z_score(name(law), moments.mean(), moments.mean_se(), law.mean)) < lab::most_z);
  CHECK(4 * moments.mean_se() < 0.03 * law.mean);  // power: 3 % of the mean cannot hide
  const double variance = law.mean * law.mean * law.cv * law.cv;
  CHECK(std::abs(lab::z_score("  its variance", moments.variance(), moments.variance_se(), variance)) < lab::most_z);
  const double distance = lab::kolmogorov(values, [&](double x) { return cdf(law, x); });
  std::printf("    Kolmogorov-Smirnov %.2f\n", distance);
  CHECK(distance < lab::most_kolmogorov);
  // Power: the same law with a mean or spread that is 5 % or 10 % off is refused.
  const Law off{law.kind, 1.05 * law.mean, law.cv};
  CHECK(lab::kolmogorov(values, [&](double x) { return cdf(off, x); }) > lab::most_kolmogorov);
  if (law.kind != LawKind::exponential) {
    const Law wide{law.kind, law.mean, 1.1 * law.cv};
    CHECK(lab::kolmogorov(values, [&](double x) { return cdf(wide, x); }) > lab::most_kolmogorov);
  }
}

TEST_CASE("laws: a constant is itself and draws nothing", "[engine]") {
  Stream drawn(RunKey{1, 0}, 1, 1, 1), fresh = drawn;
  CHECK(poldyn::sample(poldyn::constant(4.5), drawn) == 4.5);
  CHECK(drawn() == fresh());
}

TEST_CASE("laws: a prepared one gives the same values, bit for bit", "[engine]") {
  const auto law =
      GENERATE(Law{LawKind::weibull, 3, 0.5}, Law{LawKind::weibull, 3, 1.4}, Law{LawKind::weibull, 7, 0.02},
               Law{LawKind::gamma, 3, 0.7}, Law{LawKind::lognormal, 3, 0.6});
  const Law prepared = poldyn::prepared(law);
  CHECK((prepared.shape > 0) == (law.kind == LawKind::weibull));
  CHECK(prepared == law);
  CHECK(values_of(prepared, 1'000) == values_of(law, 1'000));
}

TEST_CASE("inverse Gaussian: mean 10 and shape 40 have variance 25", "[engine]") {
  lab::Moments moments;  // IG-1
  for (const double x : values_of({LawKind::inverse_gaussian, 10, std::sqrt(10.0 / 40)}, 200'000)) moments.add(x);
  CHECK(std::abs(lab::z_score("IG-1 mean", moments.mean(), moments.mean_se(), 10)) < lab::most_z);
  CHECK(std::abs(lab::z_score("IG-1 variance", moments.variance(), moments.variance_se(), 25)) < lab::most_z);
  CHECK(4 * moments.variance_se() < 0.05 * 25);
}

TEST_CASE("weibull_shape inverts the coefficient of variation", "[engine]") {
  CHECK_THAT(poldyn::weibull_shape(1), WithinRel(1.0, 1e-10));                                    // exponential
  CHECK_THAT(poldyn::weibull_shape(std::sqrt(4 / std::numbers::pi - 1)), WithinRel(2.0, 1e-10));  // Rayleigh
  CHECK_THAT(poldyn::weibull_shape(std::sqrt(5.0)), WithinRel(0.5, 1e-10));       // Gamma(5)/Gamma(3)^2 = 6
  CHECK_THAT(poldyn::weibull_shape(std::sqrt(19.0)), WithinRel(1.0 / 3, 1e-10));  // Gamma(7)/Gamma(4)^2 = 20
  const double cv = GENERATE(0.01, 0.1, 0.5, 0.9, 2.0, 10.0);
  const double k = poldyn::weibull_shape(cv);
  const double square = std::exp(std::lgamma(1 + 2 / k) - 2 * std::lgamma(1 + 1 / k)) - 1;
  CHECK_THAT(std::sqrt(square), WithinRel(cv, 1e-6));
}

TEST_CASE("common random numbers: means 1 and 1.1 from the same streams cut the variance 221 times", "[engine]") {
  lab::Moments common, apart;  // CRN-1
  for (std::uint32_t i = 0; i < 400'000; ++i) {
    Stream one(RunKey{9, 0}, 1, 1, i), same = one, other(RunKey{9, 0}, 2, 1, i);
    const double x = poldyn::sample(poldyn::exponential(1), one), y = poldyn::sample(poldyn::exponential(1.1), same);
    common.add(y - x);
    apart.add(poldyn::sample(poldyn::exponential(1.1), other) - x);
  }
  const double factor = apart.variance() / common.variance();
  const double se =
      factor * std::hypot(apart.variance_se() / apart.variance(), common.variance_se() / common.variance());
  CHECK(std::abs(lab::z_score("CRN-1 variance reduction", factor, se, 221.0)) < lab::most_z);
  CHECK(4 * se < 0.05 * 221);
}

TEST_CASE("antithetic uniforms: covariance of -ln U and -ln(1-U)", "[engine]") {
  lab::Moments product;  // ANTI-1; both have mean 1
  for (std::uint32_t i = 0; i < 1'000'000; ++i) {
    Stream stream(RunKey{10, 0}, 1, 1, i);
    const double u = stream.uniform();
    product.add((-std::log(u) - 1) * (-std::log(1 - u) - 1));
  }
  CHECK(std::abs(lab::z_score("ANTI-1 covariance", product.mean(), product.mean_se(), -0.644934066848226)) <
        lab::most_z);
  CHECK_THAT(product.mean(), WithinAbs(-0.644934066848226, 0.005));
}

TEST_CASE("Gumbel noise: mean and variance", "[engine]") {
  lab::Moments moments;
  for (std::uint32_t i = 0; i < draws; ++i) {
    Stream stream(RunKey{11, 0}, 1, 1, i);
    moments.add(poldyn::gumbel_variate(stream));
  }
  CHECK(std::abs(lab::z_score("Gumbel mean", moments.mean(), moments.mean_se(), 0.5772156649015329)) < lab::most_z);
  CHECK(std::abs(lab::z_score("Gumbel variance", moments.variance(), moments.variance_se(),
                              std::numbers::pi * std::numbers::pi / 6)) < lab::most_z);
}

namespace {

/// Fractions of a distance from either end of what fault() allows.
std::vector<Law> at_the_ends(LawKind kind) {
  const bool narrow = kind == LawKind::constant || kind == LawKind::exponential;
  std::vector<double> spreads{narrow ? static_cast<double>(kind == LawKind::exponential) : 1.0};
  if (!narrow)
    for (const double cv : {1e-300, 1e-9, poldyn::least_cv, 1e-5, 1e-3, 0.0062, poldyn::least_weibull_cv, 0.01, 0.5,
                            1 / std::sqrt(3.0), 1.5, 30.0, 1e3, poldyn::most_cv, 1e6, 1e300})
      spreads.push_back(cv);
  if (kind == LawKind::erlang)
    for (const double k : {2.0, 999.0, 1000.0, 1001.0, 131072.0, 200000.0, 9e8}) spreads.push_back(1 / std::sqrt(k));
  std::vector<Law> made;
  for (const double cv : spreads) made.push_back({kind, 3, cv});
  return made;
}

}  // namespace

TEST_CASE("laws: what is allowed can be drawn, to the spread that was asked for, at both ends of the range",
          "[engine]") {
  std::size_t drawn = 0;
  for (std::size_t kind = 0; kind < poldyn::law_names.size(); ++kind)
    for (const Law& law : at_the_ends(static_cast<LawKind>(kind))) {
      if (!poldyn::fault(law).empty()) continue;
      INFO(name(law) << " cv " << law.cv);
      ++drawn;
      lab::Moments moments;
      bool sound = true;
      for (const double x : values_of(law, law.cv <= 1 ? 20'000 : 2'000)) {
        sound = sound && std::isfinite(x) && x >= 0;
        moments.add(x);
      }
      CHECK(sound);
      if (law.cv > 1) continue;  // the tail is too rare to be seen
      CHECK(std::abs(moments.mean() - law.mean) <= 5 * law.mean * law.cv / std::sqrt(20'000) + 1e-12);
      const bool rounding = law.cv < poldyn::least_cv, heavy = law.kind == LawKind::pareto && law.cv > 0.3;
      if (rounding || heavy) continue;
      const double cv = std::sqrt(moments.variance()) / law.mean;
      CHECK(std::abs(cv - law.cv) <= 0.1 * law.cv);
    }
  CHECK(drawn > 60);
}

TEST_CASE("laws: those that nothing can draw are faults", "[engine]") {
  CHECK_THAT(std::string(poldyn::fault({LawKind::weibull, 1, 0.001})), ContainsSubstring("cv >= 0.0065"));
  for (const auto kind : {LawKind::gamma, LawKind::lognormal, LawKind::weibull, LawKind::pareto,
                          LawKind::hyperexponential, LawKind::inverse_gaussian}) {
    CHECK_THAT(std::string(poldyn::fault({kind, 1, 1e300})), ContainsSubstring("at most 100000"));
    CHECK(poldyn::fault({kind, 1, 1e-12}) != "");
    CHECK(poldyn::fault({kind, 1, std::numeric_limits<double>::infinity()}) != "");
  }
}
