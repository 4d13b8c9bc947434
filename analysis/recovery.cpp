#include "analysis/recovery.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

#include "analysis/headline.h"

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

std::vector<std::vector<double>> gaps_of(const results::Reader& twin, const results::Reader& switched,
                                         const std::string& path, std::size_t bloc, std::size_t times) {
  const std::vector<double> a = twin.values(path), b = switched.values(path);
  const std::size_t blocs = twin.blocs().size(), pairs = std::min(twin.replicates(), switched.replicates());
  std::vector<std::vector<double>> gaps(pairs, std::vector<double>(times));
  for (std::size_t pair = 0; pair < pairs; ++pair)
    for (std::size_t t = 0; t < times; ++t) {
      const std::size_t at = (pair * blocs + bloc) * times + t;
      gaps[pair][t] = b.at(at) - a.at(at);
    }
  return gaps;
}

void check_twins(const results::Reader& twin, const results::Reader& switched) {
  if (twin.base_seed() != switched.base_seed())
    throw std::invalid_argument("the two files have different seeds, so their runs are no twins");
  if (twin.blocs() != switched.blocs()) throw std::invalid_argument("the two files have different blocs");
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
  made.least = *std::min_element(without_one.begin(), without_one.end());
  made.most = *std::max_element(without_one.begin(), without_one.end());
  return made;
}

std::string doubt_about_twins(const results::Reader& twin, const results::Reader& switched, double since) {
  const std::vector<double> times = twin.file().read<double>("time");
  std::size_t first = times.size();  // sample at which any headline metric differs
  bool seen = false;
  const auto infos = twin.sampled(), others = switched.sampled();  // slow: attributes of every metric
  for (const std::string_view path : headline_paths()) {
    const auto has = [&](const auto& among) {
      return std::any_of(among.begin(), among.end(), [&](const auto& info) { return info.path == path; });
    };
    if (!has(infos) || !has(others)) continue;
    seen = true;
    for (std::size_t bloc = 0; bloc < twin.blocs().size(); ++bloc)
      for (const auto& gaps : gaps_of(twin, switched, std::string(path), bloc, times.size()))
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
  const auto infos = twin.sampled();
  std::vector<std::string> wanted = paths;
  if (wanted.empty()) wanted.assign(headline_paths().begin(), headline_paths().end());
  std::vector<RecoveredMetric> made;
  for (std::size_t bloc = 0; bloc < twin.blocs().size(); ++bloc)
    for (const std::string& path : wanted) {
      const auto info = std::find_if(infos.begin(), infos.end(), [&](const auto& i) { return i.path == path; });
      if (info == infos.end()) {
        if (paths.empty()) continue;
        throw std::invalid_argument(fmt::format("the file has no sampled metric '{}' of one number per bloc", path));
      }
      made.push_back(
          {*info, twin.blocs()[bloc], recovery(times, gaps_of(twin, switched, path, bloc, times.size()), since, band)});
    }
  return made;
}

}  // namespace poldyn::analysis
