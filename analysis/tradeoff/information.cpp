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
  Eigen::MatrixXd made(costs.rows(), costs.cols());
  for (Eigen::Index s = 0; s < costs.rows(); ++s)
    for (Eigen::Index p = 0; p < costs.cols(); ++p) made(s, p) = difference_of(costs(s, best), costs(s, p));
  return made;
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
                                     std::uint32_t most, const Resampler& resampler) {
  constexpr std::uint32_t fewest = 99, enough = 20;
  const Smoother smoother(x, unordered);
  const Eigen::MatrixXd differences = against_best(costs);
  const double found = saved(smoother, differences);
  std::vector<double> by_chance;
  std::uint32_t reached = 0, made = 0;
  Eigen::MatrixXd shuffled(differences.rows(), differences.cols());
  while (made < most && !(made >= fewest && reached >= enough)) {
    const auto order = permutation(x.size(), made++, resampler);
    for (Eigen::Index i = 0; i < shuffled.rows(); ++i)
      shuffled.row(i) = differences.row(order[static_cast<std::size_t>(i)]);
    by_chance.push_back(saved(smoother, shuffled));
    reached += by_chance.back() >= found;
  }
  // Where the last one made them enough, it is the data's own place among those drawn.
  const bool ended_on_one = made > fewest && made < most;
  return {quantile_in_place(by_chance, 0.95),
          ended_on_one ? enough / static_cast<double>(made) : (reached + 1.0) / (made + 1.0)};
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
