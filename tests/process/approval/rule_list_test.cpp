/// Rules as a list: whom each binds and from when on, what several of them ask of one model, and that one rule is what
/// registration.who says.

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "sim/base/identity.h"
#include "sim/disk/scenario_disk.h"
#include "sim/policy/contradictions.h"
#include "sim/process/approval/clearances.h"
#include "sim/process/core/binding.h"
#include "sim/process/designs/bases.h"
#include "sim/process/market/offers.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"
#include "tests/shipped.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

using Days_ = std::vector<double>;

/// Vendors that are ready on day 100 and wait for what follows; a desk takes 30 days, a board 20.
Scenario ruled(std::int64_t vendors = 1) {
  Scenario s = plain(vendors);
  s.mechanisms.approval = s.mechanisms.rules = true;
  s.vendors.works_ahead = false;
  s.run.horizon = Days{190};
  StageRule board;
  board.unlimited = true;
  board.review = constant(20);
  north(s).stages.push_back({"board", board});
  north(s).tracks.push_back({"own", {}});
  north(s).tracks.back().rule.stages = {"board"};
  return s;
}

FilingRule& add_rule(Scenario& s, const char* name, const char* track = "full") {
  FilingRule rule;
  rule.track = rule.light_track = rule.change_track = rule.renewal_track = track;
  north(s).rules.push_back({name, rule});
  return north(s).rules.back().rule;
}
StageRule& stage(Scenario& s, std::size_t i) { return north(s).stages[i].rule; }

/// Days on which models go into service; the world is in order after each event.
Days_ deployments(const Scenario& s) {
  REQUIRE(contradictions(s).empty());
  Simulation sim = start(s, {1, 0});
  Days_ days;
  watch(sim, [&](const Event& event, const World&) {
    if (kind_of(event) == EventKind::deployed) days.push_back(in_days(event.at));
  });
  Simulation again = start(s, {1, 0});
  CHECK(run_and_look(again) == "");
  return days;
}

/// Days on which the first vendor's product comes to the market or leaves it.
Days_ changes_of_offer(const Scenario& s) {
  REQUIRE(contradictions(s).empty());
  Simulation sim = start(s, {1, 0});
  Days_ days;
  bool there = false;
  watch(sim, [&](const Event& event, const World& world) {
    if (world.vendors.empty() || there == static_cast<bool>(world.vendors[0].offer)) return;
    there = !there;
    days.push_back(in_days(event.at));
  });
  Simulation again = start(s, {1, 0});
  CHECK(run_and_look(again) == "");
  return days;
}

const BlocTally& tally(const Simulation& sim) { return sim.world.blocs[0].tally; }
const Model& product_of(const Simulation& sim, std::size_t vendor = 0) {
  return sim.world.at(sim.world.vendors[vendor].product);
}

}  // namespace

TEST_CASE("rules: registration.who is the one rule that says the same, to the bit", "[rules]") {
  for (const WhoFiles who : {WhoFiles::nobody, WhoFiles::all, WhoFiles::public_facing, WhoFiles::above_threshold}) {
    INFO(names_of<WhoFiles>[static_cast<std::size_t>(who)]);
    Scenario plainly = busy();
    plainly.mechanisms.rules = false;
    plainly.run.horizon = Days{900};
    for (BlocRules& bloc : plainly.blocs) {
      bloc.rules.clear();
      bloc.registration.who = who;
      bloc.registration.threshold_oom = 0.7;
      if (who == WhoFiles::nobody) bloc.mandates.eligible = MandateFor::domestic;
    }
    Scenario as_rule = plainly;
    as_rule.mechanisms.rules = true;
    for (BlocRules& bloc : as_rule.blocs) {
      bloc.rules.push_back({"whatever", registration_as_rule(bloc.registration)});
      bloc.registration.who = WhoFiles::nobody;
    }
    CHECK(fingerprint(as_rule) == fingerprint(plainly));
    as_rule.blocs[0].rules[0].rule.in_force ^= true;  // power
    CHECK(fingerprint(as_rule) != fingerprint(plainly));
  }
}

