#include "analysis/tradeoff/information.h"

#include <algorithm>
#include <numeric>

#include "analysis/tradeoff/criteria.h"
#include "analysis/tradeoff/smoother.h"

namespace poldyn::analysis {
namespace {

/// Differences to the policy with the lowest mean.
Eigen::MatrixXd against_best(const Eigen::MatrixXd& costs) {
  Eigen::Index best = 0;
  costs.colwise().mean().minCoeff(&best);
  return costs.colwise() - Eigen::VectorXd(costs.col(best));
}

/// The best policy's difference is 0 everywhere, and means of the others' are 0 or more, so this is what choosing by X
/// saves.
double saved(const Smoother& smoother, const Eigen::MatrixXd& differences) {
  return std::max(0.0, -smoother.fit(differences).rowwise().minCoeff().mean());
}

/// Places in the order of pairs of draws; a tie of both is one in n^2.
std::vector<Eigen::Index> permutation(std::size_t size, std::uint32_t number, const Resampler& resampler) {
  std::vector<std::uint32_t> first(size), second(size);
  resampler(2 * number, first);
  resampler(2 * number + 1, second);
  std::vector<Eigen::Index> made(size);
  std::iota(made.begin(), made.end(), Eigen::Index{0});
  const auto key = [&](Eigen::Index i) {
    return std::pair(first[static_cast<std::size_t>(i)], second[static_cast<std::size_t>(i)]);
  };
  std::stable_sort(made.begin(), made.end(), [&](Eigen::Index a, Eigen::Index b) { return key(a) < key(b); });
  return made;
}

}  // namespace

double partial_information(const Eigen::MatrixXd& costs, std::span<const double> x, bool unordered) {
  return saved(Smoother(x, unordered), against_best(costs));
}

double perfect_information(const Eigen::MatrixXd& costs) {
  return std::max(0.0, -against_best(costs).rowwise().minCoeff().mean());
}

InformationTest permuted_information(const Eigen::MatrixXd& costs, std::span<const double> x, bool unordered,
                                     std::uint32_t permutations, const Resampler& resampler) {
  const Smoother smoother(x, unordered);
  const Eigen::MatrixXd differences = against_best(costs);
  const double found = saved(smoother, differences);
  std::vector<double> by_chance;
  Eigen::MatrixXd shuffled(differences.rows(), differences.cols());
  for (std::uint32_t number = 0; number < permutations; ++number) {
    const auto order = permutation(x.size(), number, resampler);
    for (Eigen::Index i = 0; i < shuffled.rows(); ++i)
      shuffled.row(i) = differences.row(order[static_cast<std::size_t>(i)]);
    by_chance.push_back(saved(smoother, shuffled));
  }
  InformationTest made;
  const auto reached = std::count_if(by_chance.begin(), by_chance.end(), [&](double one) { return one >= found; });
  made.p = static_cast<double>(reached + 1) / static_cast<double>(permutations + 1);
  made.floor = quantile_in_place(by_chance, 0.95);
  return made;
}

double information_half_width(const Worlds& costs, std::span<const double> x, bool unordered, Layout layout,
                              const Resampler& resampler) {
  constexpr std::uint32_t resamples = 199;
  if (!can_resample(costs, layout)) return no_value;
  std::vector<double> values;
  for (std::uint32_t number = 0; number < resamples; ++number) {
    const Resample from = resample(costs, layout, number, resampler);
    const FutureMeans means = future_means(taken(costs, from));
    std::vector<double> drawn;
    for (const std::size_t slot : means.futures) drawn.push_back(x[from.futures[slot]]);
    if (drawn.size() >= Smoother::fewest) values.push_back(partial_information(means.values, drawn, unordered));
  }
  return 1.96 * estimate(values).sd;
}

}  // namespace poldyn::analysis
