#include "sim/observe/concordance.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "sim/observe/diversity.h"

namespace poldyn {
namespace {

/// Counts by rank, with sums over all lower ranks in O(log n) (Fenwick 1994).
class RankCounts {
 public:
  explicit RankCounts(std::size_t ranks) : sums_(ranks + 1) {}
  void add(std::size_t rank) {
    ++all_;
    for (std::size_t i = rank + 1; i < sums_.size(); i += i & -i) ++sums_[i];
  }
  std::uint64_t below(std::size_t rank) const {
    std::uint64_t sum = 0;
    for (std::size_t i = rank; i > 0; i -= i & -i) sum += sums_[i];
    return sum;
  }
  std::uint64_t all() const { return all_; }

 private:
  std::vector<std::uint64_t> sums_;
  std::uint64_t all_ = 0;
};

std::vector<double> ascending_worths(std::span<const Lifetime> lives) {
  std::vector<double> worths;
  worths.reserve(lives.size());
  for (const Lifetime& life : lives) {
    if (std::isnan(life.worth)) throw std::invalid_argument("a lifetime whose worth is not a number");
    worths.push_back(life.worth);
  }
  std::sort(worths.begin(), worths.end());
  return worths;
}

constexpr std::uint64_t pairs_of(std::uint64_t n) { return n < 2 ? 0 : n * (n - 1) / 2; }

std::uint64_t unequal_pairs(const std::vector<double>& ascending) {
  std::uint64_t unequal = pairs_of(ascending.size());
  for (auto from = ascending.begin(); from != ascending.end();) {
    const auto to = std::upper_bound(from, ascending.end(), *from);
    unequal -= pairs_of(static_cast<std::uint64_t>(to - from));
    from = to;
  }
  return unequal;
}

}  // namespace

PairCounts& PairCounts::operator+=(const PairCounts& other) {
  concordant += other.concordant;
  discordant += other.discordant;
  even += other.even;
  unequal += other.unequal;
  return *this;
}

double PairCounts::c_index() const {
  return ratio(static_cast<double>(concordant) + 0.5 * static_cast<double>(even), static_cast<double>(comparable()));
}

double PairCounts::tau_b() const {
  const double scale = std::sqrt(static_cast<double>(comparable())) * std::sqrt(static_cast<double>(unequal));
  return ratio(static_cast<double>(concordant) - static_cast<double>(discordant), scale);
}

PairCounts count_pairs(std::span<const Lifetime> lives) {
  std::vector<double> worths = ascending_worths(lives);
  PairCounts counts;
  counts.unequal = unequal_pairs(worths);
  worths.erase(std::unique(worths.begin(), worths.end()), worths.end());
  const auto rank = [&](const Lifetime& life) {
    return static_cast<std::size_t>(std::lower_bound(worths.begin(), worths.end(), life.worth) - worths.begin());
  };
  // From the longest to the shortest; of equal lengths the censored first, for those lived longer than who ended then.
  std::vector<Lifetime> order(lives.begin(), lives.end());
  std::sort(order.begin(), order.end(), [](const Lifetime& a, const Lifetime& b) {
    return a.ticks != b.ticks ? a.ticks > b.ticks : a.ended < b.ended;
  });
  RankCounts longer(worths.size());
  for (std::size_t from = 0; from < order.size();) {
    std::size_t to = from;
    for (; to < order.size() && order[to].ticks == order[from].ticks && order[to].ended == order[from].ended; ++to) {
      if (!order[to].ended) continue;
      const std::size_t r = rank(order[to]);
      const std::uint64_t worth_less = longer.below(r), not_more = longer.below(r + 1);
      counts.discordant += worth_less;
      counts.even += not_more - worth_less;
      counts.concordant += longer.all() - not_more;
    }
    for (; from < to; ++from) longer.add(rank(order[from]));
  }
  return counts;
}

}  // namespace poldyn
