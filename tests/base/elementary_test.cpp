#include "sim/base/elementary.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "sim/base/fnv.h"
#include "sim/base/normal.h"
#include "tests/base/elementary_arguments.h"
#include "tests/catch.h"

using namespace poldyn::lab;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr int values = 400'000;

/// Takes in the bits of a value. Every NaN counts as one: which of them an invalid operation makes is the processor's
/// choice.
class BitHash {
 public:
  void add(double x) {
    hash_ = (hash_ ^ std::bit_cast<std::uint64_t>(std::isnan(x) ? not_a_number : x)) * 0x9E3779B97F4A7C15;
    hash_ ^= hash_ >> 29;
  }
  std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = 0xCBF29CE484222325;
};

std::uint64_t hash_of(const Elementary& f) {
  Arguments arguments(f);
  BitHash hash;
  for (int i = 0; i < values; ++i) hash.add(f.own(arguments.next()));
  return hash.value();
}

/// The bits themselves: 1 is not -0, and a NaN is any.
bool same(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

}  // namespace

// Made on x86-64 with g++ -O2. If a compiler, a flag or a processor gives another, its runs are not those of the
// others.
TEST_CASE("elementary functions: 400,000 values of each have the same bits in every build", "[base]") {
  const std::pair<const char*, std::uint64_t> pinned[] = {
      {"exp", 0xe9deaa25a9d5deff},   {"exp2", 0xa95d71db4b3e97e7},   {"expm1", 0x2de883940e64d16a},
      {"log", 0x5e233a5d50a85752},   {"log2", 0xaa5cd83a7a1f61f},    {"log10", 0x9d14852127ec2004},
      {"log1p", 0xf00fe8e10ee95a89}, {"sin", 0xf4222a0ccf14e50},     {"cos", 0xa55ec649bf2b059a},
      {"tan", 0xf6a03c80775acf16},   {"tgamma", 0x976e45fd9a012870},
  };
  REQUIRE(std::size(pinned) == std::size(elementary_functions));
  for (std::size_t i = 0; i < std::size(pinned); ++i) {
    INFO(elementary_functions[i].name);
    CHECK(std::string_view(pinned[i].first) == elementary_functions[i].name);
    CHECK(hash_of(elementary_functions[i]) == pinned[i].second);
  }
}

TEST_CASE("pow and the normal distribution: 400,000 values have the same bits in every build", "[base]") {
  PowArguments arguments;
  BitHash powers, quantiles, shares;
  for (int i = 0; i < values; ++i) {
    const auto [x, y] = arguments.next();
    powers.add(poldyn::pow(x, y));
    quantiles.add(poldyn::normal_quantile((i + 0.5) / values));
    shares.add(poldyn::normal_share((i - values / 2) * (80.0 / values)));
  }
  CHECK(powers.value() == 0x9b9dc2fb453d1793);
  CHECK(quantiles.value() == 0x7c145e2a9702532e);
  CHECK(shares.value() == 0xa7d8306df4d173a9);
}

TEST_CASE("elementary functions: the arguments reach every part of the range", "[base]") {
  for (const Elementary& f : elementary_functions) {
    Arguments arguments(f);
    int subnormal = 0, huge = 0, odd = 0, near_one = 0, finite = 0;
    for (int i = 0; i < values; ++i) {
      const double x = arguments.next(), y = f.own(x);
      subnormal += x != 0 && std::abs(x) < std::numeric_limits<double>::min();
      huge += std::abs(x) > 1e100;
      odd += !std::isfinite(x);
      near_one += std::abs(x) > 0.9 && std::abs(x) < 1.1;
      finite += std::isfinite(y) && y != 0;
    }
    INFO(f.name);
    CHECK(subnormal > 20);
    CHECK(huge > 1000);
    CHECK(odd > 20);
    CHECK(near_one > 100);
    CHECK(finite > values / 2);
  }
}

TEST_CASE("elementary functions: what Annex F of C asks for at zeros, infinities and NaN", "[base]") {
  using namespace poldyn;
  for (const auto f : {poldyn::exp, poldyn::exp2, poldyn::expm1, poldyn::log, poldyn::log2, poldyn::log10,
                       poldyn::log1p, poldyn::sin, poldyn::cos, poldyn::tan, poldyn::tgamma})
    CHECK(std::isnan(f(not_a_number)));
  for (const auto f : {poldyn::expm1, poldyn::log1p, poldyn::sin, poldyn::tan}) CHECK(same(f(-0.0), -0.0));
  for (const auto f : {poldyn::sin, poldyn::cos, poldyn::tan})
    CHECK((std::isnan(f(infinity)) && std::isnan(f(-infinity))));
  for (const auto f : {poldyn::log, poldyn::log2, poldyn::log10}) {
    CHECK((same(f(1), 0.0) && same(f(0.0), -infinity) && same(f(-0.0), -infinity) && same(f(infinity), infinity)));
    CHECK((std::isnan(f(-1)) && std::isnan(f(-infinity)) && std::isnan(f(-5e-324))));
  }
  CHECK((same(poldyn::exp(-infinity), 0.0) && same(poldyn::exp2(-infinity), 0.0) &&
         same(poldyn::expm1(-infinity), -1.0)));
  CHECK((same(poldyn::log1p(-1), -infinity) && std::isnan(poldyn::log1p(-1.5))));
  CHECK((same(poldyn::tgamma(0.0), infinity) && same(poldyn::tgamma(-0.0), -infinity)));
  CHECK((std::isnan(poldyn::tgamma(-3)) && std::isnan(poldyn::tgamma(-infinity)) &&
         same(poldyn::tgamma(infinity), infinity)));
}

