#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/base/param.h"
#include "sim/base/radix_sort.h"
#include "sim/base/sim_time.h"
#include "sim/base/time_sum.h"
#include "sim/world/filing.h"
#include "sim/world/kinds.h"

namespace poldyn {

/// How a filing ends. `pending` stands for those that have not; it comes last in each of these lists, so that at equal
/// lengths who ended is counted before who was still waiting (Kaplan & Meier 1958).
enum class FilingEnd : std::uint8_t { approved, refused, turned_away, withdrawn, vendor_left, pending };
template <>
inline constexpr std::array<std::string_view, 6> names_of<FilingEnd>{"approved",  "refused",     "turned_away",
                                                                     "withdrawn", "vendor_left", "pending"};

/// How a project ends. `no_gain`: it led to nothing better than what there is; `replaced`: a later one of the same
/// vendor took its place before it was deployed.
enum class ProjectEnd : std::uint8_t { deployed, no_gain, replaced, refused, withdrawn, vendor_left, pending };
template <>
inline constexpr std::array<std::string_view, 7> names_of<ProjectEnd>{"deployed",  "no_gain",     "replaced", "refused",
                                                                      "withdrawn", "vendor_left", "pending"};

/// How the time after a release of a vendor ends.
enum class IntervalEnd : std::uint8_t { next_release, vendor_left, pending };

/// How a visit to one office ends. `overdue`: a deadline decided, or took the filing to another stage.
enum class VisitEnd : std::uint8_t { decided, withdrawn, abandoned, overdue, pending };
inline constexpr std::size_t most_ends = 7;

/// A length of time and how it ended, as one number: length in ticks (52 bits) | end (4) | kind (8). The order of the
/// numbers is that of the lengths, and what had not ended comes last. A run of 100 years has fewer than 2^52 ticks.
using Spell = std::uint64_t;
inline constexpr unsigned length_shift = 12;
inline constexpr std::size_t kinds_of_spells = 256;
constexpr Spell spell_of(Ticks length, std::uint8_t end, std::uint8_t kind) {
  return static_cast<Spell>(length.count()) << length_shift | static_cast<Spell>(end) << 8 | kind;
}
constexpr Ticks length_of(Spell spell) { return Ticks{static_cast<std::int64_t>(spell >> length_shift)}; }
constexpr std::uint8_t end_of(Spell spell) { return spell >> 8 & 0xF; }
constexpr std::uint8_t kind_of(Spell spell) { return spell & 0xFF; }

struct SpellCount {
  Spell spell = 0;
  std::uint64_t times = 0;
  friend constexpr bool operator==(const SpellCount&, const SpellCount&) = default;
};

/// Spells that have ended, in any order, in bounded memory: exact to the tick up to `most_distinct` different ones, a
/// million; beyond, lengths are rounded up to a power of two of ticks that leaves no more (a hour or so, for years of
/// filings). Nothing in the run reads it.
class SpellLog {
 public:
  static constexpr std::size_t most_recent = std::size_t{1} << 16;  ///< of rounded lengths
  static constexpr std::size_t most_distinct = std::size_t{1} << 20;

  SpellLog() { earliest_.fill(end_of_time); }
  /// `from` is when it began.
  void add(Spell spell, SimTime from) {
    SimTime& earliest = earliest_[kind_of(spell)];
    earliest = std::min(earliest, from);
    recent_.push_back(spell);
    if (recent_.size() % most_recent == 0 && is_full()) fold();
  }
  void clear() { *this = {}; }
  /// Those added last, as they came, and all earlier ones in ascending order. The former are merged when they are
  /// `most_recent` or as many as the latter, whichever is more, so that time grows with their number and not faster.
  const std::vector<Spell>& recent() const { return recent_; }
  const std::vector<SpellCount>& folded() const { return folded_; }
  /// When the first of a kind began; end_of_time without any.
  SimTime earliest(std::uint8_t kind) const { return earliest_[kind]; }
  /// To which lengths are known.
  Ticks resolution() const { return Ticks{std::int64_t{1} << shift_}; }

 private:
  /// Once lengths are rounded, or could have to be, each `most_recent` are merged: no result shows that it was put off.
  bool is_full() const {
    return shift_ > 0 || recent_.size() >= folded_.size() || recent_.size() + folded_.size() > most_distinct;
  }
  void fold();
  void coarsen();

