#include "sim/process/approval/filing_way.h"

#include <algorithm>

#include "sim/engine/sample.h"
#include "sim/process/approval/clearances.h"
#include "sim/process/approval/deadline_clock.h"
#include "sim/process/approval/filing_path.h"
#include "sim/process/approval/filing_queues.h"
#include "sim/process/approval/office_staff.h"
#include "sim/process/approval/reviews.h"
#include "sim/process/core/binding.h"
#include "sim/process/core/tallies.h"

namespace poldyn {
namespace {

bool is_full(const Simulation& sim, const Office& office) {
  const std::int64_t capacity = rule_of(sim, office).capacity;
  return capacity > 0 && office.waiting + office.in_review + office.decided.size >= capacity;
}

void set_patience(Simulation& sim, const StageRule& rule, FilingId id) {
  const Filing& filing = sim.world.at(id);
  if (rule.patience.mean <= 0) return;
  Stream stream = sim.draw(Purpose::patience, filing, filing.visits[sim.world.at(filing.office).stage]);
  sim.schedule(later(sim.now(), sample(rule.patience, stream)), phase::ends, EventKind::patience_ends, id.value,
               filing.generation, filing.visit);
}

/// Where such a filing goes for a stage of the bloc.
OfficeId office_of(const Simulation& sim, const Filing& filing, std::size_t stage) {
  const Bloc& bloc = sim.world.at(filing.bloc);
  const bool regional = sim.rules_of(filing.bloc).stages[stage].rule.offices == OfficeLevel::region;
  return bloc.offices[bloc.first_office[stage] + (regional ? filing.region.value : 0)];
}

OfficeId present_office(const Simulation& sim, FilingId id) {
  const Filing& filing = sim.world.at(id);
  std::size_t stage = route_of(sim, filing)[filing.stage];
  if (has_deadlines(sim)) stage = sim.world.deadlines[id.value].escalated_to.value_or(static_cast<std::uint8_t>(stage));
  return office_of(sim, filing, stage);
}

/// Frees the filing's slot. The decision on it is made where whoever follows it up will read it: a filing has 200
/// bytes, and to hand it from function to function would cost as much as to review it. Never nothing.
std::optional<Decision> close(Simulation& sim, FilingId id, FilingEnd end) {
  count_filing_end(sim.world, sim.world.at(id), end, sim.now());
  replace_in_list_of_vendor(sim.world, id, {});
  std::optional<Decision> made(std::in_place, sim.world.at(id), end);
  if (has_deadlines(sim)) made->tacit = sim.world.deadlines[id.value].tacit;
  sim.world.filings.release(id);
  Filing& was = made->filing;
  if (was.model && sim.world.at(was.model).generation != was.model_generation) was.model = ModelId{};
  return made;
}

/// Whether the vendor has a product that stands on an approval, so that another is no first. One that is suspended or
/// lapsed stands on none.
bool has_approval(const World& world, const Filing& filing) {
  if (!filing.vendor || !world.at(filing.vendor).product) return false;
  return world.at(world.at(filing.vendor).product).approved;
}

/// Whether the registry lists the model by another filing. A release is listed by the last of its filings that is
/// approved, and a model in service by the first approval that it has.
bool is_listed_otherwise(const Simulation& sim, const Filing& filing) {
  const World& world = sim.world;
  if (!filing.model) return false;
  if (filing.purpose == FilingPurpose::transition)
    return given_to(world, filing.model, all_rules(sim.filing_rules_of(filing.bloc))) != 0;
  for (FilingId id = world.at(filing.vendor).filings; id; id = world.at(id).next_of_vendor)
    if (world.at(id).model == filing.model && world.at(id).purpose == filing.purpose) return true;
  return false;
}

/// Ends a filing with an approval: vendors learn how long that takes, and the registry lists what is new.
std::optional<Decision> approve(Simulation& sim, FilingId id) {
  end_clocks(sim, id);
  std::optional<Decision> made = close(sim, id, FilingEnd::approved);
  const Filing& filing = made->filing;
  Bloc& bloc = sim.world.at(filing.bloc);
  learn_wait(sim, filing, in_days(sim.now() - filing.filed));
  each_rule(filing.rules, [&](std::size_t r) { ++bloc.tally.rules[r].approved; });
  bloc.tally.deadlines.tacit += made->tacit;
  ++bloc.tally.deadlines.approvals;
  const bool is_new = filing.purpose == FilingPurpose::release || filing.purpose == FilingPurpose::outside ||
                      filing.purpose == FilingPurpose::variant || filing.purpose == FilingPurpose::transition;
  if (is_new && !is_listed_otherwise(sim, filing)) {
    ++bloc.registry.approvals;
    bloc.registry.light += filing.track == Track::light;
    bloc.registry.first += filing.purpose != FilingPurpose::variant && !has_approval(sim.world, filing);
  }
  return made;
}

/// Puts a filing into an office's queue, or turns it away if the office is full.
std::optional<Decision> join_office(Simulation& sim, FilingId id, OfficeId office_id, QueueEnd where) {
  Office& office = sim.world.at(office_id);
  count_office(office, sim.now());
  note_visit(sim, office_id);
  if (is_full(sim, office)) {
    ++office.tally.turned_away;
    return refuse(sim, id, FilingEnd::turned_away);
  }
  Filing& filing = sim.world.at(id);
  filing.state = FilingState::queued;
  filing.office = office_id;
  filing.arrived = sim.now();
  come_to_stage(sim, id);
  join_queue(sim, id, where);
  ++office.tally.arrived;
  start_reviews(sim, office_id);
  if (sim.world.at(id).state == FilingState::queued) set_patience(sim, rule_of(sim, office), id);
  plan_deadline(sim, id);
  return std::nullopt;
}

}  // namespace

const Route& route_of(const Simulation& sim, const Filing& filing) {
  return sim.world.at(filing.bloc).routes[filing.route];
}

void share_fee(Simulation& sim, FilingId id, Money fee, double sign) {
  if (!has_staff(sim) || fee == Money{}) return;
  const Filing& filing = sim.world.at(id);
  const double amount = sign * fee.millions();
  const bool first = std::all_of(filing.failed.begin(), filing.failed.end(), [](std::uint8_t n) { return n == 0; });
  if (!first) return note_fee(sim, filing.office, amount);
  const Route& route = route_of(sim, filing);
  for (const std::uint8_t stage : route)
    note_fee(sim, office_of(sim, filing, stage), amount / static_cast<double>(route.size()));
}

std::optional<Decision> enter_stage(Simulation& sim, FilingId id, QueueEnd where) {
  const Filing& filing = sim.world.at(id);
  if (filing.stage >= route_of(sim, filing).size()) return approve(sim, id);
  return join_office(sim, id, present_office(sim, id), where);
}

std::optional<Decision> refuse(Simulation& sim, FilingId id, FilingEnd end) {
  if (end == FilingEnd::refused) end_clocks(sim, id);
  std::optional<Decision> made = close(sim, id, end);
  BlocTally& tally = sim.world.at(made->filing.bloc).tally;
  ++tally.refused;
  each_rule(made->filing.rules, [&](std::size_t r) { ++tally.rules[r].refused; });
  return made;
}

void replace_in_list_of_vendor(World& world, FilingId from, FilingId to) {
  const Filing& filing = world.at(from);
  if (!filing.vendor) return;
  FilingId* link = &world.at(filing.vendor).filings;
  while (*link && *link != from) link = &world.at(*link).next_of_vendor;
  if (*link) *link = to ? to : filing.next_of_vendor;
}

}  // namespace poldyn