TEST_CASE("rules: so it is in every shipped scenario, and a switch without a table is off", "[rules]") {
  std::size_t tried = 0;
  for (const std::string& path : shipped_scenarios()) {
    const Reading reading = read_scenario(path, {"run.horizon=\"1 y\"", "run.warmup=\"0 d\""});
    INFO(path << "\n" << to_text(reading.mistakes));
    REQUIRE(reading.ok());
    Scenario plainly = reading.scenario;
    if (plainly.mechanisms.rules) continue;
    const std::uint64_t before = fingerprint(plainly);
    Scenario as_rule = plainly;
    as_rule.mechanisms.rules = true;
    CHECK(fingerprint(as_rule) == before);
    for (BlocRules& bloc : as_rule.blocs) bloc.rules.push_back({"whatever", registration_as_rule(bloc.registration)});
    CHECK(fingerprint(as_rule) == before);
    ++tried;
  }
  CHECK(tried > 15);
}

TEST_CASE("rules: families file side by side, and the last decision deploys; one family files once", "[rules]") {
  Scenario s = ruled();
  north(s).tracks[0].rule.filing_cost = 0.5;
  north(s).tracks[2].rule.filing_cost = 0.25;
  s.mechanisms.finance = true;
  add_rule(s, "desk");
  CHECK(deployments(s) == Days_{130});
  add_rule(s, "board", "own");
  CHECK(deployments(s) == Days_{130});
  stage(s, 1).review = constant(45);
  CHECK(deployments(s) == Days_{145});
  Simulation sim = start(s, {1, 0});
  run_until(sim, 140);
  CHECK(sim.world.blocs[0].registry.approvals == 0);  // one of two is not enough to be listed
  CHECK(!sim.world.vendors[0].product);
  CHECK(sim.world.vendors[0].pending == 1);  // it counts releases
  run_until(sim, 150);
  CHECK(sim.world.blocs[0].registry.approvals == 1);
  CHECK(product_of(sim).approved);
  CHECK(tally(sim).rules[0].approved == 1);
  CHECK(tally(sim).rules[1].approved == 1);
  CHECK(sim.world.blocs[0].books.heading[static_cast<std::size_t>(Heading::compliance)] == Money::of(0.75));

  north(s).rules[1].rule.family = "desk";
  CHECK(deployments(s) == Days_{175});
  Simulation joined = start(s, {1, 0});
  run_until(joined, 180);
  CHECK(tally(joined).filed[0] == 1);
  CHECK(joined.world.blocs[0].books.heading[static_cast<std::size_t>(Heading::compliance)] == Money::of(0.75));
  north(s).tracks[2].rule.stages = {"desk", "board"};  // passed once, at its first place
  CHECK(deployments(s) == Days_{175});
}

TEST_CASE("rules: a refusal under one drops the model, and its other filings with it", "[rules]") {
  Scenario s = ruled();
  s.mechanisms.returns = true;
  add_rule(s, "desk");
  add_rule(s, "board", "own");
  stage(s, 1).pass_probability = 0;
  stage(s, 1).max_attempts = 1;
  CHECK(deployments(s).empty());
  Simulation sim = start(s, {1, 0});
  run_until(sim, 125);
  CHECK(sim.world.vendors[0].pending == 0);
  CHECK(!sim.world.vendors[0].filings);
  CHECK(sim.world.vendors[0].training);  // it goes on at once
  CHECK(tally(sim).refused == 1);        // what was withdrawn is not refused
  run_until(sim, 131);
  CHECK(sim.world.filings.alive() == 0);  // the reviewer has finished to nobody's use
}

