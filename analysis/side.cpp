#include "analysis/side.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

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

using Values = std::function<std::vector<double>(const results::MetricInfo&)>;

/// What the runs of the first point have.
Values first_point(const std::shared_ptr<const results::Reader>& file) {
  return [file](const results::MetricInfo& about) {
    std::vector<double> values = file->values(about.path);
    values.resize(values.size() / std::max<std::size_t>(1, file->points()));
    return values;
  };
}

/// Reads each metric once, however many rows and sides it is compared in. Not for sampled ones, which are long.
Values kept(Values values) {
  const auto known = std::make_shared<std::map<std::string, std::vector<double>>>();
  return [known, values = std::move(values)](const results::MetricInfo& about) {
    const auto at = known->find(about.path);
    return at != known->end() ? at->second : known->emplace(about.path, values(about)).first->second;
  };
}

/// The same of means over spans.
std::function<std::vector<double>(const results::MetricInfo&, Span)> kept_means(Values values, const Side& side) {
  using Key = std::tuple<std::string, double, double>;
  const auto known = std::make_shared<std::map<Key, std::vector<double>>>();
  const std::size_t series = side.runs * side.blocs.size();
  return [known, series, values = std::move(values), times = side.times](const results::MetricInfo& about, Span span) {
    const Key key{about.path, span.from, span.to};
    if (const auto at = known->find(key); at != known->end()) return at->second;
    const std::vector<double> sampled = values(about);
    const std::size_t extent = sampled.size() / std::max<std::size_t>(1, series * times.size());
    return known->emplace(key, span_means(sampled, times, extent, span)).first->second;
  };
}

}  // namespace

Side side_of(const std::shared_ptr<const results::Reader>& file) {
  Side side;
  static_cast<Totals&>(side) = totals_of(*file);
  side.file = file;
  side.name = file->file().path().string();
  side.title = file->title();
  side.seed = file->base_seed();
  side.fingerprint = file->fingerprint();
  side.git_commit = file->git_commit();
  side.complete = file->complete();
  side.times = file->file().read<double>("time");
  side.seeds = file->file().read<std::uint64_t>("runs/seed");
  side.sampled = file->all_sampled();
  side.values = kept(first_point(file));
  side.means = kept_means(first_point(file), side);
  side.mean_path = [file](const results::MetricInfo& about, std::size_t bloc) {
    return mean_over_runs(*file, about, bloc);
  };
  return side;
}

void average_over(Side& side, Span span) {
  side.values = [totals = side.values, means = side.means, span](const results::MetricInfo& about) {
    return is_sampled(about) ? means(about, span) : totals(about);
  };
}

std::vector<const Totals*> totals_of(const std::vector<Side>& sides) {
  std::vector<const Totals*> made;
  made.reserve(sides.size());
  for (const Side& side : sides) made.push_back(&side);
  return made;
}

bool share_random_numbers(const Side& a, const Side& b) {
  const auto seed_of = [](const Side& side, std::size_t run) {
    return side.seeds.empty() ? side.seed : side.seeds.at(run);
  };
  for (std::size_t run = 0; run < std::min(a.runs, b.runs); ++run)
    if (seed_of(a, run) != seed_of(b, run)) return false;
  return true;
}

std::string side_letter(std::size_t side) {
  return side < 26 ? std::string(1, static_cast<char>('A' + side)) : fmt::format("#{}", side + 1);
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

std::vector<Settling> settling_of(const Side& side, const std::vector<LabelledMetric>& rows) {
  std::vector<Settling> made;
  for (const LabelledMetric& row : rows)
    for (std::size_t bloc = 0; has(side, row.about) && bloc < side.blocs.size(); ++bloc) {
      const std::vector<double> series = side.mean_path(row.about, bloc);
      const Mser found = mser5(series);
      const bool cuts = found.settled == Settled::yes;
      made.push_back({row.about, side.blocs[bloc], found.settled, cuts ? side.times.at(found.cut) : no_value});
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
