#pragma once

#include "sim/process/approval/office.h"

namespace poldyn {

/// Takes a finished model on its way: deployment if no permission is needed, else a filing now or later.
void bring_to_market(Simulation& sim, const Model& model);

/// Files the held candidate if the vendor may and wants to, or sees to it that this is tried again. It is held back
/// while so many filings of the vendor are under way as the bloc allows (RegistrationRule::pending_limit), and while
/// its last one is younger than the decisions that it expects (RegistrationRule::bundling); a better candidate takes
/// its place meanwhile.
void try_file_candidate(Simulation& sim, VendorId vendor);

/// Under changed rules: the held candidate may need no filing any more, or may be filed sooner.
void reconsider_candidate(Simulation& sim, VendorId vendor);
/// A model in service that must file under these rules now, files; if it has no approval at the end of the transition
/// it leaves the market.
void require_filing(Simulation& sim, ModelId model, RuleMask rules);

/// What follows from the decision on a release: its model is deployed, or given up.
void follow_release(Simulation& sim, const Decision& decision);

/// Handlers: a candidate may be filed now; a model goes into service. An update takes over the users of the product
/// that it replaces, and if it was only notified the product's approval (approvals.h).
void end_hold(Simulation& sim, VendorId vendor, std::uint32_t generation);
void deploy(Simulation& sim, ModelId model, std::uint32_t generation);

/// A vendor that leaves has no use for its candidate any more, and its product leaves the market.
void discard_candidate(Simulation& sim, VendorId vendor);
void retire_product(Simulation& sim, VendorId vendor);

}  // namespace poldyn
