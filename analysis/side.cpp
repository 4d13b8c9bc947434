#include "analysis/side.h"

#include <algorithm>
#include <cmath>

namespace poldyn::analysis {
namespace {

std::vector<double> mean_over_runs(const results::Reader& file, const results::MetricInfo& about, std::size_t bloc) {
  const std::size_t blocs = file.blocs().size(), runs = file.replicates();
  const std::vector<double> values = file.values(about.path);
  const std::size_t times = values.size() / std::max<std::size_t>(1, file.points() * runs * blocs);
  std::vector<double> sums(times, 0.0), counts(times, 0.0);
  for (std::size_t run = 0; run < runs; ++run)
    for (std::size_t t = 0; t < times; ++t)
      if (const double x = values[(run * blocs + bloc) * times + t]; !std::isnan(x)) sums[t] += x, counts[t] += 1;
  for (std::size_t t = 0; t < times; ++t) sums[t] = counts[t] > 0 ? sums[t] / counts[t] : no_value;
  return sums;
}

}  // namespace

Side side_of(std::shared_ptr<const results::Reader> file, double warmup_days) {
  Side side;
  static_cast<Totals&>(side) = totals_of(*file);
  side.name = file->file().path().string();
  side.title = file->title();
  side.seed = file->base_seed();
  side.fingerprint = file->fingerprint();
  side.git_commit = file->git_commit();
  side.complete = file->complete();
  side.times = file->file().read<double>("time");
  side.warmup = warmup_days;
  side.sampled = file->sampled();
  side.mean_path = [file](const results::MetricInfo& about, std::size_t bloc) {
    return mean_over_runs(*file, about, bloc);
  };
  return side;
}

std::vector<std::pair<std::size_t, std::size_t>> match(const std::vector<std::string>& a,
                                                       const std::vector<std::string>& b) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < b.size(); ++j)
      if (a[i] == b[j]) pairs.emplace_back(i, j);
  if (pairs.empty() && a.size() == b.size())
    for (std::size_t i = 0; i < a.size(); ++i) pairs.emplace_back(i, i);
  return pairs;
}

std::vector<Settling> settling_of(const Side& side) {
  std::vector<Settling> made;
  for (const auto& path : headline_paths())
    for (const auto& about : side.sampled) {
      if (about.path != path) continue;
      for (std::size_t bloc = 0; bloc < side.blocs.size(); ++bloc) {
        const std::vector<double> series = side.mean_path(about, bloc);
        const Mser found = mser5(series);
        const bool cuts = found.settled == Settled::yes;
        made.push_back({about, side.blocs[bloc], found.settled, cuts ? side.times.at(found.cut) : no_value});
      }
    }
  return made;
}

std::optional<Settling> longest(const std::vector<Settling>& all) {
  std::optional<Settling> found;
  for (const auto& one : all)
    if (one.settled == Settled::yes && (!found || one.cut_days > found->cut_days)) found = one;
  return found;
}

}  // namespace poldyn::analysis
