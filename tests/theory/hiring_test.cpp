/// Offices that hire, against what is known of such loops. Each value is compared with |z| <= 4 (a correct one fails
/// once in 16,000), and the test fails, too, if an error of the stated relative size could hide in the band.

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/catch.h"
#include "tests/process/lab.h"
#include "tests/theory/flows.h"

namespace poldyn::theory {
namespace {

/// An office without attrition and training, that looks every `every` days; both lags are `lag`.
Scenario staffed(StaffingTarget follows, std::int64_t reviewers, Law review, double filings_per_day, double every,
                 double lag, Span span) {
  StageRule stage = desk(reviewers, review);
  StaffingRule& rule = stage.staffing;
  rule.follows = follows;
  rule.every = Days{every};
  rule.hire_lag = rule.leave_lag = constant(lag);
  rule.training = Days{0};
  rule.attrition_per_year = 0;
  Scenario lab = pipeline({stage}, exponential(1 / filings_per_day), span);
  lab.mechanisms.staffing = true;
  return lab;
}
StaffingRule& rule_of(Scenario& lab) { return lab.blocs[0].stages[0].rule.staffing; }

double mean_reviewers(const Simulation& sim) {
  const Office& office = sim.world.offices[0];
  const double rest = in_days(sim.end - office.tally.counted_to);
  return (office.tally.reviewer_area + rest * std::max(office.reviewers, office.in_review)) / counted_days(sim);
}

TEST_CASE("staffing: the workload's target is the load that was planned", "[theory][staffing]") {
  // 50 a day, 20 d each, at a load of 0.85: 1176.5 reviewers. One that is missing is hired and one too much let go, so
  // that there is up to one more than the target.
  Scenario lab = staffed(StaffingTarget::workload, 1'000, exponential(20), 50, 30, 30, {6'000, 1'500});
  rule_of(lab).memory = Days{3'650};
  rule_of(lab).clear_in = Days{36'525};
  rule_of(lab).lets_go = true;
  const auto [reviewers, used] = replicate<2>("ST-W", 20, [&](RunKey key) {
    const Simulation sim = finished(lab, key);
    return std::array{mean_reviewers(sim), flow_of(sim).in_office / mean_reviewers(sim)};
  });
  agrees_with("reviewers", 50 * 20 / 0.85 + 0.5, reviewers, 0.01);
  agrees_with("utilisation", 0.85, used, 0.01);
}

TEST_CASE("staffing: trainees are as many as attrition makes", "[theory][staffing]") {
  // Who leaves is replaced at once and trained for a fixed time T, which 1 - exp(-delta T) of the posts see; an
  // exponential training of that mean would give delta / (delta + 1/T).
  const double delta = 0.15 / days_per_year, training = 180;
  Scenario lab = staffed(StaffingTarget::backlog, 1'000, exponential(10), 20, 1, 0, {4'000, 500});
  rule_of(lab).gain = 0;
  rule_of(lab).training = Days{training};
  rule_of(lab).attrition_per_year = 0.15;
  const auto [share, speed] = replicate<2>("ST-T", 20, [&](RunKey key) {
    const Simulation sim = finished(lab, key);
    const Staff& staff = sim.world.staffs[0];
    const double rest = in_days(sim.end - staff.tally.counted_to) * static_cast<double>(staff.trained_at.size());
    return std::array{(staff.tally.trainee_area + rest) / counted_days(sim) / 1'000,
                      staff.tally.speed / static_cast<double>(staff.tally.reviews)};
  });
  const double expected = 1 - std::exp(-delta * training);
  CHECK(std::abs(expected - 0.07126) < 5e-6);
  agrees_with("trainees", expected, share, 0.03);
  agrees_with("speed", 1 - expected / 2, speed, 0.003);
}

TEST_CASE("staffing: when filings double, the queue grows until the first who are hired join", "[theory][staffing]") {
  // 1,000 reviewers, 20 d, 40 a day and 80 from day 600 on: after 20 ln(4/3) days all are busy, and from then on 30 a
  // day too much come. The comparison of day 630 is the first to see it; its hires join 180 d later. (By chance some
  // are idle while they fill up, so that it is a little more.)
  Scenario lab = staffed(StaffingTarget::workload, 1'000, exponential(20), 40, 30, 180, {900, 0});
  PolicyRule twice;
  twice.at = Days{600};
  twice.edits.push_back({"bloc.lab.filings.interarrival", EditKind::set, exponential(1.0 / 80)});
  lab.policies = {twice};
  const auto [first, queue] = replicate<2>("ST-D", 30, [&](RunKey key) {
    Simulation sim = start(lab, key);
    const auto joined = lab::run_to(sim, EventKind::reviewer_joins, at_day(600));
    return std::array{in_days(joined->at), static_cast<double>(sim.world.offices[0].waiting)};
  });
  CHECK(first.mean == 810);
  agrees_with("queue", 30 * (210 - 20 * std::log(4.0 / 3)), queue, 0.05);
}

/// Filings that wait, every 30 days from day `from` on.
std::vector<double> queue_of(const Scenario& lab, RunKey key, double from) {
  Simulation sim = start(lab, key);
  std::vector<double> made;
  for (double day = from; day < lab.run.horizon.count(); day += 30) {
    lab::run_until(sim, day);
    made.push_back(sim.world.offices[0].waiting);
  }
  return made;
}

TEST_CASE("staffing: a gain that is too large for the lag makes the queue swing", "[theory][staffing]") {
  // Q' = -(gain/s) (Q(t - L) - Q*), s = 20 d, L = 180 d: comes to rest without overshoot up to gain = .0409, at all up
  // to .1745 (pi/2 s/L), with a period of 4 L at that border.
  const auto lab = [](double gain) {
    Scenario made = staffed(StaffingTarget::backlog, 10'000, exponential(20), 500, 7, 180, {5'000, 0});
    rule_of(made).lets_go = true;
    rule_of(made).gain = gain;
    rule_of(made).usual_backlog = 50'000;
    return made;
  };
  const auto [mean, lowest, highest] = replicate<3>("ST-Q3", 4, [&](RunKey key) {
    const std::vector<double> queue = queue_of(lab(0.03), key, 3'000);
    double sum = 0;
    for (const double q : queue) sum += q;
    return std::array{sum / static_cast<double>(queue.size()), *std::min_element(queue.begin(), queue.end()),
                      *std::max_element(queue.begin(), queue.end())};
  });
  agrees_with("rest", 50'000, mean, 0.03);
  CHECK(lowest.mean > 46'500);  // luck alone: its standard deviation is some 600
  CHECK(highest.mean < 53'500);
  const std::vector<double> queue = queue_of(lab(0.2), {seed_of("ST-Q20"), 0}, 2'000);
  CHECK(*std::min_element(queue.begin(), queue.end()) < 5'000);
  CHECK(*std::max_element(queue.begin(), queue.end()) > 90'000);
}

}  // namespace
}  // namespace poldyn::theory
