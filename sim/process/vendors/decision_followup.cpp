#include "sim/process/vendors/decision_followup.h"

#include "sim/process/approval/approvals.h"
#include "sim/process/approval/deadlines.h"
#include "sim/process/approval/office.h"
#include "sim/process/approval/reviews.h"
#include "sim/process/approval/variants.h"
#include "sim/process/core/tallies.h"
#include "sim/process/oversight/suspension.h"
#include "sim/process/vendors/release.h"

namespace poldyn {

void follow(Simulation& sim, const std::optional<Decision>& decision) {
  if (!decision) return;
  switch (decision->filing.purpose) {
    case FilingPurpose::release:
      return follow_release(sim, *decision);
    case FilingPurpose::renewal:
      return follow_renewal(sim, *decision);
    case FilingPurpose::reapproval:
      return follow_reapproval(sim, *decision);
    case FilingPurpose::variant:
      return follow_variant(sim, *decision);
    case FilingPurpose::transition:
      return follow_transition(sim, *decision);
    case FilingPurpose::outside:
      return;  // nobody in the model waits for it
  }
}

void decide_on_all(Simulation& sim, OfficeId id) {
  count_office(sim.world.at(id), sim.now());
  std::uint32_t left = sim.world.at(id).decided.size;
  for (; left > 0 && sim.world.at(id).decided.size > 0; --left) follow(sim, decide_next(sim, id));
}

void end_review(Simulation& sim, FilingId id) {
  const OfficeId office = sim.world.at(id).office;
  follow(sim, conclude_review(sim, id));
  start_reviews(sim, office);
}

void reach_decision_date(Simulation& sim, OfficeId id, std::uint32_t generation) {
  std::uint32_t left = begin_decisions(sim, id, generation);
  if (left == 0) return;
  // One that is refused takes other filings of its model with it.
  for (; left > 0 && sim.world.at(id).decided.size > 0; --left) follow(sim, decide_next(sim, id));
  schedule_decision_date(sim, id);
}

void end_patience(Simulation& sim, FilingId id, std::uint32_t generation, std::uint16_t visit) {
  follow(sim, lose_patience(sim, id, generation, visit));
}

void resubmit(Simulation& sim, FilingId id, std::uint32_t generation) {
  follow(sim, take_resubmission(sim, id, generation));
}

void reach_deadline(Simulation& sim, FilingId id, std::uint32_t generation) {
  if (sim.world.at(id).generation != generation) return;
  const OfficeId office = sim.world.at(id).office;
  follow(sim, pass_deadline(sim, id, generation));
  start_reviews(sim, office);
}

}  // namespace poldyn
