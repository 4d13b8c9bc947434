#include "sim/process/decision.h"

#include "sim/engine/sample.h"
#include "sim/process/bookkeeping.h"
#include "sim/process/compute.h"
#include "sim/process/handlers.h"
#include "sim/process/release.h"
#include "sim/process/renewal.h"
#include "sim/process/suspension.h"
#include "sim/process/tallies.h"
#include "sim/process/variants.h"

namespace poldyn {
namespace {

/// The stages that the filing passes: those of its track when it was filed.
const Route& route_of(const Simulation& sim, const Filing& filing) {
  return sim.world.at(filing.bloc).routes[static_cast<std::size_t>(filing.track)][filing.route];
}

OfficeId office_of(const Simulation& sim, const Filing& filing) {
  const std::size_t stage = route_of(sim, filing)[filing.stage];
  const Bloc& bloc = sim.world.at(filing.bloc);
  const bool regional = sim.rules_of(filing.bloc).stages[stage].rule.offices == OfficeLevel::region;
  return bloc.offices[bloc.first_office[stage] + (regional ? filing.region.value : 0)];
}

void unlink_from_vendor(World& world, FilingId id) {
  const Filing& filing = world.at(id);
  if (!filing.vendor) return;
  FilingId* link = &world.at(filing.vendor).filings;
  while (*link && *link != id) link = &world.at(*link).next_of_vendor;
  if (*link) *link = filing.next_of_vendor;
}

/// Frees the filing's slot; returns a copy of what it was, without its model if that is gone by now.
Filing close(Simulation& sim, FilingId id, FilingEnd end) {
  Filing filing = sim.world.at(id);
  count_filing_end(sim.world, filing, end, sim.now());
  unlink_from_vendor(sim.world, id);
  sim.world.filings.release(id);
  if (filing.model && sim.world.at(filing.model).generation != filing.model_generation) filing.model = ModelId{};
  return filing;
}

/// Whether the vendor has a product that stands on an approval, so that another is no first. One that is suspended or
/// lapsed stands on none.
bool has_approval(const World& world, const Filing& filing) {
  if (!filing.vendor || !world.at(filing.vendor).product) return false;
  return world.at(world.at(filing.vendor).product).approved;
}

void approve(Simulation& sim, FilingId id) {
  const Filing filing = close(sim, id, FilingEnd::approved);
  Bloc& bloc = sim.world.at(filing.bloc);
  const double days = in_days(sim.now() - filing.filed);
  double& expected = bloc.expected_review_days[static_cast<std::size_t>(filing.track)];
  expected += sim.rules.vendors.wait_memory * (days - expected);
  const bool is_new = filing.purpose == FilingPurpose::release || filing.purpose == FilingPurpose::outside ||
                      filing.purpose == FilingPurpose::variant || filing.purpose == FilingPurpose::transition;
  if (is_new) {
    ++bloc.registry.approvals;
    bloc.registry.light += filing.track == Track::light;
    bloc.registry.first += filing.purpose != FilingPurpose::variant && !has_approval(sim.world, filing);
  }
  if (filing.purpose == FilingPurpose::variant) return variant_approved(sim, filing);
  if (!filing.model) return;
  if (filing.purpose == FilingPurpose::renewal) return renewal_approved(sim, filing.model);
  if (filing.purpose == FilingPurpose::reapproval) return reapproved(sim, filing.model);
  Model& model = sim.world.at(filing.model);
  const Registered made{model.design, model.paradigm};
  const bool trained = !model.unmodified;
  if (trained) bloc.registry.designs.add(made.design, made.paradigm);
  if (filing.purpose == FilingPurpose::transition) return transition_approved(sim, filing.model);
  model.delay = filing.delay;
  reward_approval(sim, filing.vendor, filing.track);
  release_approved(sim, filing.model);
  if (trained) consider_variants(sim, filing, made);
}

/// How-manieth review at its stage the last one was.
std::uint16_t visit_of(const Simulation& sim, const Filing& filing) {
  return filing.visits[sim.world.at(filing.office).stage];
}

/// Back to the drawing board, then to the stage that the rule names.
void send_back(Simulation& sim, FilingId id, const StageRule& rule) {
  Filing& filing = sim.world.at(id);
  filing.state = FilingState::rectifying;
  Stream stream = sim.draw(Purpose::rectification, filing, visit_of(sim, filing));
  const SimTime mended = later(sim.now(), sample(rule.rectification, stream));
  // Mended on the spot, and first in the queue: before the reviewer turns to who waits.
  if (mended == sim.now() && rule.resubmit == QueueEnd::front) return resubmit(sim, id, filing.generation);
  sim.schedule(mended, phase::arrives, EventKind::rectified, id.value, filing.generation);
}

bool passes(const Simulation& sim, const Filing& filing, const StageRule& rule) {
  if (!sim.rules.mechanisms.returns) return true;
  const double p = chance_to_pass(rule, filing.safety);
  if (p >= 1) return true;
  return sim.draw(Purpose::verdict, filing, visit_of(sim, filing)).uniform() < p;
}

}  // namespace

void enter_stage(Simulation& sim, FilingId id, QueueEnd where) {
  const Filing& filing = sim.world.at(id);
  if (filing.stage >= route_of(sim, filing).size()) return approve(sim, id);
  join_office(sim, id, office_of(sim, filing), where);
}

void decide(Simulation& sim, FilingId id) {
  Filing& filing = sim.world.at(id);
  Office& office = sim.world.at(filing.office);
  const StageRule& rule = sim.rules_of(filing.bloc).stages[office.stage].rule;
  ++office.tally.finished;
  office.tally.stay_days += in_days(sim.now() - filing.arrived);
  count_visit_end(sim.world, filing, VisitEnd::decided, sim.now());
  if (passes(sim, filing, rule)) {
    ++office.tally.passed;
    ++filing.stage;
    return enter_stage(sim, id, QueueEnd::back);
  }
  // Counted over the filing's whole life: one that is sent back to an earlier stage cannot go round for ever.
  if (++filing.failed[filing.stage] >= rule.max_attempts) {
    ++office.tally.refused;
    return refuse(sim, id, FilingEnd::refused);
  }
  ++office.tally.returned;
  send_back(sim, id, rule);
}

void resubmit(Simulation& sim, FilingId id, std::uint32_t generation) {
  Filing& filing = sim.world.at(id);
  if (filing.generation != generation || filing.state != FilingState::rectifying) return;
  filing.delay.charge(Cause::rework, sim.now());
  pay_filing(sim, filing);
  const BlocRules& rules = sim.rules_of(filing.bloc);
  const StageRule& rule = rules.stages[sim.world.at(filing.office).stage].rule;
  const Route& route = route_of(sim, filing);
  for (std::uint8_t s = 0; s < route.size(); ++s)
    if (rules.stages[route[s]].name == rule.return_to) filing.stage = s;
  enter_stage(sim, id, rule.resubmit);
}

void refuse(Simulation& sim, FilingId id, FilingEnd end) {
  const Filing filing = close(sim, id, end);
  ++sim.world.at(filing.bloc).tally.refused;
  if (filing.purpose == FilingPurpose::variant) return variant_refused(sim.world, filing);
  if (!filing.model) return;
  if (filing.purpose == FilingPurpose::release)
    release_refused(sim, filing.model, end == FilingEnd::withdrawn ? ProjectEnd::withdrawn : ProjectEnd::refused);
  else
    renewal_refused(sim, filing.model);
}

}  // namespace poldyn
