#pragma once

#include <cstddef>
#include <random>
#include <vector>

namespace poldyn::analysis {

using Random = std::mt19937_64;

inline std::vector<double> normal(Random& random, std::size_t n, double mean, double sd) {
  std::normal_distribution<double> law(mean, sd);
  std::vector<double> made(n);
  for (double& x : made) x = law(random);
  return made;
}

}  // namespace poldyn::analysis
