#include "analysis/composition.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>

namespace poldyn::analysis {
namespace {

/// A mean over a mixture, the same mean by stratum, and how much each stratum counts in it.
struct Mixture {
  std::string_view crude, by_stratum, counts;
};
constexpr std::array mixtures{Mixture{"totals/iteration/idea_to_deployment", "totals/iteration/idea_to_deployment_by",
                                      "totals/iteration/releases_by"}};

std::optional<results::MetricInfo> info(const Side& side, std::string_view path) {
  for (const auto& about : side.totals)
    if (about.path == path) return about;
  return std::nullopt;
}

/// By stratum, then run.
using Strata = std::vector<std::vector<double>>;

Strata loaded(const Side& side, const std::vector<LabelledMetric>& rows, std::size_t bloc) {
  Strata made;
  for (const LabelledMetric& row : rows) made.push_back(load(side, row).runs[bloc]);
  return made;
}

std::vector<double> of_run(const Strata& strata, std::size_t run) {
  std::vector<double> made;
  for (const auto& runs : strata) made.push_back(runs[run]);
  return made;
}

/// A difference of each pair of runs; their place in the files pairs them, which is as good as any pairing if they
/// share no random numbers.
std::vector<double> by_run(const Side& a, const Side& b, std::pair<std::size_t, std::size_t> at,
                           const Mixture& mixture) {
  const std::vector<const Totals*> both{&a, &b};
  const auto means = rows_by_label(both, *info(a, mixture.by_stratum));
  const auto counts = rows_by_label(both, *info(a, mixture.counts));
  const Strata a_means = loaded(a, means, at.first), a_counts = loaded(a, counts, at.first);
  const Strata b_means = loaded(b, means, at.second), b_counts = loaded(b, counts, at.second);
  std::vector<double> made;
  for (std::size_t run = 0; run < std::min(a.runs, b.runs); ++run)
    made.push_back(standardised_difference(of_run(a_means, run), of_run(a_counts, run), of_run(b_means, run),
                                           of_run(b_counts, run)));
  return made;
}

bool knows(const Side& side, const Mixture& mixture) {
  return info(side, mixture.crude) && info(side, mixture.by_stratum) && info(side, mixture.counts);
}

}  // namespace

double standardised_difference(std::span<const double> a, std::span<const double> count_a, std::span<const double> b,
                               std::span<const double> count_b) {
  std::vector<std::size_t> common;
  double sum_a = 0, sum_b = 0;
  for (std::size_t k = 0; k < std::min({a.size(), b.size(), count_a.size(), count_b.size()}); ++k) {
    if (std::isnan(a[k]) || std::isnan(b[k]) || !(count_a[k] > 0) || !(count_b[k] > 0)) continue;
    common.push_back(k);
    sum_a += count_a[k];
    sum_b += count_b[k];
  }
  if (common.empty()) return no_value;
  double difference = 0;
  for (const std::size_t k : common)
    difference += (count_a[k] / sum_a + count_b[k] / sum_b) / 2 * difference_of(a[k], b[k]);
  return difference;
}

std::vector<Standardised> at_equal_composition(const std::vector<Side>& sides, double level) {
  std::vector<Standardised> made;
  for (const Mixture& mixture : mixtures)
    for (std::size_t i = 1; i < sides.size(); ++i) {
      const Side &a = sides.front(), &b = sides[i];
      if (!knows(a, mixture) || !knows(b, mixture)) continue;
      const LabelledMetric crude{*info(a, mixture.crude), ""};
      const HeadlineMetric of_a = load(a, crude), of_b = load(b, crude);
      for (const auto& at : match(a.blocs, b.blocs)) {
        const std::vector<double> differences = by_run(a, b, at, mixture);
        const std::vector<double> nothing(differences.size(), 0.0);
        Standardised one{crude.about, i, a.blocs[at.first], {}, paired_difference(nothing, differences, level)};
        one.crude = share_random_numbers(a, b)
                        ? paired_difference(of_a.runs[at.first], of_b.runs[at.second], level)
                        : independent_difference(of_a.runs[at.first], of_b.runs[at.second], level);
        if (one.standardised.estimate.n > 0) made.push_back(std::move(one));
      }
    }
  return made;
}

bool turned(const Standardised& found, double level) {
  const double crude = found.crude.estimate.mean, standardised = found.standardised.estimate.mean;
  return crude * standardised < 0 && found.standardised.p < 1 - level;
}

}  // namespace poldyn::analysis
