#pragma once

namespace poldyn::analysis {

/// The number from 0 up at which `holds`, true at 0 and false from some point on, turns false, to a relative
/// `rounding`; `guess` > 0 is where the search begins.
template <class Holds>
double last_of(Holds&& holds, double guess, double rounding) {
  double low = 0, high = guess;
  while (holds(high)) low = high, high *= 2;
  while (high - low > rounding * high) {
    const double middle = 0.5 * (low + high);
    (holds(middle) ? low : high) = middle;
  }
  return high;
}

}  // namespace poldyn::analysis
