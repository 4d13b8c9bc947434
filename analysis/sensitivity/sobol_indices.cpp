#include "analysis/sensitivity/sobol_indices.h"

#include <algorithm>
#include <cmath>

namespace poldyn::analysis {
namespace {

constexpr std::size_t most_batches = 2000;

/// The forms of one row at two series, symmetric in them: first order and total of each factor, and the variance.
class RowForms {
 public:
  explicit RowForms(const SaltelliResponses& about) : about_(about) {}

  std::size_t size() const { return 2 * about_.factors + 1; }

  void add(const double* y, const double* z, double weight, double* to) const {
    const std::size_t k = about_.factors, b = about_.width() - 1;
    for (std::size_t i = 0; i < k; ++i) {
      double first = bilinear(y, z, b, i + 1, 0), total = step(y, z, 0, i + 1);
      if (about_.both) {
        first = (first + bilinear(y, z, 0, k + i + 1, b)) / 2;
        total = (total + step(y, z, b, k + i + 1)) / 2;
      }
      to[i] += weight * first;
      to[k + i] += weight * total;
    }
    to[2 * k] += weight * (y[0] * z[0] + y[b] * z[b]) / 2;
  }

 private:
  /// y(far) (z(mixed) - z(near)), made symmetric.
  static double bilinear(const double* y, const double* z, std::size_t far, std::size_t mixed, std::size_t near) {
    return (y[far] * (z[mixed] - z[near]) + z[far] * (y[mixed] - y[near])) / 2;
  }
  static double step(const double* y, const double* z, std::size_t from, std::size_t to) {
    return (y[from] - y[to]) * (z[from] - z[to]) / 2;
  }

