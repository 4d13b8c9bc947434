#pragma once

#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// Rules that bind nobody whatever happens, that contradict others of their family, or that file where there is
/// nothing.
void find_rule_faults(const Scenario& scenario, std::vector<Fault>& faults);

/// Whether some rule of the bloc asks for an approval, or gives one.
bool gives_approvals(const Mechanisms& on, const BlocRules& bloc);

/// Whether anything is ever filed in the bloc, under its rules or those that a policy may bring.
bool may_file(const Scenario& scenario, const BlocRules& bloc);

/// "registration.who = \"nobody\" approves none": why a bloc has no approved models.
std::string none_approved(const Mechanisms& on, const BlocRules& bloc);

/// Whether the bloc has vendors that build on an unmodified base.
bool has_applications(const Scenario& scenario, const BlocRules& bloc);

/// Keys of [bloc.X.registration] that are read where tables of rules stand, too.
bool is_read_beside_rules(std::string_view key);

}  // namespace poldyn
