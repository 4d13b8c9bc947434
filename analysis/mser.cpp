#include "analysis/mser.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace poldyn::analysis {
namespace {

constexpr std::size_t batch = 5;
constexpr std::size_t least_batches = 10;
// The last few batches, alike by chance, would have the least statistic of all (Hoad, Robinson & Davies 2010, J. Oper.
// Res. Soc. 61, leave out as many).
constexpr std::size_t least_left = 5;

}  // namespace

Mser mser5(std::span<const double> series) {
  const auto exists = [](double x) { return !std::isnan(x); };
  const auto lead = static_cast<std::size_t>(std::find_if(series.begin(), series.end(), exists) - series.begin());
  series = series.subspan(lead);
  std::vector<double> means(series.size() / batch, 0.0);
  for (std::size_t i = 0; i < means.size() * batch; ++i) means[i / batch] += series[i] / double{batch};
  if (means.size() < least_batches) return {Settled::too_short};
  std::size_t best = 0;
  double least = std::numeric_limits<double>::infinity();
  double mean = 0, squares = 0;  // of the batches from d on, by Welford's update from the back: no cancellation
  for (std::size_t d = means.size(); d-- > 0;) {
    if (std::isnan(means[d])) return {Settled::has_gaps};
    const auto left = static_cast<double>(means.size() - d);
    const double step = means[d] - mean;
    mean += step / left;
    squares += step * (means[d] - mean);
    if (means.size() - d < least_left) continue;
    const double statistic = squares / (left * left);
    if (statistic <= least) least = statistic, best = d;
  }
  if (best > means.size() / 2) return {Settled::no};
  return {Settled::yes, lead + best * batch, least};
}

}  // namespace poldyn::analysis
