#include "sim/process/approval/staffing.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/base/elementary.h"
#include "sim/engine/sample.h"
#include "sim/process/approval/filing_queues.h"
#include "sim/process/approval/office_staff.h"
#include "sim/process/approval/reviews.h"
#include "sim/process/core/tallies.h"

namespace poldyn {
namespace {

/// Parts of a comparison's or a reviewer's stream; attrition has further ones, for so many draws each.
constexpr std::uint16_t of_joining = 0, of_leaving = 1, of_attrition = 2;
constexpr std::size_t draws_of_stream = 65'536;

/// A target that is so little above a whole number is that number: sums of decimals are.
constexpr double rounding = 1e-9;

Stream staff_stream(const Simulation& sim, OfficeId id, std::uint32_t ordinal, std::uint16_t part) {
  const Office& office = sim.world.at(id);
  const bool regional = rule_of(sim, office).offices == OfficeLevel::region;
  const RunKey of_stage = sim.bloc_keys[office.bloc.value].of(sim.identities.stages[office.bloc.value][office.stage]);
  return {of_stage, static_cast<std::uint8_t>(Purpose::staffing), regional ? office.region.value + 1 : 0, ordinal,
          part};
}

/// Mean age of the filings in the queue, days; of an empty one 0.
double age_of_queue(const Simulation& sim, const Office& office) {
  if (office.waiting == 0) return 0;
  double days = 0;
  for (const FilingList& list : office.queue)
    for (FilingId id = list.first; id; id = sim.world.at(id).next)
      days += in_days(sim.now() - sim.world.at(id).arrived);
  return days / office.waiting;
}

/// What the budget pays.
double paid_reviewers(const StaffingRule& rule, const Staff& staff) {
  if (!rule.budgeted || rule.cost_per_year == 0) return static_cast<double>(rule.most);
  const double fees = std::max(0.0, staff.fees.per_day()) * days_per_year;
  return std::floor((rule.budget_per_year + rule.fee_share * fees) / rule.cost_per_year + rounding);
}

/// Which of `present` leave by themselves, in order, each with probability p in (0, 1]; one always stays. Draws how
/// many stay until the next leaves, so that the time that it takes goes with those who do.
std::vector<std::uint32_t> who_leaves(const Simulation& sim, OfficeId id, std::uint32_t present, double p) {
  std::vector<std::uint32_t> made;
  const std::uint32_t comparison = sim.world.staffs[id.value].comparisons;
  Stream stream = staff_stream(sim, id, comparison, of_attrition);
  double next = 0;
  while (made.size() + 1 < present) {
    const std::size_t drawn = made.size() + 1;
    next += p < 1 ? std::floor(log(stream.uniform()) / log1p(-p)) : 0;
    if (next >= present) break;
    made.push_back(static_cast<std::uint32_t>(next));
    next += 1;
    if (drawn % draws_of_stream == 0)
      stream = staff_stream(sim, id, comparison, static_cast<std::uint16_t>(of_attrition + drawn / draws_of_stream));
  }
  return made;
}

/// Attrition of this many days, of trained reviewers and trainees, of those told to leave and others alike.
void lose_some(Simulation& sim, OfficeId id, double attrition, double days) {
  Office& office = sim.world.at(id);
  Staff& staff = staff_of(sim, id);
  const double p = -expm1(-attrition * days / days_per_year);
  if (p <= 0) return;
  const std::vector<std::uint32_t> leavers = who_leaves(sim, id, office.reviewers, p);
  if (leavers.empty()) return;
  const auto before = [&](std::uint32_t place) {  // how many of them stand before it
    return static_cast<std::uint32_t>(std::lower_bound(leavers.begin(), leavers.end(), place) - leavers.begin());
  };
  staff.leaving -= before(staff.leaving);  // who was told to leave may do so sooner
  const auto trained = office.reviewers - static_cast<std::uint32_t>(staff.trained_at.size());
  std::deque<SimTime> still_in_training;
  auto leaver = leavers.begin() + before(trained);
  for (std::uint32_t i = 0; i < staff.trained_at.size(); ++i) {
    const bool leaves = leaver != leavers.end() && *leaver == trained + i;
    leaves ? static_cast<void>(++leaver) : still_in_training.push_back(staff.trained_at[i]);
  }
  staff.trained_at = std::move(still_in_training);
  office.reviewers -= static_cast<std::uint32_t>(leavers.size());
  staff.tally.left += leavers.size();
}

void hire(Simulation& sim, OfficeId id, const StaffingRule& rule, double missing) {
  Staff& staff = staff_of(sim, id);
  const auto count = static_cast<std::uint32_t>(std::ceil(missing - rounding));
  staff.joining += count;
  for (std::uint32_t i = 0; i < count; ++i) {
    Stream stream = staff_stream(sim, id, ++staff.hires, of_joining);
    sim.schedule(later(sim.now(), sample(rule.hire_lag, stream)), phase::arrives, EventKind::reviewer_joins, id.value);
  }
}

void tell_to_leave(Simulation& sim, OfficeId id, const StaffingRule& rule, double surplus) {
  Staff& staff = staff_of(sim, id);
  const auto count = static_cast<std::uint32_t>(std::floor(surplus + rounding));
  staff.leaving += count;
  for (std::uint32_t i = 0; i < count; ++i) {
    Stream stream = staff_stream(sim, id, ++staff.dismissals, of_leaving);
    sim.schedule(later(sim.now(), sample(rule.leave_lag, stream)), phase::arrives, EventKind::reviewer_leaves,
                 id.value);
  }
}

void plan_comparison(Simulation& sim, OfficeId id) {
  const StaffingRule& rule = rule_of(sim, sim.world.at(id)).staffing;
  Staff& staff = staff_of(sim, id);
  ++staff.generation;
  if (rule.follows == StaffingTarget::none) return;
  sim.schedule(std::max(sim.now(), later(staff.compared, rule.every.count())), phase::arrives,
               EventKind::staff_compared, id.value, staff.generation);
}

/// Whom an office has hired costs something also when a policy ends the hiring.
void set_cost(Simulation& sim, OfficeId id) {
  const StaffingRule& rule = rule_of(sim, sim.world.at(id)).staffing;
  Staff& staff = staff_of(sim, id);
  const bool hires_or_did = rule.follows != StaffingTarget::none || staff.comparisons > 0;
  staff.cost_per_year = hires_or_did ? rule.cost_per_year : 0;
}

/// From now on visits and fees count for the next comparison.
void begin_interval(Staff& staff, SimTime now) {
  staff.compared = now;
  staff.came = 0;
  staff.fees_came = 0;
}

}  // namespace

void open_staffs(Simulation& sim, BlocId) {
  if (sim.rules.mechanisms.staffing || sim.rules.mechanisms.reviewer_learning)
    sim.world.staffs.resize(sim.world.offices.size());
}

void schedule_comparisons(Simulation& sim, BlocId bloc) {
  if (!sim.rules.mechanisms.staffing) return;
  open_staffs(sim, bloc);
  for (const OfficeId id : sim.world.at(bloc).offices) {
    set_cost(sim, id);
    plan_comparison(sim, id);
  }
}

void follow_staffing(Simulation& sim, BlocId bloc, const Scenario& before) {
  if (!sim.rules.mechanisms.staffing) return;
  for (const OfficeId id : sim.world.at(bloc).offices) {
    const std::size_t stage = sim.world.at(id).stage;
    const StaffingRule &was = before.blocs[bloc.value].stages[stage].rule.staffing,
                       &is = sim.rules_of(bloc).stages[stage].rule.staffing;
    settle_staff(sim, id);
    set_cost(sim, id);
    if (was.follows == StaffingTarget::none && is.follows != was.follows) begin_interval(staff_of(sim, id), sim.now());
    if (was.follows != is.follows || was.every != is.every) plan_comparison(sim, id);
  }
}

double wanted_reviewers(const Simulation& sim, OfficeId id) {
  const Office& office = sim.world.at(id);
  const Staff& staff = sim.world.staffs[id.value];
  const StageRule& stage = rule_of(sim, office);
  const StaffingRule& rule = stage.staffing;
  const double beyond_usual = office.waiting - rule.usual_backlog;
  double wanted = 0;
  switch (rule.follows) {
    case StaffingTarget::none:
      throw std::logic_error("an office that follows nothing wants no number of reviewers");
    case StaffingTarget::workload: {
      const double review_days = stage.review.mean / review_speed(sim, id);
      wanted = staff.visits.per_day() * review_days / rule.load +
               std::max(0.0, beyond_usual) * review_days / rule.clear_in.count();
      break;
    }
    case StaffingTarget::backlog:
      wanted = static_cast<double>(stage.reviewers) + rule.gain * beyond_usual;
      break;
    case StaffingTarget::wait:
      wanted = office.reviewers * (1 + rule.gain * (age_of_queue(sim, office) / rule.usual_wait.count() - 1));
      break;
  }
  wanted = std::min({wanted, static_cast<double>(rule.most), paid_reviewers(rule, staff)});
  return std::max(wanted, static_cast<double>(rule.least));
}

void compare_staff(Simulation& sim, OfficeId id, std::uint32_t generation) {
  Staff& staff = staff_of(sim, id);
  if (staff.generation != generation) return;
  Office& office = sim.world.at(id);
  const StaffingRule& rule = rule_of(sim, office).staffing;
  count_office(office, sim.now());
  settle_staff(sim, id);
  const double days = in_days(sim.now() - staff.compared);
  staff.visits.tell(static_cast<double>(staff.came), days, rule.memory.count());
  staff.fees.tell(staff.fees_came, days, days_per_year);
  begin_interval(staff, sim.now());
  ++staff.comparisons;
  lose_some(sim, id, rule.attrition_per_year, days);
  const double there = static_cast<double>(office.reviewers) + staff.joining - staff.leaving;
  const double missing = wanted_reviewers(sim, id) - there;
  if (missing > rounding) hire(sim, id, rule, missing);
  if (rule.lets_go && missing < 0) tell_to_leave(sim, id, rule, -missing);
  plan_comparison(sim, id);
}

void join_staff(Simulation& sim, OfficeId id) {
  Office& office = sim.world.at(id);
  Staff& staff = staff_of(sim, id);
  count_office(office, sim.now());
  settle_staff(sim, id);
  --staff.joining;
  ++office.reviewers;
  ++staff.tally.hired;
  const SimTime trained = later(sim.now(), rule_of(sim, office).staffing.training.count());
  if (trained > sim.now()) {
    staff.trained_at.insert(std::upper_bound(staff.trained_at.begin(), staff.trained_at.end(), trained), trained);
    sim.schedule(trained, phase::arrives, EventKind::reviewer_trained, id.value);
  }
  start_reviews(sim, id);
}

void finish_training(Simulation& sim, OfficeId id) {
  settle_staff(sim, id);
  std::deque<SimTime>& trained_at = staff_of(sim, id).trained_at;
  while (!trained_at.empty() && trained_at.front() <= sim.now()) trained_at.pop_front();
}

void leave_staff(Simulation& sim, OfficeId id) {
  Office& office = sim.world.at(id);
  Staff& staff = staff_of(sim, id);
  count_office(office, sim.now());
  settle_staff(sim, id);
  if (staff.leaving == 0) return;  // attrition was quicker
  --staff.leaving;
  if (office.reviewers <= 1) return;
  --office.reviewers;
  ++staff.tally.left;
  if (!staff.trained_at.empty()) staff.trained_at.pop_back();
}

}  // namespace poldyn
