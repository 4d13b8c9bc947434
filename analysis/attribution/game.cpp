#include "analysis/attribution/game.h"

#include <bit>

namespace poldyn::analysis {
namespace {

/// All of the unions that `unions_in` has a bit for.
Coalition joined(const std::vector<Coalition>& of_union, Coalition unions_in) {
  Coalition made = 0;
  for (std::size_t k = 0; k < of_union.size(); ++k)
    if (unions_in >> k & 1U) made |= of_union[k];
  return made;
}

std::vector<Coalition> coalitions_of(const Unions& unions) {
  std::vector<Coalition> made;
  for (const auto& members : unions) made.push_back(coalition_of(members));
  return made;
}

}  // namespace

long double order_share(std::size_t n, std::size_t before) {
  long double choices = 1;  // n - 1 over before: whole at every step
  for (std::size_t k = 1; k <= before; ++k)
    choices = choices * static_cast<long double>(n - 1 - before + k) / static_cast<long double>(k);
  return 1 / (static_cast<long double>(n) * choices);
}

Coalition coalition_of(const std::vector<std::size_t>& players) {
  Coalition made = 0;
  for (const std::size_t player : players) made |= Coalition{1} << player;
  return made;
}

Coalition everybody(const Unions& unions) {
  Coalition made = 0;
  for (const auto& members : unions) made |= coalition_of(members);
  return made;
}

Game between_unions(const Unions& unions, const Game& game) {
  return [of_union = coalitions_of(unions), &game](Coalition unions_in) { return game(joined(of_union, unions_in)); };
}

std::vector<double> within_union(const Unions& unions, std::size_t k, const Game& game) {
  const std::vector<Coalition> of_union = coalitions_of(unions);
  const auto& members = unions[k];
  std::vector<long double> sums(std::size_t{1} << members.size(), 0);
  for (Coalition others = 0; others < Coalition{1} << unions.size(); ++others) {
    if (others >> k & 1U) continue;
    const Coalition before = joined(of_union, others);
    const double without = game(before);
    const long double weight = order_share(unions.size(), static_cast<std::size_t>(std::popcount(others)));
    for (std::size_t subset = 1; subset < sums.size(); ++subset) {
      Coalition with = before;
      for (std::size_t j = 0; j < members.size(); ++j)
        if (subset >> j & 1U) with |= Coalition{1} << members[j];
      sums[subset] += weight * (static_cast<long double>(game(with)) - without);
    }
  }
  return {sums.begin(), sums.end()};
}

}  // namespace poldyn::analysis
