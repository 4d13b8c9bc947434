#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/base/elementary.h"
#include "sim/world/kinds.h"

namespace poldyn {

/// What the test in use found of a model.
struct Tested {
  double found = 0;   ///< in OOM: capability on what the test covers, with tuning and the error of the attempts
  double tuning = 0;  ///< part of `found` that comes from work on the test alone
};

/// A vendor's latest trained model that it meant to bring to market, as it stands on the board: whatever became of it,
/// for boards rank what no gate has let in.
struct BoardEntry {
  bool there = false;
  std::uint32_t project = 0;
  std::array<double, max_domains> q{};
  double mean_q = 0;
  Tested tested;
};

/// The ladder of tests and the board of those who were tested; the same for the whole world. Item response theory's
/// logistic curve (Birnbaum 1968) makes a score of what is found, and Bradley & Terry's (1952) a rating.
struct Scoreboard {
  bool kept = false;  ///< copy: of the switch; without it there is nothing below

  // Copies of the rules, which do not change.
  double first_difficulty = 0, step = 1;      ///< OOM
  double discrimination = 1;                  ///< per OOM
  double rating_per_oom = 0;                  ///< Elo points
  std::array<double, max_domains> covered{};  ///< weight of each domain; sums to 1

  // State.
  std::uint32_t test = 0;                                  ///< in use: its place on the ladder
  double best = -std::numeric_limits<double>::infinity();  ///< most that was found by it so far, of trained models
  std::vector<BoardEntry> entries;                         ///< by vendor
  std::vector<Tested> models;                              ///< by place in World::models

  double difficulty() const { return first_difficulty + test * step; }

  double covered_q(const std::array<double, max_domains>& q) const {
    double sum = 0;
    for (std::size_t d = 0; d < max_domains; ++d) sum += covered[d] * q[d];
    return sum;
  }
};

/// Share of the test's tasks that are solved.
inline double score_of(const Scoreboard& board, double found) {
  return 1 / (1 + exp(-board.discrimination * (found - board.difficulty())));
}

/// The capability that a reader takes a score for: along the tangent at one half, so that a test that nearly all pass
/// tells them apart no more.
inline double read_as_q(const Scoreboard& board, double found) {
  return board.difficulty() + 4 * (score_of(board, found) - 0.5) / board.discrimination;
}

/// Elo points (Elo 1978), 1000 of them at 0 OOM.
inline double rating_of(const Scoreboard& board, double found) {
  constexpr double at_zero = 1000;
  return at_zero + board.rating_per_oom * found;
}

}  // namespace poldyn
