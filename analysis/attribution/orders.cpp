#include "analysis/attribution/orders.h"

#include <algorithm>
#include <numeric>

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
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    std::vector<long double> sums(players, 0);
    add_along(orders[2 * pair], game, sums);
    add_along(orders[2 * pair + 1], game, sums);
    for (std::size_t i = 0; i < players; ++i) by_player[i][pair] = static_cast<double>(sums[i] / 2);
  }
  OrderMeans made;
  for (const auto& values : by_player) {
    const Estimate found = estimate(values);
    made.values.push_back(found.mean);
    made.variances.push_back(found.sd * found.sd / static_cast<double>(pairs));
  }
  return made;
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
