#include "sim/process/oversight/audits.h"

#include "sim/engine/choice.h"
#include "sim/engine/sample.h"
#include "sim/process/core/bookkeeping.h"
#include "sim/process/oversight/suspension.h"
#include "sim/process/service/directives.h"

namespace poldyn {
namespace {

/// One of those that may be visited, evenly: each has a number of its own in each visit, and the largest is drawn.
VendorId draw_target(const Simulation& sim, BlocId id, Stream& stream) {
  const Market& market = sim.world.at(id).market;
  const KeyedUniforms luck(stream);
  VendorId target;
  double most = 0;
  for (std::uint32_t row = 0; row < market.rows; ++row) {
    if (sim.rules_of(id).audits.registered_only && !market.approved[row]) continue;
    const double u = luck.of(within_bloc(sim.world.at(market.vendor[row]).key));
    if (u > most) most = u, target = market.vendor[row];
  }
  return target;
}

/// Mends what is unsafe in the time of a patch. Draws the rest of the visit's stream.
void order_patch(Simulation& sim, Vendor& vendor, Stream& stream) {
  const ToleranceRule& rule = sim.rules_of(vendor.bloc).tolerance;
  pay_staff(sim, vendor, rule.patch_cost);
  sim.schedule(later(sim.now(), sample(rule.patch, stream)), phase::ends, EventKind::patched, vendor.product.value,
               sim.world.at(vendor.product).generation);
}

}  // namespace

void schedule_audit(Simulation& sim, BlocId id, std::uint32_t ordinal) {
  if (!sim.rules.mechanisms.audits || !sim.rules.mechanisms.projects) return;
  start_clock(sim, id, audit_clock, ordinal);
}

void schedule_audits(Simulation& sim, BlocId id) { schedule_audit(sim, id, 0); }

Pace audit_pace(const Scenario& rules, const Bloc&, BlocId id) {
  return {rules.blocs[id.value].audits.visits_per_year};
}

void audit(Simulation& sim, BlocId id, std::uint32_t ordinal, std::uint16_t generation) {
  if (!is_awaited(sim.world.at(id).audit, generation, sim.now())) return;
  schedule_audit(sim, id, ordinal + 1);
  const AuditRule& rule = sim.rules_of(id).audits;
  Stream stream = sim.draw(Purpose::audit, id, ordinal, 1);
  const VendorId target = draw_target(sim, id, stream);
  if (!target) return;
  Bloc& bloc = sim.world.at(id);
  Vendor& vendor = sim.world.at(target);
  ++bloc.tally.audits;
  pay_compliance(sim, bloc, vendor, rule.cost);
  const Audited seen{is_late(sim, target, rule.grace), sim.world.at(vendor.product).robustness};
  if (!finds_fault(rule, seen)) return;
  ++bloc.tally.audit_findings;
  if (rule.sanction == Sanction::suspension) return suspend(sim, target, stream);
  pay_fine(sim, bloc, vendor, rule.fine);
  if (is_unsafe(rule, seen.robustness)) order_patch(sim, vendor, stream);
  if (seen.late) catch_up(sim, target);
}

}  // namespace poldyn
