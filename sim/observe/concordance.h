#pragma once

#include <cstdint>
#include <span>

namespace poldyn {

/// How long something lived after it was looked at, and what it was worth then.
struct Lifetime {
  double worth = 0;
  std::int64_t ticks = 0;  ///< until it ended, or until nobody looked any more
  bool ended = false;      ///< false: censored, it lived at least as long
};

/// Pairs of lifetimes. A pair is comparable if it is known which of the two lived longer: the shorter one ended, and
/// the other ended later or was still there at that instant.
struct PairCounts {
  std::uint64_t concordant = 0;  ///< comparable, and the one worth more lived longer
  std::uint64_t discordant = 0;  ///< comparable, and it lived shorter
  std::uint64_t even = 0;        ///< comparable, and worth the same
  std::uint64_t unequal = 0;     ///< comparable or not, but not worth the same

  std::uint64_t comparable() const { return concordant + discordant + even; }
  PairCounts& operator+=(const PairCounts& other);

  /// Harrell's c-index: probability that of a comparable pair the one worth more lived longer, a tie counting half
  /// (Harrell, Califf, Pryor, Lee & Rosati 1982, doi:10.1001/jama.1982.03320430047030). 1/2 if worth has nothing to do
  /// with it; NaN without a comparable pair.
  double c_index() const;
  /// Kendall's tau-b, a pair that is not comparable counting as a tie of lengths (Brown, Hollander & Korwar 1974):
  /// (C - D) / sqrt(comparable x unequal). Without censoring it is Kendall's; its bound is sqrt(comparable / pairs),
  /// less than 1 when many are censored. NaN if lengths, or worths, are all tied.
  double tau_b() const;
};

/// O(n log n). Throws std::invalid_argument if a worth is not a number.
PairCounts count_pairs(std::span<const Lifetime> lives);

}  // namespace poldyn
