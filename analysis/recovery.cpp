#include "analysis/recovery.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <stdexcept>

#include "analysis/headline.h"
#include "sim/reading/nearest.h"
#include "sim/results/results_labels.h"

namespace poldyn::analysis {
namespace {

constexpr double steady = 0.95;  // share of later samples that stay within the band

Estimate at_time(const std::vector<std::vector<double>>& gaps, std::size_t time, std::size_t without) {
  std::vector<double> values;
  for (std::size_t pair = 0; pair < gaps.size(); ++pair)
    if (pair != without) values.push_back(gaps[pair][time]);
  return estimate(values);
}

/// How far outside the band a sample is; at most 0 within it.
double excess(const Estimate& gap, double band) {
  const double noise = std::isnan(gap.half_width) ? 0 : gap.half_width;
  return std::isnan(gap.mean) ? 0 : std::abs(gap.mean) - std::max(band, noise);
}

/// Days from `since` until the gap is closed; nothing if it never is. `back` is the sample of the switch back.
std::optional<double> closing(std::span<const double> times, const std::vector<std::vector<double>>& gaps,
                              std::size_t back, double since, double share, std::size_t without) {
  const double band = share * std::abs(at_time(gaps, back, without).mean);
  std::vector<double> beyond;
  for (std::size_t t = back; t < times.size(); ++t) beyond.push_back(excess(at_time(gaps, t, without), band));
  std::size_t within = 0;
  std::optional<std::size_t> first;
  for (std::size_t i = beyond.size(); i-- > 0;) {
    within += beyond[i] <= 0;
    const auto later = static_cast<double>(beyond.size() - i);
    if (beyond[i] <= 0 && static_cast<double>(within) >= steady * later) first = i;
  }
  if (!first) return std::nullopt;
  if (*first == 0) return 0;
  const double before = beyond[*first - 1], after = beyond[*first];
  const double part = before > 0 ? before / (before - after) : 1;
  const double crossed = times[back + *first - 1] + part * (times[back + *first] - times[back + *first - 1]);
  return std::max(0.0, crossed - since);
}

/// The numbers that are followed: of a sampled metric with one number per bloc or, of one with more, at a label.
struct Followed {
  results::MetricInfo about;
  std::string label;
};

/// One bloc's series by run. Blocs and labels are looked for by name: twins may list them in another order.
std::vector<std::vector<double>> series_of(const results::Reader& file, const Followed& what, const std::string& bloc,
                                           std::size_t runs) {
  const auto place = [&](const std::vector<std::string>& names, const std::string& name) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end())
      throw std::invalid_argument(
          fmt::format("{} of bloc '{}' has no '{}'; {}", what.about.path, bloc, name, suggestion(name, names)));
    return static_cast<std::size_t>(at - names.begin());
  };
  const std::size_t b = place(file.blocs(), bloc);
  h5::Shape start(what.about.dimensions.size(), 0), count = file.file().shape(what.about.path);
  if (!what.label.empty()) {
    start.back() = place(results::Labels(file).of(what.about.dimensions.back(), b), what.label);
    count.back() = 1;
  }
  start[2] = b;
  count[0] = count[2] = 1;
  count[1] = runs;
  const std::vector<double> values = file.file().read_block<double>(what.about.path, start, count);
  std::vector<std::vector<double>> made;
  const auto times = static_cast<std::ptrdiff_t>(count[3]);
  for (auto at = values.begin(); at != values.end(); at += times) made.emplace_back(at, at + times);
  return made;
}

bool has_place(const results::Reader& file, const Followed& what, const std::string& bloc) {
  const auto b = std::find(file.blocs().begin(), file.blocs().end(), bloc) - file.blocs().begin();
  const auto names = results::Labels(file).of(what.about.dimensions.back(), static_cast<std::size_t>(b));
  return std::find(names.begin(), names.end(), what.label) != names.end();
}

/// By pair, then time: switched less twin.
std::vector<std::vector<double>> gaps_of(const results::Reader& twin, const results::Reader& switched,
                                         const Followed& what, const std::string& bloc) {
  const std::size_t pairs = std::min(twin.replicates(), switched.replicates());
  const auto a = series_of(twin, what, bloc, pairs);
  auto gaps = series_of(switched, what, bloc, pairs);
  for (std::size_t pair = 0; pair < pairs; ++pair)
    for (std::size_t t = 0; t < gaps[pair].size(); ++t) gaps[pair][t] -= a[pair].at(t);
  return gaps;
}

/// "metrics/pipeline/queue_length_by_stage[review]" -> that metric at "review"; nothing if the file has no such metric,
/// or a label is missing or too much.
std::optional<Followed> followed(const results::Reader& file, const std::string& text) {
  const std::size_t bracket = text.ends_with(']') ? text.find('[') : text.npos;
  const std::string path = text.substr(0, bracket);
  const auto info = file.metric(path);
  if (!info || !path.starts_with("metrics/") || info->dimensions.size() != (bracket == text.npos ? 4U : 5U))
    return std::nullopt;
  Followed made{*info, bracket == text.npos ? "" : text.substr(bracket + 1, text.size() - bracket - 2)};
  if (!made.label.empty()) made.about.name += "[" + made.label + "]";
  return made;
}