TEST_CASE("pow: what IEEE 754 asks for at zeros, infinities, ones and whole powers of the negative", "[base]") {
  struct Case {
    double x, y, expected;
  };
  const Case cases[] = {{not_a_number, 0, 1},
                        {1, not_a_number, 1},
                        {not_a_number, 1, not_a_number},
                        {2, not_a_number, not_a_number},
                        {0.0, -3, infinity},
                        {-0.0, -3, -infinity},
                        {-0.0, -2, infinity},
                        {0.0, -0.5, infinity},
                        {-0.0, 3, -0.0},
                        {-0.0, 2, 0.0},
                        {-0.0, 0.5, 0.0},
                        {-0.0, infinity, 0.0},
                        {-0.0, -infinity, infinity},
                        {-1, infinity, 1},
                        {-1, -infinity, 1},
                        {0.5, infinity, 0.0},
                        {-2, infinity, infinity},
                        {2, -infinity, 0.0},
                        {infinity, -1, 0.0},
                        {infinity, 0.5, infinity},
                        {-infinity, 3, -infinity},
                        {-infinity, 2, infinity},
                        {-infinity, -3, -0.0},
                        {-infinity, -2, 0.0},
                        {-8, 1.0 / 3, not_a_number},
                        {-2, 3, -8},
                        {-2, 4, 16},
                        {-2, -1, -0.5},
                        {-1, 0x1p53, 1},
                        {-1, 0x1p53 - 1, -1},
                        {-2, 1025, -infinity},
                        {-2, -1075.5, not_a_number},
                        {-2, -1077, -0.0},
                        {10, 22, 1e22},
                        {10, -2, 0.01},
                        {4, 0.5, 2},
                        {2, -1074, 5e-324},
                        {5e-324, 1, 5e-324},
                        {5e-324, -1, infinity},
                        {3, 0.0, 1}};
  for (const auto& [x, y, expected] : cases) {
    INFO(x << " to the power " << y << " is " << poldyn::pow(x, y));
    CHECK(same(poldyn::pow(x, y), expected));
  }
}

TEST_CASE("elementary functions: what is exact comes out exact", "[base]") {
  for (int n = -1074; n < 1024; ++n) {
    CHECK(poldyn::exp2(n) == std::ldexp(1.0, n));
    CHECK(poldyn::log2(std::ldexp(1.0, n)) == n);
  }
  double factorial = 1, power = 1;
  for (int n = 1; n <= 22; ++n) {
    CHECK(poldyn::tgamma(n) == factorial);
    factorial *= n;
    power *= 10;
    CHECK(poldyn::log10(power) == n);
    CHECK(poldyn::pow(10, n) == power);
  }
  CHECK((poldyn::exp(0) == 1 && poldyn::cos(0) == 1 && poldyn::pow(7, 1) == 7));
}

TEST_CASE("normal distribution: quantiles and shares are those of the tables, and each other's inverse", "[base]") {
  CHECK_THAT(poldyn::normal_quantile(0.975), WithinRel(1.959963984540054, 2e-16));
  CHECK_THAT(poldyn::normal_quantile(0x1p-53), WithinRel(-8.2095361516013857, 5e-16));
  CHECK_THAT(poldyn::normal_quantile(1e-100), WithinRel(-21.273453560965324, 5e-16));
  CHECK((poldyn::normal_quantile(0) == -infinity && poldyn::normal_quantile(1) == infinity &&
         poldyn::normal_quantile(0.5) == 0));
  for (double z = -37; z < 8; z += 0.013) {
    const double share = 0.5 * std::erfc(-z / std::numbers::sqrt2);
    CHECK_THAT(poldyn::normal_share(z), WithinRel(share, 1e-13 + 3e-16 * z * z));  // erfc's argument is rounded
    if (z < 3) CHECK_THAT(poldyn::normal_quantile(poldyn::normal_share(z)), WithinAbs(z, 1e-12));
  }
  CHECK((poldyn::normal_share(-infinity) == 0 && poldyn::normal_share(infinity) == 1));
}