TEST_CASE("rules: filings that end on one decision date may take each other along", "[rules]") {
  Scenario s = ruled(30);
  s.mechanisms.returns = s.mechanisms.windows = true;
  s.run.horizon = Days{900};
  stage(s, 0).window = Days{60};
  stage(s, 0).pass_probability = 0.3;
  stage(s, 0).max_attempts = 1;
  add_rule(s, "one");
  add_rule(s, "two");
  add_rule(s, "three");
  for (const std::int64_t limit : {0, 5}) {
    stage(s, 0).decisions_per_window = limit;
    Simulation sim = start(s, {1, 0});
    CHECK(run_and_look(sim) == "");
    CHECK(tally(sim).refused > 20);
  }
}

TEST_CASE("rules: a notice is waited for, and nobody decides", "[rules]") {
  Scenario s = ruled();
  FilingRule& notice = add_rule(s, "notice");
  notice.duty = Duty::notice;
  notice.notification = Days{14};
  CHECK(deployments(s) == Days_{114});
  Simulation sim = start(s, {1, 0});
  run_until(sim, 120);
  CHECK(tally(sim).rules[0].noticed == 1);
  CHECK(tally(sim).rules[0].filed == 0);
  CHECK(!product_of(sim).approved);
  add_rule(s, "desk");  // both at once: the later end counts
  CHECK(deployments(s) == Days_{130});
  north(s).rules[0].rule.notification = Days{41};
  CHECK(deployments(s) == Days_{141});
}

TEST_CASE("rules: a registration is filed once the model is deployed, and a refusal takes it out", "[rules]") {
  Scenario s = ruled();
  s.run.horizon = Days{180};
  add_rule(s, "later").duty = Duty::registration;
  CHECK(deployments(s) == Days_{100});
  Simulation sim = start(s, {1, 0});
  run_until(sim, 120);
  CHECK(!product_of(sim).approved);
  run_until(sim, 131);
  CHECK(product_of(sim).approved);
  CHECK(sim.world.blocs[0].registry.approvals == 1);
  s.mechanisms.returns = true;
  stage(s, 0).pass_probability = 0;
  stage(s, 0).max_attempts = 1;
  s.vendors.works_ahead = false;
  CHECK(changes_of_offer(s) == Days_{100, 130});
}

TEST_CASE("rules: each update is measured by what that rule approved", "[rules]") {
  Scenario s = ruled();
  s.mechanisms.material_change = true;
  s.run.horizon = Days{1000};
  north(s).supply.growth_oom_per_year = 0.5 * days_per_year / 150;  // half a decade in the first 150 days
  add_rule(s, "strict").change_oom = 0.1;
  add_rule(s, "wide", "own").change_oom = 1.2;  // three updates or so, since what it approved last
  for (auto& [name, rule] : north(s).rules) rule.change_bits = 64, rule.notification = Days{7};
  Simulation sim = start(s, {1, 0});
  CHECK(run_and_look(sim) == "");
  const RuleTally &strict = tally(sim).rules[0], &wide = tally(sim).rules[1];
  CHECK(strict.filed > 4);
  CHECK(strict.noticed == 0);
  CHECK(wide.filed > 1);
  CHECK(wide.filed <= strict.filed / 2);
  CHECK(wide.noticed == strict.filed - wide.filed);
  CHECK(product_of(sim).approved);
}

TEST_CASE("rules: approvals under two rules run out one by one, and the model is back when none is missing",
          "[rules]") {
  Scenario s = ruled();
  s.mechanisms.renewal = true;
  s.run.horizon = Days{400};
  for (VendorClassRule& cls : s.classes) cls.training = constant(100);
  s.capability.release_gain_oom = 50;  // no second release
  FilingRule& desk = add_rule(s, "desk");
  desk.validity = Days{100};
  desk.renewal_lead = Days{10};
  add_rule(s, "board", "own");
  // Approved at 130; renewals filed at 220, 340: off from 230 to 250, and from 350 to 370.
  CHECK(changes_of_offer(s) == Days_{130, 230, 250, 350, 370});
  FilingRule& board = north(s).rules[1].rule;
  board.validity = Days{108};
  board.renewal_lead = Days{5};
  // The board's, given at 120, counts from deployment: filed at 233, it runs out at 238 and is renewed at 253; and so
  // on.
  CHECK(changes_of_offer(s) == Days_{130, 230, 253, 350, 376});
  Simulation sim = start(s, {1, 0});
  CHECK(run_and_look(sim) == "");
  CHECK(tally(sim).rules[1].filed > 1);
}

