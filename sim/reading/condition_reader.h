#pragma once

#include <string_view>
#include <variant>

#include "sim/policy/scenario.h"
#include "sim/reading/condition_grammar.h"

namespace poldyn {

/// Reads "main.pipeline.queue_length > 100 and not (main.structure.exits >= 5 or north.iteration.releases < 1)".
/// A metric is bloc.family.name of a sampled metric, with [name] or [number from 0] if it has an extra axis; it stands
/// left of <, <=, >, >=, == or !=, a quantity in a unit of the metric stands right. `not` binds before `and` before
/// `or`.
std::variant<Condition, ConditionFault> read_condition(std::string_view text, const Scenario& scenario);

}  // namespace poldyn
