#pragma once

#include <string>
#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// What of a scenario could not be read: of what follows from it nothing is said, for it may be otherwise.
struct Unread {
  bool rules = false;                 ///< anything but policies
  std::vector<std::string> policies;  ///< "policy.2.until", "policy.1.bloc.north.market.demand"
};

/// What is wrong with policies: each by itself, and with the rules that they make. Dated ones are put in force by date,
/// all together; triggered ones each alone, on top of what is dated. What is wrong with the rules without them is not
/// said again. A fault of the rules is at the edit without which it would not be there. What several policies make of
/// one parameter says value_under() in policy_edit.h; what triggered ones do to each other shows when they fire
/// (change_rules() in sim/process/rule_changes/policy.cpp).
void find_policy_faults(const Scenario& scenario, std::vector<Fault>& faults, const Unread& unread = {});

}  // namespace poldyn
