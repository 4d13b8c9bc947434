#include "sim/policy/condition_reach.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <tuple>

namespace poldyn {
namespace {

constexpr std::size_t most_combinations = 100'000;

bool same_metric(const ConditionStep& a, const ConditionStep& b) {
  return std::tie(a.bloc, a.metric, a.index) == std::tie(b.bloc, b.metric, b.index);
}

/// A metric of the condition, and the values worth trying.
struct Axis {
  ConditionStep metric;
  std::vector<double> values;
  std::size_t at = 0;
};

std::vector<double> values_of(std::vector<double> numbers, const Range& range) {
  std::sort(numbers.begin(), numbers.end());
  std::vector<double> made{std::max(range.low, numbers.front() - 1), std::min(range.high, numbers.back() + 1),
                           std::numeric_limits<double>::quiet_NaN()};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    made.push_back(numbers[i]);
    // The stretches at the ends of the range may be shorter than 1.
    for (const double end :
         {i == 0 ? range.low : numbers[i - 1], i + 1 == numbers.size() ? range.high : numbers[i + 1]})
      made.push_back(numbers[i] + (end - numbers[i]) / 2);
  }
  std::erase_if(made, [&](double x) { return x < range.low || x > range.high; });
  return made;
}

/// Steps to the next combination; false behind the last.
bool step_on(std::vector<Axis>& axes) {
  for (Axis& axis : axes) {
    if (++axis.at < axis.values.size()) return true;
    axis.at = 0;
  }
  return false;
}

}  // namespace

bool can_hold(const Condition& condition, const std::function<Range(const ConditionStep&)>& range_of) {
  std::vector<Axis> axes;
  std::size_t combinations = 1;
  for (const ConditionStep& step : condition.steps) {
    if (!is_comparison(step)) continue;
    const auto known = [&](const Axis& axis) { return same_metric(axis.metric, step); };
    if (std::any_of(axes.begin(), axes.end(), known)) continue;
    std::vector<double> numbers;
    for (const ConditionStep& other : condition.steps)
      if (is_comparison(other) && same_metric(other, step)) numbers.push_back(other.number);
    axes.push_back({step, values_of(std::move(numbers), range_of(step)), 0});
    combinations *= axes.back().values.size();
    if (combinations > most_combinations) return true;
  }
  const auto value_of = [&](const ConditionStep& step) {
    const auto axis =
        std::find_if(axes.begin(), axes.end(), [&](const Axis& a) { return same_metric(a.metric, step); });
    return axis->values[axis->at];
  };
  do {
    if (holds(condition, value_of)) return true;
  } while (step_on(axes));
  return false;
}

}  // namespace poldyn