TEST_CASE("rules: an exemption ends on its date, and what is in service stays or files", "[rules]") {
  Scenario s = ruled();
  s.run.horizon = Days{330};
  s.capability.release_gain_oom = 50;
  FilingRule& rule = add_rule(s, "desk");
  rule.exempt_until = Days{250};
  CHECK(changes_of_offer(s) == Days_{100});
  rule.existing = Existing::must_file;
  rule.transition = Days{10};
  CHECK(changes_of_offer(s) == Days_{100, 260, 280});
  rule.transition = Days{40};
  CHECK(changes_of_offer(s) == Days_{100});
  s.mechanisms.policy = true;  // moved while it runs: the old date does nothing
  PolicyRule later;
  later.at = Days{200};
  later.edits.push_back({"bloc.north.rule.desk.exempt_until", EditKind::set, 270.0});
  s.policies = {later};
  rule.transition = Days{10};
  CHECK(changes_of_offer(s) == Days_{100, 280, 300});
  s.policies[0].edits[0].value = 120.0;  // back to a date that is over
  CHECK(changes_of_offer(s) == Days_{100, 210, 230});
}

TEST_CASE("rules: grace runs from the first model that meets the conditions", "[rules]") {
  Scenario s = ruled();
  s.run.horizon = Days{480};
  FilingRule& rule = add_rule(s, "desk");
  rule.grace = Days{150};
  // Releases every 100 days while nothing waits: at 100, 200; from 250 on they take 30 days more.
  CHECK(deployments(s) == Days_{100, 200, 330, 460});
  rule.grace = Days{100};  // over on day 200, before what is ready then looks
  CHECK(deployments(s) == Days_{100, 230, 360});
  rule.grace = Days{150};
  s.mechanisms.policy = true;
  PolicyRule shorter;
  shorter.at = Days{150};
  shorter.edits.push_back({"bloc.north.rule.desk.grace", EditKind::set, 60.0});
  s.policies = {shorter};
  CHECK(deployments(s) == Days_{100, 230, 360});
  s.policies.clear();
  rule.existing = Existing::must_file;
  rule.transition = Days{20};
  s.capability.release_gain_oom = 50;
  s.run.horizon = Days{330};
  CHECK(changes_of_offer(s) == Days_{100, 270, 280});
}

TEST_CASE("rules: a grace longer than the run is no rule, to the bit", "[rules]") {
  Scenario s = busy();
  s.run.horizon = Days{900};
  s.policies.clear();
  for (BlocRules& bloc : s.blocs) bloc.rules.resize(1);
  const std::uint64_t without = fingerprint(s);
  for (BlocRules& bloc : s.blocs) {
    bloc.rules.push_back(bloc.rules[0]);
    bloc.rules[1].name = "late";
    bloc.rules[1].rule.grace = Days{1000};
  }
  CHECK(fingerprint(s) == without);
  for (BlocRules& bloc : s.blocs) bloc.rules[1].rule.grace = Days{100};
  CHECK(fingerprint(s) != without);
}

