#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/base/sim_time.h"
#include "sim/observe/diversity.h"
#include "sim/world/world.h"

namespace poldyn {

/// Products given up, as a life table: those that were deployed at one sample and are no longer their vendor's product
/// at the next. [0] those less capable than the median unit of use meets, [1] the others.
struct Turnover {
  std::array<double, 2> ended{};
  std::array<double, 2> exposure{};  ///< product-years, those that ended counted for half of the interval

  /// Per product-year; NaN without products.
  double hazard(std::size_t i) const { return ratio(ended[i], exposure[i]); }
  Turnover& operator+=(const Turnover& other);
};

/// Watches one bloc's products from sample to sample. O(n) per look in the number of offers.
class TurnoverWatch {
 public:
  /// Of the interval since the previous look; all zero at the first.
  const Turnover& look(const World& world, const Bloc& bloc, SimTime now);
  /// Of the intervals that began after the warm-up.
  const Turnover& total() const { return total_; }

 private:
  struct Product {
    VendorId vendor;
    std::uint32_t project;
    bool stronger;
  };
  struct Weighed {
    double q;
    double use;
  };
  void count_ended(const World& world, double years);
  double median_q(const World& world, const Bloc& bloc);

  bool looked_ = false;
  SimTime at_{};
  Turnover latest_, total_;
  std::vector<Product> products_;
};

}  // namespace poldyn
