#pragma once

#include <cstdint>
#include <vector>

namespace poldyn {

/// One step of a condition in postfix order: a comparison pushes its outcome, the others combine what is there.
struct ConditionStep {
  enum class Op : std::uint8_t { less, at_most, greater, at_least, equal, unequal, both, either, negated };
  Op op{};
  std::uint32_t bloc = 0;
  std::uint32_t metric = 0;  ///< position in the list of sampled metrics
  std::uint32_t index = 0;   ///< on the metric's extra axis
  double number = 0;         ///< in the metric's unit

  friend bool operator==(const ConditionStep&, const ConditionStep&) = default;
};

constexpr bool is_comparison(const ConditionStep& step) {
  using Op = ConditionStep::Op;
  return step.op != Op::both && step.op != Op::either && step.op != Op::negated;
}

/// A condition over sampled metrics. Empty: there is none, and it never holds.
struct Condition {
  std::vector<ConditionStep> steps;
  friend bool operator==(const Condition&, const Condition&) = default;
};

/// Outcome of one comparison. A metric that does not exist is NaN, and no comparison with it holds, "unequal" neither:
/// a regulator does not act on what it does not see.
constexpr bool compare(ConditionStep::Op op, double value, double number) {
  using Op = ConditionStep::Op;
  switch (op) {
    case Op::less:
      return value < number;
    case Op::at_most:
      return value <= number;
    case Op::greater:
      return value > number;
    case Op::at_least:
      return value >= number;
    case Op::equal:
      return value == number;
    case Op::unequal:
      return value < number || value > number;
    case Op::both:
    case Op::either:
    case Op::negated:
      break;
  }
  return false;
}

/// Whether the condition holds; `value_of(step)` gives the metric that a comparison looks at.
template <class ValueOf>
bool holds(const Condition& condition, ValueOf&& value_of) {
  std::vector<bool> stack;
  const auto pop = [&] {
    const bool top = stack.back();
    stack.pop_back();
    return top;
  };
  for (const ConditionStep& step : condition.steps) {
    using Op = ConditionStep::Op;
    if (step.op == Op::negated) {
      stack.push_back(!pop());
    } else if (step.op == Op::both || step.op == Op::either) {
      const bool right = pop(), left = pop();
      stack.push_back(step.op == Op::both ? left && right : left || right);
    } else {
      stack.push_back(compare(step.op, value_of(step), step.number));
    }
  }
  return !stack.empty() && stack.back();
}

}  // namespace poldyn
