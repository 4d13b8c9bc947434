#include "analysis/claims_verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace poldyn::analysis {
namespace {

constexpr double z95 = 1.959963984540054;

/// Wilson's limit on the side of `sign`.
double wilson(double counted, double n, double sign) {
  const double share = counted / n, z2 = z95 * z95;
  return (share + z2 / (2 * n) + sign * z95 * std::sqrt(share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n);
}

/// Decided points sorted by each column once; shufflings change only who holds.
class Splitter {
 public:
  Splitter(const std::vector<Column>& columns, std::span<const Outcome> outcomes) : columns_(columns) {
    for (std::size_t p = 0; p < outcomes.size(); ++p)
      if (outcomes[p] != Outcome::undecided) {
        points_.push_back(p);
        held_.push_back(outcomes[p] == Outcome::holds ? 1 : 0);
      }
    least_ = std::max<std::size_t>(5, points_.size() / 10);
    for (const Column& column : columns) {
      auto& order = orders_.emplace_back(points_.size());
      std::iota(order.begin(), order.end(), 0);
      std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
        return column.values[points_[i]] < column.values[points_[j]];
      });
    }
  }

  struct Split {
    double gain = 0;
    std::size_t column = 0, left = 0;  ///< `left` points lie below the threshold
  };

  std::size_t holding() const { return static_cast<std::size_t>(std::accumulate(held_.begin(), held_.end(), 0)); }
  std::size_t points() const { return points_.size(); }

  /// Gini impurity before less that after, times points / 2; a tie keeps the first.
  Split best(const std::vector<int>& held) const {
    Split found;
    const double n = static_cast<double>(held.size());
    const double all = static_cast<double>(std::accumulate(held.begin(), held.end(), 0));
    for (std::size_t c = 0; c < orders_.size(); ++c) {
      double below = 0;
      for (std::size_t left = 1; left + least_ <= held.size(); ++left) {
        below += held[orders_[c][left - 1]];
        if (left < least_ || value(c, left - 1) == value(c, left)) continue;
        const double l = static_cast<double>(left), r = n - l, above = all - below;
        const double gain = all * (n - all) / n - below * (l - below) / l - above * (r - above) / r;
        if (gain > found.gain + 1e-12) found = {gain, c, left};
      }
    }
    return found;
  }

  Decider describe(const Split& split) const {
    const auto& order = orders_[split.column];
    double below = 0, above = 0;
    for (std::size_t i = 0; i < order.size(); ++i) (i < split.left ? below : above) += held_[order[i]];
    below /= static_cast<double>(split.left);
    above /= static_cast<double>(order.size() - split.left);
    const double a = value(split.column, split.left - 1), b = value(split.column, split.left);
    Decider made;
    made.parameter = columns_[split.column].name;
    made.threshold = columns_[split.column].logarithmic ? std::sqrt(a * b) : 0.5 * (a + b);
    made.above = above > below;
    made.share_there = std::max(above, below);
    made.share_elsewhere = std::min(above, below);
    return made;
  }

  const std::vector<int>& held() const { return held_; }

 private:
  double value(std::size_t column, std::size_t place) const {
    return columns_[column].values[points_[orders_[column][place]]];
  }

  const std::vector<Column>& columns_;
  std::vector<std::size_t> points_;
  std::vector<int> held_;
  std::vector<std::vector<std::size_t>> orders_;
  std::size_t least_ = 5;
};

}  // namespace

Shares shares_of(std::span<const Outcome> outcomes) {
  Shares made;
  made.points = outcomes.size();
  for (const Outcome outcome : outcomes) {
    made.holds += outcome == Outcome::holds ? 1 : 0;
    made.fails += outcome == Outcome::fails ? 1 : 0;
    made.reverses += outcome == Outcome::reverses ? 1 : 0;
    made.undecided += outcome == Outcome::undecided ? 1 : 0;
  }
  return made;
}

ShareInterval share_interval(std::size_t counted, std::size_t undecided, std::size_t points) {
  if (points == 0) return {};
  const double n = static_cast<double>(points);
  return {std::max(0.0, wilson(static_cast<double>(counted), n, -1)),
          std::min(1.0, wilson(static_cast<double>(counted + undecided), n, 1))};
}

Decider decider(const std::vector<Column>& columns, std::span<const Outcome> outcomes, std::size_t permutations) {
  const Splitter splitter(columns, outcomes);
  const auto split = splitter.best(splitter.held());
  if (split.gain <= 0) return {};
  Decider made = splitter.describe(split);
  std::mt19937_64 random(20250101);  // any number; fixed, so that a result is the same each time
  std::vector<int> held = splitter.held();
  std::size_t as_good = 1;  // the observed one is among the equally likely ones
  for (std::size_t k = 0; k < permutations; ++k) {
    for (std::size_t i = held.size() - 1; i > 0; --i) std::swap(held[i], held[random() % (i + 1)]);
    if (splitter.best(held).gain >= split.gain - 1e-9) ++as_good;
  }
  made.p = static_cast<double>(as_good) / static_cast<double>(permutations + 1);
  if (made.p > decider_error) made.parameter.clear();
  return made;
}

Verdict verdict_of(Outcome baseline, const Shares& shares) {
  const double points = static_cast<double>(shares.points);
  const double decided = points - static_cast<double>(shares.undecided);
  const auto most = [&](std::size_t counted) {
    return decided > 0 && decided >= decided_points * points && static_cast<double>(counted) >= most_points * decided;
  };
  if (baseline == Outcome::holds && most(shares.holds)) return Verdict::supported;
  if (baseline == Outcome::reverses && most(shares.reverses)) return Verdict::reversed;
  if (baseline == Outcome::holds || static_cast<double>(shares.holds) >= some_points * points) return Verdict::depends;
  return Verdict::not_supported;
}

std::string verdict_text(Verdict verdict, const Decider& decider) {
  switch (verdict) {
    case Verdict::supported:
      return "supported";
    case Verdict::not_supported:
      return "not supported";
    case Verdict::reversed:
      return "reversed";
    case Verdict::not_testable:
      return "not testable";
    case Verdict::depends:
      break;
  }
  return decider.parameter.empty() ? "depends (no single parameter)" : fmt::format("depends on {}", decider.parameter);
}

double partial_conjunction(std::vector<double> p, std::size_t needed) {
  for (double& x : p)
    if (std::isnan(x)) x = 1;
  if (p.empty() || needed == 0 || needed > p.size()) return no_value;
  std::sort(p.begin(), p.end());
  return std::min(1.0, p[needed - 1] * static_cast<double>(p.size() - needed + 1));
}

}  // namespace poldyn::analysis
