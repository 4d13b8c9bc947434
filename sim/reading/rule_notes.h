#pragma once

#include <optional>
#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// Adds notes on what is sound about rules but without effect: rules that never come to bind anybody, tables that are
/// not asked, a stage that a family passes once though two of its tracks name it.
void add_rule_notes(const Scenario& scenario, std::vector<Fault>& notes);

/// Of a parameter that a policy changes: why no rule follows it, if none does. Tables of rules have taken what they
/// share from [bloc.X.registration] when the scenario was read.
std::optional<Fault> copied_by_rules(const Scenario& scenario, const std::string& key);

}  // namespace poldyn
