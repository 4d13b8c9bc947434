/// Sums of money are whole dollars: exact in any order, and never silently wrong.

#include "sim/base/money.h"

#include <cmath>
#include <limits>
#include <map>

#include "sim/engine/stream.h"
#include "sim/policy/accounts_rule.h"
#include "sim/world/design_counts.h"
#include "tests/catch.h"

using namespace poldyn;

TEST_CASE("money: a sum of M$ becomes whole dollars once, to the nearest, halves away from zero", "[base]") {
  CHECK(Money::of(1).units() == 1'000'000);
  CHECK(Money::of(0.1 + 0.2) == Money::of(0.3));
  CHECK(Money::of(1.4e-6).units() == 1);
  CHECK(Money::of(2.5e-6).units() == 3);
  CHECK(Money::of(-2.5e-6).units() == -3);
  CHECK(Money::of(-7.25).millions() == -7.25);
  Money sum;
  for (int i = 0; i < 10; ++i) sum += Money::of(0.1);
  CHECK(sum == Money::of(1));
}

TEST_CASE("money: what does not fit is an error and not another number", "[base]") {
  CHECK_THROWS_AS(Money::of(5e12), std::overflow_error);
  CHECK_THROWS_AS(Money::of(std::numeric_limits<double>::quiet_NaN()), std::overflow_error);
  Money much = Money::of(4e12);
  CHECK_NOTHROW(much += Money::of(4e12));
  CHECK_THROWS_AS(much += Money::of(4e12), std::overflow_error);
  CHECK(much.millions() == 8e12);  // and leaves no wrong number behind
  CHECK_THROWS_AS(Money::of(-4e12) - much, std::overflow_error);
}

TEST_CASE("money: a sum in three parts is the sum, whatever the shares and however small", "[base]") {
  const double hardware = GENERATE(0.0, 0.3, 0.5, 1.0 / 3, 1.0);
  for (const double cloud : {0.0, (1 - hardware) / 2, 1 - hardware})
    for (std::int64_t dollars = 0; dollars < 1000; ++dollars) {
      const Split parts = split(Money::units(dollars), hardware, cloud);
      CHECK(parts.hardware + parts.cloud + parts.rest == Money::units(dollars));
      CHECK((parts.hardware >= Money{} && parts.cloud >= Money{} && parts.rest >= Money{}));
      CHECK(std::abs(parts.rest.millions() - (1 - hardware - cloud) * 1e-6 * static_cast<double>(dollars)) <= 1.001e-6);
    }
}

TEST_CASE("design counts agree with a map through a long history of comings and goings", "[base]") {
  DesignCounts counts;
  std::map<std::uint64_t, std::uint32_t> known;
  std::vector<std::uint64_t> there;
  std::size_t wrong = 0;
  for (std::uint32_t i = 0; i < 200'000; ++i) {
    Stream stream(RunKey{4, 0}, 1, 0, i);
    const bool add = there.empty() || stream.uniform() < (i < 100'000 ? 0.505 : 0.49);
    if (add) {
      // Few home slots for many designs, so that runs are long and go over the table's end.
      const std::uint64_t design = stream.below(2) ? stream.below(300) : std::uint64_t{stream.below(300)} << 52;
      counts.add(design);
      ++known[design];
      there.push_back(design);
    } else {
      const std::size_t which = stream.below(static_cast<std::uint32_t>(there.size()));
      counts.remove(there[which]);
      --known[there[which]];
      there[which] = there.back();
      there.pop_back();
    }
    if (i % 1000 == 0)
      for (const auto& [design, n] : known) wrong += counts.count(design) != n;
  }
  CHECK(wrong == 0);
  CHECK(counts.count(12345) == 0);
}
