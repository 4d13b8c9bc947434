#pragma once

#include <functional>

#include "sim/base/param.h"
#include "sim/policy/condition.h"

namespace poldyn {

/// Whether some values of the metrics, each in its range or absent, make the condition hold. Between two numbers that a
/// metric is compared with all values are alike, so one of each stretch is tried: exact, but that metrics are taken as
/// free of each other and as not whole. True, too, if there are too many combinations to try.
bool can_hold(const Condition& condition, const std::function<Range(const ConditionStep&)>& range_of);

}  // namespace poldyn
