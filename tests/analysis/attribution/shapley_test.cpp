#include "analysis/attribution/shapley.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "analysis/attribution/orders.h"
#include "analysis/stats.h"
#include "tests/catch.h"

using namespace poldyn::analysis;

namespace {

/// One left glove and two right ones; a pair is worth 1.
double gloves(Coalition in) { return (in & 1U) && (in & 6U) ? 1 : 0; }

/// A runway as long as its largest aeroplane needs (Littlechild & Owen 1973, Management Science 20).
double runway(const std::vector<double>& lengths, Coalition in) {
  double longest = 0;
  for (std::size_t i = 0; i < lengths.size(); ++i)
    if (in >> i & 1U) longest = std::max(longest, lengths[i]);
  return longest;
}

/// A game without any structure.
Game scattered(std::size_t players, std::uint32_t seed) {
  std::vector<double> worth(std::size_t{1} << players);
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(100, 30);
  for (double& x : worth) x = normal(random);
  return [worth](Coalition in) { return worth[in]; };
}

/// By its definition: over all orders of all players in which unions stand together.
std::vector<double> over_all_orders(const Unions& unions, const Game& game) {
  std::size_t players = 0;
  for (const auto& members : unions) players += members.size();
  std::vector<std::size_t> order(players), place(players);
  for (std::size_t k = 0; k < unions.size(); ++k)
    for (const std::size_t i : unions[k]) place[i] = k;
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<double> sums(players, 0.0);
  double orders = 0;
  do {
    std::size_t changes = 0;
    for (std::size_t i = 1; i < players; ++i) changes += place[order[i]] != place[order[i - 1]];
    if (changes + 1 != unions.size()) continue;
    Coalition before = 0;
    for (const std::size_t i : order) {
      sums[i] += game(before | Coalition{1} << i) - game(before);
      before |= Coalition{1} << i;
    }
    orders += 1;
  } while (std::next_permutation(order.begin(), order.end()));
  for (double& sum : sums) sum /= orders;
  return sums;
}

void check_all(const std::vector<double>& found, const std::vector<double>& wanted, double within = 1e-14) {
  REQUIRE(found.size() == wanted.size());
  for (std::size_t i = 0; i < found.size(); ++i) CHECK_THAT(found[i], WithinAbs(wanted[i], within));
}

}  // namespace

TEST_CASE("shapley: the glove game", "[attribution]") { check_all(shapley(3, gloves), {2.0 / 3, 1.0 / 6, 1.0 / 6}); }

TEST_CASE("owen: the glove game with both right gloves in one union", "[attribution]") {
  const Unions unions{{0}, {1, 2}};
  check_all(owen(unions, 0, gloves), {0.5});
  check_all(owen(unions, 1, gloves), {0.25, 0.25});
}

TEST_CASE("shapley: who needs the longer runway pays for the longer part", "[attribution]") {
  // Lengths 1, 3, 6, 10: all four share the first, three the next 2, two the next 3, one the last 4.
  const Game game = [](Coalition in) { return runway({1, 3, 6, 10}, in); };
  check_all(shapley(4, game),
            {1.0 / 4, 1.0 / 4 + 2.0 / 3, 1.0 / 4 + 2.0 / 3 + 3.0 / 2, 1.0 / 4 + 2.0 / 3 + 3.0 / 2 + 4});
}

TEST_CASE("shapley: in a sum each gets its own exactly, and nobody interacts", "[attribution]") {
  const std::vector<double> own{70.25, -4.5, 0, 41.75, 1e-3};
  const Game sum = [&](Coalition in) {
    double worth = 86;
    for (std::size_t i = 0; i < own.size(); ++i)
      if (in >> i & 1U) worth += i == 4 ? 0.0009765625 : own[i];  // a sum of binary fractions is exact
    return worth;
  };
  const std::vector<double> found = shapley(5, sum);
  CHECK(found == std::vector<double>{70.25, -4.5, 0, 41.75, 0.0009765625});
  for (const double index : interactions(5, sum)) CHECK(index == 0);
}