void check_twins(const results::Reader& twin, const results::Reader& switched) {
  const auto sorted = [](std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    return names;
  };
  if (twin.base_seed() != switched.base_seed())
    throw std::invalid_argument("the two files have different seeds, so their runs are no twins");
  if (sorted(twin.blocs()) != sorted(switched.blocs()))
    throw std::invalid_argument("the two files have different blocs");
  if (twin.file().read<double>("time") != switched.file().read<double>("time"))
    throw std::invalid_argument("the two files have different sample times");
  if (twin.points() != 1 || switched.points() != 1)
    throw std::invalid_argument("each file must hold one scenario, and not a sweep");
}

}  // namespace

Recovery recovery(std::span<const double> times, const std::vector<std::vector<double>>& gaps, double since,
                  double band) {
  const auto after = std::upper_bound(times.begin(), times.end(), since);
  if (after == times.begin() || gaps.empty()) throw std::invalid_argument("no sample at or before the switch back");
  if (after == times.end())
    throw std::invalid_argument("no sample after the switch back, so nothing can be seen to return");
  const auto back = static_cast<std::size_t>(after - times.begin()) - 1;
  const std::size_t none = gaps.size();
  Recovery made;
  made.at_return = at_time(gaps, back, none);
  made.at_end = at_time(gaps, times.size() - 1, none);
  const double noise = std::isnan(made.at_return.half_width) ? 0 : made.at_return.half_width;
  made.moved = std::abs(made.at_return.mean) > noise;
  if (!made.moved) return made;
  made.days = closing(times, gaps, back, since, band, none).value_or(no_value);
  if (gaps.size() < 3) return made;
  std::vector<double> without_one;
  for (std::size_t pair = 0; pair < gaps.size(); ++pair) {
    const auto days = closing(times, gaps, back, since, band, pair);
    if (!days) return made;
    without_one.push_back(*days);
  }
  if (std::isnan(made.days)) return made;
  without_one.push_back(made.days);  // with few pairs that of all may lie outside those that leave out one
  made.least = *std::min_element(without_one.begin(), without_one.end());
  made.most = *std::max_element(without_one.begin(), without_one.end());
  return made;
}

std::string doubt_about_twins(const results::Reader& twin, const results::Reader& switched, double since) {
  const std::vector<double> times = twin.file().read<double>("time");
  std::size_t first = times.size();  // sample at which any headline metric differs
  bool seen = false;
  for (const std::string_view path : headline_paths()) {
    const auto what = followed(twin, std::string(path));
    if (!what || !followed(switched, std::string(path))) continue;
    seen = true;
    for (const auto& bloc : twin.blocs())
      for (const auto& gaps : gaps_of(twin, switched, *what, bloc))
        for (std::size_t t = 0; t < first; ++t)
          if (gaps[t] != 0 && !std::isnan(gaps[t])) first = t;
  }
  if (!seen) return "";
  if (first == times.size())
    return "the two files hold the same: nothing was switched, or the same file was given twice";
  if (first <= 1)
    return fmt::format(
        "the two differ from day {:g} on, and twins are the same until the first switch: are these runs "
        "of one scenario with the switch and without it?",
        times[first]);
  if (times[first] > since) return "the two differ only after --since: what was switched before it had no effect";
  return "";
}

std::vector<RecoveredMetric> recoveries(const results::Reader& twin, const results::Reader& switched,
                                        const std::vector<std::string>& paths, double since, double band) {
  check_twins(twin, switched);
  const std::vector<double> times = twin.file().read<double>("time");
  std::vector<std::string> wanted = paths;
  if (wanted.empty()) wanted.assign(headline_paths().begin(), headline_paths().end());
  std::vector<RecoveredMetric> made;
  std::set<std::string> found;
  for (const auto& bloc : twin.blocs())
    for (const std::string& path : wanted) {
      const auto what = followed(twin, path);
      if (!what || !followed(switched, path)) {
        if (paths.empty()) continue;
        throw std::invalid_argument(
            fmt::format("the files do not both have a sampled metric '{}' of one number per bloc; of others name the "
                        "place, as metrics/pipeline/queue_length_by_stage[review]",
                        path));
      }
      if (!what->label.empty() && !has_place(twin, *what, bloc)) continue;
      made.push_back({what->about, bloc, recovery(times, gaps_of(twin, switched, *what, bloc), since, band)});
      found.insert(path);
    }
  for (const std::string& path : paths)
    if (!found.contains(path))
      throw std::invalid_argument(fmt::format("no bloc has what '{}' names in brackets", path));
  return made;
}

}  // namespace poldyn::analysis
