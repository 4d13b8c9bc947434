#include "sim/policy/condition.h"

#include <cmath>
#include <random>
#include <vector>

#include "sim/policy/condition_reach.h"
#include "tests/catch.h"

using namespace poldyn;
using Op = ConditionStep::Op;

TEST_CASE("conditions: postfix steps combine as they are written", "[policy]") {
  const auto less = [](double number) { return ConditionStep{Op::less, 0, 0, 0, number}; };
  const auto at = [](const Condition& c, double x) { return holds(c, [&](const ConditionStep&) { return x; }); };
  CHECK_FALSE(at({}, 1));
  CHECK(at({{less(2)}}, 1));
  CHECK(at({{less(2), less(0), {Op::either}}}, 1));
  CHECK_FALSE(at({{less(2), less(0), {Op::both}}}, 1));
  CHECK(at({{less(2), less(0), {Op::negated}, {Op::both}}}, 1));
}

TEST_CASE("conditions: no comparison with what does not exist holds", "[policy]") {
  for (const Op op : {Op::less, Op::at_most, Op::greater, Op::at_least, Op::equal, Op::unequal}) {
    CHECK_FALSE(compare(op, NAN, 1));
    CHECK(compare(op, 1, 1) == (op == Op::at_most || op == Op::at_least || op == Op::equal));
    CHECK(compare(op, 0, 1) == (op == Op::less || op == Op::at_most || op == Op::unequal));
  }
}

TEST_CASE("conditions: what can hold is found, against a fine grid of values", "[policy]") {
  // Two metrics in [0, 1], compared with quarters: an eighth apart lies one value of every stretch.
  std::vector<double> grid{NAN};
  for (int i = 0; i <= 8; ++i) grid.push_back(i / 8.0);
  std::mt19937 luck(7);
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(luck() % n); };
  int never = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    Condition condition;
    for (std::uint32_t depth = 0, left = 3 + below(3); left > 0 || depth > 1;) {
      const bool push = left > 0 && (depth < 2 || below(2) == 0);
      if (push) condition.steps.push_back({static_cast<Op>(below(6)), 0, below(2), 0, below(5) / 4.0});
      if (!push) condition.steps.push_back({below(4) == 0 ? Op::either : Op::both});
      if (below(5) == 0) condition.steps.push_back({Op::negated});
      left -= push ? 1 : 0;
      depth = push ? depth + 1 : depth - 1;
    }
    bool found = false;
    for (const double a : grid)
      for (const double b : grid)
        found = found || holds(condition, [&](const ConditionStep& step) { return step.metric == 0 ? a : b; });
    CHECK(can_hold(condition, [](const ConditionStep&) { return Range{0, 1}; }) == found);
    never += found ? 0 : 1;
  }
  CHECK(never > 200);  // both answers are tried
}

TEST_CASE("conditions: a range without end has values beyond every number", "[policy]") {
  const auto free = [](const ConditionStep&) { return Range{}; };
  CHECK(can_hold({{{Op::greater, 0, 0, 0, 1e300}}}, free));
  CHECK(can_hold({{{Op::less, 0, 0, 0, -5}}}, free));
  CHECK_FALSE(can_hold({{{Op::less, 0, 0, 0, 2}, {Op::greater, 0, 0, 0, 2}, {Op::both}}}, free));
  CHECK_FALSE(can_hold({}, free));
}
