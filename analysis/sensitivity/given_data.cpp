#include "analysis/sensitivity/given_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "analysis/ranks.h"
#include "analysis/sensitivity/blocks.h"
#include "analysis/sensitivity/class_index.h"
#include "analysis/sensitivity/screens.h"
#include "analysis/sensitivity/shapley_effects.h"

namespace poldyn::analysis {
namespace {

using Column = std::vector<double>;

/// Values of a factor at the points of a response that are kept.
Column column_of(const Factor& factor, const std::vector<std::size_t>& points, const Response& y) {
  Column made;
  made.reserve(y.points());
  for (const std::size_t i : y.kept()) made.push_back(factor.values[points[i]]);
  return made;
}

/// What `measure` of a response is at most in 95 of 100 shuffles.
template <class Measure>
double shuffled_quantile(std::span<const double> y, const Resampler& resampler, Measure measure) {
  constexpr std::uint32_t times = 39;
  std::vector<double> values, mixed(y.size());
  for (std::uint32_t number = 0; number < times; ++number) {
    const auto order = shuffled(y.size(), number, resampler);
    for (std::size_t i = 0; i < order.size(); ++i) mixed[i] = y[order[i]];
    values.push_back(measure(mixed));
  }
  std::sort(values.begin(), values.end());
  return values[times * 19 / 20];
}

std::span<const double> first_of(std::span<const double> all, std::size_t most) {
  return all.first(std::min(all.size(), most));
}

/// Points are in random order: those that are taken where all are too many are the first.
Screen screen_of(const Factor& factor, std::span<const double> x, std::span<const double> y,
                 const InfluenceSettings& judging) {
  constexpr std::size_t most_points = 5000, most_for_kernels = 1000;
  constexpr std::uint32_t permutations = 199, for_bias = 50;
  const Resampler resampler = judging.resampler_for("shuffles of " + factor.name);
  const auto some_x = first_of(x, most_points), some_y = first_of(y, most_points);
  const std::size_t wanted = factor.is_number ? usual_classes(some_x) : std::max<std::size_t>(2, factor.levels.size());
  const Classes classes(some_x, wanted);
  const auto of_pawn = [&](std::span<const double> z) { return pawn(z, classes).median; };
  const auto of_delta = [&](std::span<const double> z) { return delta(z, classes); };
  Screen made;
  made.pawn = of_pawn(some_y);
  made.pawn_shuffled = shuffled_quantile(some_y, resampler, of_pawn);
  made.delta = of_delta(some_y);
  made.delta_shuffled = shuffled_quantile(some_y, resampler, of_delta);
  made.corrected_delta = corrected_delta(some_y, classes, for_bias, judging.resampler_for("points for " + factor.name));
  made.p =
      hsic(first_of(x, most_for_kernels), factor.is_number, first_of(y, most_for_kernels), permutations, resampler).p;
  return made;
}

void adjust(std::vector<FactorInfluence>& all) {
  std::vector<double> p;
  p.reserve(all.size());
  for (const auto& one : all) p.push_back(one.screen.p);
  p = holm(p);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].screen.p = p[i];
}

void add_shapley(Influence& made, const Study& study, const std::vector<std::vector<double>>& columns,
                 const Response& y, const InfluenceSettings& judging) {
  if (made.even)
    throw DesignFault(
        fmt::format("points of a {} design keep away from each other, so that neighbours do not say what a set of "
                    "factors explains; Shapley effects are had of a latin_hypercube, random or table design",
                    study.design));
  if (columns.size() > most_shapley_factors)
    throw DesignFault(fmt::format("Shapley effects are had of at most {} factors, and it has {}; vary fewer",
                                  most_shapley_factors, columns.size()));
  std::vector<bool> is_number;
  for (const auto& one : made.factors) is_number.push_back(study.factors[one.factor].is_number);
  const auto found =
      shapley_effects(columns, is_number, y, made.common, judging.level, judging.resampler_for("Shapley"));
  if (!found) return;
  made.shapley_points = found->points;
  for (std::size_t i = 0; i < made.factors.size(); ++i) made.factors[i].shapley = found->shares[i];
}

void find_correlation(Influence& made, const Study& study, const std::vector<std::vector<double>>& columns) {
  for (std::size_t a = 0; a < columns.size(); ++a)
    for (std::size_t b = a + 1; b < columns.size(); ++b)
      if (const double r = rank_correlation(columns[a], columns[b]); std::abs(r) > std::abs(made.most_correlated)) {
        made.most_correlated = r;
        made.correlated_pair =
            study.factors[made.factors[a].factor].name + " and " + study.factors[made.factors[b].factor].name;
      }
}

/// In random order, so that neither who is whose neighbour among equals nor which are taken follows the design.
std::vector<std::size_t> in_random_order(const std::vector<std::size_t>& points, const InfluenceSettings& judging) {
  std::vector<std::size_t> made;
  for (const std::size_t place : shuffled(points.size(), 0, judging.resampler_for("order of points")))
    made.push_back(points[place]);
  return made;
}

/// Whether every combination of the factors' values is a point.
bool is_grid(const Study& study, const std::vector<std::size_t>& free, const std::vector<std::size_t>& points) {
  double combinations = 1;
  for (const std::size_t factor : free) {
    std::set<double> values;
    for (const std::size_t point : points) values.insert(study.factors[factor].values[point]);
    combinations *= static_cast<double>(values.size());
  }
  return combinations == static_cast<double>(points.size());
}

void set_indices(FactorInfluence& one, const Influence& about, const Column& x, bool is_number, const Response& y,
                 double level) {
  const RankIndex index = about.even ? class_index(x, is_number, y, about.common, about.complete, level)
                                     : rank_index(x, y, about.common, level);
  if (about.mean_varies) one.first = index.of_mean;
  one.first_run = index.of_run;
}

}  // namespace