TEST_CASE("shapley and owen: agree with the mean over all orders", "[attribution]") {
  const Game game = scattered(6, 4);
  check_all(shapley(6, game), over_all_orders({{0}, {1}, {2}, {3}, {4}, {5}}, game), 1e-12);
  const Unions unions{{0, 3}, {1}, {2, 4, 5}};
  const std::vector<double> wanted = over_all_orders(unions, game);
  const std::vector<double> of_unions = shapley(3, between_unions(unions, game));
  for (std::size_t k = 0; k < unions.size(); ++k) {
    const std::vector<double> found = owen(unions, k, game);
    double sum = 0;
    for (std::size_t j = 0; j < found.size(); ++j) {
      CHECK_THAT(found[j], WithinAbs(wanted[unions[k][j]], 1e-12));
      sum += found[j];
    }
    CHECK_THAT(sum, WithinAbs(of_unions[k], 1e-12));
  }
}

TEST_CASE("interactions: by hand", "[attribution]") {
  // Two players: v(12) - v(1) - v(2) + v().
  check_all(interactions(2, [](Coalition in) { return in == 0 ? 1.0 : in == 1 ? 3.0 : in == 2 ? 4.0 : 10.0; }), {4.0});
  // All three only together: I(12) is the mean of 0 (3 not there) and 1 (3 there).
  check_all(interactions(3, [](Coalition in) { return in == 7 ? 1.0 : 0.0; }), {0.5, 0.5, 0.5});
  // Gloves: left and a right one need each other (1 without the other right glove, 0 with it); two right ones replace
  // each other where the left is there (-1) and do nothing where it is not.
  check_all(interactions(3, gloves), {0.5, 0.5, -0.5});
  // A product of two alone: 6 x 7 in whatever company.
  const Game product = [](Coalition in) { return ((in & 3U) == 3 ? 42.0 : 0.0) + ((in & 8U) ? 5 : 0); };
  check_all(interactions(4, product), {42, 0, 0, 0, 0, 0});
}

TEST_CASE("orders: members of a union stand together, every other order is its mirror", "[attribution]") {
  std::mt19937 random(1);
  const Below below = [&](std::uint32_t n) { return std::uniform_int_distribution<std::uint32_t>(0, n - 1)(random); };
  const auto orders = antithetic_orders({{0, 3}, {1}, {2, 4, 5}}, 50, below);
  REQUIRE(orders.size() == 100);
  for (std::size_t i = 0; i < orders.size(); ++i) {
    const Order& order = orders[i];
    CHECK(std::abs(std::find(order.begin(), order.end(), 0U) - std::find(order.begin(), order.end(), 3U)) == 1);
    if (i % 2 == 1) CHECK(Order(order.rbegin(), order.rend()) == orders[i - 1]);
  }
  CHECK(passed({{1, 0}, {0, 1}}) == std::vector<Coalition>{0, 1, 2, 3});
}

TEST_CASE("orders: the mean of sampled orders is unbiased, and its variance is told", "[attribution]") {
  constexpr std::size_t trials = 2'000, pairs = 4;
  const Unions unions{{0, 3}, {1}, {2, 4, 5}, {6}};
  const Game game = scattered(7, 9);
  std::mt19937 random(2);
  const Below below = [&](std::uint32_t n) { return std::uniform_int_distribution<std::uint32_t>(0, n - 1)(random); };
  std::vector<std::vector<double>> values(7), variances(7);
  for (std::size_t trial = 0; trial < trials; ++trial) {
    const OrderMeans means = means_over(antithetic_orders(unions, pairs, below), game);
    for (std::size_t i = 0; i < 7; ++i) {
      values[i].push_back(means.values[i]);
      variances[i].push_back(means.variances[i]);
    }
  }
  const std::vector<double> wanted = over_all_orders(unions, game);
  for (std::size_t i = 0; i < 7; ++i) {
    const Estimate found = estimate(values[i]);
    const double error = found.sd / std::sqrt(static_cast<double>(trials));
    CHECK_THAT(found.mean, WithinAbs(wanted[i], 4 * error));  // by chance 6 in 100 000 each; the seed is fixed
    CHECK(error < 0.5);                                       // of values that lie some 10 apart: power
    CHECK_THAT(estimate(variances[i]).mean / (found.sd * found.sd), WithinAbs(1, 0.15));
  }
}

