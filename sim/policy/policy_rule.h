#pragma once

#include <limits>
#include <string>
#include <vector>

#include "sim/base/param.h"
#include "sim/policy/condition.h"

namespace poldyn {

/// How an edit changes what it finds.
enum class EditKind : std::uint8_t { set, add, scale };
template <>
inline constexpr std::array<std::string_view, 3> names_of<EditKind>{"set", "add", "scale"};

/// One parameter that a policy changes. The result of adding and scaling is kept within the parameter's range and
/// within [least, most].
struct Edit {
  std::string key;  ///< "bloc.north.registration.who"
  EditKind kind = EditKind::set;
  Value value;  ///< the new value; or a double, to add to a number or a law's mean, or to multiply it by
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();

  friend bool operator==(const Edit&, const Edit&) = default;
};

/// A change of the rules during a run: at a date, or whenever a condition holds at a sample.
struct PolicyRule {
  std::string label;
  Days at{0};
  Days until{0};
  Days phase_in{0};
  Days phase_step{days_per_month};
  std::string when;
  std::string release_when;
  Days gap{0};
  std::int64_t times = 0;
  Condition condition;  ///< what `when` says
  Condition release;    ///< what `release_when` says
  std::vector<Edit> edits;

  bool triggered() const { return !when.empty(); }
  bool increments() const {
    for (const Edit& edit : edits)
      if (edit.kind != EditKind::set) return true;
    return false;
  }

  static constexpr auto params() {
    using P = PolicyRule;
    constexpr double most = 100 * days_per_year;
    return std::to_array<ParamRow>({
        row<&P::label>("label", "name in messages; empty takes its place in the list"),
        row<&P::at>("at", Unit::day, {0, most},
                    "date of the change; of a triggered one, the first date at which it may fire", by_design()),
        row<&P::until>("until", Unit::day, {0, most}, "date at which it ends and what held before comes back; 0 never",
                       by_design()),
        row<&P::phase_in>("phase_in", Unit::day, {0, most},
                          "time over which numbers and means of distributions move to their new value", by_design()),
        row<&P::phase_step>("phase_step", Unit::day, {1e-3, most}, "time between the steps of phase_in", by_design()),
        row<&P::when>("when", "condition over sampled metrics at which the change is made; empty: at a date"),
        row<&P::release_when>("release_when", "condition at which a triggered change is undone; empty never"),
        row<&P::gap>("gap", Unit::day, {0, most}, "least time from one firing to the next", by_design()),
        row<&P::times>("times", Unit::count, {0, 1e6}, "most firings; 0 has no limit", by_design()),
    });
  }
};

}  // namespace poldyn
