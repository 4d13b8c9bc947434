#include "app/report/finding.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "analysis/relative.h"
#include "app/metrics/survivors.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

using analysis::ComparedMetric;

constexpr double margin_per_cent = 5, margin_points = 1, margin_months = 0.5;
constexpr double months_per_year = 12;
constexpr double margin_decades = 0.0212;  // log10(1.05): 5 % of the compute

double margin_of(DifferenceScale scale) {
  switch (scale) {
    case DifferenceScale::points:
      return margin_points;
    case DifferenceScale::months:
      return margin_months;
    case DifferenceScale::decades:
      return margin_decades;
    case DifferenceScale::relative:
      return margin_per_cent;
  }
  throw std::logic_error("a scale of differences without a margin");
}

analysis::Estimate times(analysis::Estimate estimate, double factor) {
  estimate.mean *= factor;
  estimate.sd *= std::abs(factor);
  estimate.half_width *= std::abs(factor);
  return estimate;
}

Verdict judged(const Finding& finding, double level, bool much_undecided) {
  const ComparedMetric& metric = *finding.metric;
  const analysis::Verdict reading = analysis::verdict_of(metric, level);
  if (reading == analysis::Verdict::only_baseline) return Verdict::only_first;
  if (reading == analysis::Verdict::only_other) return Verdict::only_second;
  if (much_undecided && is_over_survivors(metric.about.name)) return Verdict::guard;
  if (reading == analysis::Verdict::untested) return Verdict::untested;
  if (reading == analysis::Verdict::equal) return Verdict::equal;
  const bool within = std::max(std::abs(finding.shown.low()), std::abs(finding.shown.high())) < finding.margin;
  const bool told = reading == analysis::Verdict::higher || reading == analysis::Verdict::lower;
  if (within) return told ? Verdict::within_margin : Verdict::equal;
  return told ? Verdict::told : Verdict::not_told;
}

Finding finding_of(const ComparedMetric& metric, bool paired, double level, double growth, bool much_undecided) {
  Finding made{.metric = &metric, .wording = wording_of(metric.about)};
  if (made.wording.scale == DifferenceScale::months && !(growth > 0)) made.wording.scale = DifferenceScale::decades;
  made.margin = margin_of(made.wording.scale);
  switch (made.wording.scale) {
    case DifferenceScale::points:
      made.shown = times(metric.difference.estimate, 100);
      break;
    case DifferenceScale::months:
      made.shown = times(metric.difference.estimate, months_per_year / growth);
      break;
    case DifferenceScale::decades:
      made.shown = metric.difference.estimate;
      break;
    case DifferenceScale::relative:
      made.shown = times(analysis::relative_difference(metric.baseline_runs, metric.other_runs, paired, level), 100);
      break;
  }
  made.verdict = judged(made, level, much_undecided);
  return made;
}

}  // namespace

double never_out(const ReportMaterial& material, std::size_t side) {
  double most = analysis::no_value;
  for (const char* path : {"totals/pipeline/undecided_share", "totals/iteration/given_up_share"})
    if (const double share = mean_of(material, side, path).mean; !(share <= most) && !std::isnan(share)) most = share;
  return most;
}

std::vector<Finding> findings_of(const ReportMaterial& material) {
  std::vector<Finding> made;
  const analysis::ComparedBloc* bloc = told_bloc(material);
  if (bloc == nullptr) return made;
  const double growth = mean_of(material, 0, "totals/capability/frontier_growth").mean;
  // Much, or nobody knows how much: a file of `compare -m` may have no row that says it.
  const bool much = !(never_out(material, 0) <= most_undecided && never_out(material, 1) <= most_undecided);
  for (const auto& metric : bloc->metrics)
    if (metric.baseline.n > 0 || metric.other.n > 0)
      made.push_back(finding_of(metric, bloc->paired, material.level, growth, much));
  std::stable_sort(made.begin(), made.end(),
                   [](const Finding& a, const Finding& b) { return a.wording.theme < b.wording.theme; });
  return made;
}

const Finding* finding_named(const std::vector<Finding>& all, std::string_view name) {
  const auto at =
      std::find_if(all.begin(), all.end(), [&](const Finding& one) { return one.metric->about.name == name; });
  return at == all.end() ? nullptr : &*at;
}

std::string words_of(Verdict verdict) {
  constexpr std::array<const char*, 8> words{"told apart",         "told apart, too small to matter",
                                             "practically equal",  "not told apart",
                                             "not to be trusted",  "only in the first",
                                             "only in the second", "not tested"};
  return words[static_cast<std::size_t>(verdict)];
}

std::string margin_in_words(DifferenceScale scale) {
  constexpr std::array<const char*, 4> words{"5\u202f%", "1 percentage point", "half a month of progress",
                                             "0.021 decades of compute"};
  return words[static_cast<std::size_t>(scale)];
}

}  // namespace poldyn::app
