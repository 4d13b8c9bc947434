#pragma once

#include <optional>

#include "sim/process/approval/filing_path.h"
#include "sim/process/approval/office.h"

namespace poldyn {

// The approvals of models in service: when they run out, how they are renewed, and what is filed for a model that has
// come to need one. A model leaves the market when an approval that a rule asks of it lapses, and comes back when none
// is missing any more.

/// Starts the clock of an approval under one rule that holds until `ends`, or for ever.
void start_validity(Simulation& sim, ModelId model, std::size_t rule, std::optional<SimTime> ends);
/// End of an approval given now under a rule of the bloc, if it ends.
std::optional<SimTime> end_of_new_term(const Simulation& sim, BlocId bloc, std::size_t rule);

/// Files a model that is in service, under rules of one family, on these tracks, one after another; the decision, if it
/// comes at once, is the caller's to follow up.
[[nodiscard]] std::optional<Decision> file_in_service(Simulation& sim, ModelId model, FilingPurpose purpose,
                                                      RuleMask rules, const TrackList& tracks);

/// Back on the market, if no rule that binds the product has taken it out.
void return_to_market(Simulation& sim, ModelId product);
/// After a change of a product's clearances or of the rules: its copies, those of the market and of bases follow.
void update_standing(Simulation& sim, ModelId product);

/// What follows from the decision on the first filing of a model in service, which rules have come to ask for, and from
/// that on a renewal. Who is refused keeps what is left of its approval; under a rule of which a filing is due once a
/// model is deployed it leaves the market, whatever the end was but an approval.
void follow_transition(Simulation& sim, const Decision& decision);
void follow_renewal(Simulation& sim, const Decision& decision);

/// Handlers: it is time to renew an approval; an approval, or the time to get one, runs out.
void file_renewal(Simulation& sim, ModelId model, std::uint32_t generation, std::uint16_t rule);
void expire(Simulation& sim, ModelId model, std::uint32_t generation, std::uint16_t rule);

}  // namespace poldyn
