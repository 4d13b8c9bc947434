#include "analysis/paths.h"

#include <algorithm>
#include <cmath>

#include "analysis/facts.h"

namespace poldyn::analysis {
namespace {

/// Values of all runs at one sample, those that exist, rising.
std::vector<double> at_sample(const Paths& paths, std::size_t sample) {
  std::vector<double> values;
  for (const auto& path : paths)
    if (sample < path.size() && !std::isnan(path[sample])) values.push_back(path[sample]);
  std::sort(values.begin(), values.end());
  return values;
}

}  // namespace

Paths paths_of(const results::Reader& file, const std::string& path, std::size_t bloc, std::size_t place) {
  const std::vector<double> values = file.values(path);
  const std::size_t runs = file.replicates(), blocs = file.blocs().size();
  const std::size_t times = file.file().read<double>("time").size();
  const std::size_t series = std::max<std::size_t>(1, file.points() * runs * blocs * times);
  const std::size_t extent = values.size() / series;
  Paths made;
  if (place >= extent) return made;
  for (std::size_t run = 0; run < runs; ++run) {
    auto& samples = made.emplace_back(times);
    for (std::size_t t = 0; t < times; ++t) samples[t] = values[((run * blocs + bloc) * times + t) * extent + place];
  }
  return made;
}

Paths paired_paths(const Paths& a, const Paths& b) {
  Paths made(std::min(a.size(), b.size()));
  for (std::size_t run = 0; run < made.size(); ++run)
    for (std::size_t t = 0; t < std::min(a[run].size(), b[run].size()); ++t)
      made[run].push_back(difference_of(a[run][t], b[run][t]));
  return made;
}

Paths trailing_sums(const Paths& paths, std::size_t samples) {
  Paths made;
  for (const auto& path : paths) {
    auto& sums = made.emplace_back(path.size(), no_value);
    for (std::size_t t = samples; t < path.size(); ++t) {  // the first sample, at the start, counts nothing
      sums[t] = 0;
      for (std::size_t back = 0; back < samples; ++back) sums[t] += path[t - back];
    }
  }
  return made;
}

PathBand band_of(const Paths& paths, double level) {
  PathBand made;
  std::size_t samples = 0;
  for (const auto& path : paths) samples = std::max(samples, path.size());
  for (std::size_t t = 0; t < samples; ++t) {
    const std::vector<double> values = at_sample(paths, t);
    const Estimate found = estimate(values, level);
    const bool enough = values.size() >= fewest_for_band;
    made.mean.push_back(found.mean);
    made.half_width.push_back(found.half_width);
    made.low.push_back(values.empty() ? no_value : quantile(values, enough ? (1 - prediction) / 2 : 0));
    made.high.push_back(values.empty() ? no_value : quantile(values, enough ? (1 + prediction) / 2 : 1));
    if (values.empty()) continue;
    made.fewest = made.most == 0 ? values.size() : std::min(made.fewest, values.size());
    made.most = std::max(made.most, values.size());
  }
  return made;
}

}  // namespace poldyn::analysis
