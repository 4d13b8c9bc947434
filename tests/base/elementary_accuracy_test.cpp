/// The elementary functions against those of four times the digits, which come with g++ (libquadmath).

#include "tests/base/elementary_arguments.h"
#include "tests/catch.h"

#ifdef POLDYN_QUADMATH

#include <quadmath.h>

#include <algorithm>
#include <cfloat>
#include <limits>
#include <string>

using namespace poldyn::lab;

namespace {

__extension__ using Exact = __float128;

Exact exact(const std::string& name, Exact x) {
  if (name == "exp") return expq(x);
  if (name == "exp2") return exp2q(x);
  if (name == "expm1") return expm1q(x);
  if (name == "log") return logq(x);
  if (name == "log2") return log2q(x);
  if (name == "log10") return log10q(x);
  if (name == "log1p") return log1pq(x);
  if (name == "sin") return sinq(x);
  if (name == "cos") return cosq(x);
  if (name == "tan") return tanq(x);
  return tgammaq(x);
}

/// How many units in the last place of the exact value `own` is off. Infinities, zeros with their signs, and NaN must
/// be met; where the exact value rounds to infinity, so must `own`, or be the greatest double.
double off(double own, Exact want) {
  const auto rounded = static_cast<double>(want);
  constexpr double never = std::numeric_limits<double>::infinity();
  if (std::isnan(rounded) || std::isnan(own)) return std::isnan(rounded) && std::isnan(own) ? 0 : never;
  if (std::isinf(own) || want == 0) return own == rounded && std::signbit(own) == std::signbit(rounded) ? 0 : never;
  if (std::isinf(rounded)) return std::abs(own) == DBL_MAX ? 1 : never;
  const int e = std::max(ilogbq(want), -1022);
  return static_cast<double>(fabsq((Exact{own} - want) / ldexpq(1, e - 52)));
}

struct Worst {
  double ulps = 0, x = 0, y = 0;
  void note(double by, double at, double and_at = 0) {
    if (by > ulps) *this = {by, at, and_at};
  }
};

Worst worst_of(const Elementary& f, int n) {
  Arguments arguments(f);
  Worst worst;
  for (int i = 0; i < n; ++i) {
    const double x = arguments.next();
    worst.note(off(f.own(x), exact(f.name, x)), x);
  }
  return worst;
}

Worst worst_pow(int n) {
  PowArguments arguments;
  Worst worst;
  for (int i = 0; i < n; ++i) {
    const auto [x, y] = arguments.next();
    worst.note(off(poldyn::pow(x, y), powq(x, y)), x, y);
  }
  return worst;
}

void check(const std::string& name, const Worst& worst) {
  std::printf("%-7s at most %.3f ulp, at %.17g %.17g\n", name.c_str(), worst.ulps, worst.x, worst.y);
  INFO(name << " at " << worst.x << " " << worst.y);
  CHECK(worst.ulps <= 1);
  CHECK(worst.ulps > 0.4);  // power: no function is right to the last bit of all its roundings, so what measures works
}

/// Zeros, ones, the least and greatest, thresholds of overflow and underflow, whole numbers; each with its neighbours.
std::vector<double> edges() {
  std::vector<double> made{0.0,
                           5e-324,
                           DBL_MIN,
                           0x1p-60,
                           0x1p-54,
                           0x1p-53,
                           0x1p-27,
                           0x1p-5,
                           0.5,
                           1,
                           2,
                           20,
                           0x1p52,
                           0x1p53,
                           0x1p54,
                           DBL_MAX,
                           709.782712893384,
                           745.1332191019412,
                           708.3964185322641,
                           1022,
                           1024,
                           1074,
                           1075,
                           170.0,
                           171.0,
                           171.6243769563027,
                           184,
                           185,
                           186,
                           36.7,
                           37.5,
                           half_pi,
                           half_pi / 2,
                           355,
                           103993,
                           0x1p20,
                           6381956970095103.0 * 0x1p797};
  for (int n = 3; n < 40; ++n) made.push_back(n);
  for (std::size_t i = 0, n = made.size(); i < n; ++i) {
    made.push_back(std::nextafter(made[i], 0));
    made.push_back(std::nextafter(made[i], DBL_MAX));
  }
  for (std::size_t i = 0, n = made.size(); i < n; ++i) made.push_back(-made[i]);
  made.insert(made.end(), {HUGE_VAL, -HUGE_VAL, std::nan("")});
  return made;
}

bool is_pole(const std::string& name, double x) {
  return name == "tgamma" && x == 0;
}  // libquadmath has +inf for -0, C -inf

}  // namespace

TEST_CASE("elementary functions: within 1 ulp of the exact value", "[base]") {
  for (const Elementary& f : elementary_functions) check(f.name, worst_of(f, 20'000));
  check("pow", worst_pow(20'000));
}

TEST_CASE("elementary functions: within 1 ulp on a million arguments", "[base][slow]") {
  for (const Elementary& f : elementary_functions) check(f.name, worst_of(f, 1'000'000));
  check("pow", worst_pow(1'000'000));
}

TEST_CASE("elementary functions: within 1 ulp at every edge", "[base]") {
  for (const Elementary& f : elementary_functions)
    for (const double x : edges()) {
      INFO(f.name << " of " << Catch::StringMaker<double>::convert(x));
      if (!is_pole(f.name, x)) CHECK(off(f.own(x), exact(f.name, x)) <= 1);
    }
  for (const double x : edges())
    for (const double y : edges()) {
      const double by = off(poldyn::pow(x, y), powq(x, y));
      INFO(x << " to the power " << y);
      if (!(by <= 1)) CHECK(by <= 1);
    }
}

#else

TEST_CASE("elementary functions: within 1 ulp of the exact value", "[base]") {
  SKIP("libquadmath comes with g++ only");
}

#endif
