#pragma once

#include <optional>

#include "sim/process/approval/office.h"

namespace poldyn {

// What a model in service stands on: the approval of its own release, or that of a product which it updates and whose
// approval it takes over by notice. An approval may expire; it is renewed, or lapses with the product's place on the
// market.

/// Whether the rules as they are ask for an approval of the model.
bool needs_approval(const Simulation& sim, const Model& model);

/// Approved as it is, by the vendor's next approval. `tacit`: Decision::tacit.
void give_approval(World& world, Model& model, bool tacit);

/// An update that is only notified stands on the approval of what it replaces, until that runs out.
void inherit_approval(Model& update, const Model& product);
/// What happened to that approval during the notice holds for the update, and what is filed for it goes on for it.
void take_over_approval(World& world, ModelId update, ModelId product);
/// A notice gives what the product's approval gives, which is nothing while the product is suspended.
bool is_void_notice(const World& world, const Model& update);
/// The product was approved anew during the notice: the update is measured against what was approved then, and stands
/// on that.
bool is_stale_notice(const World& world, const Model& update);
void take_back_approval(Model& update);

/// Starts the clock of an approval that holds until `ends`, or for ever.
void start_validity(Simulation& sim, ModelId model, std::optional<SimTime> ends);
/// End of an approval given now, if it ends.
std::optional<SimTime> end_of_new_term(const Simulation& sim, const Vendor& vendor);

/// Files a model that is in service; the decision, if it comes at once, is the caller's to follow up.
[[nodiscard]] std::optional<Decision> file_in_service(Simulation& sim, ModelId model, FilingPurpose purpose,
                                                      Track track);

/// What follows from the decision on the first filing of a model in service, which the rules have come to ask for, and
/// from that on a renewal. Who is refused keeps what is left of its approval.
void follow_transition(Simulation& sim, const Decision& decision);
void follow_renewal(Simulation& sim, const Decision& decision);

/// Handlers: it is time to renew an approval; an approval runs out.
void file_renewal(Simulation& sim, ModelId model, std::uint32_t generation);
void expire(Simulation& sim, ModelId model, std::uint32_t generation);

}  // namespace poldyn
