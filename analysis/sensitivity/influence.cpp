#include "analysis/sensitivity/influence.h"

#include <algorithm>
#include <cmath>

#include "analysis/sensitivity/blocks.h"
#include "analysis/sensitivity/given_data.h"

namespace poldyn::analysis {
namespace {

Influence by_blocks(const Study& study, std::size_t base, const std::vector<double>& response,
                    const InfluenceSettings& judging) {
  const SaltelliBlocks blocks = saltelli_blocks_of(study, base);
  const std::size_t m = study.replicates, k = blocks.factors.size();
  Influence made;
  made.method = Method::sobol_indices;
  made.common = study.common_in.at(base);
  std::vector<double> values;
  values.reserve(blocks.points.size() * m);
  for (const std::size_t point : blocks.points) {
    const auto own = response.begin() + static_cast<std::ptrdiff_t>(point * m);
    values.insert(values.end(), own, own + static_cast<std::ptrdiff_t>(m));
  }
  const auto ends = unmixed_points(study, base);
  const SobolIndices found = sobol_indices({values, k, m, blocks.both, made.common}, judging.level, judging.resamples,
                                           judging.resampler_for("Saltelli rows"));
  made.spread = found.spread;
  made.units = found.rows;
  made.left_out = found.left_out;
  made.mean_varies = m == 1 ? found.of_run.has_value() : found.of_mean.has_value();
  made.varies = made.mean_varies || (made.common && found.of_run);
  const Response y(response, m, ends);
  for (std::size_t i = 0; i < k; ++i) {
    FactorInfluence one;
    one.factor = blocks.factors[i];
    if (found.of_mean) one.first = found.of_mean->first[i], one.total = found.of_mean->total[i];
    if (found.of_run) one.first_run = found.of_run->first[i], one.total_run = found.of_run->total[i];
    set_swing(one, study.factors[one.factor], ends, y, made.common, judging.level);
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
  made.common = study.common_in.at(base);
  made.spread = Response(response, m, study.points_of(base)).spread();
  made.units = steps.trajectories;
  made.varies = made.mean_varies = made.spread.single_run > dust * made.spread.mean * made.spread.mean;
  for (std::size_t i = 0; i < effects.size(); ++i) {
    FactorInfluence one;
    one.factor = steps.factors[i];
    one.effects = elementary_effects(effects[i], m, made.common, judging.level, judging.resamples,
                                     judging.resampler_for("trajectories of " + study.factors[one.factor].name));
    made.left_out = std::max(made.left_out, one.effects.left_out);
    made.factors.push_back(std::move(one));
  }
  made.dummy = dummy_effects(effects, m, judging.level, judging.resamples, judging.resampler_for("dummy factor"));
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
                       ? given_data_influence(study, base, response, judging)
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
