#include "analysis/tradeoff/worlds.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace poldyn::analysis {
namespace {

double variance(const std::vector<double>& values) {
  if (values.size() < 2) return no_value;
  double sum = 0, squares = 0;
  for (const double x : values) sum += x;
  const double mean = sum / static_cast<double>(values.size());
  for (const double x : values) squares += (x - mean) * (x - mean);
  return squares / static_cast<double>(values.size() - 1);
}

/// Means of rows or columns that have a value.
template <class Lines>
std::vector<double> line_means(const Lines& lines) {
  std::vector<double> made;
  for (const auto& line : lines) {
    double sum = 0;
    std::size_t n = 0;
    for (const double x : line)
      if (!std::isnan(x)) sum += x, ++n;
    if (n > 0) made.push_back(sum / static_cast<double>(n));
  }
  return made;
}

/// By world (future, then replicate) whether a policy has no value in it.
std::vector<char> lacking(const Worlds& worlds, std::size_t policy) {
  const auto from = worlds.values.begin() + static_cast<std::ptrdiff_t>(worlds.at(policy, 0, 0));
  std::vector<char> made;
  made.reserve(worlds.futures * worlds.replicates);
  std::transform(from, from + static_cast<std::ptrdiff_t>(worlds.futures * worlds.replicates), std::back_inserter(made),
                 [](double x) { return !std::isfinite(x); });
  return made;
}

/// A part of the variance of a mean, with its degrees of freedom; negative for what was counted twice.
struct Part {
  double variance = 0;
  double df = 1;
};

Part part_of(const std::vector<double>& means, double sign = 1) {
  const double n = static_cast<double>(means.size());
  return {sign * variance(means) / n, n - 1};
}

/// What is left of the cells without their row and column, which var(rows) and var(columns) both hold.
Part residual_part(const Eigen::MatrixXd& cells) {
  double squares = 0, n = 0;
  const auto rows = line_means(cells.rowwise()), columns = line_means(cells.colwise());
  double grand = 0;
  for (const double x : rows) grand += x / static_cast<double>(rows.size());
  std::size_t row = 0;
  for (Eigen::Index s = 0; s < cells.rows(); ++s) {
    if (cells.row(s).array().isNaN().all()) continue;
    std::size_t column = 0;
    for (Eigen::Index r = 0; r < cells.cols(); ++r) {
      if (cells.col(r).array().isNaN().all()) continue;
      const double x = cells(s, r) - rows[row] - columns[column++] + grand;
      if (!std::isnan(x)) squares += x * x, ++n;
    }
    ++row;
  }
  const double df = static_cast<double>((rows.size() - 1) * (columns.size() - 1));
  return {-squares / df / n, df};
}

std::vector<Part> parts_of(const Eigen::MatrixXd& cells, Layout layout) {
  const auto rows = line_means(cells.rowwise()), columns = line_means(cells.colwise());
  if (layout.shared_luck) {
    if (!layout.sampled_futures || rows.size() < 2) return {part_of(columns)};
    if (columns.size() < 2) return {part_of(rows)};
    return {part_of(rows), part_of(columns), residual_part(cells)};
  }
  if (layout.sampled_futures && rows.size() > 1) return {part_of(rows)};
  std::vector<Part> made;
  const double futures = static_cast<double>(rows.size());
  for (Eigen::Index s = 0; s < cells.rows(); ++s) {
    std::vector<double> values;
    for (const double x : cells.row(s))
      if (!std::isnan(x)) values.push_back(x);
    if (values.empty()) continue;
    const Part one = part_of(values);
    made.push_back({one.variance / (futures * futures), one.df});
  }
  return made;
}

}  // namespace

std::size_t keep_common(Worlds& worlds) {
  std::size_t left = 0;
  for (std::size_t s = 0; s < worlds.futures; ++s)
    for (std::size_t r = 0; r < worlds.replicates; ++r) {
      bool whole = true;
      for (std::size_t p = 0; p < worlds.policies; ++p) whole &= std::isfinite(worlds.values[worlds.at(p, s, r)]);
      left += whole;
      for (std::size_t p = 0; p < worlds.policies && !whole; ++p) worlds.values[worlds.at(p, s, r)] = no_value;
    }
  return left;
}

