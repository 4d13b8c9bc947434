#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/attribution/orders.h"
#include "analysis/attribution/shapley.h"
#include "analysis/bootstrap.h"

namespace poldyn::analysis {

/// How a difference is divided: groups of rules, some of them divided again, and the worlds that it takes.
struct AttributionDesign {
  Unions groups;  ///< parts of the rules; a group that is not divided again is one part
  /// By replicate, each made by antithetic_orders(); none: every coalition of groups, and of the parts within one.
  std::vector<std::vector<Order>> orders;

  bool sampled() const { return !orders.empty(); }
  std::size_t parts() const;
};

/// Worlds that a replicate is run in, rising and each once: what the values take, each group alone and each left out.
std::vector<Coalition> worlds_of(const AttributionDesign& design, std::size_t replicate);

/// Groups whose pairs are looked at, 276; pairs of more would say little and take long.
inline constexpr std::size_t most_interacting = 24;

/// One quantity with the value of each run.
struct Measured {
  std::vector<double> runs;  ///< by replicate; NaN where a world of it has no value
  Difference mean;           ///< with its t interval, and p of "it is 0"
  Interval bca;              ///< of the mean; none without a resampler
  double adjusted_p = no_value;
  /// Standard error of the mean that is due to having drawn some orders and not all, a part of that of the interval; 0
  /// if all were taken, NaN with one pair of orders a replicate.
  double order_error = 0;
};

/// Of the difference of one metric in one bloc.
struct Attributed {
  Measured whole;                ///< B less A
  std::vector<Measured> groups;  ///< Shapley's values; those of a replicate sum to its whole to the last bit
  std::vector<Measured> parts;   ///< by part: Owen's values; within a group they sum to the group's to the last bit
  std::vector<Measured> alone;   ///< what a group does where all else is A's
  std::vector<Measured> last;    ///< and where all else is B's
  /// In the order of pairs_of(groups); none of more than `most_interacting` groups. From sampled orders they are
  /// unbiased.
  std::vector<Measured> interactions;
};

struct AttributionJudging {
  double level = confidence;
  /// The bootstrap's random numbers for a named quantity; empty: no bootstrap.
  std::function<Resampler(std::string_view name)> resampler;
  std::string name;  ///< of the quantity, for its random numbers
};

/// `value` is that of a replicate in a world, asked for worlds_of() alone; a replicate of which one is NaN or infinite
/// has no parts. Rounding: in each replicate the whole and all parts are multiples of one power of two, so small that
/// they add up exactly in any order (exact_parts.h). The whole is B - A to the last bit, unless gains and losses cancel
/// so far that this bit lies below theirs.
Attributed attribute(const AttributionDesign& design, std::size_t replicates,
                     const std::function<double(std::size_t replicate, Coalition)>& value,
                     const AttributionJudging& judging = {});

/// Holm's adjustment, one family for all groups of all quantities and the parts of those that are divided, and one for
/// all interactions.
void adjust(const Unions& groups, std::vector<Attributed>& all);

}  // namespace poldyn::analysis