TEST_CASE("interactions over orders: over all orders they are the index itself", "[reference]") {
  const std::size_t players = GENERATE(2U, 3U, 5U);
  const Game game = scattered(players, 17);
  Order order(players);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<Order> all;
  do {
    all.push_back(order);
    all.emplace_back(order.rbegin(), order.rend());
  } while (std::next_permutation(order.begin(), order.end()));
  check_all(interactions_over(all, game).values, interactions(players, game), 1e-9);
}

TEST_CASE("interactions over orders: a trial by hand", "[reference]") {
  // Player 0 adds a million by itself, and 0 and 1 together 8 more. In both orders player 1 is the second of three: it
  // adds 8 after 0 and 0 after 2, and its line, 0 to 8, says 4 there. Seen by 1, pair 01 is 4 (its slope) + 3/1 * 4 in
  // the first order and 4 - 3/1 * -4 in the second, so 16; pair 12 is 4 - 3 * 4 and 4 + 3 * -4, so -8. All others
  // stand at an end of their line: 0 sees 4 with both, 2 sees 0. Means of both views:
  const Game game = [](Coalition in) { return ((in & 1U) ? 1e6 : 0) + ((in & 3U) == 3U ? 8.0 : 0.0); };
  const std::vector<Order> orders{{0, 1, 2}, {2, 1, 0}};
  const OrderMeans found = interactions_over(orders, game);
  check_all(found.values, {(4 + 16) / 2.0, (4 + 0) / 2.0, (-8 + 0) / 2.0}, 1e-9);
  for (const double variance : found.variances) CHECK(std::isnan(variance));  // one pair of orders
}

TEST_CASE("interactions over orders: unbiased, and as unsure as they say", "[theory]") {
  const Game game = scattered(6, 23);
  const std::vector<double> truth = interactions(6, game);
  std::mt19937 random(5);
  const Below below = [&](std::uint32_t n) { return std::uniform_int_distribution<std::uint32_t>(0, n - 1)(random); };
  Unions alone;
  for (std::size_t i = 0; i < 6; ++i) alone.push_back({i});
  constexpr int trials = 600;
  std::vector<double> first;
  double said = 0;
  for (int t = 0; t < trials; ++t) {
    const OrderMeans found = interactions_over(antithetic_orders(alone, 4, below), game);
    first.push_back(found.values[0]);
    said += found.variances[0] / trials;
  }
  const Estimate found = estimate(first);
  const double error = found.sd / std::sqrt(double(trials));
  CHECK_THAT(found.mean, WithinAbs(truth[0], 4 * error));
  CHECK(error < 5);                                        // worlds are scattered by 30, so that this says something
  CHECK_THAT(said, WithinRel(found.sd * found.sd, 0.25));  // of 600 variances from 4 pairs each
}

TEST_CASE("interactions over orders: no world is asked for that the orders do not take", "[attribution]") {
  const Game game = scattered(6, 29);
  std::mt19937 random(5);
  const Below below = [&](std::uint32_t n) { return std::uniform_int_distribution<std::uint32_t>(0, n - 1)(random); };
  const Unions unions{{0}, {1}, {2}, {3}, {4}, {5}};
  const auto orders = antithetic_orders(unions, 2, below);
  auto known = passed(orders);
  for (std::size_t i = 0; i < 6; ++i)
    for (const Coalition one : {Coalition{1} << i, Coalition{63} & ~(Coalition{1} << i)}) known.push_back(one);
  interactions_over(orders, [&](Coalition in) {
    CHECK(std::find(known.begin(), known.end(), in) != known.end());
    return game(in);
  });
}
