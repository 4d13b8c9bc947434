#pragma once

#include "sim/world/world.h"

namespace poldyn {

/// Approved as it is, by the vendor's next approval.
void approve(World& world, Model& model);

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

}  // namespace poldyn
