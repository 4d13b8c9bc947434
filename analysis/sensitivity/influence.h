#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/sensitivity/elementary_effects.h"
#include "analysis/sensitivity/rank_index.h"
#include "analysis/sensitivity/sobol_indices.h"
#include "analysis/sensitivity/swing.h"
#include "analysis/study.h"

namespace poldyn::analysis {

enum class Method { elementary_effects, sobol_indices, given_data };

/// Whether there is any dependence at all, also one that no mean shows; beside what a shuffled factor has.
struct Screen {
  double pawn = no_value, pawn_shuffled = no_value;    ///< median over classes; its 95 % quantile over shuffles
  double delta = no_value, delta_shuffled = no_value;  ///< likewise
  double corrected_delta = no_value;                   ///< less its bias, as far as resampling tells it
  double p = no_value;                                 ///< of HSIC, adjusted for all factors (Holm)
};

/// What one factor does to one response. Which of it there is depends on the method.
struct FactorInfluence {
  std::size_t factor = 0;      ///< place in Study::factors
  Index first, total;          ///< of the mean response
  Index first_run, total_run;  ///< of a single run or, with common random numbers, of a world
  ElementaryEffects effects;   ///< of Morris trajectories
  Screen screen;               ///< of given data
  Index shapley;               ///< of given data, if asked for
  Swing swing;
  std::string low, high;  ///< what the swing goes from and to

  /// What factors are ranked by: mu*, the total index or the first-order one, of the mean response where there is one.
  double rank() const;
  bool told_apart() const;
};

/// What factors do to one response in one base.
struct Influence {
  Method method = Method::given_data;
  bool common = false;  ///< worlds are shared by all points
  std::size_t replicates = 1;
  Spread spread;
  std::size_t units = 0;     ///< points, rows or trajectories
  std::size_t left_out = 0;  ///< of them, those in which a run has no value
  std::size_t aside = 0;     ///< of given data: points of a Saltelli or Morris design that are mixtures of others
  bool even = false;         ///< of given data: points of a sequence or grid, which keep away from each other
  bool complete = false;     ///< they are a grid without a gap
  bool varies = true;        ///< the response varies over points, beyond what noise explains: on average or in a world
  bool mean_varies = true;   ///< on average over worlds
  ElementaryEffects dummy;   ///< of Morris trajectories: what a factor without influence would give
  std::vector<FactorInfluence> factors;  ///< most influential first
  double most_correlated = 0;  ///< of given data: the largest rank correlation between two factors, with its names
  std::string correlated_pair;
  std::size_t shapley_points = 0;  ///< used for Shapley effects; 0 if there are none
};

/// How intervals are made.
struct InfluenceSettings {
  double level = confidence;
  std::uint32_t resamples = 1000;
  std::function<Resampler(std::string_view name)> resampler_for;
  bool given_data = false;  ///< points of any design as they are
  bool shapley = false;     ///< of given data: throws DesignFault with more factors than that can be done for
};

/// `response` is (point, replicate) of the whole study. The method follows from the design; Saltelli or Morris points
/// that are not whole blocks throw DesignFault. Factors that do not vary in the base are left out.
Influence influence_of(const Study& study, std::size_t base, const std::vector<double>& response,
                       const InfluenceSettings& judging);

}  // namespace poldyn::analysis
