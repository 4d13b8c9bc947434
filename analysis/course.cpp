#include "analysis/course.h"

#include <algorithm>
#include <cmath>

#include "analysis/facts.h"

namespace poldyn::analysis {

Course course_of(std::span<const double> values, std::size_t times) {
  constexpr double tail = 0.05;
  Course course;
  const std::size_t runs = times > 0 ? values.size() / times : 0;
  std::vector<double> here;
  for (std::size_t t = 0; t < times; ++t) {
    here.clear();
    for (std::size_t run = 0; run < runs; ++run)
      if (const double x = values[run * times + t]; !std::isnan(x)) here.push_back(x);
    const Estimate now = estimate(here);
    std::sort(here.begin(), here.end());
    const bool tails = here.size() >= fewest_for_band;
    course.mean.push_back(now.mean);
    course.low.push_back(here.empty() ? no_value : quantile(here, tails ? tail : 0));
    course.high.push_back(here.empty() ? no_value : quantile(here, tails ? 1 - tail : 1));
    if (now.n > 0) course.last = now, course.last_at = t;
  }
  return course;
}

}  // namespace poldyn::analysis