TEST_CASE("rules: who takes part is drawn once, and more are the same and others", "[rules]") {
  Scenario s = ruled(2000);
  s.run.horizon = Days{101};
  add_rule(s, "some").takes_part = 0.3;
  const auto bound = [](const Scenario& scenario) {
    Simulation sim = start(scenario, {1, 0});
    run_until(sim, 100);
    std::set<std::size_t> made;
    for (std::size_t v = 0; v < sim.world.vendors.size(); ++v)
      if (sim.world.vendors[v].filings) made.insert(v);
    return made;
  };
  const auto few = bound(s);
  const double sd = std::sqrt(2000 * 0.3 * 0.7);
  CHECK(std::abs(static_cast<double>(few.size()) - 600) < 4 * sd);
  north(s).rules[0].rule.takes_part = 0.6;
  const auto many = bound(s);
  CHECK(std::abs(static_cast<double>(many.size()) - 1200) < 4 * sd);
  CHECK(std::includes(many.begin(), many.end(), few.begin(), few.end()));
  north(s).rules[0].name = "others";  // another rule binds others
  const auto other = bound(s);
  CHECK(!std::includes(other.begin(), other.end(), few.begin(), few.end()));
}

TEST_CASE("rules: side by side, two filings of one model have luck of their own", "[rules]") {
  Scenario s = ruled(40);
  s.run.horizon = Days{900};
  s.mechanisms.returns = true;
  stage(s, 0).review = lognormal(30, 0.6);
  stage(s, 0).pass_probability = 0.5;
  add_rule(s, "first");
  add_rule(s, "second");
  Simulation sim = start(s, {1, 0});
  std::set<SimTime> ends;
  std::size_t reviews = 0;
  watch(sim, [&](const Event& event, const World&) {
    if (kind_of(event) != EventKind::review_ends) return;
    ++reviews;
    ends.insert(event.at);
  });
  CHECK(reviews > 200);
  CHECK(ends.size() == reviews);  // no two at one microsecond
  // The first is what it is without the second, and the second what it is whatever stands between.
  const auto luck = [](const Scenario& scenario, const char* rule) {
    Simulation alone = start(scenario, {1, 0});
    run_until(alone, 100);
    const RuleList& list = alone.filing_rules_of(BlocId{0});
    for (std::size_t r = 0; r < list.rules.size(); ++r)
      for (FilingId id = alone.world.vendors[0].filings; id; id = alone.world.at(id).next_of_vendor)
        if (list.rules[r].identity == identity_of(rule) && has(alone.world.at(id).rules, r))
          return alone.draw(Purpose::review, alone.world.at(id), 1).uniform();
    return -1.0;
  };
  Scenario one = s;
  north(one).rules.resize(1);
  CHECK(luck(one, "first") == luck(s, "first"));
  CHECK(luck(s, "first") != luck(s, "second"));
  Scenario three = s;
  FilingRule between = north(s).rules[0].rule;
  north(three).rules.insert(north(three).rules.begin() + 1, {"between", between});
  CHECK(luck(three, "second") == luck(s, "second"));
}

TEST_CASE("rules: weights that no rule covers are out when training ends, refused or not", "[rules]") {
  Scenario s = ruled();
  s.mechanisms.openness = true;
  north(s).openness.visibility_lag = Days{5};
  for (VendorClassRule& cls : s.classes) cls.open_release = 1;
  north(s).openness.release_factor = 1;
  FilingRule& rule = add_rule(s, "desk");
  const auto known = [](const Scenario& scenario, double day) {
    Simulation sim = start(scenario, {1, 0});
    run_until(sim, day);
    reveal_weights(sim.world.blocs[0], sim.now());
    const auto& pool = sim.world.blocs[0].weights;
    return pool.empty() ? std::string("none") : std::string(pool.front().approved ? "approved" : "out");
  };
  CHECK(known(s, 134) == "none");
  CHECK(known(s, 136) == "approved");
  rule.covers_weights = false;
  CHECK(known(s, 104) == "none");
  CHECK(known(s, 106) == "out");
  CHECK(known(s, 136) == "approved");   // when the model is
  CHECK(deployments(s) == Days_{130});  // what is sold waits
  add_rule(s, "strict", "own");
  CHECK(known(s, 106) == "none");  // one that covers them is enough
  north(s).rules.pop_back();
  s.mechanisms.returns = true;
  stage(s, 0).pass_probability = 0;
  stage(s, 0).max_attempts = 1;
  CHECK(deployments(s).empty());
  CHECK(known(s, 136) == "out");
}