  const SaltelliResponses& about_;
};

/// Rows with a value of every run, each replicate less its mean over A and B.
struct CentredRows {
  std::vector<double> values;  // (row, replicate, point)
  std::size_t rows = 0;
  Spread spread;
  bool mean_varies = false;
};

CentredRows centred(const SaltelliResponses& in, double level) {
  const std::size_t width = in.width(), m = in.replicates, size = width * m;
  CentredRows made;
  std::vector<double> ends;  // (A or B, replicate)
  std::vector<double> centre(m, 0.0);
  for (std::size_t row = 0; row < in.rows(); ++row) {
    const auto own = in.values.subspan(row * size, size);
    if (std::any_of(own.begin(), own.end(), [](double x) { return std::isnan(x); })) continue;
    for (std::size_t r = 0; r < m; ++r) {
      for (std::size_t p = 0; p < width; ++p) made.values.push_back(own[p * m + r]);
      centre[r] += own[r] + own[(width - 1) * m + r];
    }
    ends.insert(ends.end(), own.begin(), own.begin() + static_cast<std::ptrdiff_t>(m));
    ends.insert(ends.end(), own.end() - static_cast<std::ptrdiff_t>(m), own.end());
    ++made.rows;
  }
  if (made.rows == 0) return made;
  const Response at_ends(ends, m);
  made.spread = at_ends.spread();
  made.mean_varies = at_ends.varies(in.common, level);
  for (double& c : centre) c /= static_cast<double>(2 * made.rows);
  for (std::size_t at = 0; at < made.values.size(); ++at) made.values[at] -= centre[at / width % m];
  return made;
}

/// Sums of forms over rows: what resampling and the jackknife need, however many rows there are.
struct Sums {
  std::size_t batches = 0;
  std::vector<double> of_mean, of_run;  // (batch, form); of_mean without noise
  std::vector<double> same, cross;      // (replicate, form): a replicate with itself, and with the mean
};

Sums sums_of(const CentredRows& rows, const SaltelliResponses& about, const RowForms& forms) {
  const std::size_t width = about.width(), m = about.replicates, q = forms.size();
  Sums made;
  made.batches = std::min(rows.rows, most_batches);
  made.of_mean.assign(made.batches * q, 0.0);
  made.of_run.assign(made.batches * q, 0.0);
  made.same.assign(m * q, 0.0);
  made.cross.assign(m * q, 0.0);
  std::vector<double> mean(width), of_mean(q), of_run(q);
  const double reps = static_cast<double>(m);
  for (std::size_t row = 0; row < rows.rows; ++row) {
    const double* y = rows.values.data() + row * m * width;
    std::fill(mean.begin(), mean.end(), 0.0);
    for (std::size_t r = 0; r < m; ++r)
      for (std::size_t p = 0; p < width; ++p) mean[p] += y[r * width + p] / reps;
    std::fill(of_mean.begin(), of_mean.end(), 0.0);
    std::fill(of_run.begin(), of_run.end(), 0.0);
    forms.add(mean.data(), mean.data(), 1, of_mean.data());
    for (std::size_t r = 0; r < m; ++r) {
      forms.add(y + r * width, y + r * width, 1 / reps, of_run.data());
      if (!about.common) continue;
      forms.add(y + r * width, y + r * width, 1, made.same.data() + r * q);
      forms.add(y + r * width, mean.data(), 1, made.cross.data() + r * q);
    }
    const std::size_t batch = row % made.batches;
    for (std::size_t f = 0; f < q; ++f) {
      made.of_run[batch * q + f] += of_run[f];
      if (m > 1) made.of_mean[batch * q + f] += without_noise(of_mean[f], of_run[f], reps);
    }
  }
  return made;
}

/// Numerators over the variance, which is the last form.
std::vector<double> shares(const std::vector<double>& forms) {
  std::vector<double> made(forms.begin(), forms.end() - 1);
  for (double& x : made) x = forms.back() > 0 ? x / forms.back() : no_value;
  return made;
}

std::vector<double> total_of(const std::vector<double>& batches, std::size_t q) {
  std::vector<double> made(q, 0.0);
  for (std::size_t at = 0; at < batches.size(); ++at) made[at % q] += batches[at];
  return made;
}

/// Standard errors of all shares over replicates: of shares without noise, or of those of a world.
std::vector<double> replicate_errors(const Sums& sums, std::size_t m, std::size_t q, bool without) {
  std::vector<std::vector<double>> left(q - 1);  // by share: its values without each replicate
  const auto n = static_cast<double>(m);
  for (std::size_t r = 0; r < m; ++r) {
    std::vector<double> forms(q, 0.0);
    for (std::size_t f = 0; f < q; ++f) {
      double same = 0, pairs = 0;
      for (std::size_t s = 0; s < m; ++s) same += sums.same[s * q + f], pairs += n * sums.cross[s * q + f];
      const double own = sums.same[r * q + f];
      forms[f] = without ? pairs - same - 2 * (n * sums.cross[r * q + f] - own) : same - own;
    }
    const std::vector<double> index = shares(forms);
    for (std::size_t i = 0; i + 1 < q; ++i) left[i].push_back(index[i]);
  }
  std::vector<double> made;
  made.reserve(left.size());
  for (const auto& values : left) made.push_back(jackknife_error(values));
  return made;
}

/// Values and percentile intervals of all shares; none if the variance itself is not told apart from 0.
std::optional<std::vector<Index>> resampled(const std::vector<double>& batches, std::size_t q, double level,
                                            std::uint32_t resamples, const Resampler& resampler) {
  const std::size_t count = batches.size() / q;
  std::vector<std::vector<double>> drawn(q);
  std::vector<std::uint32_t> picks(count);
  for (std::uint32_t number = 0; number < resamples; ++number) {
    resampler(number, picks);
    std::vector<double> forms(q, 0.0);
    for (const std::uint32_t pick : picks)
      for (std::size_t f = 0; f < q; ++f) forms[f] += batches[pick * q + f];
    const std::vector<double> index = shares(forms);
    for (std::size_t i = 0; i + 1 < q; ++i) drawn[i].push_back(index[i]);
    drawn.back().push_back(forms.back());
  }
  if (!(percentile_interval(drawn.back(), level).low > 0)) return std::nullopt;
  std::vector<Index> made;
  for (const double value : shares(total_of(batches, q)))
    made.push_back({value, percentile_interval(drawn[made.size()], level)});
  return made;
}

VarianceShares split(std::vector<Index> all) {
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  return {{all.begin(), middle}, {middle, all.end()}};
}

}  // namespace

SobolIndices sobol_indices(const SaltelliResponses& responses, double level, std::uint32_t resamples,
                           const Resampler& resampler) {
  const CentredRows rows = centred(responses, level);
  const RowForms forms(responses);
  const std::size_t m = responses.replicates, q = forms.size();
  SobolIndices made;
  made.rows = rows.rows;
  made.left_out = responses.rows() - rows.rows;
  made.spread = rows.spread;
  if (rows.rows < 2 || !(rows.spread.single_run > dust * rows.spread.mean * rows.spread.mean)) return made;
  const Sums sums = sums_of(rows, responses, forms);
  const auto indices = [&](const std::vector<double>& batches, bool without) -> std::optional<VarianceShares> {
    auto all = resampled(batches, q, level, resamples, resampler);
    if (!all) return std::nullopt;
    if (responses.common && m >= (without ? 3U : 2U)) {
      const std::vector<double> errors = replicate_errors(sums, m, q, without);
      for (std::size_t i = 0; i < all->size(); ++i) {
        Index& one = (*all)[i];
        one.interval = widened(one.interval, one.value, errors[i], static_cast<double>(m - 1), level);
      }
    }
    return split(*std::move(all));
  };
  made.of_run = indices(sums.of_run, false);
  if (m > 1 && rows.mean_varies) made.of_mean = indices(sums.of_mean, true);
  return made;
}

}  // namespace poldyn::analysis
