#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sim/base/ids.h"
#include "sim/base/sim_time.h"
#include "sim/world/clearance.h"
#include "sim/world/delay.h"
#include "sim/world/kinds.h"
#include "sim/world/paradigm.h"

namespace poldyn {

/// `transition`: a model in service files for the first time, because the rules have changed or ask for it then.
enum class FilingPurpose : std::uint8_t { release, renewal, outside, reapproval, variant, transition };
inline constexpr std::array<std::string_view, 6> purpose_names{"release",    "renewal", "outside",
                                                               "reapproval", "variant", "transition"};
enum class FilingState : std::uint8_t {
  unused,
  queued,
  in_review,
  awaiting_window,
  rectifying,
  withdrawn,
  overtaken,
  cut_short
};

/// An application on its way through a track. Slots are used again; `generation` tells who lives there.
///
/// At each stage of its route: queued -> in_review -> (awaiting_window) -> decided, and from there on to the next
/// stage, to its end, or back (rectifying -> queued at the same stage, with what it failed kept). `withdrawn` is a
/// review that goes on although its vendor left: the slot is freed when it ends. So are two that a deadline leaves
/// behind, while the filing itself moves on in another slot: `overtaken`, a review that goes on to nobody's use, and
/// `cut_short`, of which only the end that was scheduled is still to come. `arrived` and `review_started` are those of
/// the present visit and mean nothing before it; `office` is where it is, or was until it went to be rectified.
struct Filing {
  VendorId vendor;  ///< none if it came from outside, and so for the model
  ModelId model;
  std::uint32_t model_generation = 0;
  BlocId bloc;
  OfficeId office;  ///< where it is
  RegionId region;
  Track track{};
  FilingPurpose purpose{};
  FilingState state{};
  std::uint8_t tracks = 0;    ///< all that it passes, of which `track` is the first: bit t is track t
  std::uint8_t family = 0;    ///< of rules, whose streams it has; 0 if it is of none
  RuleMask rules = 0;         ///< under which an approval will hold
  std::uint16_t route = 0;    ///< stages that it passes: one of Bloc::routes
  std::uint8_t stage = 0;     ///< position in the route
  std::uint8_t priority = 0;  ///< lower is served first
  std::uint16_t visit = 0;    ///< reviews so far, over all stages
  std::array<std::uint16_t, max_stages> visits{};  ///< likewise, at each stage of the bloc
  Paradigm paradigm = 0;                           ///< of `design`
  std::uint32_t generation = 0;
  std::uint32_t key = 0;      ///< identity in random streams: the entity,
  std::uint32_t ordinal = 0;  ///< and which of its filings
  double safety = 0;          ///< what the verdict looks at
  std::uint64_t design = 0;   ///< of a variant, which has no model
  SimTime filed{};
  SimTime arrived{};  ///< at the present office, this visit
  SimTime review_started{};
  Delay delay;
  std::array<std::uint8_t, max_stages> failed{};  ///< reviews, at each stage of the bloc; never forgotten
  FilingId next_of_vendor;
  FilingId previous;  ///< neighbours in the list it waits in
  FilingId next;
};

/// Calls act(t) for each track that the filing passes, by their places.
template <class Act>
void each_track(const Filing& filing, Act&& act) {
  for (std::size_t t = 0; t < max_tracks; ++t)
    if ((filing.tracks >> t & 1U) != 0) act(t);
}

}  // namespace poldyn
