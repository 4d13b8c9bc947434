/// What a statutory deadline does to one filing, its reviewer, its vendor and its product.

#include <string>
#include <vector>

#include "sim/process/approval/clearances.h"
#include "sim/process/approval/office.h"
#include "sim/process/rule_changes/policy.h"
#include "tests/catch.h"
#include "tests/process/event_days.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

constexpr auto full = static_cast<std::size_t>(Track::full);

/// Vendors that file on day 100 at a desk of one reviewer who takes 30 days; the deadline passes after 10.
Scenario hurried(std::int64_t vendors = 1) {
  Scenario s = plain(vendors);
  make_all_file(s);
  s.mechanisms.deadlines = true;
  s.vendors.works_ahead = false;
  s.run.horizon = Days{190};
  StageRule& desk = north(s).stages[0].rule;
  desk.unlimited = false;
  desk.reviewers = 1;
  desk.deadline = Days{10};
  return s;
}
StageRule& desk_of(Scenario& s) { return north(s).stages[0].rule; }

/// A second stage, on the track or not, that takes 4 days.
StageRule& add_board(Scenario& s, bool on_track) {
  StageRule board;
  board.unlimited = true;
  board.review = constant(4);
  north(s).stages.push_back({"board", board});
  if (on_track) north(s).tracks[full].rule.stages = {"desk", "board"};
  return north(s).stages[1].rule;
}

/// Days of a kind of event; the world is in order after each event.
std::vector<double> deployment_days(const Scenario& s) { return days_of(s, EventKind::deployed); }

}  // namespace

TEST_CASE("deadline: tacit approval deploys on the day, and a decision of that day is in time", "[deadlines]") {
  Scenario s = hurried();
  CHECK(deployment_days(s) == Days_{110});
  Simulation sim = start(s, {1, 0});
  run_until(sim, 120);
  CHECK(sim.world.at(sim.world.vendors[0].product).tacit);
  CHECK(sim.world.blocs[0].tally.deadlines.tacit == 1);
  desk_of(s).deadline = Days{30};  // the review ends on that day, and what ends comes first
  CHECK(deployment_days(s) == Days_{130});
  Simulation late = start(s, {1, 0});
  run_until(late, 140);
  CHECK(!late.world.at(late.world.vendors[0].product).tacit);
  CHECK(late.world.blocs[0].tally.deadlines.in_time == 1);
  CHECK(late.world.blocs[0].tally.deadlines.near_deadline == 1);
}

TEST_CASE("deadline: of two that wait for one reviewer, the second is in time on the very day", "[deadlines]") {
  Scenario s = hurried(2);
  desk_of(s).review = constant(10);
  desk_of(s).deadline = Days{20};
  CHECK(deployment_days(s) == Days_{110, 120});
  Simulation sim = start(s, {1, 0});
  finish(sim);
  CHECK(sim.world.blocs[0].tally.deadlines.passed == 0);
  CHECK(sim.world.blocs[0].tally.deadlines.in_time == 2);
  CHECK(sim.world.blocs[0].tally.deadlines.near_deadline == 1);
}

TEST_CASE("deadline: a clock that nobody could see run out is not counted as kept", "[deadlines]") {
  Scenario s = hurried();
  desk_of(s).review = constant(4);
  for (const double horizon : {110.0, 109.0}) {
    s.run.horizon = Days{horizon};
    Simulation sim = start(s, {1, 0});
    finish(sim);
    CHECK(sim.world.blocs[0].tally.deadlines.in_time == (horizon == 110 ? 1U : 0U));
  }
  s.run.horizon = Days{190};
  s.run.warmup = Days{102};  // the clock started before it
  Simulation sim = start(s, {1, 0});
  finish(sim);
  CHECK(sim.world.blocs[0].tally.deadlines.in_time == 0);
  CHECK(sim.world.blocs[0].tally.deadlines.approvals == 1);
}

