#pragma once

#include <cstddef>
#include <vector>

#include "analysis/attribution/game.h"

namespace poldyn::analysis {

/// What each of n players adds in the mean over all orders (Shapley 1953, Contributions to the Theory of Games II).
/// They sum to game(all) - game(none), but for rounding. A player that never changes anything gets 0 exactly. The game
/// is asked once for each of its 2^n coalitions.
std::vector<double> shapley(std::size_t n, const Game& game);

/// Owen's values of the members of union `k` (Owen 1977, Lecture Notes in Economics and Mathematical Systems 141): the
/// mean over the orders in which no stranger stands between members of a union. They sum to the union's Shapley value
/// in the game between unions.
std::vector<double> owen(const Unions& unions, std::size_t k, const Game& game);

/// Two players, first < second.
struct PlayerPair {
  std::size_t first = 0, second = 0;
};
std::vector<PlayerPair> pairs_of(std::size_t n);

/// Shapley interaction index of each pair, in the order of pairs_of (Grabisch & Roubens 1999, Int. J. Game Theory 28,
/// of order 2): how much more one adds where the other is already there, in the mean over all orders of the rest. 0 for
/// all pairs if what each adds does not depend on the others but for rounding.
std::vector<double> interactions(std::size_t n, const Game& game);

}  // namespace poldyn::analysis
