#include "analysis/discovery/held_out.h"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <initializer_list>
#include <iterator>

namespace poldyn::analysis {
namespace {

double log_choose(double n, double k) { return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1); }

/// Hypergeometric probability of at least `in` successes among `draws` of `all`, of which `successes` are some.
double fisher(double in, double draws, double successes, double all) {
  const double most = std::min(draws, successes), every = log_choose(all, draws);
  double p = 0;
  for (double k = std::max(in, draws + successes - all); k <= most; ++k)
    p += std::exp(log_choose(successes, k) + log_choose(all - successes, draws - k) - every);
  return std::min(1.0, p);
}

/// Mean over points of each replicate; NaN of one that has no run.
std::vector<double> replicate_means(const Outcomes& outcomes, std::span<const std::size_t> rows) {
  std::vector<double> made;
  for (std::size_t r = 0; r < outcomes.replicates; ++r) {
    Mass mass;
    for (const std::size_t row : rows)
      if (const double met = outcomes.met[row * outcomes.replicates + r]; !std::isnan(met)) mass.add(met);
    made.push_back(mass.count > 0 ? mass.mean() : no_value);
  }
  return made;
}

Estimate by_point(const Outcomes& outcomes, std::span<const std::size_t> rows) {
  std::vector<double> shares;
  for (const std::size_t row : rows) shares.push_back(outcomes.share(row));
  return estimate(shares);
}

/// A variance of a mean and its degrees of freedom.
struct Part {
  double variance = 0, df = 1;
};
/// What points differ by. With n below the line, as in p (1 - p) / n: shares of 0 and 1 are n trials.
Part between_points(const Estimate& e) {
  const double n = static_cast<double>(e.n);
  return {e.sd * e.sd * (n - 1) / (n * n), n - 1};
}
/// What replicates differ by, which are few: with n - 1.
Part between_replicates(const Estimate& e) {
  if (e.n < 2) return {};
  const double n = static_cast<double>(e.n);
  return {e.sd * e.sd / n, n - 1};
}

double squared(double x) { return x * x; }

/// Degrees of freedom of a sum of variances (Satterthwaite 1946, Biometrics Bull. 2, 110).
double df_of(std::initializer_list<Part> parts) {
  double sum = 0, squares = 0;
  for (const Part& part : parts) sum += part.variance, squares += squared(part.variance) / part.df;
  return squared(sum) / squares;
}

/// Upper 90 % limit of what replicates differ by: with few of them their luck is often alike by chance (chi-square).
double most_of(const Part& luck) {
  if (luck.variance <= 0) return 0;
  return luck.variance * luck.df / boost::math::quantile(boost::math::chi_squared(luck.df), 0.1);
}

/// Trials of a share p, neither 0 nor 1, whose mean has these variances.
double effective_trials(double p, const Part& points, const Part& luck, double most) {
  const double variance = points.variance + most_of(luck);
  return variance <= 0 ? most : std::clamp(p * (1 - p) / variance, 1.0, most);
}

/// Trials that a point is worth: 1 if its share is 0 or 1, up to its replicates if it is never far from the mean.
double worth_of_point(const Points& points, std::span<const std::size_t> rows, double most) {
  const double mean = mass_of(points, rows).mean();
  double squares = 0;
  for (const std::size_t row : rows) squares += squared(points.shares[row] - mean);
  if (squares <= 0) return 1;
  return std::clamp(mean * (1 - mean) * static_cast<double>(rows.size()) / squares, 1.0, most);
}

/// Those of `rows` that are not among `taken`; both rise.
std::vector<std::size_t> without(const std::vector<std::size_t>& rows, const std::vector<std::size_t>& taken) {
  std::vector<std::size_t> made;
  std::set_difference(rows.begin(), rows.end(), taken.begin(), taken.end(), std::back_inserter(made));
  return made;
}

/// One-sided p value of "the condition is met in the box no more often than beyond the bound", where replicate r of all
/// points has the same luck: a t test of the difference of shares, whose variance has a part of the points of either
/// side and one of the replicates. 0 where nothing can be said of luck: a single replicate, or no spread at all.
double contrast_p(const Outcomes& outcomes, const std::vector<std::size_t>& in, const std::vector<std::size_t>& out) {
  const Estimate here = by_point(outcomes, in), there = by_point(outcomes, out);
  std::vector<double> contrasts = replicate_means(outcomes, in);
  const std::vector<double> beyond = replicate_means(outcomes, out);
  for (std::size_t r = 0; r < contrasts.size(); ++r) contrasts[r] -= beyond[r];
  const Estimate lucks = estimate(contrasts);
  if (lucks.n < 2) return 0;
  if (here.n < 2 || there.n < 2) return 1;
  const Part a = between_points(here), b = between_points(there), luck = between_replicates(lucks);
  const double variance = a.variance + b.variance + luck.variance;
  if (variance <= 0) return 0;
  const boost::math::students_t law(df_of({a, b, luck}));
  return boost::math::cdf(boost::math::complement(law, (here.mean - there.mean) / std::sqrt(variance)));
}

}  // namespace

