#include "sim/process/approval/reviews.h"

#include <limits>

#include "sim/engine/sample.h"
#include "sim/process/approval/filing_queues.h"
#include "sim/process/approval/office_staff.h"

namespace poldyn {
namespace {

bool has_free_reviewer(const Office& office) { return office.reviewers == 0 || office.in_review < office.reviewers; }

void start_review(Simulation& sim, const StageRule& rule, FilingId id) {
  Filing& filing = sim.world.at(id);
  Office& office = sim.world.at(filing.office);
  filing.state = FilingState::in_review;
  filing.delay.charge(Cause::queue, sim.now());
  filing.review_started = sim.now();
  ++office.in_review;
  ++office.tally.started;
  office.tally.waited += sim.now() > filing.arrived;
  office.tally.wait_days += in_days(sim.now() - filing.arrived);
  if (filing.visit == std::numeric_limits<std::uint16_t>::max())
    throw std::logic_error("a filing went through 65,535 reviews");
  ++filing.visit;
  Stream stream = sim.draw(Purpose::review, filing, ++filing.visits[office.stage]);
  const double drawn = sample(rule.review, stream);
  const double days = has_staff(sim) ? reviewed_in(sim, filing.office, drawn) : drawn;
  sim.schedule(later(sim.now(), days), phase::ends, EventKind::review_ends, id.value);
}

}  // namespace

void start_reviews(Simulation& sim, OfficeId id) {
  Office& office = sim.world.at(id);
  if (office.waiting == 0 || !has_free_reviewer(office)) return;
  const StageRule& rule = rule_of(sim, office);
  if (!is_open(rule, office.region.value)) return;
  while (office.waiting > 0 && has_free_reviewer(office)) start_review(sim, rule, take_next(sim, office));
}

}  // namespace poldyn