TEST_CASE("deadline: the reviewer finishes to nobody's use, or stops and takes the next", "[deadlines]") {
  Scenario s = hurried(3);
  CHECK(deployment_days(s) == Days_{110, 110, 110});
  Simulation sim = start(s, {1, 0});
  run_until(sim, 120);
  CHECK(sim.world.offices[0].in_review == 1);
  CHECK(sim.world.filings.alive() == 1);
  run_until(sim, 131);
  CHECK(sim.world.offices[0].in_review == 0);
  CHECK(sim.world.filings.alive() == 0);
  desk_of(s).deadline_review = DeadlineReview::stops;
  s.run.horizon = Days{205};
  north(s).population.vendors = 1;
  s.vendors.works_ahead = true;
  north(s).registration.pending_limit = 3;
  desk_of(s).review = constant(150);
  Simulation stops = start(s, {1, 0});
  run_until(stops, 120);
  CHECK(stops.world.offices[0].in_review == 0);
  run_until(stops, 201);
  CHECK(stops.world.offices[0].in_review == 1);  // the second release, though the first review's end is still to come
  CHECK(deployment_days(s) == Days_{110});
}

TEST_CASE("deadline: refusal ends the filing, and escalation hands it to the front of another stage", "[deadlines]") {
  Scenario s = hurried();
  desk_of(s).on_deadline = DeadlineAction::refuse;
  CHECK(deployment_days(s).empty());
  desk_of(s).on_deadline = DeadlineAction::escalate;
  desk_of(s).escalate_to = "board";
  add_board(s, false);
  CHECK(deployment_days(s) == Days_{114});
  Simulation sim = start(s, {1, 0});
  run_until(sim, 120);
  CHECK(!sim.world.at(sim.world.vendors[0].product).tacit);  // the board has looked at it
  CHECK(sim.world.blocs[0].tally.deadlines.escalated == 1);
  // Behind the present stage the route goes on: to a second look of the same board.
  north(s).tracks[full].rule.stages = {"desk", "board"};
  CHECK(deployment_days(s) == Days_{118});
}

TEST_CASE("deadline: what is escalated stands first in the queue of who takes over", "[deadlines]") {
  Scenario s = hurried(2);
  desk_of(s).on_deadline = DeadlineAction::escalate;
  desk_of(s).escalate_to = "board";
  StageRule& board = add_board(s, false);
  board.unlimited = false;
  board.reviewers = 1;
  // One vendor's filing is on the desk and the other's in the queue; both go to the board on day 110, the later to the
  // front, where it finds the first under review.
  CHECK(deployment_days(s) == Days_{114, 118});
}

TEST_CASE("deadline: the board's own clock starts when it takes over", "[deadlines]") {
  Scenario s = hurried();
  desk_of(s).on_deadline = DeadlineAction::escalate;
  desk_of(s).escalate_to = "board";
  StageRule& board = add_board(s, false);
  board.review = constant(40);
  board.deadline = Days{7};
  CHECK(deployment_days(s) == Days_{117});
  board.on_deadline = DeadlineAction::refuse;
  CHECK(deployment_days(s).empty());
}

TEST_CASE("deadline: a fee comes back once, the filing waits on, and the books balance", "[deadlines]") {
  Scenario s = hurried();
  s.mechanisms.finance = s.mechanisms.market = true;
  desk_of(s).on_deadline = DeadlineAction::refund;
  north(s).tracks[full].rule.filing_cost = 0.7;
  north(s).tracks[full].rule.deadline = Days{20};
  north(s).tracks[full].rule.on_deadline = TrackDeadline::refund;
  north(s).market.demand_per_year = 0;
  s.finance.shock_sd = 0;
  CHECK(deployment_days(s) == Days_{130});
  Simulation sim = start(s, {1, 0});
  run_until(sim, 109);
  CHECK(sim.world.vendors[0].cash == Money::of(100 - 0.7));
  run_until(sim, 150);
  CHECK(sim.world.vendors[0].cash == Money::of(100));
  CHECK(sim.world.blocs[0].tally.deadlines.refunded == 1);
  CHECK(sim.world.blocs[0].tally.deadlines.passed == 2);
  CHECK(sim.world.blocs[0].books.heading[static_cast<std::size_t>(Heading::refunds)] == Money::of(0.7));
}