double Outcomes::share(std::size_t point) const {
  Mass mass;
  for (std::size_t r = 0; r < replicates; ++r)
    if (const double one = met[point * replicates + r]; !std::isnan(one)) mass.add(one);
  return mass.count > 0 ? mass.mean() : no_value;
}

Interval clopper_pearson(double successes, double trials, double level) {
  const double tail = 0.5 - level / 2, failures = std::max(0.0, trials - successes);
  Interval made{0, 1};
  if (successes > 0) made.low = boost::math::ibeta_inv(successes, failures + 1, tail);
  if (failures > 0) made.high = boost::math::ibeta_inv(successes + 1, failures, 1 - tail);
  return made;
}

Density density_of(const Outcomes& outcomes, std::span<const std::size_t> rows, double level) {
  const Estimate points = by_point(outcomes, rows);
  Density made{points.n, points.mean, no_value, {}, false};
  const Estimate lucks = outcomes.shared_luck ? estimate(replicate_means(outcomes, rows)) : Estimate{};
  made.one_luck = lucks.n == 1;
  if (points.n < 2 || made.one_luck) return made;
  const double n = static_cast<double>(points.n), most = n * static_cast<double>(outcomes.replicates);
  if (made.share > 0 && made.share < 1)
    made.trials = effective_trials(made.share, between_points(points), between_replicates(lucks), most);
  else
    made.trials = outcomes.shared_luck ? std::min(n, static_cast<double>(lucks.n)) : n;
  made.interval = clopper_pearson(made.share * made.trials, made.trials, level);
  return made;
}

BoundTest test_bound(const Box& box, const Bound& bound, const Points& points, const Outcomes& outcomes,
                     std::span<const std::size_t> rows) {
  BoundTest made{bound};
  const auto wider = inside(box.without(bound), points, rows);
  const auto in = inside(box, points, wider), out = without(wider, in);
  made.out = out.size();
  if (out.empty() || in.empty()) return made;
  const Mass all = mass_of(points, wider), part = mass_of(points, in), rest = all - part;
  made.share_out = std::clamp(rest.mean(), 0.0, 1.0);
  const double worth = worth_of_point(points, wider, static_cast<double>(outcomes.replicates));
  // Whole numbers, rounded against the box.
  const double trials_in = std::floor(worth * part.count), trials_out = std::floor(worth * rest.count);
  const double met_in = std::floor(part.mean() * trials_in + 1e-9);
  const double met_out = std::ceil(made.share_out * trials_out - 1e-9);
  made.p = fisher(met_in, trials_in, met_in + met_out, trials_in + trials_out);
  if (outcomes.shared_luck) made.p = std::max(made.p, contrast_p(outcomes, in, out));
  if (met_in > 0) made.quasi_p = boost::math::ibeta(met_in, trials_in - met_in + 1, std::clamp(all.mean(), 0.0, 1.0));
  return made;
}

std::vector<BoundTest> test_bounds(const Box& box, const Points& points, const Outcomes& outcomes,
                                   std::span<const std::size_t> rows, double level) {
  const auto bounds = box.bounds();
  std::vector<BoundTest> made;
  for (const Bound& bound : bounds) {
    made.push_back(test_bound(box, bound, points, outcomes, rows));
    made.back().told = made.back().p < (1 - level) / static_cast<double>(bounds.size());
  }
  return made;
}

Judged judge_bounds(Box box, const Points& points, const Outcomes& outcomes, std::span<const std::size_t> rows,
                    double level) {
  const double bar = (1 - level) / std::max<double>(1, static_cast<double>(box.bounds().size()));
  while (true) {
    Judged made{box, test_bounds(box, points, outcomes, rows, level)};
    for (BoundTest& test : made.tests) test.told = test.p < bar;  // bounds that are gone were tested, too
    const auto worst = std::max_element(made.tests.begin(), made.tests.end(),
                                        [](const BoundTest& a, const BoundTest& b) { return a.p < b.p; });
    if (worst == made.tests.end() || worst->told) return made;
    box = box.without(worst->bound);
  }
}

}  // namespace poldyn::analysis
