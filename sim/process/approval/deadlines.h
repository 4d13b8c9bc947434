#pragma once

#include "sim/process/approval/decision.h"

namespace poldyn {

/// A statutory clock may have run out: by the rules that the clock started under, the filing's stage, or all that are
/// left, count as passed, or it is refused, or another stage takes it over, or its fee is paid back and it waits on. No
/// verdict is drawn. Whoever was reviewing it may have stopped: to be followed by start_reviews() of the office where
/// it was, once the decision has been followed up. Does nothing of a filing that is gone or not due.
[[nodiscard]] std::optional<Decision> pass_deadline(Simulation& sim, FilingId filing, std::uint32_t generation);

}  // namespace poldyn