TEST_CASE("rules: one that a policy brings binds what is in service and what is held", "[rules]") {
  Scenario s = ruled();
  s.mechanisms.policy = true;
  s.run.horizon = Days{290};
  add_rule(s, "desk");
  FilingRule& board = add_rule(s, "board", "own");
  board.in_force = false;
  board.existing = Existing::must_file;
  board.transition = Days{5};
  PolicyRule reform;
  reform.at = Days{150};
  reform.edits.push_back({"bloc.north.rule.board.in_force", EditKind::set, true});
  s.policies = {reform};
  CHECK(changes_of_offer(s) == Days_{130, 155, 170});
  Simulation sim = start(s, {1, 0});
  run_until(sim, 149);
  CHECK(product_of(sim).approved);
  run_until(sim, 151);
  CHECK(!product_of(sim).approved);  // of two that are asked it has one
  CHECK(sim.world.blocs[0].market.approved[0] == 0);
  run_until(sim, 171);
  CHECK(product_of(sim).approved);
  CHECK(sim.world.blocs[0].market.approved[0] == 1);
}

TEST_CASE("rules: a product that is suspended while it files for the first time stays suspended", "[rules]") {
  Scenario s = ruled();
  s.run.horizon = Days{400};
  s.capability.release_gain_oom = 50;
  s.mechanisms.policy = true;
  FilingRule& rule = add_rule(s, "desk");
  rule.exempt_until = Days{150};
  rule.existing = Existing::must_file;
  Simulation sim = start(s, {1, 0});
  run_until(sim, 160);
  Model& model = sim.world.at(sim.world.vendors[0].product);
  REQUIRE(model.status == ModelStatus::deployed);
  model.status = ModelStatus::suspended;  // as an audit would
  remove_offer(sim.world, VendorId{0});
  run_until(sim, 185);
  CHECK(product_of(sim).status == ModelStatus::suspended);
  CHECK(product_of(sim).first.given);
  CHECK(!product_of(sim).approved);
}

TEST_CASE("rules: a held candidate that has come near to the product is filed all the same", "[rules]") {
  // The second is material beside nothing: it is held while the first is under review, and small when that is approved.
  Scenario s = ruled();
  s.mechanisms.material_change = s.mechanisms.bundling = true;
  s.vendors.works_ahead = true;
  s.run.horizon = Days{700};
  north(s).registration.bundling = 1.3;
  FilingRule& rule = add_rule(s, "desk");
  rule.change_bits = 64;
  rule.change_oom = 100;
  stage(s, 0).review = constant(150);
  Simulation sim = start(s, {1, 0});
  CHECK(run_and_look(sim) == "");
  CHECK(tally(sim).rules[0].filed >= 2);
  CHECK(sim.world.vendors[0].releases >= 2);
}

TEST_CASE("rules: an office that is full refuses at once, and nothing more is filed", "[rules]") {
  for (const bool first : {true, false}) {
    Scenario s = ruled(3);
    s.run.horizon = Days{500};
    add_rule(s, first ? "a" : "z");  // whether the full one is asked first or last
    add_rule(s, "m", "own");
    stage(s, 0).capacity = 1;
    Simulation sim = start(s, {1, 0});
    CHECK(run_and_look(sim) == "");
    CHECK(tally(sim).refused > 0);
    CHECK(tally(sim).releases > 0);
  }
}

TEST_CASE("rules: dates that a policy moves to and fro make nobody file twice", "[rules]") {
  Scenario s = ruled(5);
  s.run.horizon = Days{279};
  s.capability.release_gain_oom = 50;
  s.mechanisms.policy = true;
  FilingRule& rule = add_rule(s, "desk");
  rule.exempt_until = Days{250};
  rule.existing = Existing::must_file;
  PolicyRule swing;
  swing.at = Days{120};
  swing.until = Days{150};
  swing.edits.push_back({"bloc.north.rule.desk.exempt_until", EditKind::set, 300.0});
  s.policies = {swing};
  Simulation sim = start(s, {1, 0});
  CHECK(run_and_look(sim) == "");
  CHECK(tally(sim).rules[0].filed == 5);
}

