#include "analysis/precision.h"

#include <algorithm>
#include <cmath>

namespace poldyn::analysis {
namespace {

Reach reach_of_bloc(std::span<const double> a, std::span<const double> b, const PrecisionTarget& target, double level) {
  const Pairs pairs = compare_pairs(a, b, level);
  Reach made;
  made.pairs = pairs.difference.estimate.n;
  made.half_width = pairs.any_look.half_width;
  made.wanted = target.relative ? target.amount * std::abs(pairs.a.mean) : target.amount;
  if (made.pairs >= 2 && made.wanted > 0) {
    // Pairs without a value are made as well.
    const double share = static_cast<double>(made.pairs) / static_cast<double>(std::max(a.size(), made.pairs));
    const std::size_t useful = values_needed(pairs.difference.estimate.sd, made.wanted, level);
    made.needed = static_cast<std::size_t>(std::ceil(static_cast<double>(useful) / share));
  }
  return made;
}

}  // namespace

std::vector<Reach> reach_of(const std::vector<Side>& sides, const std::vector<PrecisionTarget>& targets, double level) {
  std::vector<Reach> made;
  for (std::size_t t = 0; t < targets.size(); ++t) {
    const LabelledMetric& asked = targets[t];
    const HeadlineMetric baseline = load(sides.front(), asked);
    for (std::size_t side = 1; side < sides.size(); ++side) {
      const HeadlineMetric other = load(sides[side], asked);
      for (const auto& [mine, theirs] : match(sides.front().blocs, sides[side].blocs)) {
        if (!place_of(sides.front(), asked, mine) || !place_of(sides[side], asked, theirs)) continue;
        Reach one = reach_of_bloc(baseline.runs[mine], other.runs[theirs], targets[t], level);
        if (one.pairs == 0) continue;
        one.target = t;
        one.side = side;
        one.bloc = sides.front().blocs[mine];
        made.push_back(one);
      }
    }
  }
  return made;
}

std::vector<BlocHas> where(const Side& side, const LabelledMetric& asked) {
  std::vector<BlocHas> made;
  const HeadlineMetric metric = load(side, asked);
  for (std::size_t bloc = 0; bloc < side.blocs.size(); ++bloc) {
    const auto& values = metric.runs[bloc];
    made.push_back({side.blocs[bloc], place_of(side, asked, bloc).has_value(),
                    std::any_of(values.begin(), values.end(), [](double x) { return !std::isnan(x); })});
  }
  return made;
}

bool all_reached(const std::vector<Reach>& reach) {
  return std::all_of(reach.begin(), reach.end(), [](const Reach& one) { return one.reached(); });
}

}  // namespace poldyn::analysis