TEST_CASE("deadline: the clock stands while a filing is mended, or runs", "[deadlines]") {
  Scenario s = hurried();
  s.mechanisms.returns = true;
  StageRule& desk = desk_of(s);
  desk.review = constant(8);
  desk.pass_probability = 0;
  desk.max_attempts = 9;
  desk.rectification = constant(25);
  CHECK(deployment_days(s) == Days_{100 + 8 + 25 + 2});
  desk.clock_stops = false;
  CHECK(deployment_days(s) == Days_{110});  // while it is being mended
  north(s).tracks[full].rule.deadline = Days{30};
  desk.deadline = Days{0};
  CHECK(deployment_days(s).empty());  // stands twice for 25 days: 8 + 8 + 8 days of work by day 174, then in rework
  s.run.horizon = Days{210};
  CHECK(deployment_days(s) == Days_{100 + 3 * 33 + 6});
}

TEST_CASE("deadline: that of a track passes all stages that are left", "[deadlines]") {
  Scenario s = hurried();
  desk_of(s).deadline = Days{0};
  add_board(s, true);
  north(s).tracks[full].rule.deadline = Days{15};
  CHECK(deployment_days(s) == Days_{115});
  north(s).tracks[full].rule.on_deadline = TrackDeadline::refuse;
  CHECK(deployment_days(s).empty());
}

TEST_CASE("deadline: who waits for a decision date is decided on by the deadline", "[deadlines]") {
  Scenario s = hurried();
  s.mechanisms.windows = true;
  desk_of(s).review = constant(5);
  desk_of(s).deadline = Days{40};
  desk_of(s).window = Days{40};
  desk_of(s).window_offset = Days{30};
  CHECK(deployment_days(s) == Days_{110});  // a date, on which the deadline has not passed
  desk_of(s).window_offset = Days{25};      // days 105 and 145: the review ends on the first of them
  CHECK(deployment_days(s) == Days_{105});
  north(s).tracks[full].rule.deadline = Days{40};
  desk_of(s).review = constant(6);
  desk_of(s).deadline = Days{0};
  CHECK(deployment_days(s) == Days_{140});
}

TEST_CASE("deadline: a vendor that leaves takes its filing along, and its clock", "[deadlines]") {
  Scenario s = hurried(2);
  s.mechanisms.exit = true;
  north(s).population.exit_hazard_per_year = 30;
  for (std::uint32_t i = 0; i < 40; ++i) {
    Simulation sim = start(s, {i, 0});
    CHECK(run_and_look(sim) == "");
  }
}

TEST_CASE("deadline: vendors expect no more than the law promises, and a policy moves that at once", "[deadlines]") {
  Scenario s = hurried();
  s.mechanisms.policy = s.mechanisms.returns = true;
  desk_of(s).pass_probability = 0.5;
  desk_of(s).max_attempts = 2;
  desk_of(s).rectification = constant(6);
  PolicyRule clock;
  clock.at = Days{50};
  clock.until = Days{80};
  clock.edits.push_back({"bloc.north.stage.desk.deadline", EditKind::set, 10.0});
  desk_of(s).deadline = Days{0};
  s.policies = {clock};
  Simulation sim = start(s, {1, 0});
  const Bloc& bloc = sim.world.blocs[0];
  run_until(sim, 49);
  CHECK(expected_review(bloc, Track::full) == 30);
  run_until(sim, 51);
  CHECK(expected_review(bloc, Track::full) == 10 + 0.5 * 6);  // the clock stands for one mending in two
  run_until(sim, 81);
  CHECK(expected_review(bloc, Track::full) == 30);
}

TEST_CASE("deadline: filings under way keep the deadline that they have, and those without get none", "[deadlines]") {
  Scenario s = hurried();
  s.mechanisms.policy = true;
  PolicyRule change;
  change.at = Days{105};
  change.edits.push_back({"bloc.north.stage.desk.deadline", EditKind::set, 2.0});
  change.edits.push_back({"bloc.north.stage.desk.on_deadline", EditKind::set, std::string("refuse")});
  s.policies = {change};
  CHECK(deployment_days(s) == Days_{110});
  desk_of(s).deadline = Days{0};
  CHECK(deployment_days(s) == Days_{130});
}

