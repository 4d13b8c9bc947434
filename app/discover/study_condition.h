#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "analysis/side.h"
#include "sim/policy/condition.h"

namespace poldyn::app {

/// What stands left of a sign.
struct ConditionQuantity {
  analysis::LabelledMetric row;
  std::size_t bloc = 0;
  bool relative = false;  ///< a difference as a share of the size of what it is a difference to
};

/// A condition over the metrics of one finished run, or over the difference of two.
struct StudyCondition {
  Condition condition;  ///< whose steps have places in `quantities` as their metric
  std::vector<ConditionQuantity> quantities;
};

/// Reads "idea_to_deployment < 90 d and not releases@north <= 10": metrics as rows_asked() takes them, with "@bloc"
/// behind them where there are several. Of a difference `idea_to_deployment < 5 %` and `idea_to_deployment within 5 %`
/// are shares of the other side's size. Throws Failure(usage) that shows the place.
StudyCondition read_study_condition(const std::string& text, const analysis::Side& side, bool of_difference);

/// 1 or 0, or NaN if it hangs on a value that does not exist (logic of three values, Kleene 1938). `value_of` gives
/// that of a quantity by its place.
double outcome(const Condition& condition, const std::function<double(std::size_t quantity)>& value_of);

}  // namespace poldyn::app
