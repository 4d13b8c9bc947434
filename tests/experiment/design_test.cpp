#include "sim/experiment/design.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <set>

#include "sim/experiment/constraint.h"
#include "sim/experiment/fraction.h"
#include "sim/experiment/input_law.h"
#include "sim/experiment/sobol.h"
#include "tests/catch.h"

using namespace poldyn;

namespace {

const std::vector<std::string> abc{"a", "b", "c"};

std::vector<double> column(const DesignMatrix& matrix, std::size_t factor) {
  std::vector<double> made;
  for (std::size_t p = 0; p < matrix.points; ++p) made.push_back(matrix(p, factor));
  return made;
}

}  // namespace

TEST_CASE("Sobol' sequence: the points that Joe and Kuo print", "[design]") {
  // web.maths.unsw.edu.au/~fkuo/sobol, output of "sobol 10 3 new-joe-kuo-6.21201".
  const double published[10][3] = {{0, 0, 0},
                                   {0.5, 0.5, 0.5},
                                   {0.75, 0.25, 0.25},
                                   {0.25, 0.75, 0.75},
                                   {0.375, 0.375, 0.625},
                                   {0.875, 0.875, 0.125},
                                   {0.625, 0.125, 0.875},
                                   {0.125, 0.625, 0.375},
                                   {0.1875, 0.3125, 0.9375},
                                   {0.6875, 0.8125, 0.4375}};
  const auto cells = sobol_sequence(10, 3);
  for (std::size_t i = 0; i < 10; ++i)
    for (std::size_t d = 0; d < 3; ++d) CHECK(cells[i * 3 + d] * 0x1p-32 == published[i][d]);
}

TEST_CASE("Sobol' sequence: the direction numbers that Joe and Kuo publish for ten axes", "[design]") {
  // Joe & Kuo 2008 (doi:10.1137/070709359), new-joe-kuo-6.21201: coefficients of the polynomial and first m.
  struct Axis {
    std::uint32_t coefficients;
    std::vector<std::uint32_t> m;
  };
  const std::vector<Axis> axes{
      {0, {1}},           {1, {1, 3}},           {1, {1, 3, 1}},       {2, {1, 1, 1}},        {1, {1, 1, 3, 3}},
      {4, {1, 3, 5, 13}}, {2, {1, 1, 5, 5, 17}}, {4, {1, 1, 5, 5, 5}}, {7, {1, 1, 7, 11, 19}}};
  constexpr std::size_t n = 4096, bits = 12;
  const auto cells = sobol_sequence(n, 10);
  for (std::size_t d = 0; d < 10; ++d) {
    std::array<std::uint32_t, bits> direction{};
    for (std::size_t i = 0; i < bits; ++i) {
      const std::size_t degree = d == 0 ? bits : axes[d - 1].m.size();
      if (d == 0) {
        direction[i] = 1U << (31 - i);  // van der Corput
      } else if (i < degree) {
        direction[i] = axes[d - 1].m[i] << (31 - i);
      } else {  // equation (2) of the paper, with m written as direction = m / 2^i
        direction[i] = direction[i - degree] ^ (direction[i - degree] >> degree);
        for (std::size_t k = 1; k < degree; ++k)
          if (axes[d - 1].coefficients >> (degree - 1 - k) & 1U) direction[i] ^= direction[i - k];
      }
    }
    std::uint32_t x = 0;
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < n; ++i) {
      if (i > 0) x ^= direction[static_cast<std::size_t>(std::countr_zero(i))];  // in the order of the Gray code
      if (cells[i * 10 + d] != x) ++wrong;
    }
    CAPTURE(d);
    CHECK(wrong == 0);
  }
}

TEST_CASE("Sobol' sequence: 2^m points fill every stratum of each axis and of pairs", "[design]") {
  constexpr std::size_t n = 256, k = 50;
  const DesignMatrix points = sobol_points(n, k);
  for (std::size_t f = 0; f < k; ++f) {
    std::set<std::size_t> strata;
    for (const double x : column(points, f)) strata.insert(static_cast<std::size_t>(x * n));
    CHECK(strata.size() == n);
  }
  std::set<std::pair<int, int>> boxes;  // the first two axes are a (0, m, 2)-net: 16 x 16 boxes, a point in each
  for (std::size_t p = 0; p < n; ++p)
    boxes.emplace(static_cast<int>(points(p, 0) * 16), static_cast<int>(points(p, 1) * 16));
  CHECK(boxes.size() == n);
  CHECK_THROWS_AS(sobol_sequence(2, most_sobol_dimensions + 1), std::length_error);
}

