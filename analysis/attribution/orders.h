#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "analysis/attribution/game.h"

namespace poldyn::analysis {

/// Players one after another.
using Order = std::vector<std::size_t>;

/// Uniform on {0, ..., n - 1}, each call anew: randomness that the caller brings.
using Below = std::function<std::uint32_t(std::uint32_t n)>;

/// `pairs` random orders, each followed by its mirror image (antithetic permutations: Mitchell, Cooper, Frank & Holmes
/// 2022, J. Mach. Learn. Res. 23): who comes late in one comes early in the other. Members of a union stand together.
/// Every order that unions allow is as likely as any other.
std::vector<Order> antithetic_orders(const Unions& unions, std::size_t pairs, const Below& below);

/// What an estimate from some orders knows of itself.
struct OrderMeans {
  std::vector<double> values;     ///< by player: mean of what it adds, unbiased for Owen's value; or by pair
  std::vector<double> variances;  ///< of that mean, over the choice of orders; NaN with a single pair
};

/// `orders` as antithetic_orders() makes them.
OrderMeans means_over(const std::vector<Order>& orders, const Game& game);

/// The interaction index of each pair of players (shapley.h) from the same orders, in the order of pairs_of(); no world
/// is asked for that they do not pass, but for each player alone and each left out. What player i adds when the t
/// players of T came before it is weighed by n / t if j is among them and by -n / (n - 1 - t) if it is not: over all
/// orders these are the shares of S = T \ {j} that the index takes (Grabisch & Roubens 1999, eq. for order 2), so that
/// the mean is the index. First a straight line from what i adds first to what it adds last is taken off, whose index
/// is its slope, lest the weights make noise of i's own effect. Both players' views of a pair are averaged. For orders
/// without unions, as antithetic_orders() makes them of single players.
OrderMeans interactions_over(const std::vector<Order>& orders, const Game& game);

/// The coalitions that these orders pass through, each once, rising; with that of nobody.
std::vector<Coalition> passed(const std::vector<Order>& orders);

}  // namespace poldyn::analysis
