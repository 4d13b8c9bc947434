#include "analysis/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace poldyn::analysis {
namespace {

/// The headline, and what else is asked for.
std::vector<HeadlineMetric> metrics_of(const Side& side, const Judging& judging) {
  std::vector<HeadlineMetric> chosen = headline(side);
  for (const Asked& asked : judging.asked) {
    const auto has_path = [&](const auto& about) { return about.path == asked.about.path; };
    const auto is_it = [&](const auto& metric) {
      return has_path(metric.about) && metric.about.name == asked.about.name;
    };
    if (std::any_of(chosen.begin(), chosen.end(), is_it)) continue;
    if (std::any_of(side.totals.begin(), side.totals.end(), has_path))
      chosen.push_back(load(side, asked.about, asked.label));
  }
  return chosen;
}

Pairs unpaired(const ComparedMetric& metric) {
  Pairs made;
  const double mean = metric.difference.estimate.mean;
  const double pooled = std::sqrt((metric.baseline.sd * metric.baseline.sd + metric.other.sd * metric.other.sd) / 2);
  if (metric.baseline.mean != 0) made.relative = mean / std::abs(metric.baseline.mean);
  if (pooled != 0) made.cohen_d = mean / pooled;
  return made;
}

ComparedMetric compare_metric(const HeadlineMetric& mine, const HeadlineMetric& theirs, const ComparedBloc& bloc,
                              const std::pair<std::size_t, std::size_t>& at, const Judging& judging, bool paired) {
  ComparedMetric made;
  made.about = mine.about;
  made.baseline_runs = mine.runs[at.first];
  made.other_runs = theirs.runs[at.second];
  made.baseline = estimate(made.baseline_runs, judging.level);
  made.other = estimate(made.other_runs, judging.level);
  if (!paired) {
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

std::vector<ComparedMetric> compare_metrics(const std::vector<HeadlineMetric>& baseline,
                                            const std::vector<HeadlineMetric>& other, const ComparedBloc& bloc,
                                            const std::pair<std::size_t, std::size_t>& at, const Judging& judging,
                                            bool paired) {
  std::vector<ComparedMetric> compared;
  for (const auto& mine : baseline) {
    const auto theirs = std::find_if(other.begin(), other.end(), [&](const auto& metric) {
      return metric.about.path == mine.about.path && metric.about.name == mine.about.name;
    });
    if (theirs != other.end()) compared.push_back(compare_metric(mine, *theirs, bloc, at, judging, paired));
  }
  return compared;
}

/// First and last sample: sides of other lengths of time answer another question.
std::pair<double, double> span_of(const Side& side) {
  return side.times.empty() ? std::pair{0.0, 0.0} : std::pair{side.times.front(), side.times.back()};
}

std::vector<std::string> warnings_for(const std::vector<Side>& sides) {
  const Side& baseline = sides.front();
  std::vector<std::string> warnings;
  for (const auto& side : sides) {
    const auto add = [&](const std::string& what) { warnings.push_back(side.name + ": " + what); };
    if (side.seed != baseline.seed) add("another seed, so runs are not paired and intervals are wider");
    if (span_of(side) != span_of(baseline)) add("another length of simulated time");
    if (side.git_commit != baseline.git_commit) add("written by another build of poldyn");
    if (side.seed == baseline.seed && side.runs != baseline.runs)
      add("another number of runs; its own column is over all of them, the difference over the pairs");
    if (!side.complete) add("some runs failed and are left out");
  }
  return warnings;
}

void adjust(Comparison& comparison) {
  std::vector<double> p;
  for (const auto& bloc : comparison.blocs)
    for (const auto& metric : bloc.metrics) {
      p.push_back(metric.difference.p);
      comparison.runs = std::max(comparison.runs, metric.difference.estimate.n);
    }
  const std::vector<double> adjusted = holm(p);
  comparison.tests =
      static_cast<std::size_t>(std::count_if(p.begin(), p.end(), [](double x) { return !std::isnan(x); }));
  std::size_t at = 0;
  for (auto& bloc : comparison.blocs)
    for (auto& metric : bloc.metrics) metric.adjusted_p = adjusted[at++];
}

}  // namespace

Reading reading_of(const ComparedMetric& metric, double level) {
  const Estimate& difference = metric.difference.estimate;
  if (std::isnan(metric.adjusted_p)) return Reading::untested;
  if (difference.mean == 0 && difference.sd == 0) return Reading::equal;
  if (metric.adjusted_p >= 1 - level) return Reading::indistinguishable;
  return difference.mean > 0 ? Reading::higher : Reading::lower;
}

Comparison compare(const std::vector<Side>& sides, const Judging& judging) {
  Comparison comparison;
  comparison.warnings = warnings_for(sides);
  comparison.paired = true;
  for (const auto& side : sides) comparison.paired &= side.seed == sides.front().seed;
  const auto baseline = metrics_of(sides.front(), judging);
  for (std::size_t i = 1; i < sides.size(); ++i) {
    const auto other = metrics_of(sides[i], judging);
    const auto pairs = match(sides.front().blocs, sides[i].blocs);
    if (pairs.empty()) comparison.warnings.push_back(sides[i].name + ": no bloc of the first file is in it");
    for (const auto& pair : pairs) {
      ComparedBloc bloc{i, sides.front().blocs[pair.first], sides[i].blocs[pair.second], {}};
      bloc.metrics = compare_metrics(baseline, other, bloc, pair, judging, comparison.paired);
      comparison.blocs.push_back(std::move(bloc));
    }
  }
  adjust(comparison);
  return comparison;
}

}  // namespace poldyn::analysis
