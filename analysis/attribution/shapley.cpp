#include "analysis/attribution/shapley.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "analysis/stats.h"

namespace poldyn::analysis {
namespace {

std::vector<long double> worths(std::size_t n, const Game& game) {
  std::vector<long double> made(std::size_t{1} << n);
  for (std::size_t coalition = 0; coalition < made.size(); ++coalition) made[coalition] = game(coalition);
  return made;
}

std::vector<double> shapley_of(std::size_t n, const std::vector<long double>& worth) {
  std::vector<double> made(n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t self = std::size_t{1} << i;
    long double sum = 0;
    for (std::size_t others = 0; others < worth.size(); ++others)
      if (!(others & self))
        sum += order_share(n, static_cast<std::size_t>(std::popcount(others))) * (worth[others | self] - worth[others]);
    made[i] = static_cast<double>(sum);
  }
  return made;
}

}  // namespace

std::vector<double> shapley(std::size_t n, const Game& game) { return shapley_of(n, worths(n, game)); }

std::vector<double> owen(const Unions& unions, std::size_t k, const Game& game) {
  const std::vector<double> inner = within_union(unions, k, game);
  return shapley_of(unions[k].size(), {inner.begin(), inner.end()});
}

std::vector<PlayerPair> pairs_of(std::size_t n) {
  std::vector<PlayerPair> made;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j) made.push_back({i, j});
  return made;
}

std::vector<double> interactions(std::size_t n, const Game& game) {
  const std::vector<long double> worth = worths(n, game);
  long double largest = 0;
  for (const long double x : worth) largest = std::max(largest, std::abs(x));
  std::vector<double> made;
  for (const auto& [first, second] : pairs_of(n)) {
    const std::size_t i = std::size_t{1} << first, j = std::size_t{1} << second;
    long double sum = 0;
    for (std::size_t others = 0; others < worth.size(); ++others)
      if (!(others & (i | j)))
        sum += order_share(n - 1, static_cast<std::size_t>(std::popcount(others))) *
               ((worth[others | i | j] - worth[others | j]) - (worth[others | i] - worth[others]));
    made.push_back(std::abs(sum) <= dust * largest ? 0 : static_cast<double>(sum));
  }
  return made;
}

}  // namespace poldyn::analysis
