#include "sim/engine/sample.h"

#include <cmath>
#include <stdexcept>

#include "sim/base/elementary.h"
#include "sim/base/normal.h"

namespace poldyn {
namespace {

/// Michael, Schucany & Haas (1976), "Generating random variates using transformations with multiple roots".
double inverse_gaussian(double mean, double cv, Stream& stream) {
  const double z = normal_variate(stream);
  const double y = 0.5 * cv * cv * z * z;
  // The smaller root, written without the difference of two large numbers that the textbook form takes.
  const double x = mean / (1 + y + std::sqrt(y * (2 + y)));
  return stream.uniform() * (mean + x) <= mean ? x : mean * mean / x;
}

/// Two exponential phases with balanced means (Whitt 1982): p / rate1 = (1 - p) / rate2.
double hyperexponential(double mean, double cv, Stream& stream) {
  const double square = cv * cv;
  const double p = 0.5 * (1 + std::sqrt((square - 1) / (square + 1)));
  const double phase = stream.uniform() < p ? p : 1 - p;
  return exponential_variate(stream) * mean / (2 * phase);
}

double lognormal(double mean, double cv, Stream& stream) {
  const double variance = log1p(cv * cv);
  return mean * exp(std::sqrt(variance) * normal_variate(stream) - variance / 2);
}

double pareto(double mean, double cv, Stream& stream) {
  const double alpha = 1 + std::sqrt(1 + 1 / (cv * cv));
  return mean * (alpha - 1) / alpha * pow(stream.uniform(), -1 / alpha);
}

double weibull(const Law& law, Stream& stream) {
  const double shape = law.shape > 0 ? law.shape : weibull_shape(law.cv);
  return law.mean / tgamma(1 + 1 / shape) * pow(exponential_variate(stream), 1 / shape);
}

/// Marsaglia & Tsang (2000), "A simple method for generating gamma variables": a cube of a normal variate, rarely
/// rejected. Scale 1; shape >= 1.
double gamma_variate(double shape, Stream& stream) {
  const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = normal_variate(stream), root = 1 + c * x;
    if (root <= 0) continue;
    const double cube = root * root * root, u = stream.uniform(), square = x * x;
    if (u < 1 - 0.0331 * square * square) return d * cube;  // lies below the exact bound, and spares two logarithms
    if (log(u) < 0.5 * square + d * (1 - cube + log(cube))) return d * cube;
  }
}

/// Below shape 1 one step up, and down again by a power of a uniform number (Stuart 1962).
double gamma(double mean, double cv, Stream& stream) {
  const double shape = 1 / (cv * cv), scale = mean / shape;
  if (shape >= 1) return scale * gamma_variate(shape, stream);
  const double above = gamma_variate(shape + 1, stream);
  return scale * above * pow(stream.uniform(), 1 / shape);
}

/// A sum of so many stages that it would take long, and more numbers than a stream has, is drawn as what it is as well:
/// a gamma variate.
constexpr long most_stages = 1000;

double erlang(double mean, double cv, Stream& stream) {
  const long stages = std::lround(1 / (cv * cv));
  if (stages > most_stages) return gamma(mean, cv, stream);
  double sum = 0;
  for (long i = 0; i < stages; ++i) sum += exponential_variate(stream);
  return mean * sum / static_cast<double>(stages);
}

}  // namespace

double exponential_variate(Stream& stream) { return -log(stream.uniform()); }
double normal_variate(Stream& stream) { return normal_quantile(stream.uniform()); }
double gumbel_variate(Stream& stream) { return -log(-log(stream.uniform())); }

double weibull_shape(double cv) {
  const double target = log1p(cv * cv);
  // tgamma and not lgamma, which writes the global signgam: runs share a process with other threads.
  const auto excess = [&](double k) { return log(tgamma(1 + 2 / k)) - 2 * log(tgamma(1 + 1 / k)) - target; };
  double low = 0.05, high = 200;  // cv from 3e8 down to 0.006
  for (int i = 0; i < 200 && high - low > 1e-13 * high; ++i) {
    const double middle = 0.5 * (low + high);
    (excess(middle) > 0 ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

Law prepared(Law law) {
  if (law.kind == LawKind::weibull) law.shape = weibull_shape(law.cv);
  return law;
}

double sample(const Law& law, Stream& stream) {
  switch (law.kind) {
    case LawKind::constant:
      return law.mean;
    case LawKind::exponential:
      return law.mean * exponential_variate(stream);
    case LawKind::erlang:
      return erlang(law.mean, law.cv, stream);
    case LawKind::gamma:
      return gamma(law.mean, law.cv, stream);
    case LawKind::lognormal:
      return lognormal(law.mean, law.cv, stream);
    case LawKind::uniform:
      return law.mean * (1 + std::sqrt(3.0) * law.cv * (2 * stream.uniform() - 1));
    case LawKind::weibull:
      return weibull(law, stream);
    case LawKind::pareto:
      return pareto(law.mean, law.cv, stream);
    case LawKind::hyperexponential:
      return hyperexponential(law.mean, law.cv, stream);
    case LawKind::inverse_gaussian:
      return inverse_gaussian(law.mean, law.cv, stream);
  }
  throw std::logic_error("unknown law");
}

}  // namespace poldyn
