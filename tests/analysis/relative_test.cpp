#include "analysis/relative.h"

#include <cmath>
#include <vector>

#include "tests/catch.h"

using namespace poldyn::analysis;

TEST_CASE("relative difference: b in proportion to a has no noise, whatever the noise of a", "[analysis]") {
  const std::vector<double> a{1, 4, 2, 8}, b{1.5, 6, 3, 12};
  const Estimate found = relative_difference(a, b, true);
  CHECK(found.n == 4);
  CHECK(found.mean == Approx(0.5));
  CHECK(found.half_width == Approx(0).margin(1e-12));
}

TEST_CASE("relative difference: of small noise the jackknife and the delta method agree", "[analysis]") {
  // a = 10 + e, b = 12 + f, e and f independent: var of the ratio is (var f + 1.44 var e) / 100 (delta method).
  std::vector<double> a, b;
  for (int i = 0; i < 400; ++i) {
    a.push_back(10 + 0.1 * std::sin(12.9898 * i));
    b.push_back(12 + 0.1 * std::sin(78.233 * i + 1));
  }
  const Estimate pairs = relative_difference(a, b, true), apart = relative_difference(a, b, false);
  CHECK(pairs.mean == Approx(0.2).margin(0.002));
  CHECK(apart.mean == Approx(pairs.mean).margin(1e-9));
  CHECK(apart.half_width == Approx(pairs.half_width).epsilon(0.1));
}

TEST_CASE("relative difference: nothing is a share of 0, and runs without a value are left out", "[analysis]") {
  CHECK(std::isnan(relative_difference(std::vector<double>{0, 0}, std::vector<double>{1, 2}, true).mean));
  CHECK(std::isnan(relative_difference(std::vector<double>{0, 0}, std::vector<double>{1, 2}, false).mean));
  const std::vector<double> a{2, no_value, 2}, b{3, 9, 3};
  CHECK(relative_difference(a, b, true).mean == Approx(0.5));
  CHECK(relative_difference(std::vector<double>{-2, -2}, std::vector<double>{-1, -1}, true).mean == Approx(0.5));
  CHECK(relative_difference(std::vector<double>{}, std::vector<double>{}, true).n == 0);
  CHECK(std::isnan(relative_difference(std::vector<double>{2}, std::vector<double>{3}, true).half_width));
}
