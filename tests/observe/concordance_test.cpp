/// Pairs of lifetimes against hand-counted examples and against the definition, pair by pair.

#include "sim/observe/concordance.h"

#include <cmath>
#include <limits>
#include <vector>

#include "sim/engine/stream.h"
#include "tests/catch.h"

using namespace poldyn;

namespace {

constexpr bool ended = true, there = false;

/// The definition, O(n^2).
PairCounts by_definition(const std::vector<Lifetime>& lives) {
  PairCounts counts;
  for (std::size_t i = 0; i < lives.size(); ++i)
    for (std::size_t j = i + 1; j < lives.size(); ++j) {
      const Lifetime &a = lives[i], &b = lives[j];
      counts.unequal += a.worth != b.worth;
      const bool a_first = a.ended && (a.ticks < b.ticks || (a.ticks == b.ticks && !b.ended));
      const bool b_first = b.ended && (b.ticks < a.ticks || (a.ticks == b.ticks && !a.ended));
      if (!a_first && !b_first) continue;
      const double lasting = a_first ? b.worth : a.worth, short_lived = a_first ? a.worth : b.worth;
      counts.concordant += lasting > short_lived;
      counts.discordant += lasting < short_lived;
      counts.even += lasting == short_lived;
    }
  return counts;
}

void check_equal(const PairCounts& a, const PairCounts& b) {
  CHECK(a.concordant == b.concordant);
  CHECK(a.discordant == b.discordant);
  CHECK(a.even == b.even);
  CHECK(a.unequal == b.unequal);
}

}  // namespace

TEST_CASE("concordance: a hand-counted example with ties and censoring", "[observe]") {
  // worth, length: A(1, 2 ended) B(3, 4 ended) C(2, 4 still there) D(2, 1 ended) E(1, 4 ended) F(3, 3 still there)
  const std::vector<Lifetime> lives{{1, 2, ended}, {3, 4, ended}, {2, 4, there},
                                    {2, 1, ended}, {1, 4, ended}, {3, 3, there}};
  // Comparable: A-B, A-C, A-E (even), A-F | B-C (B worth more and ended at 4; C was still there): discordant | E-C:
  // concordant | D with all: A longer and worth less: discordant, B +, C even, E discordant, F +. B-E end together: not
  // comparable. C-F, B-F and E-F are not: nobody knows when F would have ended.
  const PairCounts c = count_pairs(lives);
  CHECK(c.concordant == 3 + 1 + 2);
  CHECK(c.discordant == 1 + 2);
  CHECK(c.even == 2);
  CHECK(c.unequal == 15 - 3);  // A-E, B-F and C-D are worth the same
  CHECK_THAT(c.c_index(), WithinRel(7.0 / 11, 1e-15));
  CHECK_THAT(c.tau_b(), WithinRel(3 / std::sqrt(11.0 * 12), 1e-15));
}

TEST_CASE("concordance: without censoring tau-b is Kendall's", "[observe]") {
  const int lengths[] = {3, 1, 4, 2, 5};  // of worths 1 to 5: three pairs are inverted, 3-1, 3-2 and 4-2
  std::vector<Lifetime> lives;
  for (int i = 0; i < 5; ++i) lives.push_back({i + 1.0, lengths[i], ended});
  const PairCounts c = count_pairs(lives);
  CHECK(c.concordant == 7);
  CHECK(c.discordant == 3);
  CHECK_THAT(c.tau_b(), WithinRel(0.4, 1e-15));
  CHECK_THAT(c.c_index(), WithinRel(0.7, 1e-15));
  // One pair tied in worth, another in length: tau-b = 4 / sqrt(5 x 5).
  const PairCounts tied =
      count_pairs(std::vector<Lifetime>{{1, 1, ended}, {1, 2, ended}, {2, 2, ended}, {3, 3, ended}});
  CHECK_THAT(tied.tau_b(), WithinRel(0.8, 1e-15));
}

TEST_CASE("concordance: the ends of the scale, and nothing to compare", "[observe]") {
  std::vector<Lifetime> up, down, level, still_there;
  for (int i = 0; i < 9; ++i) {
    const double worth = i;
    up.push_back({worth, i, ended});
    down.push_back({worth, -i, ended});
    level.push_back({1, i, ended});
    still_there.push_back({worth, 5, there});
  }
  CHECK(count_pairs(up).c_index() == 1);
  CHECK(count_pairs(up).tau_b() == 1);
  CHECK(count_pairs(down).c_index() == 0);
  CHECK(count_pairs(down).tau_b() == -1);
  CHECK(count_pairs(level).c_index() == 0.5);
  CHECK(std::isnan(count_pairs(level).tau_b()));
  CHECK(std::isnan(count_pairs(still_there).c_index()));
  CHECK(std::isnan(count_pairs({}).c_index()));
  up[3].worth = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(count_pairs(up), std::invalid_argument);
  up[3].worth = -std::numeric_limits<double>::infinity();
  CHECK(count_pairs(up).discordant == 3);
}

TEST_CASE("concordance: counts are those of the definition, whatever the ties", "[observe]") {
  Stream stream({5, 0}, 1, 1, 0);
  for (std::uint32_t round = 0; round < 200; ++round) {
    std::vector<Lifetime> lives(round % 40);
    for (Lifetime& life : lives)
      life = {static_cast<double>(stream.below(1 + round % 11)), stream.below(1 + round % 7), stream.below(3) > 0};
    check_equal(count_pairs(lives), by_definition(lives));
  }
}
