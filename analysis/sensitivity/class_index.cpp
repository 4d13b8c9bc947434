#include "analysis/sensitivity/class_index.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/sensitivity/screens.h"

namespace poldyn::analysis {
namespace {

/// By point, the number of its class; NaN where the factor has no value.
std::vector<double> numbers_of(const Classes& classes, std::size_t points) {
  std::vector<double> made(points, no_value);
  for (std::size_t c = 0; c < classes.count(); ++c)
    for (const std::size_t i : classes.members(c)) made[i] = static_cast<double>(c);
  return made;
}

/// By what an even filling of the classes hides, if it is known to be `exact`; else up to that.
void raise(Index& index, double points_in_class, bool exact) {
  if (!index.exists()) return;
  const double hidden = std::max(0.0, 1 - index.value) / points_in_class;
  index.value += exact ? hidden : hidden / 2;
  index.interval.high += hidden;
  if (exact) index.interval.low += hidden;
}

}  // namespace

RankIndex class_index(std::span<const double> x, bool is_number, const Response& y, bool common, bool complete,
                      double level) {
  const auto known =
      static_cast<double>(std::count_if(x.begin(), x.end(), [](double value) { return !std::isnan(value); }));
  const auto wanted = is_number && !complete ? static_cast<std::size_t>(std::round(std::sqrt(known))) : x.size();
  const Classes classes(x, wanted);
  RankIndex made = rank_index(numbers_of(classes, x.size()), y, common, level);
  const double points_in_class = known / static_cast<double>(std::max<std::size_t>(1, classes.count()));
  raise(made.of_mean, points_in_class, complete);
  raise(made.of_run, points_in_class, complete && common);  // else noise is in it, which no grid makes even
  return made;
}

}  // namespace poldyn::analysis
