#include "analysis/attribution/orders.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/attribution/shapley.h"
#include "analysis/stats.h"

namespace poldyn::analysis {
namespace {

/// Fisher and Yates 1938, in the form of Durstenfeld 1964.
template <class T>
void shuffle(std::vector<T>& list, const Below& below) {
  for (std::size_t left = list.size(); left > 1; --left)
    std::swap(list[left - 1], list[below(static_cast<std::uint32_t>(left))]);
}

Order random_order(const Unions& unions, const Below& below) {
  std::vector<std::size_t> sequence(unions.size());
  std::iota(sequence.begin(), sequence.end(), std::size_t{0});
  shuffle(sequence, below);
  Order made;
  for (const std::size_t k : sequence) {
    std::vector<std::size_t> members = unions[k];
    shuffle(members, below);
    made.insert(made.end(), members.begin(), members.end());
  }
  return made;
}

/// Adds to `sums`, by player, what each adds to those before it.
void add_along(const Order& order, const Game& game, std::vector<long double>& sums) {
  Coalition before = 0;
  long double worth = game(before);
  for (const std::size_t player : order) {
    before |= Coalition{1} << player;
    const long double with = game(before);
    sums[player] += with - worth;
    worth = with;
  }
}

/// By player: what it adds alone, and what it adds more where all others are there.
struct Line {
  double alone = 0, slope = 0;  ///< slope: for each other player
};

std::vector<Line> lines_of(std::size_t players, const Game& game) {
  const Coalition all = players == most_players ? ~Coalition{0} : (Coalition{1} << players) - 1;
  const double none = game(0), both = game(all);
  std::vector<Line> made;
  for (std::size_t i = 0; i < players; ++i) {
    const Coalition self = Coalition{1} << i;
    const double alone = game(self) - none, last = both - game(all & ~self);
    made.push_back({alone, players > 1 ? (last - alone) / static_cast<double>(players - 1) : 0});
  }
  return made;
}

/// Adds to `sums`, by row i and column j, how i interacts with j along an order.
void add_interactions(const Order& order, const Game& game, const std::vector<Line>& lines,
                      std::vector<std::vector<long double>>& sums) {
  const std::size_t n = order.size();
  Coalition before = 0;
  double worth = game(before);
  for (std::size_t t = 0; t < n; ++t) {
    const std::size_t i = order[t];
    const double with = game(before | Coalition{1} << i);
    const double rest = with - worth - lines[i].alone - lines[i].slope * static_cast<double>(t);
    for (std::size_t j = 0; j < n; ++j) {
      if (j == i) continue;
      const bool came = (before >> j & 1U) != 0;
      const double weight = static_cast<double>(n) / static_cast<double>(came ? t : n - 1 - t);
      sums[i][j] += lines[i].slope + (came ? weight : -weight) * rest;
    }
    before |= Coalition{1} << i;
    worth = with;
  }
}

/// Means over pairs of orders, with the variance of each mean. `by_pair`: by quantity, then pair of orders.
OrderMeans means_of(const std::vector<std::vector<double>>& by_pair) {
  OrderMeans made;
  for (const auto& values : by_pair) {
    const Estimate found = estimate(values);
    made.values.push_back(found.mean);
    made.variances.push_back(found.sd * found.sd / static_cast<double>(values.size()));
  }
  return made;
}

}  // namespace

std::vector<Order> antithetic_orders(const Unions& unions, std::size_t pairs, const Below& below) {
  std::vector<Order> made;
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    made.push_back(random_order(unions, below));
    made.emplace_back(made.back().rbegin(), made.back().rend());
  }
  return made;
}

OrderMeans means_over(const std::vector<Order>& orders, const Game& game) {
  const std::size_t players = orders.front().size(), pairs = orders.size() / 2;
  std::vector<std::vector<double>> by_player(players, std::vector<double>(pairs));
  std::vector<long double> all(players, 0);
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    std::vector<long double> sums(players, 0);
    add_along(orders[2 * pair], game, sums);
    add_along(orders[2 * pair + 1], game, sums);
    for (std::size_t i = 0; i < players; ++i) {
      by_player[i][pair] = static_cast<double>(sums[i] / 2);
      all[i] += sums[i] / 2;
    }
  }
  OrderMeans made = means_of(by_player);
  // Summed again with all digits: where what players add cancels, they must still add up to the whole.
  for (std::size_t i = 0; i < players; ++i)
    made.values[i] = static_cast<double>(all[i] / static_cast<long double>(pairs));
  return made;
}

OrderMeans interactions_over(const std::vector<Order>& orders, const Game& game) {
  const std::size_t players = orders.front().size(), pairs = orders.size() / 2;
  const std::vector<Line> lines = lines_of(players, game);
  const std::vector<PlayerPair> of = pairs_of(players);
  std::vector<std::vector<double>> by_pair(of.size(), std::vector<double>(pairs));
  double largest = 0;
  const Game watched = [&](Coalition in) {
    const double worth = game(in);
    largest = std::max(largest, std::abs(worth));
    return worth;
  };
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    std::vector<std::vector<long double>> sums(players, std::vector<long double>(players, 0));
    add_interactions(orders[2 * pair], watched, lines, sums);
    add_interactions(orders[2 * pair + 1], watched, lines, sums);
    for (std::size_t k = 0; k < of.size(); ++k)
      by_pair[k][pair] = static_cast<double>((sums[of[k].first][of[k].second] + sums[of[k].second][of[k].first]) / 4);
  }
  for (auto& values : by_pair)
    for (double& x : values)
      if (std::abs(x) <= dust * largest) x = 0;
  return means_of(by_pair);
}

std::vector<Coalition> passed(const std::vector<Order>& orders) {
  std::vector<Coalition> made{0};
  for (const Order& order : orders) {
    Coalition before = 0;
    for (const std::size_t player : order) made.push_back(before |= Coalition{1} << player);
  }
  std::sort(made.begin(), made.end());
  made.erase(std::unique(made.begin(), made.end()), made.end());
  return made;
}

}  // namespace poldyn::analysis
