#pragma once

#include <Eigen/Core>
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "analysis/tradeoff/worlds.h"

namespace poldyn::analysis {

/// Ways to say with one number how good a policy is when one does not know which world one is in. They often disagree,
/// so several stand side by side (McPhail et al. 2018, Earth's Future 6, 169). Of each, low is better.
enum class Criterion : std::size_t {
  mean,             ///< over futures (Laplace): who holds all for equally likely and minds no risk
  mean_and_spread,  ///< mean + standard deviation over worlds: who minds risk both ways
  percentile,       ///< what only one world in ten exceeds: who looks at bad luck, short of the worst
  mean_regret,      ///< over futures (Savage's regrets): orders policies as the mean does
  worst_regret      ///< minimax regret: who will be judged in hindsight
};
inline constexpr std::array<std::string_view, 5> criterion_names = {"mean", "mean_and_spread", "percentile_90",
                                                                    "mean_regret", "worst_regret"};

/// (policy, criterion). Throws std::invalid_argument if no world is left.
Eigen::MatrixXd criteria_of(const Worlds& costs);

/// Linear interpolation between order statistics: type 7 of Hyndman & Fan (1996, Amer. Stat. 50, 361). `values` is put
/// in another order; NaN if it is empty.
double quantile_in_place(std::vector<double>& values, double p);

/// One policy by one criterion.
struct Standing {
  double value = no_value;
  Interval interval;      ///< percentile interval over resamples
  std::size_t rank = 0;   ///< from 1; equals share the lower one
  double best_share = 0;  ///< share of resamples in which no other was better
  double as_good = 0;     ///< share of resamples in which the one that is first here was not better
};

/// Places of who may be the best: all of rank 1, and all that are not told apart from the first of them, because it is
/// better in less than 97.5 % of the resamples (which is where a two-sided 95 % interval of their difference holds 0).
/// Likely ones first.
std::vector<std::size_t> may_be_best(const std::vector<Standing>& standings);

/// Who may be the best, and by which criteria it is these.
struct Best {
  std::vector<std::size_t> who;  ///< places, in the order of the first criterion
  std::vector<std::size_t> criteria;
};
/// `by_criterion`: standings of all, by criterion. Each criterion is in one group.
std::vector<Best> bests_of(const std::vector<std::vector<Standing>>& by_criterion);

/// Gathers what a matrix (policy, column) is in the data and in resamples of them.
class Standings {
 public:
  explicit Standings(Eigen::MatrixXd values) : values_(std::move(values)) {}
  void add(const Eigen::MatrixXd& resampled) { resampled_.push_back(resampled); }
  /// By policy; without resamples no intervals, and shares of 0.
  std::vector<Standing> of(std::size_t column, double level = confidence) const;

 private:
  Eigen::MatrixXd values_;
  std::vector<Eigen::MatrixXd> resampled_;
};

}  // namespace poldyn::analysis
