#pragma once

#include <array>
#include <bitset>
#include <chrono>
#include <cstdint>
#include <vector>

#include "sim/base/sim_time.h"
#include "sim/observe/diversity.h"
#include "sim/world/spells.h"

namespace poldyn {

/// Horizons at which shares are stated: a month, a quarter, half a year, a year. Means are restricted to the last.
inline constexpr std::array<int, 4> stated_days{30, 90, 180, 365};
inline constexpr std::size_t stated = stated_days.size();
constexpr Ticks stated_horizon(std::size_t i) { return Ticks{std::chrono::hours(24) * stated_days[i]}; }
inline constexpr Ticks restriction = stated_horizon(stated - 1);

/// Spells in ascending order, each with how often it stands there, and how far they can have been followed: the time
/// since the first of them began.
struct SortedSpells {
  std::vector<SpellCount> all;
  std::array<Ticks, kinds_of_spells> followed{};  ///< by kind
  std::bitset<kinds_of_spells> kinds;             ///< that there are any of
};
SortedSpells sorted_spells(const SpellLog& ended, const std::vector<Spell>& under_way, SimTime now);

/// Those of some kinds.
struct ChosenSpells {
  std::vector<SpellCount> all;
  std::array<std::uint64_t, most_ends> count{};  ///< by end
  std::uint64_t spells = 0;                      ///< of all ends
  Ticks followed{};
};
ChosenSpells chosen(const SortedSpells& spells, const std::bitset<kinds_of_spells>& kinds);
/// The same into what is there, whose memory is used again.
void choose(const SortedSpells& spells, const std::bitset<kinds_of_spells>& kinds, ChosenSpells& into);

/// By end, up to most_ends.
using ByEnd = std::array<double, most_ends>;

/// How spells end that compete to end, those under way among them: the estimator of Aalen and Johansen (1978, Scand. J.
/// Statist. 5: 141). The incidence of an end after t is the share of spells that have ended so by t; one that ended
/// otherwise stays in the sample and never ends so. Without spells under way it is the plain share.
struct LifeTable {
  std::uint64_t spells = 0;
  std::array<std::uint64_t, most_ends> count{};  ///< by end, those under way among them
  std::array<ByEnd, stated>
      incidence{};  ///< by stated horizon; NaN if none can have been followed so far, and not all ended
  ByEnd at_last{};  ///< incidence after the longest spell
  ByEnd area{};     ///< integral of the incidence from 0 to the restriction, days; NaN likewise
};
// Past the last spell that was seen the curves stay where they were, as R's survival has them (extend = TRUE): the few
// that were still under way then are counted as if they never ended. A value is left out only where no spell began
// early enough, or whether it exists would depend on luck, and runs with a straggler would drop out of a mean over
// replicates.

/// How the incidence of one end rises: what it is from each of these lengths on.
struct IncidenceCurve {
  std::vector<Ticks> from;
  std::vector<double> incidence;

  /// Days after which it is at least each of the levels; NaN if it never is.
  std::array<double, 2> reaches(std::array<double, 2> levels) const;
};

/// `pending` is the end that stands for "under way": censored.
LifeTable life_table(const ChosenSpells& spells, std::uint8_t pending);
/// The same, and the curve of `end` into what is there, whose memory is used again.
LifeTable life_table(const ChosenSpells& spells, std::uint8_t pending, std::uint8_t end, IncidenceCurve& curve);

/// How long one waits for a wanted end who waits to it: all other ends are censored (Kaplan & Meier 1958, J. Am. Stat.
/// Assoc. 53: 457). NaN where it is not reached.
struct Waiting {
  double median = missing_value;  ///< days, as the next
  double p90 = missing_value;
  double restricted_mean = missing_value;  ///< of min(wait, restriction)
};
/// `wanted` is a set of ends, bit by bit.
Waiting waiting(const ChosenSpells& spells, std::uint8_t pending, unsigned wanted);

}  // namespace poldyn