TEST_CASE("sequences: more points change none that were there", "[design]") {
  const auto begins = [](const DesignMatrix& longer, const DesignMatrix& shorter) {
    return std::equal(shorter.at.begin(), shorter.at.end(), longer.at.begin());
  };
  CHECK(begins(sobol_points(64, 5), sobol_points(40, 5)));
  CHECK(begins(random_points(64, abc, 3), random_points(40, abc, 3)));
  CHECK(begins(morris_trajectories(9, abc, 4, 3), morris_trajectories(4, abc, 4, 3)));
  CHECK(begins(saltelli_blocks(64, 3, true), saltelli_blocks(8, 3, true)));
}

TEST_CASE("random designs: another factor leaves the columns of the others", "[design]") {
  const std::vector<std::string> more{"z", "a", "b", "c"};
  for (std::size_t f = 0; f < abc.size(); ++f) {
    CHECK(column(latin_hypercube(20, abc, 7), f) == column(latin_hypercube(20, more, 7), f + 1));
    CHECK(column(random_points(20, abc, 7), f) == column(random_points(20, more, 7), f + 1));
  }
  CHECK(column(latin_hypercube(20, abc, 7), 0) != column(latin_hypercube(20, abc, 8), 0));
}

TEST_CASE("Latin hypercube: one point in each stratum, anywhere in it", "[design]") {
  constexpr std::size_t n = 500;
  const DesignMatrix points = latin_hypercube(n, abc, 1);
  for (std::size_t f = 0; f < 3; ++f) {
    std::set<std::size_t> strata;
    double places = 0, squares = 0;
    for (const double x : column(points, f)) {
      const double place = x * n - std::floor(x * n);
      strata.insert(static_cast<std::size_t>(x * n));
      places += place;
      squares += place * place;
    }
    CHECK(strata.size() == n);
    CHECK(*strata.rbegin() == n - 1);
    // Mean and mean square of uniform places: 1/2 and 1/3, with variances 1/12 and 4/45. A constant place is 7 away.
    const double z_mean = (places - n / 2.0) / std::sqrt(n / 12.0);
    const double z_square = (squares - n / 3.0) / std::sqrt(n * 4 / 45.0);
    CAPTURE(f, z_mean, z_square);
    CHECK(std::abs(z_mean) < 4);
    CHECK(std::abs(z_square) < 4);
  }
}

TEST_CASE("random designs: columns are unrelated", "[design]") {
  constexpr std::size_t n = 500;
  for (const auto& points : {latin_hypercube(n, abc, 1), random_points(n, abc, 1)})
    for (std::size_t f = 0; f < 3; ++f)
      for (std::size_t g = 0; g < f; ++g) {
        double product = 0;
        for (std::size_t p = 0; p < n; ++p) product += (points(p, f) - 0.5) * (points(p, g) - 0.5);
        const double z = 12 * product / std::sqrt(static_cast<double>(n));  // correlation: standard error 1/sqrt(n)
        CAPTURE(f, g, z);
        CHECK(std::abs(z) < 4);
      }
}

TEST_CASE("Morris: each step moves one factor by half the grid, and each factor once", "[design]") {
  const std::size_t levels = GENERATE(std::size_t{2}, std::size_t{4}, std::size_t{6});
  const double delta = static_cast<double>(levels) / (2.0 * static_cast<double>(levels - 1));
  constexpr std::size_t trajectories = 40;
  const DesignMatrix points = morris_trajectories(trajectories, abc, levels, 5);
  REQUIRE(points.points == trajectories * 4);
  std::set<std::size_t> first_moved;
  int up = 0, down = 0;
  for (std::size_t t = 0; t < trajectories; ++t) {
    std::set<std::size_t> moved;
    for (std::size_t step = 1; step <= 3; ++step)
      for (std::size_t f = 0; f < 3; ++f) {
        const double change = points(t * 4 + step, f) - points(t * 4 + step - 1, f);
        if (change == 0) continue;
        CHECK(std::abs(change) == Approx(delta));
        ++(change > 0 ? up : down);
        if (step == 1) first_moved.insert(f);
        CHECK(moved.insert(f).second);
      }
    CHECK(moved.size() == 3);
  }
  CHECK(first_moved.size() == 3);
  const double z = (up - down) / std::sqrt(3.0 * trajectories);
  CAPTURE(z);  // all one way would be 11
  CHECK(std::abs(z) < 4);
  for (std::size_t f = 0; f < 3; ++f) {
    std::set<double> seen;
    for (const double x : column(points, f)) seen.insert(x);
    CHECK(seen.size() == levels);
    CHECK(*seen.begin() == 0);
    CHECK(*seen.rbegin() == 1);
  }
}

