#include "sim/process/handlers.h"
#include "sim/process/simulation.h"

namespace poldyn {
namespace {

/// Generation of the clock that scheduled the event.
std::uint16_t plan_of(const Payload& e) { return static_cast<std::uint16_t>(e.extra); }

}  // namespace

void handle(Simulation& sim, const Event& event) {
  const Payload& e = event.what;
  switch (static_cast<EventKind>(e.kind)) {
    case EventKind::vendor_enters:
      enter(sim, BlocId{e.subject}, static_cast<Birth>(static_cast<std::uint8_t>(e.extra)), e.detail);
      return;
    case EventKind::entry_tried:
      try_entry(sim, BlocId{e.subject}, e.detail, plan_of(e));
      return;
    case EventKind::vendor_spins_off:
      spin_off(sim, VendorId{e.subject}, e.detail, plan_of(e));
      return;
    case EventKind::vendor_leaves:
      if (static_cast<Phase>(static_cast<std::uint8_t>(event.phase)) == phase::ends)
        leave_by_hazard(sim, VendorId{e.subject}, plan_of(e));
      else
        leave(sim, VendorId{e.subject});
      return;
    case EventKind::training_ends:
      end_training(sim, VendorId{e.subject}, e.detail);
      return;
    case EventKind::hold_ends:
      end_hold(sim, VendorId{e.subject}, e.detail);
      return;
    case EventKind::filings_arrive:
      take_outside_filings(sim, BlocId{e.subject}, e.detail, plan_of(e));
      return;
    case EventKind::review_ends:
      end_review(sim, FilingId{e.subject});
      return;
    case EventKind::window_opens:
      open_window(sim, OfficeId{e.subject}, e.detail);
      return;
    case EventKind::patience_ends:
      end_patience(sim, FilingId{e.subject}, e.detail, static_cast<std::uint16_t>(e.extra));
      return;
    case EventKind::rectified:
      resubmit(sim, FilingId{e.subject}, e.detail);
      return;
    case EventKind::deployed:
      deploy(sim, ModelId{e.subject}, e.detail);
      return;
    case EventKind::renewal_due:
      file_renewal(sim, ModelId{e.subject}, e.detail);
      return;
    case EventKind::approval_expires:
      expire(sim, ModelId{e.subject}, e.detail);
      return;
    case EventKind::tender_opens:
      open_tender(sim, BlocId{e.subject}, e.detail, plan_of(e));
      return;
    case EventKind::contract_ends:
      end_contract(sim, ContractId{e.subject}, e.detail);
      return;
    case EventKind::design_leaks:
      leak(sim, ModelId{e.subject}, e.detail);
      return;
    case EventKind::variant_due:
      end_term(sim, VariantId{e.subject}, e.detail);
      return;
    case EventKind::market_epoch:
      turn_epoch(sim, BlocId{e.subject}, e.detail);
      return;
    case EventKind::fork_done:
      finish_fork(sim, VendorId{e.subject}, e.detail);
      return;
    case EventKind::warmup_ends:
      reset_tallies(sim.world, sim.now());
      return;
    case EventKind::incident:
      have_incident(sim, VendorId{e.subject}, e.detail);
      return;
    case EventKind::patched:
      end_patch(sim, ModelId{e.subject}, e.detail);
      return;
    case EventKind::suspension_ends:
      end_suspension(sim, ModelId{e.subject}, e.detail);
      return;
    case EventKind::directive_issued:
      issue_directive(sim, BlocId{e.subject}, e.detail, plan_of(e));
      return;
    case EventKind::model_complies:
      comply(sim, ModelId{e.subject}, e.detail, e.extra);
      return;
    case EventKind::audit:
      audit(sim, BlocId{e.subject}, e.detail, plan_of(e));
      return;
    case EventKind::sampled:
      return;  // for the observer; sim/run schedules it
    case EventKind::paradigm_known:
      learn_paradigm(sim, BlocId{e.subject}, e.detail);
      return;
    case EventKind::programme_starts:
      start_programme(sim, BlocId{e.subject}, e.detail);
      return;
    case EventKind::programme_ends:
      end_programme(sim, BlocId{e.subject}, e.detail);
      return;
    case EventKind::policy_changes:
      change_policy(sim, e.subject, e.detail, static_cast<PolicyStep>(static_cast<std::uint8_t>(e.extra)));
      return;
  }
  throw std::logic_error("an event of no known kind");
}

}  // namespace poldyn
