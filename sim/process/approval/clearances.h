#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

// What models stand on, by rule (sim/world/clearance.h). Whoever changes a clearance of a model brings its copies up to
// date with refresh_standing().

Clearance& clearance_of(World& world, ModelId model, std::size_t rule);
const Clearance& clearance_of(const World& world, ModelId model, std::size_t rule);
/// Of a model that is new in its place: none.
void clear_clearances(World& world, ModelId model);

/// Those of `rules` under which the model has an approval in force.
RuleMask given_to(const World& world, ModelId model, RuleMask rules);
/// Those that took it out of service.
RuleMask lapsed_for(const World& world, ModelId model, RuleMask rules);

/// Brings Model::approved, tacit and bound up to date. A model counts as approved if every rule that asks an approval
/// of it has given one, or, if none asks for any, if any has; suspended it does not count.
void refresh_standing(Simulation& sim, ModelId model);

/// Approved as it is under these rules, by the vendor's next approval. `tacit`: Decision::tacit.
void give_approval(World& world, ModelId model, RuleMask rules, bool tacit);

/// An update that is only notified stands on the approval of what it replaces, until that runs out.
void inherit_approval(World& world, ModelId update, ModelId product, RuleMask rules);
/// What happened to that approval during the notice holds for the update, and what is filed for it goes on for it.
void take_over_approval(Simulation& sim, ModelId update, ModelId product);
/// Rules whose notice gives nothing any more: it gives what the product's approval gives, and the product is suspended.
RuleMask void_notices(const Simulation& sim, ModelId update);
/// Rules under which the product was approved anew during the notice: the update is measured against what was approved
/// then, and stands on that.
RuleMask stale_notices(const Simulation& sim, ModelId update);
void take_back_approval(World& world, ModelId update, RuleMask rules);

/// Rules under which a filing of the model is under way to renew what it has.
RuleMask renewals_under_way(const World& world, ModelId model);
/// Rules under which any filing of the model in service is under way.
RuleMask filed_in_service(const World& world, ModelId model);

}  // namespace poldyn
