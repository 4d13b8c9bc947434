/// Statutory deadlines, against what queueing theory says of customers whose time is limited. Each value is compared
/// with |z| <= 4 (a correct one fails once in 16,000), and the test fails, too, if an error of the stated relative size
/// could hide in the band.

#include <cmath>

#include "tests/catch.h"
#include "tests/process/lab.h"
#include "tests/theory/flows.h"

namespace poldyn::theory {
namespace {

Scenario with_deadline(StageRule stage, double deadline, double filings_per_day, double days) {
  stage.deadline = Days{deadline};
  Scenario lab = pipeline({stage}, exponential(1 / filings_per_day), {days + 200, 200});
  lab.mechanisms.deadlines = true;
  return lab;
}

/// Probability that the deadline decides, and not the office.
double overdue(const Simulation& sim) {
  const DeadlineTally& t = sim.world.blocs[0].tally.deadlines;
  return static_cast<double>(t.passed) / static_cast<double>(t.passed + t.in_time);
}

Estimate share_overdue(std::string_view name, const Scenario& lab, std::uint32_t runs = 30) {
  return replicate<1>(name, runs, [&](RunKey key) { return std::array{overdue(finished(lab, key))}; })[0];
}

/// M/M/1 at load rho with a limit D on the time there, e = exp(-(m - l) D).
struct Single {
  double load, limit;
  double e() const { return std::exp(-(1 - load) * limit); }
  double patience() const { return load * (1 - load) * e() / (1 - load * load * e()); }  // Barrer 1957
  double stops() const { return (1 - load) * e() / (1 - load * e()); }                   // workload of a finite dam
  double finishes() const { return (1 - load * load) * e() / (1 - load * load * e()); }
};

/// M/M/c, rate of review 1, whose reviewers finish what the deadline has decided: from the wait of M/M/c+D (Baccelli &
/// Hebuterne 1981; Zeltyn & Mandelbaum 2005).
double many_finish(int c, double l, double limit) {
  double below = 0, term = 1;  // sum over j < c of l^j/j!, over the last of them
  for (int j = 0; j < c; ++j) {
    below += term;
    if (j + 1 < c) term *= l / (j + 1);
  }
  const double rate = c - l, a = l - (c - 1), held = std::exp(-rate * limit);
  const double waits = (rate == 0 ? limit : (1 - held) / rate) + held / c, none = below / term;
  const double late = none * std::exp(-limit) + l * std::exp(-limit) * (std::exp(a * limit) - 1) / a + l * held / c;
  return late / (none + l * waits);
}

TEST_CASE("deadlines: one reviewer is late as often as theory says, whether reviews are finished or stopped",
          "[theory][deadlines]") {
  const Single theory{0.8, 5};
  CHECK(std::abs(theory.patience() - 0.07699) < 5e-6);
  CHECK(std::abs(theory.stops() - 0.10426) < 5e-6);
  CHECK(std::abs(theory.finishes() - 0.17322) < 5e-6);
  StageRule stage = desk(1, exponential(1));
  agrees_with("finishes", theory.finishes(), share_overdue("DL-F", with_deadline(stage, 5, 0.8, 60'000)), 0.02);
  stage.deadline_review = DeadlineReview::stops;
  agrees_with("stops", theory.stops(), share_overdue("DL-S", with_deadline(stage, 5, 0.8, 40'000)), 0.03);
  stage.patience = constant(5);
  const Scenario patient = pipeline({stage}, exponential(1 / 0.8), {60'200, 200});
  agrees_with("patience", theory.patience(), flow("DL-P", patient, 30, &Flow::withdrawn), 0.03);
}

TEST_CASE("deadlines: many reviewers are late as often as theory says, also when there are far too few",
          "[theory][deadlines]") {
  CHECK(std::abs(many_finish(10, 8, 2) - 0.17829) < 5e-6);
  CHECK(std::abs(many_finish(10, 20, 3) - 0.95455) < 5e-6);
  const auto at = [](std::string_view name, std::int64_t reviewers, double rate, double mean, double limit) {
    return share_overdue(name, with_deadline(desk(reviewers, exponential(mean)), limit, rate, 5'000 * mean), 20);
  };
  agrees_with("c = 10, l = 8, D = 2", many_finish(10, 8, 2), at("DL-10", 10, 8, 1, 2), 0.04);
  agrees_with("c = 10, l = 20, D = 3: stable though overloaded", many_finish(10, 20, 3), at("DL-20", 10, 20, 1, 3),
              0.01);
  agrees_with("60 reviewers, 2 filings a day, 30 d, D = 45 d", many_finish(60, 60, 1.5), at("DL-60", 60, 2, 30, 45),
              0.05);
  CHECK(std::abs(many_finish(60, 60, 1.5) - 0.4951) < 6e-5);
  CHECK(std::abs(many_finish(70, 60, 1.5) - 0.2267) < 5e-5);
}

TEST_CASE("deadlines: without a limit of reviewers only the review's own length counts, and clocks that stop stop",
          "[theory][deadlines]") {
  const Law review = lognormal(30, 0.6);
  agrees_with("lognormal, D = 30", 0.3908, share_overdue("DL-L30", with_deadline(desk(0, review), 30, 2, 5'000)), 0.02);
  agrees_with("lognormal, D = 60", 0.0633, share_overdue("DL-L60", with_deadline(desk(0, review), 60, 2, 5'000)), 0.04);
  StageRule stage = desk(0, exponential(30));
  stage.pass_probability = 0.6;
  stage.rectification = constant(30);
  const double stopped = std::exp(-0.6 * 90 / 30.0);
  CHECK(std::abs(stopped - 0.1653) < 5e-5);
  agrees_with("stands in rework", stopped, share_overdue("DL-T", with_deadline(stage, 90, 2, 10'000)), 0.03);
  stage.clock_stops = false;
  agrees_with("runs through rework", 0.2796, share_overdue("DL-R", with_deadline(stage, 90, 2, 10'000)), 0.03);
}

TEST_CASE("deadlines: the clock of a track runs through its stages as one", "[theory][deadlines]") {
  Scenario lab = pipeline({desk(0, exponential(10)), desk(0, exponential(10))}, exponential(0.5), {5'200, 200});
  lab.mechanisms.deadlines = true;
  lab.blocs[0].tracks[0].rule.deadline = Days{40};
  agrees_with("Erlang of two stages", std::exp(-4.0) * (1 + 4), share_overdue("DL-2", lab), 0.05);
  StageRule returning = desk(0, exponential(10));
  returning.pass_probability = 0.5;
  returning.rectification = constant(25);
  lab.blocs[0].stages[0].rule = returning;
  // A stage passed at half of the attempts takes Exp(20) of work; with the second, hypoexponential.
  const double late = (20 * std::exp(-40 / 20.0) - 10 * std::exp(-40 / 10.0)) / (20 - 10);
  agrees_with("hypoexponential, standing in rework", late, share_overdue("DL-H", lab), 0.03);
}

/// What of each event and its world a rule could change.
std::uint64_t history(const Scenario& lab) { return lab::fingerprint(lab, {7, 0}); }

TEST_CASE("deadlines: refusal and approval come at the same times, with opposite outcomes", "[theory][deadlines]") {
  const Scenario approves = with_deadline(desk(2, exponential(10)), 25, 0.25, 3'000);
  Scenario refuses = approves;
  refuses.blocs[0].stages[0].rule.on_deadline = DeadlineAction::refuse;
  const Simulation yes = finished(approves, {3, 0}), no = finished(refuses, {3, 0});
  const DeadlineTally &a = yes.world.blocs[0].tally.deadlines, &b = no.world.blocs[0].tally.deadlines;
  CHECK(a.passed > 100);
  CHECK(a.passed == b.passed);
  CHECK(a.in_time == b.in_time);
  CHECK(a.tacit > 100);
  CHECK(b.tacit == 0);
  CHECK(a.approvals - a.tacit == b.approvals);
  CHECK(no.world.blocs[0].tally.refused == a.tacit);
  CHECK(flow_of(yes).in_office == flow_of(no).in_office);
}

TEST_CASE("deadlines: earliest first with one deadline for all is first come, first served", "[theory][deadlines]") {
  const Scenario fifo = with_deadline(desk(2, exponential(10)), 60, 0.25, 3'000);
  Scenario due = fifo;
  due.blocs[0].stages[0].rule.discipline = Discipline::due;
  CHECK(history(due) == history(fifo));
}

TEST_CASE("deadlines: one beyond the horizon is none, and the switch without a deadline does nothing",
          "[theory][deadlines]") {
  const Scenario none = pipeline({desk(2, exponential(10))}, exponential(4), {3'000, 0});
  Scenario on = none, late = none;
  on.mechanisms.deadlines = late.mechanisms.deadlines = true;
  late.blocs[0].stages[0].rule.deadline = Days{3'001};
  CHECK(history(on) == history(none));
  CHECK(history(late) == history(none));
}

}  // namespace
}  // namespace poldyn::theory
