/// What a refusal leaves of a vendor's standard: a candidate must beat what the vendor has deployed and what it has
/// filed.

#include <vector>

#include "tests/catch.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// One vendor whose k-th project ends on day 100 k with a model of q = 0.2 (k - 1).
Scenario climbing() {
  Scenario s = plain();
  make_all_file(s);
  s.mechanisms.returns = true;
  s.run.horizon = Days{1000};
  north(s).supply.growth_oom_per_year = 0.2 * days_per_year / 100;
  StageRule& desk = north(s).stages[0].rule;
  desk.max_attempts = 1;
  return s;
}

}  // namespace

TEST_CASE("refusal: what is still under review remains the standard", "[process]") {
  Scenario s = climbing();
  s.capability.release_gain_oom = 0.35;
  north(s).registration.pending_limit = 2;
  north(s).stages[0].rule.review = constant(250);
  north(s).stages[0].rule.pass_probability = 0;
  Simulation sim = start(s, {1, 0});
  std::vector<double> filed;
  watch(sim, [&](const Event& event, const World& world) {
    if (world.vendors.empty()) return;
    const double last = in_days(world.vendors[0].last_filed.value_or(SimTime{}));
    if (last > 0 && (filed.empty() || filed.back() != last)) filed.push_back(last);
    (void)event;
  });
  // Every second model gains 0.4. The refusal on day 350 does not let in that of day 400, a gain of 0.2 over that of
  // day 300.
  CHECK(filed == std::vector<double>{100, 300, 500, 700, 900});
}

TEST_CASE("refusal: a notified update that waits for its date remains the standard", "[process]") {
  Scenario s = climbing();
  s.mechanisms.material_change = true;
  s.capability.release_gain_oom = 0.15;
  RegistrationRule& rule = north(s).registration;
  rule.change_oom = 0.3;
  rule.change_track = "light";
  rule.notification = Days{300};
  north(s).stages.push_back({"never", north(s).stages[0].rule});
  north(s).stages[1].rule.pass_probability = 0;
  north(s).tracks[static_cast<std::size_t>(Track::light)].rule.stages = {"never"};
  Simulation sim = start(s, {1, 0});
  // q = 0 approved on day 130, 0.2 notified on day 200, 0.4 filed on day 300 and refused on day 330.
  run_until(sim, 329);
  CHECK_THAT(sim.world.vendors[0].committed_q, WithinRel(0.4, 1e-9));
  run_until(sim, 331);
  REQUIRE(sim.world.blocs[0].tally.refused == 1);
  CHECK_THAT(sim.world.vendors[0].committed_q, WithinRel(0.2, 1e-9));
}

TEST_CASE("refusal: with nothing else at stake any model is good enough again", "[process]") {
  Scenario s = climbing();
  north(s).stages[0].rule.pass_probability = 0;
  Simulation sim = start(s, {1, 0});
  run_until(sim, 131);
  CHECK(sim.world.vendors[0].committed_q == -std::numeric_limits<double>::infinity());
}
