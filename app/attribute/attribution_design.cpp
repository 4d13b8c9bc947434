#include "app/attribute/attribution_design.h"

#include <fmt/format.h>

#include "app/console/failure.h"
#include "app/runs/resampling.h"
#include "sim/engine/stream.h"

namespace poldyn::app {
namespace {

constexpr std::size_t default_orders = 8;
constexpr std::size_t most_exact = 8;  // groups, or parts within one: 256 worlds
constexpr std::size_t most_exact_worlds = 4'096;
constexpr std::size_t most_runs = 10'000'000;
constexpr std::uint8_t order_purpose = 1;  // the bootstrap's streams have the same key and 0

/// The parts numbered in the order of parts_of().
analysis::Unions unions_of(const std::vector<RuleGroup>& groups) {
  analysis::Unions made;
  std::size_t next = 0;
  for (const auto& group : groups) {
    made.emplace_back();
    for (std::size_t j = 0; j < group.parts.size(); ++j) made.back().push_back(next++);
  }
  return made;
}

/// Whether every coalition can be taken: few groups, few parts in each, and few worlds in all.
bool few_enough(const analysis::Unions& groups) {
  if (groups.size() > most_exact) return false;
  std::size_t worlds = std::size_t{1} << groups.size();
  for (const auto& members : groups) {
    if (members.size() > most_exact) return false;
    if (members.size() > 1) worlds += (std::size_t{1} << (groups.size() - 1)) * (std::size_t{1} << members.size());
  }
  return worlds <= most_exact_worlds;
}

/// Orders of one replicate, a function of its number and the groups alone.
std::vector<analysis::Order> orders_of(const analysis::Unions& groups, std::size_t replicate, std::size_t orders) {
  Stream stream({resampling_seed, 0}, order_purpose, static_cast<std::uint32_t>(replicate), 0);
  return analysis::antithetic_orders(groups, orders / 2, [&](std::uint32_t n) { return stream.below(n); });
}

/// Before any of them is made.
void refuse_too_many(std::size_t worlds, std::size_t replicates) {
  if (worlds > most_runs / replicates)
    throw Failure(Exit::usage, fmt::format("{} worlds of {} runs each are more than {} runs; take fewer --replicates, "
                                           "--orders or groups",
                                           worlds, replicates, most_runs));
}

}  // namespace

analysis::AttributionDesign design_of(const std::vector<RuleGroup>& groups, std::size_t replicates,
                                      std::optional<std::size_t> orders) {
  analysis::AttributionDesign made{unions_of(groups), {}};
  if (made.parts() > analysis::most_players)
    throw Failure(Exit::usage, fmt::format("{} groups and parts are more than {}; take fewer with --group, --join, or "
                                           "fewer --inside",
                                           made.parts(), analysis::most_players));
  if (!orders && few_enough(made.groups)) {
    refuse_too_many(analysis::worlds_of(made, 0).size(), replicates);
    return made;
  }
  if (orders && *orders % 2 != 0)
    throw Failure(Exit::usage, fmt::format("--orders {} is odd, and each order has its mirror image; take {}", *orders,
                                           *orders + 1));
  refuse_too_many(orders.value_or(default_orders) * (made.parts() + 1), replicates);
  for (std::size_t replicate = 0; replicate < replicates; ++replicate)
    made.orders.push_back(orders_of(made.groups, replicate, orders.value_or(default_orders)));
  return made;
}

}  // namespace poldyn::app
