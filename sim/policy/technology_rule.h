#pragma once

#include "sim/base/param.h"

namespace poldyn {

enum class Neighbours : std::uint8_t { random, adjacent };
template <>
inline constexpr std::array<std::string_view, 2> names_of<Neighbours>{"random", "adjacent"};

/// Designs and their worth: an NK landscape (Kauffman 1993; Levinthal 1997 for firms).
struct TechnologyRule {
  std::int64_t bits = 32;
  std::int64_t epistasis = 6;
  Neighbours neighbours = Neighbours::random;
  double fitness_oom = 4;
  std::int64_t search_steps = 4;
  std::int64_t jump_bits = 8;
  double imitated_share = 0.5;
  double anchor_flop = 1e25;

  static constexpr auto params() {
    using T = TechnologyRule;
    return std::to_array<ParamRow>({
        row<&T::bits>("bits", Unit::bit, {1, 64}, "length N of a design", assumed(16, 64)),
        row<&T::epistasis>("epistasis", Unit::count, {0, 16}, "other bits K that a bit's worth depends on; K < N",
                           assumed(2, 12)),
        row<&T::neighbours>("neighbours", "which K bits: random ones or the next ones", by_design()),
        row<&T::fitness_oom>("fitness_oom", Unit::oom, {0, 100},
                             "effective compute that a landscape fitness of 1 is worth over one of 0", assumed(1, 8)),
        row<&T::search_steps>("search_steps", Unit::count, {1, 1000}, "trials of one local-search project",
                              assumed(1, 16)),
        row<&T::jump_bits>("jump_bits", Unit::bit, {1, 64}, "bits that a long jump redraws", assumed(2, 16)),
        row<&T::imitated_share>("imitated_share", Unit::share, {0, 1},
                                "share of the differing bits that an imitator copies", assumed(0.1, 1)),
        row<&T::anchor_flop>("anchor_flop", Unit::flop, {1e18, 1e30},
                             "training compute of 0 OOM, by which thresholds in FLOP are read",
                             sourced("frontier models of early 2023, Epoch AI, data/figures.csv", 3e24, 5e25)),
    });
  }
};

}  // namespace poldyn
