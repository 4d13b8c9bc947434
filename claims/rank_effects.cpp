#include "claims/rank_effects.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "analysis/jackknife.h"
#include "analysis/ranks.h"
#include "analysis/stats.h"

namespace poldyn::analysis {
namespace {

/// Which replicates are left out.
using Left = std::vector<bool>;

/// Mean over the replicates that stay; NaN is left out.
double mean_of_kept(const std::vector<double>& values, const Left& out) {
  double sum = 0, n = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!out[i] && !std::isnan(values[i])) {
      sum += values[i];
      ++n;
    }
  return n > 0 ? sum / n : no_value;
}

/// Standard error of a statistic of n replicates, from random halves of them (Shao & Wu 1989,
/// doi:10.1214/aos/1176347263, who show that it holds for statistics that are not smooth, where leaving out one may
/// change nothing). `of` takes what is left out.
template <class Statistic>
double half_sample_error(std::size_t n, double all, Statistic of) {
  constexpr int samples = 200;
  constexpr std::size_t fewest = 4;
  if (n < fewest) return 0;
  std::mt19937_64 random(20250101);  // any number; fixed, so that a result is the same each time
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), 0);
  const std::size_t half = n / 2;
  double squares = 0;
  for (int sample = 0; sample < samples; ++sample) {
    Left out(n);
    for (std::size_t i = 0; i < half; ++i) {
      std::swap(order[i], order[i + random() % (n - i)]);
      out[order[i]] = true;
    }
    const double change = of(out) - all;
    if (!std::isnan(change)) squares += change * change;
  }
  // (n - d) / d with d left out of n: 1 for halves.
  return std::sqrt(squares / samples * static_cast<double>(n - half) / static_cast<double>(half));
}

/// Moves values apart about their mean until their standard error is `error`; those that are wider stay.
void widen(std::vector<double>& values, double error) {
  if (values.size() < 2) return;
  constexpr double rounding = 1e-9;  // values that are alike but for that have no directions of their own
  const double mean = mean_of(values), sd = sd_of(values),
               wanted = error * std::sqrt(static_cast<double>(values.size()));
  if (!(sd < wanted)) return;
  const std::size_t in_pairs = values.size() - values.size() % 2;
  const double count = static_cast<double>(in_pairs);
  const double step = wanted * std::sqrt((static_cast<double>(values.size()) - 1) / count);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool odd_one = i == values.size() - 1 && i % 2 == 0;
    values[i] = sd > rounding ? mean + (values[i] - mean) * wanted / sd
                              : mean + (odd_one      ? 0
                                        : i % 2 == 0 ? step
                                                     : -step);
  }
}

}  // namespace

std::vector<double> rank_effects(const std::vector<std::vector<double>>& x,
                                 const std::vector<std::vector<std::vector<double>>>& ys, double reference) {
  constexpr std::size_t fewest = 4;
  if (x.empty() || ys.empty()) return {};
  const std::size_t replicates = x.front().size();
  const auto correlation = [&](const std::vector<std::vector<double>>& y, const Left& out) {
    std::vector<double> a, b;
    for (std::size_t regime = 0; regime < x.size(); ++regime) {
      const double mean_x = mean_of_kept(x[regime], out), mean_y = mean_of_kept(y[regime], out);
      if (std::isnan(mean_x) || std::isnan(mean_y)) continue;
      a.push_back(mean_x);
      b.push_back(mean_y);
    }
    return a.size() < fewest ? no_value : rank_correlation(a, b);
  };
  const auto effect = [&](const Left& out) {
    double sum = 0;
    for (const auto& y : ys) sum += correlation(y, out);
    return sum / static_cast<double>(ys.size()) - reference;
  };
  std::vector<double> made = pseudo_values(replicates, [&](std::size_t without) {
    Left out(replicates);
    if (without < replicates) out[without] = true;
    return effect(out);
  });
  if (!made.empty()) widen(made, half_sample_error(replicates, effect(Left(replicates)), effect));
  return made;
}

}  // namespace poldyn::analysis