TEST_CASE("Saltelli: A, A with one column of B, B with one of A, B", "[design]") {
  constexpr std::size_t k = 3, n = 16;
  const bool second = GENERATE(false, true);
  const std::size_t rows = second ? 2 * k + 2 : k + 2;
  const DesignMatrix points = saltelli_blocks(n, k, second);
  REQUIRE(points.points == n * rows);
  const DesignMatrix both = sobol_points(n, 2 * k);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t f = 0; f < k; ++f) {
        bool from_b = row == rows - 1;
        if (row >= 1 && row <= k) from_b = row - 1 == f;
        if (second && row > k && row <= 2 * k) from_b = row - 1 - k != f;
        CHECK(points(i * rows + row, f) == both(i, f + (from_b ? k : 0)));
      }
}

TEST_CASE("full factorial: every combination once", "[design]") {
  const std::vector<std::size_t> levels{2, 3, 1};
  const DesignMatrix points = full_factorial(levels);
  CHECK(points.at == std::vector<double>{0, 0, 0, 0, 0.5, 0, 0, 1, 0, 1, 0, 0, 1, 0.5, 0, 1, 1, 0});
}

TEST_CASE("fractional factorial: columns are balanced, orthogonal and of the known resolution", "[design]") {
  const std::vector<std::string> names{"A", "B", "C", "D", "E", "F", "G"};
  // Box, Hunter & Hunter 2005, table 6.15: 2^(7-4) is of resolution III, 2^(7-3) with these generators of IV.
  const auto iii = std::get<Fraction>(read_fraction(names, {"D = A*B", "E = A*C", "F=B*C", "G = A B C"}));
  const auto iv = std::get<Fraction>(read_fraction(names, {"E = A*B*C", "F = B*C*D", "G = A*C*D"}));
  CHECK(resolution(iii) == 3);
  CHECK(resolution(iv) == 4);
  CHECK(resolution(std::get<Fraction>(read_fraction(names, {}))) == 0);
  // The same table: of V and IV, where no generator alone says so: in the second, C E F G is the shortest word.
  const std::vector<std::string> eight{"A", "B", "C", "D", "E", "F", "G", "H"};
  CHECK(resolution(std::get<Fraction>(read_fraction(eight, {"G = A*B*C*D", "H = A*B*E*F"}))) == 5);
  CHECK(resolution(std::get<Fraction>(read_fraction(names, {"F = A*B*C*D", "G = A*B*D*E"}))) == 4);
  CHECK(resolution(std::get<Fraction>(read_fraction(names, {"F = A*B*C", "G = A*B*C"}))) == 2);
  const DesignMatrix points = fractional_factorial(iv);
  REQUIRE(points.points == 16);
  for (std::size_t f = 0; f < 7; ++f)
    for (std::size_t g = 0; g <= f; ++g) {
      int sum = 0;
      for (std::size_t p = 0; p < 16; ++p) sum += (points(p, f) > 0.5 ? 1 : -1) * (points(p, g) > 0.5 ? 1 : -1);
      CHECK(sum == (f == g ? 16 : 0));
    }
  for (std::size_t p = 0; p < 16; ++p) {
    const auto sign = [&](std::size_t f) { return points(p, f) > 0.5 ? 1 : -1; };
    CHECK(sign(4) == sign(0) * sign(1) * sign(2));
    CHECK(sign(5) == sign(1) * sign(2) * sign(3));
    CHECK(sign(6) == sign(0) * sign(2) * sign(3));
  }
  for (const auto* bad : {"D", "D = ", "D = A*Q", "Q = A*B", "D = D*A", "D = A*A", "D = A*B*B*A"})
    CHECK(std::holds_alternative<GeneratorFault>(read_fraction(names, {bad})));
}

