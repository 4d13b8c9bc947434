/// Choices as races: the right probabilities, and nobody moves who need not.

#include "sim/engine/choice.h"

#include <cmath>
#include <limits>
#include <vector>

#include "tests/catch.h"
#include "tests/engine/statistics.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

constexpr std::uint32_t choices = 60'000;

Stream dice(std::uint32_t i) { return {RunKey{91, 0}, 1, 0, i}; }

/// Identities as they come: two that follow each other, and two of names that differ in one letter.
const std::vector<std::uint64_t> who{1, 2, identity_of("alpha"), identity_of("alphb")};

std::size_t chosen(std::uint32_t i, const std::vector<std::uint64_t>& of, const std::vector<double>& weight) {
  Stream stream = dice(i);
  const KeyedUniforms luck(stream);
  Race race;
  for (std::size_t k = 0; k < of.size(); ++k) race.enter(k, luck.of(of[k]), weight[k]);
  return race.winner();
}

std::vector<double> expected(const std::vector<double>& share) {
  std::vector<double> made;
  for (const double p : share) made.push_back(choices * p);
  return made;
}

}  // namespace

TEST_CASE("race: alternatives win with probability weight over sum", "[engine]") {
  const std::vector<double> weight{0.5, 3, 1, 5.5}, share{0.05, 0.3, 0.1, 0.55};
  std::vector<double> by_identity(4), by_number(4);
  for (std::uint32_t i = 0; i < choices; ++i) {
    ++by_identity[chosen(i, who, weight)];
    Stream stream = dice(i);
    ++by_number[choose_by_number(weight, stream)];
  }
  const double a = chi_square_z(by_identity, expected(share)), b = chi_square_z(by_number, expected(share));
  std::printf("  race: z %+.2f by identity, %+.2f by number\n", a, b);
  CHECK(std::abs(a) < most_z);
  CHECK(std::abs(b) < most_z);
  // Power: did the second alternative win in 32 and not 30 of 100, at the cost of the last, chi-square would be 127 +-
  // 22 (noncentral, 3 degrees of freedom), where z = 4 is 24.
  CHECK(chi_square_z(expected({0.05, 0.32, 0.1, 0.53}), expected(share)) > 2 * most_z);
}

TEST_CASE("luck: the numbers of two alternatives in one decision are uniform and independent", "[engine]") {
  for (std::size_t a = 0; a < who.size(); ++a)
    for (std::size_t b = 0; b < a; ++b) {
      std::vector<double> cells(64);
      for (std::uint32_t i = 0; i < choices; ++i) {
        Stream stream = dice(i);
        const KeyedUniforms luck(stream);
        ++cells[static_cast<std::size_t>(8 * luck.of(who[a])) * 8 + static_cast<std::size_t>(8 * luck.of(who[b]))];
      }
      CHECK(std::abs(chi_square_z(cells)) < most_z);
    }
}

TEST_CASE("race: one taken out moves only those who chose it, and the order does not count", "[engine]") {
  const std::vector<double> weight{0.5, 3, 1, 5.5};
  std::size_t moved = 0, stayed = 0;
  for (std::uint32_t i = 0; i < 4'000; ++i) {
    const std::size_t all = chosen(i, who, weight);
    CHECK(chosen(i, {who[3], who[1], who[0], who[2]}, {5.5, 3, 0.5, 1}) == std::vector<std::size_t>{2, 1, 3, 0}[all]);
    const std::size_t without_second = chosen(i, {who[0], who[2], who[3]}, {0.5, 1, 5.5});
    if (all == 1)
      ++moved;
    else
      stayed += without_second == (all == 0 ? 0 : all - 1);
  }
  CHECK(moved > 1'000);
  CHECK(moved + stayed == 4'000);
}

TEST_CASE("race: without the shortcut the same one wins", "[engine]") {
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    Stream stream = dice(i), again = dice(i);
    std::vector<double> weight(6);
    for (std::size_t k = 0; k < 6; ++k) weight[k] = std::exp(-static_cast<double>(k * (i % 7)));
    std::size_t first = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < 6; ++k)
      if (const double at = -std::log(again.uniform()) / weight[k]; at < least) least = at, first = k;
    CHECK(choose_by_number(weight, stream) == first);
  }
}

TEST_CASE("race: weights of 0 never win, and one that is all there is always does", "[engine]") {
  for (std::uint32_t i = 0; i < 1'000; ++i) {
    CHECK(chosen(i, who, {0, 1e-310, 0, 0}) == 1);  // even if its time is beyond every number
    CHECK(chosen(i, who, {0, 0, 0, 0}) == 0);
  }
}

TEST_CASE("race: of equal ones each wins as often, and a further one moves nobody to another", "[engine]") {
  std::vector<double> count(5);
  std::size_t to_new = 0;
  for (std::uint32_t i = 0; i < choices; ++i) {
    Stream four = dice(i), five = dice(i);
    const std::size_t before = choose_evenly(4, four), after = choose_evenly(5, five);
    ++count[after];
    if (after == 4)
      ++to_new;
    else
      CHECK(after == before);
  }
  CHECK(std::abs(chi_square_z(count)) < most_z);
  CHECK(to_new == static_cast<std::size_t>(count[4]));
}
