#include "sim/observe/diversity.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "sim/base/elementary.h"

namespace poldyn {
namespace {

struct Moments {
  double n = 0;  ///< weights above zero
  double sum = 0;
  double logs = 0;  ///< sum of w ln w
};

Moments moments(std::span<const double> weights) {
  Moments m;
  for (const double w : weights) {
    if (w <= 0) continue;
    m.n += 1;
    m.sum += w;
    m.logs += w * log(w);
  }
  return m;
}

double count_above_zero(std::span<const double> weights) {
  double n = 0;
  for (const double w : weights) n += w > 0 ? 1 : 0;
  return n > 0 ? n : missing_value;
}

}  // namespace

double hhi(std::span<const double> weights) {
  double n = 0, sum = 0, squares = 0;
  for (const double w : weights) {
    n += w > 0 ? 1 : 0;
    sum += w;
    squares += w * w;
  }
  if (!(sum > 0)) return missing_value;
  return std::clamp(squares / sum / sum, 1 / n, 1.0);
}

double hhi_normalised(std::span<const double> weights) {
  if (weights.size() < 2) return missing_value;
  const double least = 1 / static_cast<double>(weights.size());
  const double h = hhi(weights);
  return std::isnan(h) ? h : std::clamp((h - least) / (1 - least), 0.0, 1.0);
}

double shannon(std::span<const double> weights) {
  const Moments m = moments(weights);
  if (!(m.sum > 0)) return missing_value;
  return std::clamp(log(m.sum) - m.logs / m.sum, 0.0, log(m.n));
}

double hill(std::span<const double> weights, double order) {
  if (order == 0) return count_above_zero(weights);
  if (order == 1) return exp(shannon(weights));
  if (order == 2) return 1 / hhi(weights);
  const Moments m = moments(weights);
  if (!(m.sum > 0)) return missing_value;
  double powers = 0;
  for (const double w : weights)
    if (w > 0) powers += pow(w / m.sum, order);
  return std::clamp(pow(powers, 1 / (1 - order)), 1.0, m.n);
}

double largest_share(std::span<const double> weights) {
  double sum = 0, largest = 0;
  for (const double w : weights) {
    sum += w;
    largest = std::max(largest, w);
  }
  return ratio(largest, sum);
}

double top_share(std::span<const double> ascending, std::size_t n) {
  double all = 0, top = 0;
  const std::size_t below = ascending.size() - std::min(n, ascending.size());
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    all += ascending[i];
    if (i >= below) top += ascending[i];
  }
  return ratio(top, all);
}

double gini(std::span<const double> ascending) {
  const auto n = static_cast<double>(ascending.size());
  double sum = 0, ranked = 0, rank = 1 - n;
  for (const double w : ascending) {
    sum += w;
    ranked += rank * w;
    rank += 2;
  }
  if (!(sum > 0)) return missing_value;
  return std::clamp(ranked / (n * sum), 0.0, 1 - 1 / n);
}

double theil(std::span<const double> weights) {
  const Moments m = moments(weights);
  if (!(m.sum > 0)) return missing_value;
  const auto n = static_cast<double>(weights.size());
  return std::clamp(m.logs / m.sum - log(m.sum / n), 0.0, log(n));
}

double jensen_shannon(std::span<const double> p, std::span<const double> q) {
  double p_sum = 0, q_sum = 0, bits = 0;
  for (const double w : p) p_sum += w;
  for (const double w : q) q_sum += w;
  if (!(p_sum > 0 && q_sum > 0)) return missing_value;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const double a = p[i] / p_sum, b = q[i] / q_sum;
    if (a > 0) bits += a * log2(2 * a / (a + b)) / 2;
    if (b > 0) bits += b * log2(2 * b / (a + b)) / 2;
  }
  return std::clamp(bits, 0.0, 1.0);
}

