#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Applications pay the makers of the closed models that they call, before anybody's cash is looked at. `use` as in
/// learn_from_use.
void pay_api_fees(Simulation& sim, BlocId bloc, const Market::Columns& use);

/// One market epoch of sales, contracts, running costs and luck; then whoever has no cash is told to leave. Luck draws
/// from (funding, vendor, epoch).
void settle(Simulation& sim, BlocId bloc, const Market::Columns& use, double days);

}  // namespace poldyn