TEST_CASE("rules: grace that a policy ends is over for who is in service", "[rules]") {
  Scenario s = ruled(5);
  s.run.horizon = Days{320};
  s.capability.release_gain_oom = 50;
  s.mechanisms.policy = true;
  FilingRule& rule = add_rule(s, "desk");
  rule.grace = Days{900};
  rule.existing = Existing::must_file;
  PolicyRule end;
  end.at = Days{300};
  end.edits.push_back({"bloc.north.rule.desk.grace", EditKind::set, 100.0});
  s.policies = {end};
  Simulation sim = start(s, {1, 0});
  CHECK(run_and_look(sim) == "");
  CHECK(tally(sim).rules[0].filed == 5);
  s.policies[0].edits[0].value = 0.0;
  Simulation none = start(s, {1, 0});
  CHECK(run_and_look(none) == "");
  CHECK(tally(none).rules[0].filed == 5);
  s.mechanisms.approval = false;  // then nobody has grace, nor needs any
  Simulation off = start(s, {1, 0});
  CHECK(run_and_look(off) == "");
}

TEST_CASE("rules: the first filing under a rule takes its first track, whatever others have approved", "[rules]") {
  Scenario s = ruled();
  s.run.horizon = Days{400};
  north(s).supply.growth_oom_per_year = days_per_year / 200;  // a decade in 200 days
  north(s).tracks.push_back({"changes", north(s).tracks[0].rule});
  add_rule(s, "all");
  FilingRule& large = add_rule(s, "large");
  large.compute_above = 0.8;
  large.track = "own";
  for (auto& [name, rule] : north(s).rules) rule.change_track = "changes";
  Simulation sim = start(s, {1, 0});
  CHECK(run_and_look(sim) == "");
  CHECK(tally(sim).filed[2] == 1);
  CHECK(tally(sim).filed[3] >= 2);
}

TEST_CASE("rules: what a rule took out comes back when it ceases to bind", "[rules]") {
  Scenario s = ruled();
  s.run.horizon = Days{330};
  s.capability.release_gain_oom = 50;
  s.mechanisms.policy = true;
  add_rule(s, "desk");
  FilingRule& board = add_rule(s, "board", "own");
  board.exempt_until = Days{200};
  board.existing = Existing::must_file;
  board.transition = Days{10};
  stage(s, 1).review = constant(500);
  PolicyRule end;
  end.at = Days{250};
  end.edits.push_back({"bloc.north.rule.board.in_force", EditKind::set, false});
  s.policies = {end};
  CHECK(changes_of_offer(s) == Days_{130, 210, 250});
}

TEST_CASE("rules: a model that is approved and registered is listed once", "[rules]") {
  Scenario s = ruled(4);
  s.run.horizon = Days{180};
  add_rule(s, "approve");
  add_rule(s, "register", "own").duty = Duty::registration;
  Simulation sim = start(s, {1, 0});
  CHECK(run_and_look(sim) == "");
  CHECK(tally(sim).rules[0].approved == 4);
  CHECK(tally(sim).rules[1].approved == 4);
  CHECK(sim.world.blocs[0].registry.approvals == 4);
}

TEST_CASE("rules: what a replaced product has under way for its registration is taken back", "[rules]") {
  Scenario s = ruled();
  s.run.horizon = Days{650};
  stage(s, 0).review = constant(150);  // longer than a project
  add_rule(s, "later").duty = Duty::registration;
  Simulation sim = start(s, {1, 0});
  CHECK(run_and_look(sim) == "");
  CHECK(tally(sim).releases == 6);
  CHECK(tally(sim).rules[0].filed == 6);
  CHECK(tally(sim).rules[0].approved == 0);
  CHECK(sim.world.filings.alive() <= 2);  // the last, and a review to nobody's use
}
