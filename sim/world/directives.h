#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/base/sim_time.h"

namespace poldyn {

/// A directive that is not carried out yet.
struct Directive {
  std::uint32_t key = 0;       ///< ordinal of those at random, from dated_directives on the others
  std::uint64_t identity = 0;  ///< in random streams: of a dated one its date, for its place in the list may change
  std::uint32_t slot = 0;      ///< its bit in DirectiveCompliance::with
  SimTime issued{};
  double complied = 0;  ///< use that complies; use is that of the latest market epoch
};
inline constexpr std::size_t most_directives = 64;  ///< pending at once; a further one makes the oldest lapse
inline constexpr std::uint32_t dated_directives = 0x8000;

/// How a vendor's product stands to the pending directives of its bloc.
struct DirectiveCompliance {
  std::uint64_t with = 0;  ///< a bit for each slot
  double use = 0;          ///< share of the bloc's use as of the latest market epoch
};

struct CarriedOut {
  SimTime issued{};
  SimTime done{};  ///< or given up
};

/// A bloc's directives, and counts since the end of the warm-up that only observers read.
struct BlocDirectives {
  std::vector<Directive> pending;       ///< oldest first
  std::vector<bool> dated_issued;       ///< by key, less dated_directives
  std::uint16_t dates_generation = 0;   ///< tells dates that hold from those of an earlier rule
  double use = 0;                       ///< sum of DirectiveCompliance::use
  std::vector<CarriedOut> carried_out;  ///< in order of `done`; all of the run
  std::vector<CarriedOut> lapsed;       ///< likewise, those given up
};

}  // namespace poldyn
