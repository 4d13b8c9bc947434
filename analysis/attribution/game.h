#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace poldyn::analysis {

/// A set of players: bit i stands for player i. Here a player is a part of the rules, and a coalition the world in
/// which those parts are B's and all others A's.
using Coalition = std::uint64_t;
inline constexpr std::size_t most_players = 64;

/// What each coalition is worth.
using Game = std::function<double(Coalition)>;

/// Players that stand together (Aumann & Dreze 1974, Int. J. Game Theory 3; Owen 1977): each player in one union.
using Unions = std::vector<std::vector<std::size_t>>;

/// Share of the orders of n players in which a given one comes after a given set of `before` others and before the
/// rest: before! (n - before - 1)! / n!
long double order_share(std::size_t n, std::size_t before);

Coalition coalition_of(const std::vector<std::size_t>& players);
Coalition everybody(const Unions& unions);

/// The game whose players are the unions: bit k stands for all of union k. Both must outlive it.
Game between_unions(const Unions& unions, const Game& game);

/// The game among the members of union `k`, by subset, bit j for its j-th member: what a subset adds to the unions that
/// came before, in the mean over all orders of unions. All members together add their union's Shapley value.
std::vector<double> within_union(const Unions& unions, std::size_t k, const Game& game);

}  // namespace poldyn::analysis
