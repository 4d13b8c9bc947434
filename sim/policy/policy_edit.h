#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/policy/scenario.h"
#include "sim/world/policy_state.h"

namespace poldyn {

/// A parameter of a scenario, found by its dotted key. Points into the scenario.
struct EditTarget {
  const ParamRow* row = nullptr;
  void* object = nullptr;
  explicit operator bool() const { return row != nullptr; }
  Value get() const { return row->get(object); }
};
EditTarget find_parameter(Scenario& scenario, std::string_view key);

/// What an edit makes of `below` when `progress` (0 to 1) of its way is done. Numbers and means of laws move in
/// proportion; all else, and a law's family and spread, is the new one from the start. At progress 1 it is the target,
/// exactly.
Value edited(const ParamRow& row, const Value& below, const Edit& edit, double progress);

/// What sums and products are kept within: the parameter's range and the edit's own bounds; of whole numbers, the least
/// and the most of these.
Range bounds(const ParamRow& row, const Edit& edit);

/// The value of a parameter under the changes in force: each is made on top of those that came into force before it, so
/// when one ends what is left is what the others make of `base`. Whole numbers are rounded once, at the end: ten times
/// 0.4 more are four more.
Value value_under(const Scenario& scenario, const ParamRow& row, std::string_view key, const Value& base,
                  std::span<const PolicyLayer> layers);

/// Dated policies in force on a day, by their position, in the order of the run.
std::vector<std::size_t> dated_on(const Scenario& scenario, double day);

/// Makes of `rules`, a copy of the scenario, what these changes make of the scenario.
void put_in_force(Scenario& rules, Scenario& scenario, std::span<const PolicyLayer> layers);

/// Why this parameter cannot change during a run; empty if it can.
std::string_view fixed_because(std::string_view key);

/// Whether a dotted key has this form: "*" stands for one name.
bool matches_key(std::string_view pattern, std::string_view key);

/// "policy.fees", or "policy.2" for one without label: its name in messages.
std::string policy_name(const Scenario& scenario, std::size_t policy);

}  // namespace poldyn
