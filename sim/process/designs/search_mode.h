#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// How a project looks for a better design.
enum class SearchMode : std::uint8_t { keep, local, long_jump, imitate, adopt, directed };

constexpr bool remembers_modes(const Mechanisms& on) { return on.adaptive_search && (on.search || on.adoption); }

/// Makes room for what all vendors remember of ways of search, if search is adaptive.
void make_room_for_modes(Simulation& sim);

/// The way of search of a project, from one number of the stream: by the propensities of the class, times
/// exp(sensitivity gain) where search is adaptive. `keep` if what was chosen is switched off.
SearchMode choose_mode(const Simulation& sim, const Vendor& vendor, Stream& stream);

/// A project that looked in this way came to a candidate better than what its vendor had by `gain_oom`. The mean moves
/// by vendors.mode_memory of the way to it (Sutton & Barto 2018, section 2.5). Nothing for `keep` and `directed`.
void remember_mode(Simulation& sim, const Vendor& vendor, SearchMode mode, double gain_oom);

}  // namespace poldyn