TEST_CASE("deadline: earliest first, whoever came first, and in order again when a policy asks for it", "[deadlines]") {
  // Filings from outside at a shut desk, on two tracks with deadlines 90 and 50: by due time 2 4 1 3.
  Scenario s = hurried(0);
  s.run.horizon = Days{1000};
  StageRule& desk = desk_of(s);
  desk.deadline = Days{0};
  desk.review = constant(1);
  desk.discipline = GENERATE(Discipline::due, Discipline::fifo);
  for (std::size_t t = 0; t < given_tracks.size(); ++t) {
    north(s).tracks[t].rule.deadline = Days{t == full ? 90.0 : 50.0};
    north(s).tracks[t].rule.on_deadline = TrackDeadline::refund;
  }
  desk.open = false;
  s.mechanisms.policy = true;
  PolicyRule opens;
  opens.at = Days{30};
  opens.edits.push_back({"bloc.north.stage.desk.open", EditKind::set, true});
  opens.edits.push_back({"bloc.north.stage.desk.discipline", EditKind::set, std::string("due")});
  s.policies = {opens};
  Simulation sim = start(s, {1, 0});
  for (std::uint32_t i = 0; i < 4; ++i) {
    run_until(sim, i);
    Filing filing;
    filing.bloc = BlocId{0};
    filing.track = i % 2 == 0 ? Track::full : Track::light;
    filing.purpose = FilingPurpose::outside;
    filing.key = entity_key(0, Birth::bloc);
    filing.ordinal = i + 1;
    filing.delay = Delay::from(sim.now());
    CHECK(!file(sim, filing));
    CHECK(what_is_wrong(sim) == "");
  }
  std::vector<std::uint32_t> order;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) == EventKind::review_ends) order.push_back(event.what.subject);
    CHECK(what_is_wrong(sim) == "");
    (void)world;
  });
  CHECK(order == std::vector<std::uint32_t>{1, 3, 0, 2});
}

TEST_CASE("shut office: begins no review and holds no date, finishes what it began, and clocks run", "[deadlines]") {
  Scenario s = hurried(2);
  s.mechanisms.policy = true;
  s.mechanisms.deadlines = false;
  PolicyRule shut;
  shut.at = Days{110};
  shut.until = Days{150};
  shut.edits.push_back({"bloc.north.stage.desk.open", EditKind::set, false});
  s.policies = {shut};
  CHECK(deployment_days(s) == Days_{130, 180});  // one was under review, the other begins on day 150
  s.mechanisms.deadlines = true;
  desk_of(s).deadline = Days{35};
  CHECK(deployment_days(s) == Days_{130, 135});
  s.mechanisms.deadlines = false;
  s.mechanisms.windows = true;
  desk_of(s).window = Days{20};  // days 120, 140, 160, ...
  desk_of(s).review = constant(15);
  CHECK(deployment_days(s) == Days_{160, 180});  // reviewed on day 115; the other from day 150 to 165
}

TEST_CASE("shut office: that of one region leaves the others open", "[deadlines]") {
  Scenario s = hurried(6);
  s.mechanisms.deadlines = false;
  north(s).population.regions = 2;
  desk_of(s).offices = OfficeLevel::region;
  desk_of(s).unlimited = true;
  desk_of(s).closed_regions = {2};
  Simulation sim = start(s, {1, 0});
  run_until(sim, 140);
  std::size_t served = 0, waiting = 0;
  for (const Vendor& vendor : sim.world.vendors) {
    served += vendor.product && vendor.region.value == 0;
    waiting += !vendor.product && vendor.region.value == 1;
  }
  CHECK(served + waiting == 6);
  CHECK(waiting == sim.world.offices[1].waiting);
  CHECK((served > 0 && waiting > 0));
}

TEST_CASE("deadline: the patience of one office is none at the next", "[deadlines]") {
  Scenario s = hurried(2);
  desk_of(s).patience = constant(20);
  add_board(s, true).unlimited = false;
  north(s).stages[1].rule.reviewers = 1;
  north(s).stages[1].rule.review = constant(25);
  CHECK(deployment_days(s) == Days_{135, 160});  // the one in the board's queue was to lose patience on day 120
}

