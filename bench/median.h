#pragma once

#include <algorithm>
#include <vector>

namespace poldyn::bench {

/// Of an even number the upper of the two in the middle. At least one is needed.
inline double median(std::vector<double> x) {
  const auto middle = x.begin() + static_cast<std::ptrdiff_t>(x.size() / 2);
  std::nth_element(x.begin(), middle, x.end());
  return *middle;
}

}  // namespace poldyn::bench