BitSums BitWeights::sums() const {
  BitSums made;
  made.sum = sum_;
  for (std::size_t byte = 0; byte < 8; ++byte) {
    std::array<double, 256> left;
    std::copy(std::begin(by_byte_[byte]), std::end(by_byte_[byte]), left.begin());
    for (std::size_t half = 128, bit = 8 * byte + 7; half > 0; half /= 2, --bit)  // as in pair_distance
      for (std::size_t value = 0; value < half; ++value) {
        made.ones[bit] += left[half + value];
        left[value] += left[half + value];
      }
  }
  return made;
}

double BitWeights::pair_distance() const {
  double distance = 0;
  for (const auto& sums : by_byte_) {
    std::array<double, 256> left;
    std::copy(std::begin(sums), std::end(sums), left.begin());
    // The upper half of the table has the top bit set; folded onto the lower half, the next bit is the top one.
    for (std::size_t half = 128; half > 0; half /= 2) {
      double ones = 0;
      for (std::size_t value = 0; value < half; ++value) {
        ones += left[half + value];
        left[value] += left[half + value];
      }
      distance += ones * (sum_ - ones);
    }
  }
  return distance;
}

double rao(const BitWeights& use, unsigned bits) {
  if (!(use.sum() > 0)) return missing_value;
  return std::clamp(2 * use.pair_distance() / (use.sum() * use.sum()) / bits, 0.0, 0.5);
}

double cross_distance(const BitSums& a, const BitSums& b, unsigned bits) {
  if (!(a.sum > 0 && b.sum > 0)) return missing_value;
  double distance = 0;
  for (unsigned bit = 0; bit < bits; ++bit) {
    const double p = a.ones[bit] / a.sum, q = b.ones[bit] / b.sum;
    distance += p * (1 - q) + (1 - p) * q;
  }
  return std::clamp(distance / bits, 0.0, 1.0);
}

double cross_distance(std::span<const BitSums> a, std::span<const BitSums> b, unsigned bits) {
  if (a.size() == 1 && b.size() == 1) return cross_distance(a[0], b[0], bits);
  double of_a = 0, of_b = 0, alike = 0, distance = 0;
  for (const BitSums& kind : a) of_a += kind.sum;
  for (const BitSums& kind : b) of_b += kind.sum;
  if (!(of_a > 0 && of_b > 0)) return missing_value;
  for (std::size_t kind = 0; kind < std::min(a.size(), b.size()); ++kind) {
    const double pairs = a[kind].sum / of_a * (b[kind].sum / of_b);
    if (!(pairs > 0)) continue;
    alike += pairs;
    distance += pairs * cross_distance(a[kind], b[kind], bits);
  }
  return std::clamp(distance + (1 - alike), 0.0, 1.0);
}

double mean_distance(const BitWeights& designs, unsigned bits) {
  const double n = designs.sum();
  return n < 2 ? missing_value : designs.pair_distance() / (n * (n - 1) / 2) / bits;
}

namespace {

struct Across {
  double sum = 0;
  double distance = 0;  ///< in bits, summed over pairs of weights
};

Across across(std::span<const BitWeights> kinds, unsigned bits) {
  Across all;
  for (const BitWeights& kind : kinds) {
    all.distance += kind.pair_distance() + bits * all.sum * kind.sum();
    all.sum += kind.sum();
  }
  return all;
}

}  // namespace

double rao(std::span<const BitWeights> use, unsigned bits) {
  if (use.size() == 1) return rao(use.front(), bits);
  const Across all = across(use, bits);
  return all.sum > 0 ? std::clamp(2 * all.distance / (all.sum * all.sum) / bits, 0.0, 1.0) : missing_value;
}

double mean_distance(std::span<const BitWeights> designs, unsigned bits) {
  if (designs.size() == 1) return mean_distance(designs.front(), bits);
  const Across all = across(designs, bits);
  return all.sum < 2 ? missing_value : all.distance / (all.sum * (all.sum - 1) / 2) / bits;
}

}  // namespace poldyn
