#include "analysis/sensitivity/influence.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/ranks.h"
#include "analysis/sensitivity/blocks.h"
#include "analysis/sensitivity/screens.h"
#include "analysis/sensitivity/shapley_effects.h"

namespace poldyn::analysis {
namespace {

bool shares_numbers(const Study& study, std::size_t base) { return study.common_in.at(base); }

/// Values of a factor at the points of a response that are kept.
std::vector<double> column_of(const Factor& factor, const std::vector<std::size_t>& points, const Response& y) {
  std::vector<double> made;
  made.reserve(y.points());
  for (const std::size_t i : y.kept()) made.push_back(factor.values[points[i]]);
  return made;
}

void set_swing(FactorInfluence& one, const Factor& factor, const std::vector<std::size_t>& points, const Response& y,
               double level) {
  one.swing = swing_of(column_of(factor, points, y), y, level);
  if (!one.swing.exists()) return;
  one.low = factor.shown(points[y.kept()[one.swing.low_at]]);
  one.high = factor.shown(points[y.kept()[one.swing.high_at]]);
  const double from = factor.values[points[y.kept()[one.swing.low_at]]];
  constexpr double nothing = 1e-3;  // the first position of a Sobol' sequence is hardly above the end of a range
  if (factor.is_number && std::abs(from) < nothing * std::abs(factor.values[points[y.kept()[one.swing.high_at]]]))
    one.low = factor.unit.empty() ? std::string("0") : "0 " + factor.unit;
}

Influence by_blocks(const Study& study, std::size_t base, const std::vector<double>& response,
                    const InfluenceSettings& judging) {
  const SaltelliBlocks blocks = saltelli_blocks_of(study, base);
  const std::size_t m = study.replicates, k = blocks.factors.size();
  Influence made;
  made.method = Method::sobol_indices;
  made.common = shares_numbers(study, base);
  std::vector<double> values;
  values.reserve(blocks.points.size() * m);
  std::vector<std::size_t> ends;  // A and B: independent of each other, as the points of a row are not
  for (std::size_t i = 0; i < blocks.points.size(); ++i) {
    const auto own = response.begin() + static_cast<std::ptrdiff_t>(blocks.points[i] * m);
    values.insert(values.end(), own, own + static_cast<std::ptrdiff_t>(m));
    if (const std::size_t at = i % blocks.width(); at == 0 || at + 1 == blocks.width())
      ends.push_back(blocks.points[i]);
  }
  const SobolIndices found = sobol_indices({values, k, m, blocks.both, made.common}, judging.level, judging.resamples,
                                           judging.resampler_for("Saltelli rows"));
  made.spread = found.spread;
  made.units = found.rows;
  made.left_out = found.left_out;
  made.varies = found.of_run.has_value() && (m == 1 || found.of_mean);
  const Response y(response, m, ends);
  for (std::size_t i = 0; i < k; ++i) {
    FactorInfluence one;
    one.factor = blocks.factors[i];
    if (found.of_mean) one.first = found.of_mean->first[i], one.total = found.of_mean->total[i];
    if (found.of_run) one.first_run = found.of_run->first[i], one.total_run = found.of_run->total[i];
    set_swing(one, study.factors[one.factor], ends, y, judging.level);
    made.factors.push_back(std::move(one));
  }
  return made;
}

Influence by_steps(const Study& study, std::size_t base, const std::vector<double>& response,
                   const InfluenceSettings& judging) {
  const MorrisSteps steps = morris_steps_of(study, base);
  const std::size_t m = study.replicates;
  std::vector<std::vector<double>> effects(steps.factors.size());
  for (const auto& step : steps.steps)
    for (std::size_t r = 0; r < m; ++r)
      effects[step.factor].push_back(step.sign * difference_of(response[step.from * m + r], response[step.to * m + r]) /
                                     steps.length);
  Influence made;
  made.method = Method::elementary_effects;
  made.common = shares_numbers(study, base);
  made.spread = Response(response, m, study.points_of(base)).spread();
  made.units = steps.trajectories;
  made.varies = made.spread.single_run > dust * made.spread.mean * made.spread.mean;
  for (std::size_t i = 0; i < effects.size(); ++i) {
    FactorInfluence one;
    one.factor = steps.factors[i];
    one.effects = elementary_effects(effects[i], m, made.common, judging.level, judging.resamples,
                                     judging.resampler_for("trajectories of " + study.factors[one.factor].name));
    made.left_out = std::max(made.left_out, one.effects.left_out);
    made.factors.push_back(std::move(one));
  }
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

/// Every so many of the points, so that no more are left than a method can take.
std::vector<double> thinned(std::span<const double> all, std::size_t most) {
  std::vector<double> made;
  const std::size_t n = std::min(all.size(), most);
  for (std::size_t i = 0; i < n; ++i) made.push_back(all[i * all.size() / n]);
  return made;
}

Screen screen_of(const Factor& factor, std::span<const double> x, std::span<const double> y,
                 const InfluenceSettings& judging) {
  constexpr std::size_t most_points = 5000, most_for_kernels = 1000;
  constexpr std::uint32_t permutations = 199;
  const Resampler resampler = judging.resampler_for("shuffles of " + factor.name);
  const std::vector<double> some_x = thinned(x, most_points), some_y = thinned(y, most_points);
  const std::size_t wanted =
      factor.is_number ? usual_classes(some_x.size()) : std::max<std::size_t>(2, factor.levels.size());
  const Classes classes(some_x, wanted);
  const auto of_pawn = [&](std::span<const double> z) { return pawn(z, classes).median; };
  const auto of_delta = [&](std::span<const double> z) { return delta(z, classes); };
  const std::vector<double> few_x = thinned(x, most_for_kernels), few_y = thinned(y, most_for_kernels);
  return {of_pawn(some_y), shuffled_quantile(some_y, resampler, of_pawn), of_delta(some_y),
          shuffled_quantile(some_y, resampler, of_delta),
          hsic(few_x, factor.is_number, few_y, permutations, resampler).p};
}

void adjust(std::vector<FactorInfluence>& all) {
  std::vector<double> p;
  for (const auto& one : all) p.push_back(one.screen.p);
  p = holm(p);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].screen.p = p[i];
}

void add_shapley(Influence& made, const Study& study, const std::vector<std::vector<double>>& columns,
                 const Response& y, const InfluenceSettings& judging) {
  if (columns.size() > most_shapley_factors)
    throw DesignFault(fmt::format("Shapley effects are had of at most {} factors, and it has {}", most_shapley_factors,
                                  columns.size()));
  std::vector<bool> is_number;
  for (const auto& one : made.factors) is_number.push_back(study.factors[one.factor].is_number);
  const auto found =
      shapley_effects(columns, is_number, y, made.common, judging.level, judging.resampler_for("Shapley"));
  for (std::size_t i = 0; found && i < made.factors.size(); ++i) made.factors[i].shapley = found->shares[i];
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

Influence by_points(const Study& study, std::size_t base, const std::vector<double>& response,
                    const InfluenceSettings& judging) {
  const auto points = study.points_of(base);
  const Response y(response, study.replicates, points);
  Influence made;
  made.common = shares_numbers(study, base);
  made.spread = y.spread();
  made.units = y.points();
  made.left_out = points.size() - y.points();
  made.varies = made.spread.single_run > dust * made.spread.mean * made.spread.mean && made.spread.variance > 0;
  std::vector<std::vector<double>> columns;
  for (const std::size_t factor : free_factors(study, base)) {
    FactorInfluence one;
    one.factor = factor;
    columns.push_back(column_of(study.factors[factor], points, y));
    if (made.varies) {
      const RankIndex index = rank_index(columns.back(), y, made.common, judging.level);
      one.first = index.of_mean;
      one.first_run = index.of_run;
      one.screen = screen_of(study.factors[factor], columns.back(), y.mean(), judging);
    }
    set_swing(one, study.factors[factor], points, y, judging.level);
    made.factors.push_back(std::move(one));
  }
  adjust(made.factors);
  find_correlation(made, study, columns);
  if (judging.shapley && made.varies && !columns.empty()) add_shapley(made, study, columns, y, judging);
  return made;
}

}  // namespace

double FactorInfluence::rank() const {
  for (const double x : {effects.mu_star.value, total.value, first.value, total_run.value, first_run.value})
    if (!std::isnan(x)) return x;
  return no_value;
}

bool FactorInfluence::told_apart() const {
  if (effects.n > 0) return effects.told_apart;
  for (const Index* index : {&total, &first, &total_run, &first_run})
    if (index->exists()) return index->told_apart();
  return false;
}

Influence influence_of(const Study& study, std::size_t base, const std::vector<double>& response,
                       const InfluenceSettings& judging) {
  Influence made = judging.given_data || judging.shapley || (study.design != "saltelli" && study.design != "morris")
                       ? by_points(study, base, response, judging)
                   : study.design == "saltelli" ? by_blocks(study, base, response, judging)
                                                : by_steps(study, base, response, judging);
  made.replicates = study.replicates;
  const auto before = [](const FactorInfluence& a, const FactorInfluence& b) {
    return std::isnan(b.rank()) ? !std::isnan(a.rank()) : a.rank() > b.rank();
  };
  std::stable_sort(made.factors.begin(), made.factors.end(), before);
  return made;
}

}  // namespace poldyn::analysis
