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
  std::vector<double> values;     ///< by player: mean of what it adds, unbiased for Owen's value
  std::vector<double> variances;  ///< of that mean, over the choice of orders; NaN with a single pair
};

/// `orders` as antithetic_orders() makes them.
OrderMeans means_over(const std::vector<Order>& orders, const Game& game);

/// The coalitions that these orders pass through, each once, rising; with that of nobody.
std::vector<Coalition> passed(const std::vector<Order>& orders);

}  // namespace poldyn::analysis
