#include "sim/engine/sample.h"

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <stdexcept>

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
  const double variance = std::log1p(cv * cv);
  return mean * std::exp(std::sqrt(variance) * normal_variate(stream) - variance / 2);
}

double pareto(double mean, double cv, Stream& stream) {
  const double alpha = 1 + std::sqrt(1 + 1 / (cv * cv));
  return mean * (alpha - 1) / alpha * std::pow(stream.uniform(), -1 / alpha);
}

double weibull(const Law& law, Stream& stream) {
  const double shape = law.shape > 0 ? law.shape : weibull_shape(law.cv);
  return law.mean / std::tgamma(1 + 1 / shape) * std::pow(exponential_variate(stream), 1 / shape);
}

double gamma(double mean, double cv, Stream& stream) {
  const double shape = 1 / (cv * cv);
  return boost::random::gamma_distribution<double>(shape, mean / shape)(stream);
}

double erlang(double mean, double cv, Stream& stream) {
  const int stages = static_cast<int>(std::lround(1 / (cv * cv)));
  double sum = 0;
  for (int i = 0; i < stages; ++i) sum += exponential_variate(stream);
  return mean * sum / stages;
}

}  // namespace

double exponential_variate(Stream& stream) { return boost::random::exponential_distribution<double>()(stream); }
double normal_variate(Stream& stream) { return boost::random::normal_distribution<double>()(stream); }
double gumbel_variate(Stream& stream) { return -std::log(-std::log(stream.uniform())); }

double weibull_shape(double cv) {
  const double target = std::log1p(cv * cv);
  // tgamma and not lgamma, which writes the global signgam: runs share a process with other threads.
  const auto excess = [&](double k) { return std::log(std::tgamma(1 + 2 / k)) - 2 * std::log(std::tgamma(1 + 1 / k)) - target; };
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
    case LawKind::constant: return law.mean;
    case LawKind::exponential: return law.mean * exponential_variate(stream);
    case LawKind::erlang: return erlang(law.mean, law.cv, stream);
    case LawKind::gamma: return gamma(law.mean, law.cv, stream);
    case LawKind::lognormal: return lognormal(law.mean, law.cv, stream);
    case LawKind::uniform: return law.mean * (1 + std::sqrt(3.0) * law.cv * (2 * stream.uniform() - 1));
    case LawKind::weibull: return weibull(law, stream);
    case LawKind::pareto: return pareto(law.mean, law.cv, stream);
    case LawKind::hyperexponential: return hyperexponential(law.mean, law.cv, stream);
    case LawKind::inverse_gaussian: return inverse_gaussian(law.mean, law.cv, stream);
  }
  throw std::logic_error("unknown law");
}

}  // namespace poldyn
