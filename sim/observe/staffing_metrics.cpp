#include <array>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

/// The staff of a stage's offices taken together; nothing in a run whose offices neither hire nor learn.
struct StageStaff {
  StaffTally tally;  ///< sums, with the integrals brought up to the end
  double joining = 0;
  bool is_there = false;
};

StageStaff staff_of(const World& world, const Bloc& bloc, SimTime now, I stage) {
  StageStaff all;
  if (world.staffs.empty() || stage >= bloc.stages) return all;
  for (const OfficeId id : bloc.offices) {
    const Office& office = world.at(id);
    if (office.stage != stage) continue;
    const Staff& staff = world.staffs[id.value];
    const double rest = in_days(now - staff.tally.counted_to);
    all.is_there = true;
    all.joining += staff.joining;
    all.tally.hired += staff.tally.hired;
    all.tally.left += staff.tally.left;
    all.tally.reviews += staff.tally.reviews;
    all.tally.speed += staff.tally.speed;
    all.tally.vacancy_area += staff.tally.vacancy_area + rest * staff.joining;
    all.tally.trainee_area += staff.tally.trainee_area + rest * amount(staff.trained_at.size());
    all.tally.cost += staff.tally.cost + rest / days_per_year * office.reviewers * staff.cost_per_year;
  }
  return all;
}

StageStaff staff_of(R r, I stage) { return staff_of(r.world, r.bloc, r.now, stage); }
StageStaff staff_of(S s, I stage) { return staff_of(s.world, s.bloc, s.now, stage); }

/// What there is of reviewers whether they follow something or not.
double reviewers_now(S s, I stage) {
  if (stage >= s.bloc.stages) return missing_value;
  double sum = 0;
  for (const OfficeId id : s.bloc.offices) {
    const Office& office = s.world.at(id);
    if (office.stage != stage) continue;
    if (office.reviewers == 0) return missing_value;
    sum += office.reviewers;
  }
  return sum;
}

double mean_reviewers(const StageTotals& stage) {
  return stage.unlimited ? missing_value : ratio(stage.tally.reviewer_area, stage.days);
}

double if_there(const StageStaff& staff, double value) { return staff.is_there ? value : missing_value; }

double cost_rate(R r) {
  if (r.world.staffs.empty()) return missing_value;
  double cost = 0;
  for (I stage = 0; stage < r.bloc.stages; ++stage) cost += staff_of(r, stage).tally.cost;
  return ratio(cost, r.days() / days_per_year);
}

constexpr auto sampled_staffing_rows = std::to_array<SampledMetric>({
    {{"pipeline", "reviewers", Unit::count, Axis::stage, "reviewers that there are; none if unlimited",
      "count, summed over the stage's offices", own, from_zero},
     [](S s, I i) { return reviewers_now(s, i); }},
    {{"pipeline", "vacancies", Unit::count, Axis::stage, "reviewers that are hired and have not joined",
      "count, summed over the stage's offices", own, from_zero},
     [](S s, I i) {
       const StageStaff staff = staff_of(s, i);
       return if_there(staff, staff.joining);
     }},
});

constexpr auto total_staffing_rows = std::to_array<TotalMetric>({
    {{"pipeline", "mean_reviewers", Unit::count, Axis::stage, "reviewers that there are; none if unlimited",
      "time integral / time, summed over the stage's offices; with those who are to go and finish what they began", own,
      from_zero},
     [](R r, I i) { return i < r.bloc.stages ? mean_reviewers(r.stage(i)) : missing_value; }},
    {{"pipeline", "mean_vacancies", Unit::count, Axis::stage, "reviewers that are hired and have not joined",
      "time integral / time, summed over the stage's offices", own, from_zero},
     [](R r, I i) {
       const StageStaff staff = staff_of(r, i);
       return if_there(staff, ratio(staff.tally.vacancy_area, r.days()));
     }},
    {{"pipeline", "trainee_share", Unit::share, Axis::stage, "share of the reviewers that are in training",
      "time integrals of trainees / reviewers", own, zero_to_one},
     [](R r, I i) {
       const StageStaff staff = staff_of(r, i);
       return if_there(staff, ratio(staff.tally.trainee_area, r.stage(i).tally.reviewer_area));
     }},
    {{"pipeline", "review_speed", Unit::none, Axis::stage,
      "speed of reviews; of a trained reviewer at an office without practice it is 1", "mean over reviews begun", own,
      from_zero},
     [](R r, I i) {
       const StageStaff staff = staff_of(r, i);
       return if_there(staff, ratio(staff.tally.speed, amount(staff.tally.reviews)));
     }},
    {{"pipeline", "reviewers_hired", Unit::count, Axis::stage, "reviewers that joined", "count since the warm-up", own,
      from_zero},
     [](R r, I i) {
       const StageStaff staff = staff_of(r, i);
       return if_there(staff, amount(staff.tally.hired));
     }},
    {{"pipeline", "reviewers_left", Unit::count, Axis::stage, "reviewers that left, by themselves or told to",
      "count since the warm-up", own, from_zero},
     [](R r, I i) {
       const StageStaff staff = staff_of(r, i);
       return if_there(staff, amount(staff.tally.left));
     }},
    {{"pipeline", "authority_cost", Unit::money_per_year, Axis::none,
      "what reviewers cost the state, at stages where their number follows something", "sum / years since the warm-up",
      own, from_zero},
     [](R r, I) { return cost_rate(r); }},
});

}  // namespace

std::span<const SampledMetric> sampled_staffing() { return sampled_staffing_rows; }
std::span<const TotalMetric> total_staffing() { return total_staffing_rows; }

}  // namespace poldyn