TEST_CASE("constraints: arithmetic, comparison and what is wrong", "[design]") {
  const auto holds = [](const char* text) {
    auto read = Constraint::read(text, {"a", "b"});
    REQUIRE(std::holds_alternative<Constraint>(read));
    return std::get<Constraint>(read).holds([](std::size_t name) { return name == 0 ? 2.0 : 5.0; });
  };
  CHECK(holds("a < b"));
  CHECK(holds("2*a+1==b"));
  CHECK_FALSE(holds("(a - 1) * -b >= 0"));
  CHECK(holds("b - a - 1 == 2"));
  CHECK(holds("b / a / 2 != 5"));
  for (const char* text : {"a", "a < ", "a < c", "(a < b", "a < b)", "a << b", ""})
    CHECK(std::holds_alternative<std::string>(Constraint::read(text, {"a", "b"})));
}

TEST_CASE("constraints: decimals are what was written, and rounding decides nothing", "[design]") {
  const auto holds = [](const std::string& text, double x, double y) {
    auto read = Constraint::read(text, {"a", "b"});
    REQUIRE(std::holds_alternative<Constraint>(read));
    return std::get<Constraint>(read).holds([&](std::size_t name) { return name == 0 ? x : y; });
  };
  // All sums, differences, products and quotients of hundredths against what they are in whole numbers.
  for (int i = 1; i <= 40; i += 2)
    for (int j = 1; j <= 40; j += 3) {
      const double a = i / 100.0, b = j / 100.0;
      const auto check = [&](const std::string& left, int hundredths, double unit) {
        for (int k = hundredths - 1; k <= hundredths + 1; ++k) {
          const std::string right = std::to_string(k) + " * " + std::to_string(unit);
          INFO(left << " against " << right << " at a = " << a << ", b = " << b);
          CHECK(holds(left + " <= " + right, a, b) == (hundredths <= k));
          CHECK(holds(left + " >= " + right, a, b) == (hundredths >= k));
          CHECK(holds(left + " < " + right, a, b) == (hundredths < k));
          CHECK(holds(left + " > " + right, a, b) == (hundredths > k));
          CHECK(holds(left + " == " + right, a, b) == (hundredths == k));
          CHECK(holds(left + " != " + right, a, b) == (hundredths != k));
        }
      };
      check("a + b", i + j, 0.01);
      check("a - b", i - j, 0.01);
      check("a * b", i * j, 0.0001);
      check("3 * a - b - 2 * a", i - j, 0.01);
      check("a / 0.1 + b / 0.1", i + j, 0.1);
    }
  CHECK(holds("a + b <= 0.3", 0.1, 0.2));
  CHECK(holds("3 * a >= 0.9", 0.3, 0));
  CHECK_FALSE(holds("a < b", 0.3, 0.1 + 0.2));
  CHECK(holds("a < b", 1, 1 + 1e-12));
  CHECK(holds("a < b", 1e9, 1e9 + 1));
  CHECK(holds("a / b > 1", 1, 0));  // infinite
  CHECK_FALSE(holds("a / b == 1", 0, 0));
}

TEST_CASE("input laws: quantiles at known places", "[design]") {
  const InputLaw normal{InputKind::normal, -INFINITY, INFINITY, 10, 2, 0};
  CHECK(quantile(normal, 0.975) == Approx(10 + 2 * 1.959963984540054));
  const InputLaw cut{InputKind::normal, 8, 12, 10, 2, 0};
  CHECK(quantile(cut, 0) == 8);
  CHECK(quantile(cut, 1) == 12);
  CHECK(quantile(cut, 0.5) == Approx(10));
  const InputLaw triangle{InputKind::triangular, 0, 4, 0, 0, 1};
  CHECK(quantile(triangle, 0.25) == Approx(1));          // the share (mode - low) / width
  CHECK(quantile(triangle, 1 - 1.0 / 12) == Approx(3));  // (4 - 3)^2 / (4 * 3)
  const InputLaw logs{InputKind::log_uniform, 1, 100, 0, 0, 0};
  CHECK(quantile(logs, 0.5) == Approx(10));
  // Median of a lognormal law: mean / sqrt(1 + cv^2).
  CHECK(quantile({InputKind::lognormal, -INFINITY, INFINITY, 3, 3, 0}, 0.5) == Approx(3 / std::sqrt(2.0)));
  CHECK_FALSE(fault({InputKind::log_uniform, 0, 1, 0, 0, 0}).empty());
}
