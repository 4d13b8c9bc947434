#include "sim/process/approval/office_staff.h"

#include "sim/process/approval/filing_queues.h"
#include "sim/process/core/bookkeeping.h"

namespace poldyn {

namespace {

double cost_since_counted(const Office& office, const Staff& staff, SimTime until) {
  return in_days(until - staff.tally.counted_to) / days_per_year * office.reviewers * staff.cost_per_year;
}

/// Enters what the office has cost. What it comes to since the start is rounded, so that it makes no difference how
/// often it is paid.
void pay_reviewers(Simulation& sim, OfficeId id, SimTime until) {
  if (!sim.rules.mechanisms.finance) return;
  const Office& office = sim.world.at(id);
  Staff& staff = staff_of(sim, id);
  const Money due = Money::of(staff.cost + cost_since_counted(office, staff, until)) - staff.paid;
  if (due <= Money{}) return;
  post(sim.world.at(office.bloc), Account::state, Account::staff, Heading::authority, due);
  staff.paid += due;
}

}  // namespace

double staff_speed(const Simulation& sim, OfficeId id) {
  const Office& office = sim.world.at(id);
  const auto trainees = static_cast<double>(sim.world.staffs[id.value].trained_at.size());
  if (trainees == 0) return 1;
  return 1 - trainees / office.reviewers * (1 - rule_of(sim, office).staffing.trainee_speed);
}

double review_speed(const Simulation& sim, OfficeId id) {
  const double speed = staff_speed(sim, id);
  if (!sim.rules.mechanisms.reviewer_learning) return speed;
  return speed / practice_factor(rule_of(sim, sim.world.at(id)).practice, sim.world.staffs[id.value].reviews);
}

void settle_staff(Simulation& sim, OfficeId id) {
  if (!has_staff(sim)) return;
  pay_reviewers(sim, id, sim.now());
  Staff& staff = staff_of(sim, id);
  StaffTally& tally = staff.tally;
  const double cost = cost_since_counted(sim.world.at(id), staff, sim.now());
  const double days = in_days(sim.now() - tally.counted_to);
  tally.vacancy_area += days * staff.joining;
  tally.trainee_area += days * static_cast<double>(staff.trained_at.size());
  tally.cost += cost;
  staff.cost += cost;
  tally.counted_to = sim.now();
}

void settle_all_staff(Simulation& sim) {
  for (std::size_t i = 0; i < sim.world.staffs.size(); ++i) settle_staff(sim, OfficeId{i});
}

void pay_all_reviewers(Simulation& sim, SimTime until) {
  for (std::size_t i = 0; i < sim.world.staffs.size(); ++i) pay_reviewers(sim, OfficeId{i}, until);
}

double reviewed_in(Simulation& sim, OfficeId office, double drawn) {
  const double speed = review_speed(sim, office);
  StaffTally& tally = staff_of(sim, office).tally;
  ++tally.reviews;
  tally.speed += speed;
  return drawn / speed;
}

}  // namespace poldyn
