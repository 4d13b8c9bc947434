#pragma once

#include <array>
#include <string_view>

#include "sim/experiment/experiment.h"
#include "sim/experiment/node_reader.h"

namespace poldyn {

/// The keys of a factor's table that say what it can be; it has one of them.
inline constexpr auto ways_to_vary = std::to_array<std::string_view>({"values", "range", "log_range", "dist"});

/// Whether an experiment does not take this parameter from its scenarios: seed and replicates are the experiment's, and
/// what runs keep is [record]'s.
bool is_settled(std::string_view key);
inline constexpr std::string_view where_settled = "seed and replicates stand in [experiment], what is kept in [record]";

/// Refuses what stands in the factor's table beside its `way` and would be read by nobody, and what the way lacks.
void check_companions(NodeReader& reader, std::string_view way, const Factor& factor, DesignKind design);

/// Refuses two factors that set one parameter: the later would win, and the earlier's values would stand in the results
/// all the same.
void check_overlaps(const Experiment& experiment, Mistakes& mistakes);

}  // namespace poldyn
