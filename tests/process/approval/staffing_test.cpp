/// Offices that hire, train and lose reviewers, and what that does to their reviews.

#include <cmath>
#include <string>
#include <vector>

#include "sim/policy/contradictions.h"
#include "sim/process/approval/office_staff.h"
#include "sim/process/approval/staffing.h"
#include "sim/process/rule_changes/policy.h"
#include "tests/catch.h"
#include "tests/process/event_days.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"
#include "tests/theory/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

constexpr OfficeId office{0};

/// One reviewer who takes 10 days, a filing a day, and an office that looks every 10 days and wants three reviewers as
/// soon as there is a queue. Who is hired joins after 25 days and is trained for 7.
Scenario growing() {
  Scenario s = theory::pipeline({theory::desk(1, constant(10))}, constant(1), {200, 0});
  s.mechanisms.staffing = true;
  StaffingRule& rule = s.blocs[0].stages[0].rule.staffing;
  rule.follows = StaffingTarget::backlog;
  rule.every = Days{10};
  rule.gain = 1;
  rule.hire_lag = constant(25);
  rule.training = Days{7};
  rule.attrition_per_year = 0;
  rule.most = 3;
  return s;
}
StageRule& stage_of(Scenario& s) { return s.blocs[0].stages[0].rule; }
StaffingRule& rule_of(Scenario& s) { return stage_of(s).staffing; }

Simulation at_day_of(const Scenario& s, double day) {
  REQUIRE(contradictions(s).empty());
  Simulation sim = start(s, {1, 0});
  run_until(sim, day);
  return sim;
}
std::uint32_t reviewers(const Scenario& s, double day) { return at_day_of(s, day).world.offices[0].reviewers; }

/// Days of a kind of event; the world is in order after each event.

