/// What rules ask of one model: filings side by side or as one, notices, registrations, and what each approval covers.

#include <set>

#include "sim/base/identity.h"
#include "sim/process/designs/bases.h"
#include "tests/process/approval/rule_lab.h"

using namespace poldyn;
using namespace poldyn::lab;

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
