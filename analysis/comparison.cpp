#include "analysis/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace poldyn::analysis {
namespace {

constexpr double familywise_error = 0.05;

struct BlocPair {
  std::size_t baseline;
  std::size_t other;
};

std::vector<BlocPair> match(const std::vector<std::string>& baseline, const std::vector<std::string>& other) {
  std::vector<BlocPair> pairs;
  for (std::size_t i = 0; i < baseline.size(); ++i)
    for (std::size_t j = 0; j < other.size(); ++j)
      if (baseline[i] == other[j]) pairs.push_back({i, j});
  if (pairs.empty() && baseline.size() == other.size())
    for (std::size_t i = 0; i < baseline.size(); ++i) pairs.push_back({i, i});
  return pairs;
}

std::vector<ComparedMetric> compare_metrics(const std::vector<HeadlineMetric>& baseline,
                                            const std::vector<HeadlineMetric>& other, const BlocPair& blocs,
                                            bool paired) {
  std::vector<ComparedMetric> compared;
  for (const auto& mine : baseline) {
    const auto theirs = std::find_if(other.begin(), other.end(),
                                     [&](const auto& metric) { return metric.about.path == mine.about.path; });
    if (theirs == other.end()) continue;
    const auto& a = mine.runs[blocs.baseline];
    const auto& b = theirs->runs[blocs.other];
    compared.push_back({.about = mine.about,
                        .baseline = estimate(a),
                        .other = estimate(b),
                        .difference = paired ? paired_difference(a, b) : independent_difference(a, b)});
  }
  return compared;
}

/// First and last sample: files of other lengths of time answer another question.
std::pair<double, double> span_of(const results::Reader& file) {
  const auto times = file.file().read<double>("time");
  return times.empty() ? std::pair{0.0, 0.0} : std::pair{times.front(), times.back()};
}

std::vector<std::string> warnings_for(const std::vector<results::Reader>& files) {
  const auto& baseline = files.front();
  std::vector<std::string> warnings;
  for (const auto& file : files) {
    const std::string name = file.file().path().string();
    const auto add = [&](const std::string& what) { warnings.push_back(name + ": " + what); };
    if (file.base_seed() != baseline.base_seed()) add("another seed, so runs are not paired and intervals are wider");
    if (span_of(file) != span_of(baseline)) add("another length of simulated time");
    if (file.git_commit() != baseline.git_commit()) add("written by another build of poldyn");
    if (!file.complete()) add("some runs failed and are left out");
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

Reading reading_of(const ComparedMetric& metric) {
  const Estimate& difference = metric.difference.estimate;
  if (std::isnan(metric.adjusted_p)) return Reading::untested;
  if (difference.mean == 0 && difference.sd == 0) return Reading::equal;
  if (metric.adjusted_p >= familywise_error) return Reading::indistinguishable;
  return difference.mean > 0 ? Reading::higher : Reading::lower;
}

Comparison compare(const std::vector<results::Reader>& files) {
  Comparison comparison;
  comparison.warnings = warnings_for(files);
  comparison.paired = true;
  for (const auto& file : files) comparison.paired &= file.base_seed() == files.front().base_seed();
  const auto baseline = headline(files.front());
  for (std::size_t i = 1; i < files.size(); ++i) {
    const auto other = headline(files[i]);
    const auto pairs = match(files.front().blocs(), files[i].blocs());
    if (pairs.empty())
      comparison.warnings.push_back(files[i].file().path().string() + ": no bloc of the first file is in it");
    for (const auto& pair : pairs)
      comparison.blocs.push_back({i, files.front().blocs()[pair.baseline], files[i].blocs()[pair.other],
                                  compare_metrics(baseline, other, pair, comparison.paired)});
  }
  adjust(comparison);
  return comparison;
}

}  // namespace poldyn::analysis