/// After day 150 all but one leave by themselves.
PolicyRule flight() {
  PolicyRule made;
  made.at = Days{150};
  made.edits.push_back({"bloc.lab.stage.1.staffing.attrition", EditKind::set, 2.0});
  made.edits.push_back({"bloc.lab.stage.1.staffing.every", EditKind::set, 7'305.0});
  return made;
}

}  // namespace

TEST_CASE("staffing: who is hired joins after the lag, works slowly, and is trained", "[staffing]") {
  const Scenario s = growing();
  CHECK(days_of(s, EventKind::reviewer_joins) == Days_{35, 35});  // decided on day 10, and no more on 20 or 30
  CHECK(days_of(s, EventKind::reviewer_trained) == Days_{42, 42});
  CHECK(reviewers(s, 34) == 1);
  CHECK(reviewers(s, 36) == 3);
  const Simulation joined = at_day_of(s, 36), trained = at_day_of(s, 43);
  CHECK(std::abs(staff_speed(joined, office) - 2.0 / 3) < 1e-12);  // (1 + 1/2 + 1/2) / 3
  CHECK(staff_speed(trained, office) == 1);
  // On day 35 one joins, and a review begins at 3/4 of the speed; then the other, and one begins at 2/3.
  const std::vector<double> ends = days_of(s, EventKind::review_ends);
  const Days_ expected{11, 21, 31, 41, 35 + 10 / 0.75, 50};
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(std::abs(ends.at(i) - expected[i]) < 1e-6);
}

TEST_CASE("staffing: what the office looks at is what its rule follows", "[staffing]") {
  Scenario s = growing();
  rule_of(s).most = 1'000;
  rule_of(s).hire_lag = constant(1'000);
  Simulation sim = at_day_of(s, 60);  // 60 filings came, 6 reviews began
  REQUIRE(sim.world.offices[0].waiting == 54);
  const auto wanted = [&](StaffingRule rule) {
    sim.rules.blocs[0].stages[0].rule.staffing = rule;
    return wanted_reviewers(sim, office);
  };
  StaffingRule rule = rule_of(s);
  rule.gain = 0.5;
  rule.usual_backlog = 14;
  CHECK(wanted(rule) == 1 + 0.5 * 40);
  rule.follows = StaffingTarget::wait;
  rule.usual_wait = Days{10};
  CHECK(std::abs(wanted(rule) - (1 + 0.5 * (26.5 / 10 - 1))) < 1e-9);  // the queue came on days 7 to 60
  rule.follows = StaffingTarget::workload;
  rule.load = 0.8;
  rule.clear_in = Days{100};
  const double visits = sim.world.staffs[0].visits.per_day();
  CHECK(std::abs(visits - 1) < 0.03);  // nine came before day 10, then ten in ten days
  CHECK(std::abs(wanted(rule) - (visits * 10 / 0.8 + 40 * 10 / 100.0)) < 1e-9);
  sim.world.staffs[0].trained_at = {end_of_time};  // nobody but a trainee: reviews take twice as long
  CHECK(std::abs(wanted(rule) - 2 * (visits * 10 / 0.8 + 40 * 10 / 100.0)) < 1e-9);
  sim.world.staffs[0].trained_at.clear();
  rule.most = 12;
  CHECK(wanted(rule) == 12);
  rule.follows = StaffingTarget::wait;
  rule.gain = 1;
  rule.usual_wait = Days{1'000};
  rule.least = 1;
  CHECK(wanted(rule) == 1);
}

TEST_CASE("staffing: filings that find the office full are work, too", "[staffing]") {
  Scenario s = growing();
  stage_of(s).capacity = 2;
  rule_of(s).follows = StaffingTarget::workload;
  rule_of(s).most = 1'000;
  rule_of(s).usual_backlog = 100;
  const Simulation sim = at_day_of(s, 10);  // nine came, of which two found a place
  CHECK(std::abs(wanted_reviewers(sim, office) - 0.9 * 10 / 0.85) < 1e-9);
}

TEST_CASE("staffing: a budget pays for whole reviewers, but for the least", "[staffing]") {
  Scenario s = growing();
  rule_of(s).most = 1'000;
  rule_of(s).budgeted = true;
  rule_of(s).cost_per_year = 0.1;
  rule_of(s).budget_per_year = 0.3;
  Simulation sim = at_day_of(s, 60);
  CHECK(wanted_reviewers(sim, office) == 3);  // though 0.3 / 0.1 is less in doubles
  sim.rules.blocs[0].stages[0].rule.staffing.cost_per_year = 0.3;
  sim.rules.blocs[0].stages[0].rule.staffing.budget_per_year = 1.25;
  CHECK(wanted_reviewers(sim, office) == 4);
  sim.rules.blocs[0].stages[0].rule.staffing.fee_share = 0.5;
  sim.world.staffs[0].fees = {};
  sim.world.staffs[0].fees.tell(2 * 30 / days_per_year, 30, days_per_year);  // 2 M$ a year
  CHECK(wanted_reviewers(sim, office) == 7);
  sim.world.staffs[0].fees.tell(-9, 30, days_per_year);  // more paid back than paid
  CHECK(wanted_reviewers(sim, office) == 4);
  sim.rules.blocs[0].stages[0].rule.staffing.least = 6;
  CHECK(wanted_reviewers(sim, office) == 6);
}

TEST_CASE("staffing: fees are the offices' that work for them", "[staffing]") {
  Scenario s = plain(4);
  make_all_file(s);
  s.mechanisms.staffing = s.mechanisms.finance = s.mechanisms.returns = true;
  StageRule& desk = north(s).stages[0].rule;
  desk.unlimited = false;
  desk.reviewers = 4;
  desk.staffing.follows = StaffingTarget::backlog;
  desk.staffing.every = Days{1'000};
  desk.pass_probability = 0;
  desk.max_attempts = 2;
  desk.rectification = constant(10);
  StageRule board = desk;
  board.review = constant(5);
  board.pass_probability = 1;
  north(s).stages.push_back({"board", board});
  north(s).tracks[0].rule.stages = {"board", "desk"};
  north(s).tracks[0].rule.filing_cost = 0.5;
  s.run.horizon = Days{190};
  Simulation sim = start(s, {1, 0});
  finish(sim);
  // Filed on day 100, sent back by the desk on day 135: of 0.5 M$ each half, then all of the second.
  CHECK(std::abs(sim.world.staffs[0].fees_came - 4 * 0.75) < 1e-12);
  CHECK(std::abs(sim.world.staffs[1].fees_came - 4 * 0.25) < 1e-12);
  CHECK(sim.world.staffs[1].came == 4);
}

TEST_CASE("staffing: a surplus leaves after its lag, trainees first, and one reviewer stays", "[staffing]") {
  Scenario s = growing();
  s.blocs[0].filings.interarrival = constant(1'000);
  stage_of(s).reviewers = 5;
  rule_of(s).most = 1'000;
  rule_of(s).usual_backlog = 9;
  rule_of(s).gain = 0.2;  // N* = 5 - 1.8
  rule_of(s).leave_lag = constant(12);
  CHECK(days_of(s, EventKind::reviewer_leaves).empty());
  rule_of(s).lets_go = true;
  CHECK(days_of(s, EventKind::reviewer_leaves) == Days_{22});  // 3.2 of 5: one is too many, and four are not
  CHECK(reviewers(s, 100) == 4);
  rule_of(s).gain = 100;
  CHECK(days_of(s, EventKind::reviewer_leaves) == Days_{22, 22, 22, 22});
  CHECK(reviewers(s, 100) == 1);
  Simulation sim = at_day_of(s, 11);
  sim.world.staffs[0].trained_at = {at_day(90), at_day(95)};
  run_until(sim, 22);
  CHECK(sim.world.staffs[0].trained_at.empty());
  CHECK(sim.world.offices[0].reviewers == 1);
}

TEST_CASE("staffing: attrition takes those who are there, and never the last", "[staffing]") {
  Scenario s = growing();
  s.run.horizon = Days{8'000};
  s.blocs[0].filings.interarrival = constant(30'000);
  stage_of(s).reviewers = 50;
  rule_of(s) = {};
  rule_of(s).follows = StaffingTarget::backlog;
  rule_of(s).gain = 0;
  rule_of(s).every = Days{7'305};
  rule_of(s).attrition_per_year = 2;  // exp(-40) stays
  rule_of(s).hire_lag = constant(100);
  CHECK(reviewers(s, 7'306) == 1);
  CHECK(reviewers(s, 7'406) == 50);
  CHECK(at_day_of(s, 7'406).world.staffs[0].tally.left == 49);
  CHECK(days_of(s, EventKind::reviewer_joins) == Days_(49, 7'405));
}

TEST_CASE("staffing: who was told to leave and leaves before is no vacancy", "[staffing][policy]") {
  Scenario s = growing();
  s.run.horizon = Days{8'000};
  s.blocs[0].filings.interarrival = constant(30'000);
  stage_of(s).reviewers = 10;
  rule_of(s).most = 1;
  rule_of(s).every = Days{100};
  rule_of(s).lets_go = true;
  rule_of(s).leave_lag = constant(30'000);
  s.policies = {flight()};  // after nine have been told
  CHECK(at_day_of(s, 200).world.staffs[0].leaving == 9);
  Simulation sim = at_day_of(s, 7'500);
  CHECK(sim.world.offices[0].reviewers == 1);
  CHECK(sim.world.staffs[0].leaving == 0);
  CHECK(sim.world.staffs[0].hires == 0);
  CHECK(run_and_look(sim) == "");
}

TEST_CASE("staffing: attrition takes nobody who has not joined", "[staffing][policy]") {
  Scenario s = growing();
  s.run.horizon = Days{8'000};
  s.blocs[0].filings.interarrival = constant(30'000);
  stage_of(s).reviewers = 10;
  rule_of(s).every = Days{100};
  rule_of(s).gain = 0;
  rule_of(s).least = rule_of(s).most = 30;
  rule_of(s).hire_lag = constant(9'000);
  s.policies = {flight()};
  CHECK(at_day_of(s, 7'400).world.staffs[0].joining == 20);
  const Simulation sim = at_day_of(s, 7'406);
  CHECK(sim.world.offices[0].reviewers == 1);
  CHECK(sim.world.staffs[0].tally.left == 9);
  CHECK(sim.world.staffs[0].joining == 29);
}

TEST_CASE("staffing: a fee that is paid back is taken from whom it was given to", "[staffing][deadlines]") {
  Scenario s = plain(2);
  make_all_file(s);
  s.mechanisms.staffing = s.mechanisms.finance = s.mechanisms.deadlines = true;
  StageRule& desk = north(s).stages[0].rule;
  desk.unlimited = false;
  desk.reviewers = 2;
  desk.staffing.follows = StaffingTarget::backlog;
  desk.staffing.every = Days{1'000};
  north(s).stages.push_back({"board", desk});
  TrackRule& track = north(s).tracks[0].rule;
  track.stages = {"board", "desk"};
  track.filing_cost = 0.5;
  track.deadline = Days{45};  // of 60, when the filing has left the board
  track.on_deadline = TrackDeadline::refund;
  s.run.horizon = Days{190};
  Simulation sim = start(s, {1, 0});
  run_until(sim, 140);
  CHECK(std::abs(sim.world.staffs[0].fees_came - 0.5) < 1e-12);
  CHECK(std::abs(sim.world.staffs[1].fees_came - 0.5) < 1e-12);
  run_until(sim, 146);
  CHECK(std::abs(sim.world.staffs[0].fees_came) < 1e-12);
  CHECK(std::abs(sim.world.staffs[1].fees_came) < 1e-12);
}

TEST_CASE("staffing: a policy begins, ends and retimes the comparisons", "[staffing][policy]") {
  Scenario s = growing();
  const std::string path = "bloc.lab.stage.1.staffing.";
  rule_of(s).follows = StaffingTarget::none;
  CHECK(days_of(s, EventKind::staff_compared).empty());
  PolicyRule begin;
  begin.at = Days{33};
  begin.edits.push_back({path + "follows", EditKind::set, std::string("wait")});
  PolicyRule quicken;
  quicken.at = Days{60};
  quicken.edits.push_back({path + "every", EditKind::set, 50.0});
  begin.until = Days{150};
  s.policies = {begin, quicken};
  CHECK(days_of(s, EventKind::staff_compared) == Days_{43, 53, 63, 103, 153});  // two were called off
  Simulation sim = at_day_of(s, 120);
  CHECK(sim.world.staffs[0].comparisons == 3);
}

TEST_CASE("staffing: reviewers are no policy's where they follow something", "[staffing][policy]") {
  Scenario s = growing();
  PolicyRule policy;
  policy.at = Days{33};
  policy.edits.push_back({"bloc.lab.stage.1.reviewers", EditKind::set, std::int64_t{5}});
  s.policies = {policy};
  REQUIRE(contradictions(s).size() == 1);
  CHECK(contradictions(s)[0].path == "policy.1.bloc.lab.stage.1.reviewers");
  CHECK(contradictions(s)[0].remedy.find("staffing.least or .most") != std::string::npos);
  rule_of(s).follows = StaffingTarget::none;
  CHECK(contradictions(s).empty());
  PolicyRule later;
  later.at = Days{50};
  later.edits.push_back({"bloc.lab.stage.1.staffing.follows", EditKind::set, std::string("wait")});
  s.policies.push_back(later);
  CHECK(contradictions(s).size() == 1);
  s.mechanisms.staffing = false;
  CHECK(contradictions(s).empty());
}

TEST_CASE("staffing: the state pays reviewers for the time for which they are there", "[staffing][books]") {
  Scenario s = growing();
  s.mechanisms.finance = true;
  rule_of(s).cost_per_year = 0.5;
  s.run.horizon = Days{190};  // a comparison
  s.run.warmup = Days{20};
  Simulation sim = start(s, {1, 0});
  finish(sim);
  const Books& books = sim.world.blocs[0].books;
  const double days = 1 * 35 + 3 * (190 - 35);
  const double paid = books.paid[static_cast<std::size_t>(Account::state)].millions();
  CHECK(std::abs(paid - days / days_per_year * 0.5) <= 1e-6);  // to the dollar, however often it is paid
  CHECK(books.received[static_cast<std::size_t>(Account::staff)].millions() == paid);
  CHECK(books.heading[static_cast<std::size_t>(Heading::authority)].millions() == paid);
  CHECK(std::abs(sim.world.staffs[0].tally.cost - (days - 20) / days_per_year * 0.5) < 1e-9);
  CHECK(std::abs(sim.world.staffs[0].tally.vacancy_area - 2 * 15) < 1e-9);
  CHECK(std::abs(sim.world.staffs[0].tally.trainee_area - 2 * 7) < 1e-9);
}

TEST_CASE("staffing: who has been hired costs something also when the hiring ends", "[staffing][policy]") {
  Scenario s = growing();
  rule_of(s).cost_per_year = 0.5;
  PolicyRule freeze;
  freeze.at = Days{100};
  freeze.edits.push_back({"bloc.lab.stage.1.staffing.follows", EditKind::set, std::string("none")});
  s.policies = {freeze};
  Simulation sim = start(s, {1, 0});
  finish(sim);
  close_books(sim, sim.end);
  const double paid = sim.world.blocs[0].books.paid[static_cast<std::size_t>(Account::state)].millions();
  CHECK(paid == 0);  // no money in this world
  CHECK(std::abs(sim.world.staffs[0].cost - (35 + 3 * 65) / days_per_year * 0.5) < 1e-9);
  s.mechanisms.finance = true;
  Simulation pays = start(s, {1, 0});
  finish(pays);
  close_books(pays, pays.end);
  const double cost = pays.world.blocs[0].books.paid[static_cast<std::size_t>(Account::state)].millions();
  CHECK(std::abs(cost - (35 + 3 * 165) / days_per_year * 0.5) <= 1e-6);
}

TEST_CASE("staffing: offices that follow nothing, or never look, are as without it, event for event", "[staffing]") {
  Scenario s = busy();
  s.mechanisms.staffing = s.mechanisms.reviewer_learning = false;
  const std::uint64_t without = fingerprint(s);
  for (BlocRules& bloc : s.blocs)
    for (auto& stage : bloc.stages) {
      stage.rule.staffing = {};
      stage.rule.practice = {};
    }
  s.mechanisms.staffing = s.mechanisms.reviewer_learning = true;
  CHECK(fingerprint(s) == without);
  for (BlocRules& bloc : s.blocs)
    for (auto& stage : bloc.stages) {
      stage.rule.staffing.follows = StaffingTarget::workload;
      stage.rule.staffing.every = s.run.horizon + Days{1};
    }
  CHECK(fingerprint(s) == without);
}

TEST_CASE("practice: the time of a review falls with a power of those before it, to a floor", "[staffing]") {
  PracticeRule rule{0.322, 1, 0.05};
  CHECK(practice_factor(rule, 0) == 1);
  CHECK(std::abs(practice_factor(rule, 31) - 0.328) < 5e-4);  // a curve of 80 %: the 32nd, after five doublings
  CHECK(std::abs(practice_factor(rule, 31) - std::pow(0.8, 5)) < 1e-3);
  rule.floor = 0.5;
  CHECK(practice_factor(rule, 31) == 0.5);
  Scenario s = growing();
  s.mechanisms.staffing = false;
  s.mechanisms.reviewer_learning = true;
  stage_of(s).practice = {1, 1, 0.05};
  const std::vector<double> ends = days_of(s, EventKind::review_ends);
  const Days_ expected{11, 16, 16 + 10.0 / 3, 18.5 + 10.0 / 3};
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(std::abs(ends.at(i) - expected[i]) < 1e-6);
}

TEST_CASE("queue: the shortest way first, as it is when a policy has changed it", "[staffing][policy]") {
  Scenario s = growing();
  s.mechanisms.staffing = false;
  s.blocs[0].filings.interarrival = constant(4);
  s.blocs[0].stages.push_back({"board", theory::desk(0, constant(90))});
  s.blocs[0].tracks[1].rule.stages = {"1", "board"};
  stage_of(s).discipline = Discipline::shortest;
  PolicyRule lengthen;  // for those of days 16 and 20
  lengthen.at = Days{13};
  lengthen.until = Days{23};
  lengthen.edits.push_back({"bloc.lab.filings.track", EditKind::set, std::string("light")});
  s.policies = {lengthen};
  const auto order = [](const Simulation& sim) {
    Days_ arrived;
    for (FilingId f = sim.world.offices[0].queue[0].first; f; f = sim.world.at(f).next)
      arrived.push_back(in_days(sim.world.at(f).arrived));
    return arrived;
  };
  Simulation sim = at_day_of(s, 30);
  CHECK(order(sim) == Days_{24, 28, 16, 20});
  CHECK(sim.world.offices[0].last_of_rank.begin()->first == at_day(10));
  CHECK(sim.world.offices[0].last_of_rank.rbegin()->first == at_day(100));
  CHECK(run_and_look(sim) == "");
  PolicyRule abolish;
  abolish.at = Days{29};
  abolish.edits.push_back({"bloc.lab.stage.board.review", EditKind::set, constant(0)});
  s.policies.push_back(abolish);
  Simulation after = at_day_of(s, 30);
  CHECK(order(after) == Days_{16, 20, 24, 28});
  CHECK(run_and_look(after) == "");
}
