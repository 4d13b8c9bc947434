/// Rules as functions: what they decide, without a world.

#include <cmath>

#include "sim/policy/filing_rule.h"
#include "sim/policy/procurement_rule.h"
#include "tests/catch.h"

using namespace poldyn;

TEST_CASE("procurement: score is merit, preference, or a mixture", "[policy]") {
  ProcurementRule rule;
  rule.quality = 4, rule.price = 2, rule.registration = 1, rule.domestic = 0.5, rule.local = 0.25;
  rule.affiliation = 0.125, rule.incumbency = 0.0625;
  const Bid weak{0.5, 1.5, true, true, true, true, true}, strong{0, 1, false, false, false, false, false};
  rule.preference = 0;
  CHECK(score(rule, weak) == -4 * 0.5 - 2 * 1.5);
  CHECK(score(rule, strong) == -2);
  rule.preference = 1;
  CHECK(score(rule, weak) == 1.9375);
  CHECK(score(rule, strong) == 0);
  rule.preference = 0.25;
  CHECK(score(rule, weak) == 0.75 * -5 + 0.25 * 1.9375);
}

TEST_CASE("material change: bits of the design count, above the threshold only", "[policy]") {
  FilingRule rule;
  rule.change_bits = 2;
  rule.change_oom = 100;
  CHECK(!is_material(rule, 2, 0));
  CHECK(is_material(rule, 3, 0));
  CHECK(!is_material(rule, 0, 100));  // above means above
  CHECK(is_material(rule, 0, 100.1));
}

TEST_CASE("who must file: nobody, all, those who serve the public, those above a threshold", "[policy]") {
  RegistrationRule rule;
  rule.threshold_oom = 1;
  const auto files = [&](WhoFiles who, bool facing, double oom) {
    rule.who = who;
    const FilingRule asked = registration_as_rule(rule);
    RuleSubject of;
    of.public_facing = facing;
    of.compute_oom = oom;
    return asked.in_force && is_about(asked, of);
  };
  CHECK(!files(WhoFiles::nobody, true, 9));
  CHECK(files(WhoFiles::all, false, -9));
  CHECK(files(WhoFiles::public_facing, true, -9));
  CHECK(!files(WhoFiles::public_facing, false, 9));
  CHECK(files(WhoFiles::above_threshold, false, 1.001));
  CHECK(!files(WhoFiles::above_threshold, true, 1));
}

TEST_CASE("chance to pass: logistic in safety, through pass_probability at the threshold", "[policy]") {
  StageRule stage;
  stage.pass_probability = 0.7;
  stage.safety_threshold = 0.4;
  CHECK(chance_to_pass(stage, 0.9) == 0.7);  // slope 0: for all
  stage.safety_slope = 5;
  CHECK_THAT(chance_to_pass(stage, 0.4), WithinRel(0.7, 1e-14));
  const double logit = std::log(0.7 / 0.3) + 5 * (0.8 - 0.4);
  CHECK_THAT(chance_to_pass(stage, 0.8), WithinRel(1 / (1 + std::exp(-logit)), 1e-14));
  for (const double sure : {0.0, 1.0}) {
    stage.pass_probability = sure;
    CHECK(chance_to_pass(stage, 0.1) == sure);
  }
}

TEST_CASE("decision dates: the first at or after now, a date itself is not missed", "[policy]") {
  StageRule stage;
  stage.window = Days{10};
  stage.window_offset = Days{3};
  const auto next = [&](double day) { return in_days(next_decision_date(stage, at_day(day))); };
  CHECK(next(0) == 3);
  CHECK(next(3) == 3);
  CHECK(next(3.001) == 13);
  CHECK(next(13) == 13);
  CHECK(next(22.9) == 23);
}

TEST_CASE("whom a rule is about: every condition, and any of it", "[policy]") {
  FilingRule rule;
  RuleSubject of{VendorClass::derivative, false, true, false, false, 1};
  CHECK(is_about(rule, of));
  rule.classes = {"frontier", "integrator"};
  CHECK(!is_about(rule, of));
  rule.classes.emplace_back("derivative");
  CHECK(is_about(rule, of));
  rule.affiliation = RuleAffiliation::linked;
  CHECK(!is_about(rule, of));
  rule.affiliation = RuleAffiliation::independent;
  CHECK(is_about(rule, of));
  rule.public_facing = RuleFacing::no;
  CHECK(!is_about(rule, of));
  rule.public_facing = RuleFacing::yes;
  CHECK(is_about(rule, of));
  rule.origin = RuleOrigin::foreign;
  CHECK(!is_about(rule, of));
  rule.origin = RuleOrigin::home;
  CHECK(is_about(rule, of));
  rule.kind = RuleKind::application;
  CHECK(!is_about(rule, of));
  rule.kind = RuleKind::trained;
  CHECK(is_about(rule, of));
  rule.compute_above = 1;  // above means above, and up to includes
  CHECK(!is_about(rule, of));
  rule.compute_above = 0.999;
  rule.compute_below = 1;
  CHECK(is_about(rule, of));
  rule.compute_below = 0.9999;
  CHECK(!is_about(rule, of));
}