std::vector<std::size_t> sparse_together(const Worlds& worlds, std::vector<std::size_t> policies, double most) {
  const std::size_t all = worlds.futures * worlds.replicates;
  std::vector<std::size_t> without(all), own, made;  // policies without a value, by world; worlds, by policy
  for (const std::size_t p : policies) {
    const auto lacks = lacking(worlds, p);
    own.push_back(static_cast<std::size_t>(std::count(lacks.begin(), lacks.end(), 1)));
    for (std::size_t w = 0; w < all; ++w) without[w] += lacks[w] != 0;
  }
  const auto left_out = [&] { return all - static_cast<std::size_t>(std::count(without.begin(), without.end(), 0U)); };
  while (static_cast<double>(left_out()) > most * static_cast<double>(all)) {
    const auto last = std::max_element(own.rbegin(), own.rend());
    const auto at = std::distance(last, own.rend()) - 1;
    const std::size_t gone = policies[static_cast<std::size_t>(at)];
    const auto lacks = lacking(worlds, gone);
    for (std::size_t w = 0; w < all; ++w) without[w] -= lacks[w] != 0;
    own.erase(own.begin() + at);
    policies.erase(policies.begin() + at);
    made.push_back(gone);
  }
  return made;
}

FutureMeans future_means(const Worlds& worlds) {
  FutureMeans made;
  made.values.resize(static_cast<Eigen::Index>(worlds.futures), static_cast<Eigen::Index>(worlds.policies));
  Eigen::Index row = 0;
  for (std::size_t s = 0; s < worlds.futures; ++s) {
    double n = 0;
    for (std::size_t p = 0; p < worlds.policies; ++p) {
      double sum = 0;
      n = 0;
      for (std::size_t r = 0; r < worlds.replicates; ++r)
        if (const double x = worlds.values[worlds.at(p, s, r)]; !std::isnan(x)) sum += x, ++n;
      made.values(row, static_cast<Eigen::Index>(p)) = sum / n;
    }
    if (n == 0) continue;  // the row is written over
    made.futures.push_back(s);
    ++row;
  }
  made.values.conservativeResize(row, Eigen::NoChange);
  return made;
}

bool can_resample(const Worlds& worlds, Layout layout) {
  return worlds.replicates > 1 || (layout.sampled_futures && worlds.futures > 1);
}

Resample resample(const Worlds& worlds, Layout layout, std::uint32_t number, const Resampler& resampler) {
  const std::size_t futures = worlds.futures, replicates = worlds.replicates;
  Resample made{std::vector<std::uint32_t>(futures), std::vector<std::uint32_t>(futures * replicates)};
  for (std::size_t f = 0; f < futures; ++f) made.futures[f] = static_cast<std::uint32_t>(f);
  for (std::size_t i = 0; i < made.replicates.size(); ++i)
    made.replicates[i] = static_cast<std::uint32_t>(i % replicates);
  if (layout.sampled_futures) resampler(2 * number, made.futures);
  if (layout.shared_luck) {
    std::vector<std::uint32_t> once(replicates);
    resampler(2 * number + 1, once);
    for (std::size_t i = 0; i < made.replicates.size(); ++i) made.replicates[i] = once[i % replicates];
  } else if (!layout.sampled_futures) {
    resampler(2 * number + 1, made.replicates);
    for (auto& pick : made.replicates)
      pick %= static_cast<std::uint32_t>(replicates);  // uniform: their product is drawn
  }
  return made;
}

Worlds taken(const Worlds& worlds, const Resample& from) {
  Worlds made = worlds;
  for (std::size_t p = 0; p < worlds.policies; ++p)
    for (std::size_t f = 0; f < worlds.futures; ++f)
      for (std::size_t r = 0; r < worlds.replicates; ++r)
        made.values[made.at(p, f, r)] =
            worlds.values[worlds.at(p, from.futures[f], from.replicates[f * worlds.replicates + r])];
  return made;
}

Estimate mean_of_cells(const Eigen::MatrixXd& cells, Layout layout, double level) {
  Estimate made;
  const auto rows = line_means(cells.rowwise());
  made.n = static_cast<std::size_t>((!cells.array().isNaN()).count());
  if (rows.empty()) return made;
  made.mean = 0;
  for (const double x : rows) made.mean += x / static_cast<double>(rows.size());
  double total = 0, weight = 0, least = 0;
  for (const Part& part : parts_of(cells, layout)) {
    total += part.variance;
    least =
        std::max(least, -part.variance);  // what both others hold and is taken off once: the mean varies by it at least
    if (part.variance != 0) weight += part.variance * part.variance / part.df;
  }
  if (std::isnan(total)) return made;
  total = std::max(total, least);
  const double df = weight > 0 ? std::max(1.0, total * total / weight) : 1;
  made.half_width = total > 0 ? t_quantile((1 + level) / 2, df) * std::sqrt(total) : 0;
  return made;
}

}  // namespace poldyn::analysis
