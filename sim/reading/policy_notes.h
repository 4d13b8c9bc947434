#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// What is hardly meant in the policies of a sound scenario: one that cannot act before the run ends, changes what a
/// mechanism that is off reads, waits for what cannot be, or ends on its way. None with policies switched off.
std::vector<Fault> policy_notes(const Scenario& scenario);

/// That a change of the parameter has no effect, since the mechanism that alone reads it is off; nothing if it is on.
std::optional<Fault> unread_note(const Scenario& scenario, const std::string& key);

}  // namespace poldyn