TEST_CASE("deadline: what fails after escalation goes back and never forward", "[deadlines]") {
  Scenario s = hurried();
  s.mechanisms.returns = true;
  desk_of(s).on_deadline = DeadlineAction::escalate;
  desk_of(s).escalate_to = "board";
  StageRule& board = add_board(s, false);
  board.pass_probability = 0;
  board.rectification = constant(1);
  board.max_attempts = 2;
  board.return_to = "panel";
  StageRule panel = board;
  panel.pass_probability = 1;
  panel.return_to.clear();
  north(s).stages.push_back({"panel", panel});
  north(s).tracks[full].rule.stages = {"desk", "panel"};
  CHECK(deployment_days(s).empty());  // twice at the board: by the panel it would be approved
  // Attempts are counted by stage: one that failed at the desk fails at the board for the first time.
  desk_of(s).review = constant(6);
  desk_of(s).pass_probability = 0;
  desk_of(s).rectification = constant(0);
  desk_of(s).max_attempts = 9;
  Simulation sim = start(s, {1, 0});
  finish(sim);
  CHECK(sim.world.offices[1].tally.returned == 1);
  CHECK(sim.world.offices[1].tally.refused == 1);
}

TEST_CASE("deadline: a track's clock that a stage's cut short was neither kept nor run out", "[deadlines]") {
  Scenario s = hurried();
  north(s).tracks[full].rule.deadline = Days{30};
  desk_of(s).on_deadline = GENERATE(DeadlineAction::approve, DeadlineAction::refuse);
  Simulation sim = start(s, {1, 0});
  finish(sim);
  CHECK(sim.world.blocs[0].tally.deadlines.passed == 1);
  CHECK(sim.world.blocs[0].tally.deadlines.in_time == 0);
}

TEST_CASE("deadline: a filing that came before a deadline was brought has none when it comes back", "[deadlines]") {
  Scenario s = hurried();
  s.mechanisms.policy = s.mechanisms.returns = true;
  StageRule& desk = desk_of(s);
  desk.deadline = Days{0};
  desk.pass_probability = 0;
  desk.max_attempts = 2;
  desk.rectification = constant(20);
  PolicyRule change;
  change.at = Days{140};
  change.edits.push_back({"bloc.north.stage.desk.deadline", EditKind::set, 10.0});
  s.policies = {change};
  CHECK(deployment_days(s).empty());  // returned on day 130, back on day 150, refused on day 180
}

TEST_CASE("deadline: a renewal that was tacit marks the update that waits for its date", "[deadlines]") {
  Simulation sim = start(hurried(), {1, 0});
  run_until(sim, 120);
  World& world = sim.world;
  Vendor& vendor = world.vendors[0];
  const ModelId product = vendor.product, update = world.models.make();
  REQUIRE(product);
  world.at(update).vendor = VendorId{0};
  world.at(update).status = ModelStatus::candidate;
  give_approval(world, product, mask_of(0), false);
  inherit_approval(world, update, product, mask_of(0));
  world.at(product).first.tacit = true;  // renewed by a deadline
  take_over_approval(sim, update, product);
  CHECK(world.at(update).approved);
  CHECK(world.at(update).tacit);
}

TEST_CASE("deadline: queues are sorted before anything moves", "[deadlines]") {
  // Under one policy the desk decides on what waits for a date, which then joins the board, which opens and is sorted.
  Scenario s = hurried(3);
  s.mechanisms.policy = s.mechanisms.windows = true;
  desk_of(s).deadline = Days{0};
  desk_of(s).unlimited = true;
  desk_of(s).review = constant(1);
  desk_of(s).window = Days{1'000};
  desk_of(s).window_offset = Days{102};
  StageRule& board = add_board(s, true);
  board.unlimited = false;
  board.reviewers = 1;
  board.open = false;
  board.deadline = Days{500};
  PolicyRule change;
  change.at = Days{130};
  change.edits.push_back({"bloc.north.stage.desk.window", EditKind::set, 0.0});
  change.edits.push_back({"bloc.north.stage.desk.window_offset", EditKind::set, 0.0});
  change.edits.push_back({"bloc.north.stage.board.open", EditKind::set, true});
  change.edits.push_back({"bloc.north.stage.board.discipline", EditKind::set, std::string("due")});
  s.policies = {change};
  north(s).population.vendors = 4;
  CHECK(days_of(s, EventKind::deployed).size() == 4);
}