  std::array<SimTime, kinds_of_spells> earliest_;
  std::vector<Spell> recent_;
  std::vector<SpellCount> folded_;
  unsigned shift_ = 0;
};

/// Adds up what stands more than once. Precondition: ascending order.
inline void add_up(std::vector<SpellCount>& sorted) {
  std::size_t kept = 0;
  for (const SpellCount& one : sorted) {
    if (kept > 0 && sorted[kept - 1].spell == one.spell)
      sorted[kept - 1].times += one.times;
    else
      sorted[kept++] = one;
  }
  sorted.resize(kept);
}

inline bool comes_before(const SpellCount& a, const SpellCount& b) { return a.spell < b.spell; }

inline void SpellLog::fold() {
  sort_by(recent_, [](Spell spell) { return spell; });
  std::size_t before = folded_.size(), fresh = recent_.size();
  folded_.resize(before + fresh);
  for (std::size_t to = folded_.size(); fresh > 0;)  // from the back: nothing is written over before it has been read
    folded_[--to] = before > 0 && folded_[before - 1].spell > recent_[fresh - 1] ? folded_[--before]
                                                                                 : SpellCount{recent_[--fresh], 1};
  recent_.clear();
  add_up(folded_);
  if (shift_ > 0) coarsen();  // the new ones are exact as yet
  while (folded_.size() > most_distinct) {
    ++shift_;
    coarsen();
  }
}

inline void SpellLog::coarsen() {
  const std::uint64_t rest = (std::uint64_t{1} << shift_) - 1;
  for (SpellCount& one : folded_) {
    const std::uint64_t length = ((one.spell >> length_shift) + rest) & ~rest;
    one.spell = length << length_shift | (one.spell & 0xFFF);
  }
  std::sort(folded_.begin(), folded_.end(), comes_before);
  add_up(folded_);
}

/// Vendors by what they are whatever the rules: class, and whether the public uses their products.
inline constexpr std::size_t strata = 2 * vendor_classes;
constexpr std::uint8_t stratum_of(VendorClass cls, bool public_facing) {
  return static_cast<std::uint8_t>(2 * static_cast<unsigned>(cls) + unsigned{!public_facing});
}
inline constexpr std::array<std::string_view, strata> stratum_names{"frontier_public",   "frontier_other",
                                                                    "derivative_public", "derivative_other",
                                                                    "integrator_public", "integrator_other"};

/// Kind of a filing's spell: purpose (3 bits) | track (3) | vendor's class (2), 3 for filings from outside.
constexpr std::uint8_t filing_kind(FilingPurpose purpose, Track track, unsigned cls) {
  return static_cast<std::uint8_t>(static_cast<unsigned>(purpose) << 5 | static_cast<unsigned>(track) << 2 | cls);
}
static_assert(max_tracks <= 8 && purpose_names.size() <= 8);
inline constexpr unsigned no_class = 3;
constexpr FilingPurpose purpose_of(unsigned kind) { return static_cast<FilingPurpose>(kind >> 5); }
constexpr Track track_of_filing(unsigned kind) { return static_cast<Track>(kind >> 2 & 7U); }
constexpr unsigned class_of_filing(unsigned kind) { return kind & 3U; }
/// Kind of a project's spell: stratum (3 bits) | the rules make its product file (1).
constexpr std::uint8_t project_kind(std::uint8_t stratum, bool must_file) {
  return static_cast<std::uint8_t>(unsigned{stratum} << 1 | unsigned{must_file});
}
constexpr unsigned stratum_of_project(unsigned kind) { return kind >> 1; }
constexpr bool is_to_be_filed(unsigned kind) { return (kind & 1U) != 0; }
constexpr unsigned class_of_project(unsigned kind) { return kind >> 2; }
constexpr bool is_public(unsigned kind) { return (kind >> 1 & 1U) == 0; }

/// Of one bloc, of what began since the end of the warm-up. A visit's kind is its stage.
struct Spells {
  SpellLog filings;                ///< from filing to its end
  SpellLog projects;               ///< from start to first deployment or another end
  SpellLog visits;                 ///< from joining an office to leaving it
  SpellLog intervals;              ///< from a release to the next of the same vendor; kind is the vendor's stratum
  std::uint64_t open_filings = 0;  ///< under way now, whenever they were filed
  TimeSum open_since;              ///< sum of their times of filing
};

/// One spell with whose it was, for a table of all.
struct SpellRecord {
  std::uint32_t bloc = 0;
  std::uint32_t key = 0;      ///< identity in random streams, of the vendor
  std::uint32_t ordinal = 0;  ///< which of its filings or projects
  std::uint8_t kind = 0;
  std::uint8_t end = 0;
  SimTime from{};
  SimTime to{};
};
struct SpellRecords {
  bool kept = false;
  std::vector<SpellRecord> filings;
  std::vector<SpellRecord> projects;
};

}  // namespace poldyn
