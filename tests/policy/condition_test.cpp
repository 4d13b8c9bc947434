#include "sim/policy/condition.h"

#include <cmath>

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
