/// Rules as a list: whom each binds and from when on, what follows when that changes, and that one rule is what
/// registration.who says.

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/disk/scenario_disk.h"
#include "sim/policy/edited_keys.h"
#include "sim/process/market/offers.h"
#include "tests/process/approval/rule_lab.h"
#include "tests/shipped.h"

using namespace poldyn;
using namespace poldyn::lab;

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
    const bool changes_registration =
        some_edit(plainly, [](const Edit& edit) { return edit.key.find(".registration.") != std::string::npos; });
    if (changes_registration) continue;  // which a rule does not follow
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
