#include "analysis/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/comparability.h"
#include "analysis/undecided.h"

namespace poldyn::analysis {
namespace {

using Loaded = std::vector<HeadlineMetric>;  ///< by row, of one side

std::vector<LabelledMetric> rows_of(const std::vector<Side>& sides, const ComparisonSettings& judging) {
  std::vector<LabelledMetric> chosen = judging.rows.empty() ? headline_rows(totals_of(sides)) : judging.rows;
  for (const LabelledMetric& asked : judging.asked)
    if (std::none_of(chosen.begin(), chosen.end(), [&](const LabelledMetric& row) {
          return row.about.path == asked.about.path && row.label == asked.label;
        }))
      chosen.push_back(asked);
  return chosen;
}

bool any_value(const std::vector<double>& runs) {
  return std::any_of(runs.begin(), runs.end(), [](double x) { return !std::isnan(x); });
}

Pairs unpaired(const ComparedMetric& metric) {
  Pairs made;
  const double mean = metric.difference.estimate.mean;
  const double pooled = std::sqrt((metric.baseline.sd * metric.baseline.sd + metric.other.sd * metric.other.sd) / 2);
  if (metric.baseline.mean != 0) made.relative = mean / std::abs(metric.baseline.mean);
  if (pooled != 0) made.cohen_d = mean / pooled;
  return made;
}

Sampling sampling_of(const ComparedBloc& bloc, const ComparisonSettings& judging) {
  if (!bloc.paired) return Sampling::independent;
  return judging.any_look ? Sampling::pairs_by_look : Sampling::pairs;
}

using Places = std::pair<std::size_t, std::size_t>;  ///< of a bloc in the baseline and in another side

ComparedMetric compare_metric(const HeadlineMetric& mine, const HeadlineMetric& theirs, const ComparedBloc& bloc,
                              const Places& at, const ComparisonSettings& judging) {
  if (judging.between) judging.between();
  ComparedMetric made;
  made.about = mine.about;
  made.baseline_runs = mine.runs[at.first];
  made.other_runs = theirs.runs[at.second];
  made.baseline = estimate(made.baseline_runs, judging.level);
  made.other = estimate(made.other_runs, judging.level);
  if (judging.margin) made.margin = judging.margin(made.about);
  if (made.margin)
    made.alike = margin_tests(made.baseline_runs, made.other_runs, *made.margin, sampling_of(bloc, judging));
  if (!bloc.paired) {
    made.difference = independent_difference(made.baseline_runs, made.other_runs, judging.level);
    made.pairs = unpaired(made);
    return made;
  }
  Resampler resampler;
  if (judging.resampler)
    resampler = judging.resampler(fmt::format("{} {} {} {}", mine.about.path, mine.about.name, bloc.side, at.first));
  made.pairs = compare_pairs(made.baseline_runs, made.other_runs, judging.level, resampler);
  made.difference = judging.any_look ? Difference{made.pairs.any_look, made.pairs.any_look_p} : made.pairs.difference;
  return made;
}

/// Rows of a bloc of the baseline: those without label that some bloc of some side has a value of, and those with one
/// that this bloc, or one that is compared with it, has a value of, since other blocs have other stages.
std::vector<std::size_t> rows_of_bloc(const std::vector<Side>& sides, const std::vector<Loaded>& loaded,
                                      const std::vector<LabelledMetric>& rows, std::size_t bloc) {
  std::vector<std::size_t> made;
  for (std::size_t row = 0; row < loaded.front().size(); ++row) {
    bool found = any_value(loaded.front()[row].runs[bloc]);
    if (rows[row].label.empty())
      found = std::any_of(loaded.begin(), loaded.end(), [&](const Loaded& side) { return exists(side[row]); });
    for (std::size_t i = 1; i < sides.size() && !found; ++i)
      for (const auto& [mine, theirs] : match(sides.front().blocs, sides[i].blocs))
        found |= mine == bloc && any_value(loaded[i][row].runs[theirs]);
    if (found) made.push_back(row);
  }
  return made;
}

void compare_side(Comparison& comparison, const std::vector<Side>& sides, const std::vector<Loaded>& loaded,
                  const std::vector<std::vector<std::size_t>>& rows, std::size_t i, const ComparisonSettings& judging) {
  for (const Places& at : match(sides.front().blocs, sides[i].blocs)) {
    ComparedBloc made{
        i, share_random_numbers(sides.front(), sides[i]), sides.front().blocs[at.first], sides[i].blocs[at.second], {}};
    for (const std::size_t row : rows[at.first])
      made.metrics.push_back(compare_metric(loaded.front()[row], loaded[i][row], made, at, judging));
    comparison.blocs.push_back(std::move(made));
  }
}

/// Of all metrics, in their order.
std::vector<ComparedMetric*> metrics_of(Comparison& comparison) {
  std::vector<ComparedMetric*> made;
  for (auto& bloc : comparison.blocs)
    for (auto& metric : bloc.metrics) made.push_back(&metric);
  return made;
}

/// Holm's p of all metrics.
void adjust(const std::vector<ComparedMetric*>& metrics, const std::function<double(const ComparedMetric&)>& p_of,
            const std::function<double&(ComparedMetric&)>& adjusted_of) {
  std::vector<double> p;
  p.reserve(metrics.size());
  for (const auto* metric : metrics) p.push_back(p_of(*metric));
  const std::vector<double> adjusted = holm(p);
  for (std::size_t i = 0; i < metrics.size(); ++i) adjusted_of(*metrics[i]) = adjusted[i];
}

void adjust(Comparison& comparison) {
  const auto metrics = metrics_of(comparison);
  for (ComparedMetric* metric : metrics) {
    comparison.runs = std::max(comparison.runs, metric->difference.estimate.n);
    comparison.tests += !std::isnan(metric->difference.p);
  }
  adjust(
      metrics, [](const auto& x) { return x.difference.p; }, [](auto& x) -> double& { return x.adjusted_p; });
  adjust(
      metrics, [](const auto& x) { return x.alike.within_p; },
      [](auto& x) -> double& { return x.adjusted_alike.within_p; });
  adjust(
      metrics, [](const auto& x) { return x.alike.beyond_p; },
      [](auto& x) -> double& { return x.adjusted_alike.beyond_p; });
}

}  // namespace

Verdict verdict_of(const ComparedMetric& metric, double level) {
  const Estimate& difference = metric.difference.estimate;
  if (metric.baseline.n == 0 && metric.other.n > 0) return Verdict::only_other;
  if (metric.baseline.n > 0 && metric.other.n == 0) return Verdict::only_baseline;
  if (std::isnan(metric.adjusted_p)) return Verdict::untested;
  if (difference.mean == 0 && difference.sd == 0) return Verdict::equal;
  if (metric.adjusted_p >= 1 - level) return Verdict::indistinguishable;
  return difference.mean > 0 ? Verdict::higher : Verdict::lower;
}

Likeness likeness_of(const ComparedMetric& metric, double level) {
  if (std::isnan(metric.adjusted_alike.within_p)) return Likeness::untested;
  if (metric.adjusted_alike.within_p < 1 - level) return Likeness::within;
  return metric.adjusted_alike.beyond_p < 1 - level ? Likeness::beyond : Likeness::unclear;
}

Comparison compare(const std::vector<Side>& sides, const ComparisonSettings& judging) {
  Comparison comparison;
  comparison.warnings = comparability(sides);
  for (std::size_t i = 0; i < sides.size(); ++i)
    for (const auto& found : undecided(sides[i]))
      comparison.warnings.push_back(
          fmt::format("{} = {}: {}", side_letter(i), sides[i].name, undecided_text(sides[i], found)));
  comparison.paired =
      std::all_of(sides.begin(), sides.end(), [&](const Side& x) { return share_random_numbers(sides[0], x); });
  const std::vector<LabelledMetric> rows = rows_of(sides, judging);
  std::vector<Loaded> loaded;
  for (const Side& side : sides) {
    loaded.emplace_back();
    for (const LabelledMetric& row : rows) {
      if (judging.between) judging.between();
      loaded.back().push_back(load(side, row));
    }
  }
  for (std::size_t row = 0; row < rows.size(); ++row)
    if (std::none_of(loaded.begin(), loaded.end(), [&](const Loaded& side) { return exists(side[row]); }))
      comparison.never.push_back(rows[row].about.name);
  std::vector<std::vector<std::size_t>> by_bloc;
  for (std::size_t bloc = 0; bloc < sides.front().blocs.size(); ++bloc)
    by_bloc.push_back(rows_of_bloc(sides, loaded, rows, bloc));
  for (std::size_t i = 1; i < sides.size(); ++i) compare_side(comparison, sides, loaded, by_bloc, i, judging);
  adjust(comparison);
  return comparison;
}

}  // namespace poldyn::analysis
