#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "analysis/study.h"
#include "analysis/tradeoff/worlds.h"

namespace poldyn::analysis {

/// A campaign whose points are not policies in futures. The message says what it would take.
class NotCrossed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What varies and is no policy: the same in a future, whatever the policy.
struct Unknown {
  std::string name;
  std::string unit;
  bool unordered = false;          ///< texts or bases, whose order means nothing
  std::vector<double> values;      ///< by future
  std::vector<std::string> shown;  ///< by future, as people read it
};

/// A campaign's points as a table of policies by futures.
struct PolicyTable {
  std::vector<std::string> policies;             ///< "gated", "reviewers 6", "gated, reviewers 6"
  std::vector<std::vector<std::size_t>> points;  ///< by policy, then future
  std::vector<Unknown> unknowns;                 ///< those that apply in every future
  std::size_t dropped = 0;                       ///< futures that some policy is missing in
  Layout layout;                                 ///< `shared_luck` as luck_of() finds
  bool paired = true;                            ///< in each future all policies have the same random numbers

  std::size_t futures() const { return points.empty() ? 0 : points.front().size(); }
  /// Values by point and replicate in the order of the table; NaN stays.
  Worlds worlds(std::span<const double> by_run, std::size_t replicates) const;
};

/// Whether bases can be policies: the word in the place of a factor's name.
inline constexpr const char* base_word = "base";

/// `policy_factors`: names of factors and `base_word`, each once; factors that move with one of them follow it. Where
/// bases alone are policies, futures are rows of the design; else points whose other factors are the same. Throws
/// NotCrossed.
PolicyTable policy_table_of(const Study& study, const std::vector<std::string>& policy_factors);

/// Sets what the seeds of the runs, by point and replicate, say about shared random numbers.
void set_luck(PolicyTable& crossing, std::span<const std::uint64_t> seeds, std::size_t replicates);

}  // namespace poldyn::analysis
