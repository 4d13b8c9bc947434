#pragma once

#include <cstddef>
#include <vector>

#include "sim/observe/run_result.h"
#include "sim/policy/scenario.h"

namespace poldyn {

/// The order in which a run goes through what has names: that of the names, byte by byte. Sums come in that order and
/// so do those who act at one instant, so that the order of tables in a file reaches no result, not even by rounding.
/// Entry k is the place in the scenario of what comes k-th.
struct WorkingOrder {
  std::vector<std::size_t> blocs;
  std::vector<std::vector<std::size_t>> stages;  ///< by bloc of the scenario
  std::vector<std::size_t> domains;
  std::vector<std::size_t> standards;

  bool as_written() const;  ///< nothing changes places
};

WorkingOrder order_of_names(const Scenario& scenario);

/// The scenario with its tables in that order; conditions of policies follow. The ladder of paradigms and the policies
/// stay as they are: their order has a meaning.
Scenario in_order(const Scenario& scenario, const WorkingOrder& order);

/// Puts the results of a run of in_order(`scenario`) into the scenario's own order.
void restore(RunResult& result, const Scenario& scenario, const WorkingOrder& order);

}  // namespace poldyn