void set_swing(FactorInfluence& one, const Factor& factor, const std::vector<std::size_t>& points, const Response& y,
               bool common, double level) {
  one.swing = swing_of(column_of(factor, points, y), y, common, level);
  if (!one.swing.exists()) return;
  one.low = factor.shown(points[y.kept()[one.swing.low_at]]);
  one.high = factor.shown(points[y.kept()[one.swing.high_at]]);
  const double from = factor.values[points[y.kept()[one.swing.low_at]]];
  constexpr double nothing = 1e-3;  // the first position of a Sobol' sequence is hardly above the end of a range
  if (factor.is_number && std::abs(from) < nothing * std::abs(factor.values[points[y.kept()[one.swing.high_at]]]))
    one.low = factor.unit.empty() ? std::string("0") : "0 " + factor.unit;
}

Influence given_data_influence(const Study& study, std::size_t base, const std::vector<double>& response,
                               const InfluenceSettings& judging) {
  const auto points = in_random_order(unmixed_points(study, base), judging);
  const Response y(response, study.replicates, points);
  Influence made;
  made.common = study.common_in.at(base);
  const auto free = free_factors(study, base);
  const bool grid = study.design == "full_factorial" || study.design == "fractional_factorial";
  made.even = grid || study.design == "sobol" || study.design == "saltelli";
  made.spread = y.spread();
  made.units = y.points();
  made.left_out = points.size() - y.points();
  made.aside = study.points_of(base).size() - points.size();
  made.complete = study.design == "full_factorial" && made.left_out == 0 && is_grid(study, free, points);
  made.mean_varies = y.varies(made.common, judging.level);
  made.varies =
      made.mean_varies || (made.common && made.spread.single_run > dust * made.spread.mean * made.spread.mean);
  std::vector<Column> columns;
  for (const std::size_t factor : free) {
    FactorInfluence one;
    one.factor = factor;
    columns.push_back(column_of(study.factors[factor], points, y));
    if (made.varies) {
      set_indices(one, made, columns.back(), study.factors[factor].is_number, y, judging.level);
      one.screen = screen_of(study.factors[factor], columns.back(), y.mean(), judging);
    }
    set_swing(one, study.factors[factor], points, y, made.common, judging.level);
    made.factors.push_back(std::move(one));
  }
  adjust(made.factors);
  find_correlation(made, study, columns);
  if (judging.shapley && made.mean_varies && !columns.empty()) add_shapley(made, study, columns, y, judging);
  return made;
}

}  // namespace poldyn::analysis
