#pragma once

#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numbers>
#include <span>
#include <string>
#include <vector>

#include "sim/engine/stream.h"
#include "sim/experiment/design.h"

/// Functions whose indices are known, and noise to lay over them.
namespace sensitivity_tests {

inline constexpr double pi = std::numbers::pi;

/// Ishigami & Homma 1990 with a = 7, b = 0.1, on [0, 1]^3; what lies behind is inert.
inline double ishigami(const double* x) {
  const auto at = [&](std::size_t i) { return -pi + 2 * pi * x[i]; };
  return std::sin(at(0)) + 7 * std::sin(at(1)) * std::sin(at(1)) + 0.1 * std::pow(at(2), 4) * std::sin(at(0));
}

/// Sobol's g-function (Saltelli & Sobol' 1995).
inline double g_function(const double* x, std::span<const double> a) {
  double y = 1;
  for (std::size_t i = 0; i < a.size(); ++i) y *= (std::abs(4 * x[i] - 2) + a[i]) / (1 + a[i]);
  return y;
}

inline double normal_score(double u) { return boost::math::quantile(boost::math::normal(), u); }

/// Numbers of the test's own.
class Noise {
 public:
  explicit Noise(std::uint64_t seed) : seed_(seed) {}
  double uniform() { return next().uniform(); }
  double normal() {
    const double u = uniform();
    return normal_score(u > 0 ? u : 0x1p-60);
  }

 private:
  /// A stream holds 2^17 words.
  poldyn::Stream& next() {
    if (count_++ % 10'000 == 0) stream_ = poldyn::Stream({seed_, 0}, 0, 0, static_cast<std::uint32_t>(count_ / 10'000));
    return stream_;
  }
  std::uint64_t seed_;
  std::uint64_t count_ = 0;
  poldyn::Stream stream_{{0, 0}, 0, 0, 0};
};

using Function = std::function<double(const double*)>;
/// What is added at a point in a replicate.
using Luck = std::function<double(const double*, std::size_t replicate)>;

/// (point, replicate)
inline std::vector<double> responses(const poldyn::DesignMatrix& design, const Function& f, std::size_t replicates = 1,
                                     const Luck& luck = {}) {
  std::vector<double> y;
  for (std::size_t p = 0; p < design.points; ++p) {
    const double* x = design.at.data() + p * design.factors;
    for (std::size_t r = 0; r < replicates; ++r) y.push_back(f(x) + (luck ? luck(x, r) : 0.0));
  }
  return y;
}

/// Saltelli's blocks at independent points, for coverage: on a Sobol' sequence errors are smaller than intervals say.
inline poldyn::DesignMatrix random_blocks(std::size_t rows, std::size_t factors, Noise& noise) {
  poldyn::DesignMatrix made{factors, rows * (factors + 2), {}};
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<double> a(factors), b(factors);
    for (double& x : a) x = noise.uniform();
    for (double& x : b) x = noise.uniform();
    made.at.insert(made.at.end(), a.begin(), a.end());
    for (std::size_t i = 0; i < factors; ++i) {
      std::vector<double> mixed = a;
      mixed[i] = b[i];
      made.at.insert(made.at.end(), mixed.begin(), mixed.end());
    }
    made.at.insert(made.at.end(), b.begin(), b.end());
  }
  return made;
}

/// x0, x1 and so on.
inline std::vector<std::string> numbered_names(std::size_t n) {
  std::vector<std::string> made;
  for (std::size_t i = 0; i < n; ++i) made.push_back("x" + std::to_string(i));
  return made;
}

}  // namespace sensitivity_tests
