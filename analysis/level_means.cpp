#include "analysis/level_means.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace poldyn::analysis {
namespace {

using Points = std::vector<std::size_t>;

std::string with_unit(double x, const std::string& unit) {
  return unit.empty() ? fmt::format("{:.4g}", x) : fmt::format("{:.4g} {}", x, unit);
}

constexpr double dust_of_range = 1e-6;

std::vector<double> distinct(const std::vector<double>& values) {
  std::vector<double> known;
  for (const double x : values)
    if (!std::isnan(x)) known.push_back(x);
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  return known;
}

/// Each value is a level.
Levels plain_levels(const Factor& factor, const std::vector<double>& known) {
  Levels made{factor.name, {}, {}, false, false};
  for (const double x : known)
    made.names.push_back(factor.is_number ? with_unit(x, factor.unit) : factor.levels.at(static_cast<std::size_t>(x)));
  for (const double x : factor.values) {
    const auto at = std::isnan(x) ? known.end() : std::lower_bound(known.begin(), known.end(), x);
    made.of.push_back(static_cast<std::size_t>(at - known.begin()));
  }
  return made;
}

/// Ranges between quantiles; equal values are never parted.
Levels binned_levels(const Factor& factor, std::size_t most) {
  Levels made{factor.name, {}, {}, true, false};
  std::vector<double> sorted;
  for (const double x : factor.values)
    if (!std::isnan(x)) sorted.push_back(x);
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> upper;  // end of each range, which belongs to it
  for (std::size_t bin = 1; bin <= most; ++bin) {
    const double end = sorted[(bin * sorted.size() - 1) / most];
    if (upper.empty() || end > upper.back()) upper.push_back(end);
  }
  for (std::size_t bin = 0; bin < upper.size(); ++bin) {
    const auto first = bin == 0 ? sorted.begin() : std::upper_bound(sorted.begin(), sorted.end(), upper[bin - 1]);
    const std::string end = with_unit(upper[bin], factor.unit);
    const double begin = std::abs(*first) < dust_of_range * sorted.back() ? 0 : *first;  // a sequence's first point
    made.names.push_back(*first == upper[bin] ? end : fmt::format("{:.3g} to {}", begin, end));
  }
  for (const double x : factor.values) {
    const auto at = std::isnan(x) ? upper.end() : std::lower_bound(upper.begin(), upper.end(), x);
    made.of.push_back(static_cast<std::size_t>(at - upper.begin()));
  }
  return made;
}

/// The most frequent texts, and "others".
Levels frequent_texts(const Factor& factor, std::size_t most) {
  std::vector<std::size_t> counts(factor.levels.size(), 0), order(factor.levels.size());
  for (const double x : factor.values)
    if (!std::isnan(x)) ++counts[static_cast<std::size_t>(x)];
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
  Levels made{factor.name, {}, {}, false, false};
  std::vector<std::size_t> place(order.size(), most - 1);
  for (std::size_t i = 0; i + 1 < most; ++i) {
    made.names.push_back(factor.levels[order[i]]);
    place[order[i]] = i;
  }
  made.names.push_back("others");
  for (const double x : factor.values)
    made.of.push_back(std::isnan(x) ? made.names.size() : place[static_cast<std::size_t>(x)]);
  return made;
}

Levels levels_of(const Factor& factor, std::size_t most) {
  const auto known = distinct(factor.values);
  if (known.size() <= most) return plain_levels(factor, known);
  return factor.is_number ? binned_levels(factor, most) : frequent_texts(factor, most);
}

/// Whether each level stands beside the same combinations of the others, equally often. `all` has levels of every
/// factor that varies, none of them binned.
bool is_crossed(const std::vector<Levels>& all, std::size_t which) {
  using Rest = std::vector<std::size_t>;
  const Levels& levels = all[which];
  std::vector<std::map<Rest, std::size_t>> met(levels.names.size());
  for (std::size_t point = 0; point < levels.of.size(); ++point) {
    if (levels.of[point] >= met.size()) return false;
    Rest rest;
    for (std::size_t other = 0; other < all.size(); ++other)
      if (other != which) rest.push_back(all[other].of[point]);
    ++met[levels.of[point]][rest];
  }
  return std::all_of(met.begin(), met.end(), [&](const auto& one) { return one == met.front(); });
}

std::vector<Points> points_by(const Levels& levels) {
  std::vector<Points> made(levels.names.size());
  for (std::size_t point = 0; point < levels.of.size(); ++point)
    if (levels.of[point] < made.size()) made[levels.of[point]].push_back(point);
  return made;
}

double mean_of(const std::vector<double>& values) { return estimate(values).mean; }

/// Of each point over its replicates.
std::vector<double> point_means(const std::vector<double>& response, std::size_t replicates) {
  std::vector<double> made;
  for (std::size_t begin = 0; begin + replicates <= response.size(); begin += replicates)
    made.push_back(estimate(std::span(response).subspan(begin, replicates)).mean);
  return made;
}

/// Of some points.
std::vector<double> values_at(const std::vector<double>& means, const Points& points) {
  std::vector<double> made;
  made.reserve(points.size());
  for (const std::size_t point : points) made.push_back(means[point]);
  return made;
}

/// Of each replicate over some points.
std::vector<double> replicate_means(const std::vector<double>& response, std::size_t replicates, const Points& points) {
  std::vector<double> made;
  for (std::size_t r = 0; r < replicates; ++r) {
    std::vector<double> values;
    for (const std::size_t point : points) values.push_back(response[point * replicates + r]);
    made.push_back(mean_of(values));
  }
  return made;
}

Points all_points(const std::vector<double>& response, std::size_t replicates) {
  Points all(replicates > 0 ? response.size() / replicates : 0);
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

/// Whether every run of every point has a value: only then do replicates average the same points.
bool whole(const std::vector<double>& response) {
  return std::none_of(response.begin(), response.end(), [](double x) { return std::isnan(x); });
}

}  // namespace

std::vector<Levels> all_levels(const Study& study, std::size_t most) {
  std::vector<Levels> made;
  if (study.bases.size() > 1) {
    Factor base{.name = "base",
                .unit = "",
                .meaning = "",
                .is_number = false,
                .values = {},
                .levels = study.bases,
                .moves_with = ""};
    for (const std::size_t place : study.base_of) base.values.push_back(static_cast<double>(place));
    made.push_back(levels_of(base, most));
  }
  for (const Factor& factor : study.factors) made.push_back(levels_of(factor, most));
  const bool plain = std::none_of(made.begin(), made.end(), [](const Levels& one) { return one.binned; });
  for (std::size_t i = 0; plain && i < made.size(); ++i) made[i].crossed = is_crossed(made, i);
  return made;
}

double LevelEffect::variance() const {
  double sum = 0, levels_with_value = 0;
  for (const LevelMean& one : means) {
    const Estimate& d = one.deviation;
    if (d.n == 0) continue;
    const double noise = d.n > 1 ? d.sd * d.sd / static_cast<double>(d.n) : 0;
    sum += d.mean * d.mean - noise;
    levels_with_value += 1;
  }
  return levels_with_value > 0 ? std::max(0.0, sum / levels_with_value) : 0;
}

bool LevelEffect::told_apart() const {
  return std::any_of(means.begin(), means.end(), [](const LevelMean& one) {
    return one.deviation.low() > 0 || one.deviation.high() < 0;  // false for NaN
  });
}

Estimate overall(const std::vector<double>& response, std::size_t replicates) {
  return estimate(replicate_means(response, replicates, all_points(response, replicates)));
}

LevelEffect effect_of(const std::vector<double>& response, std::size_t replicates, Levels levels) {
  LevelEffect made{std::move(levels), {}, false};
  made.over_replicates = made.levels.crossed && whole(response);
  const auto means = point_means(response, replicates);
  // The mean of the points that have the factor: a base without it may differ by much that the factor has no part in.
  Points having;
  for (std::size_t point = 0; point < made.levels.of.size(); ++point)
    if (made.levels.of[point] < made.levels.names.size()) having.push_back(point);
  const double all_mean = mean_of(values_at(means, having));
  const auto all = replicate_means(response, replicates, having);
  for (const Points& points : points_by(made.levels)) {
    const std::vector<double> values = values_at(means, points);
    std::vector<double> deviations;
    const Estimate here = estimate(values);
    if (made.over_replicates) {
      const auto of_level = replicate_means(response, replicates, points);
      for (std::size_t r = 0; r < replicates; ++r) deviations.push_back(difference_of(all[r], of_level[r]));
    } else {
      for (const double x : values) deviations.push_back(x - all_mean);
    }
    made.means.push_back({here.n, here.mean, estimate(deviations)});
  }
  return made;
}

Pivot pivot_of(const std::vector<double>& response, std::size_t replicates, Levels rows, Levels columns) {
  Pivot made{std::move(rows), std::move(columns), {}, false};
  made.over_replicates = made.rows.crossed && made.columns.crossed && whole(response);
  const std::size_t across = made.columns.names.size();
  std::vector<Points> points(made.rows.names.size() * across);
  for (std::size_t point = 0; point < made.rows.of.size(); ++point)
    if (made.rows.of[point] < made.rows.names.size() && made.columns.of[point] < across)
      points[made.rows.of[point] * across + made.columns.of[point]].push_back(point);
  const auto means = point_means(response, replicates);
  for (const Points& cell : points)
    made.cells.push_back(
        estimate(made.over_replicates ? replicate_means(response, replicates, cell) : values_at(means, cell)));
  return made;
}

}  // namespace poldyn::analysis
