/// Suspensions, re-approvals, and notices that a suspension meets under way.

#include <cmath>
#include <vector>

#include "sim/process/approval/clearances.h"
#include "sim/process/oversight/suspension.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/process/invariants.h"
#include "tests/process/oversight/incidents_lab.h"

using namespace poldyn;
using namespace poldyn::lab;

TEST_CASE("suspension: its length is kept to the tick, the fine is paid, and the product returns mended", "[process]") {
  Scenario s = alone(0.01, 1000);
  s.mechanisms.finance = true;
  s.incidents.mended_share = 0.25;
  north(s).tolerance = {0, constant(77.7), false, "full", 2, constant(0), 0};
  s.classes[0].capital = constant(1000);
  Simulation sim = start(s, {1, 0});
  const auto failed = run_to(sim, EventKind::incident);
  REQUIRE(failed);
  CHECK(sim.world.blocs[0].market.rows == 0);
  CHECK(sim.world.at(sim.world.vendors[0].product).status == ModelStatus::suspended);
  CHECK(sim.world.blocs[0].books.heading[static_cast<std::size_t>(Heading::fines)] == Money::of(2));
  CHECK(sim.world.blocs[0].books.received[static_cast<std::size_t>(Account::state)] == Money::of(2));
  const auto back = run_to(sim, EventKind::suspension_ends);
  REQUIRE(back);
  CHECK(back->at == failed->at + to_ticks(Days{77.7}));
  CHECK(sim.world.blocs[0].market.rows == 1);
  CHECK(sim.world.blocs[0].market.robustness(0) == 0.25);
  CHECK(sim.world.blocs[0].tally.reinstated == 1);
  CHECK(what_is_wrong(sim) == "");
}

TEST_CASE("suspension: availability is that of an alternating renewal process", "[process]") {
  const double up = 40, down = 25, epoch = 1;
  Scenario s = alone(1, days_per_year / up);
  s.run.horizon = Days{36'000};
  north(s).market.epoch = Days{epoch};
  north(s).tolerance.tolerance = 0;
  north(s).tolerance.suspension = exponential(down);
  Moments share;
  for (std::uint32_t i = 0; i < 40; ++i) {
    Simulation sim = start(s, {3, i});
    double there = 0, since = 0;
    bool was = false;
    watch(sim, [&](const Event& event, const World& world) {
      const bool is = world.blocs[0].market.rows > 0;
      if (was) there += in_days(event.at) - since;
      since = in_days(event.at);
      was = is;
    });
    if (was) there += 36'000 - since;
    share.add(there / (36'000 - 100));
  }
  // Who returns waits for the next epoch to be used: half an epoch on average, as lengths are exponential.
  const double expected = (up + epoch / 2) / (up + epoch / 2 + down);
  CHECK(std::abs(z_score("availability", share.mean(), share.mean_se(), expected)) < most_z);
  CHECK(4 * share.mean_se() < 0.02);
}

TEST_CASE("suspension: re-approval goes through the desk and gives the approval back, as no new registration",
          "[process]") {
  Scenario s = alone(1, 1000);
  make_all_file(s);
  north(s).tolerance = {0, constant(20), true, "full", 0, constant(0), 0};
  s.run.horizon = Days{1000};
  Simulation sim = start(s, {1, 0});
  const auto failed = run_to(sim, EventKind::incident);
  REQUIRE(failed);
  CHECK(!sim.world.at(sim.world.vendors[0].product).approved);
  run_to(sim, EventKind::suspension_ends);
  CHECK(sim.world.blocs[0].market.rows == 0);
  const auto reviewed = run_to(sim, EventKind::review_ends);
  REQUIRE(reviewed);
  CHECK(reviewed->at == failed->at + to_ticks(Days{50}));
  CHECK(sim.world.blocs[0].market.rows == 1);
  CHECK(sim.world.at(sim.world.vendors[0].product).approved);
  CHECK(sim.world.blocs[0].registry.approvals == 1);
  CHECK(what_is_wrong(sim) == "");
}

TEST_CASE("suspension: a product that is refused stays away until a new release takes its place", "[process]") {
  Scenario s = failing(1, 1, 100);
  make_all_file(s);
  s.mechanisms.returns = true;
  north(s).tolerance = {0, constant(5), true, "light", 0, constant(0), 0};
  north(s).stages.push_back(north(s).stages[0]);
  north(s).stages[1].name = "court";
  north(s).stages[1].rule.pass_probability = 0;
  north(s).stages[1].rule.max_attempts = 1;
  north(s).tracks[1].rule.stages = {"court"};
  Simulation sim = start(s, {1, 0});
  run_to(sim, EventKind::incident);
  run_until(sim, in_days(sim.now()) + 40);
  CHECK(sim.world.blocs[0].tally.refused == 1);
  CHECK(sim.world.at(sim.world.vendors[0].product).status == ModelStatus::suspended);
  const std::uint32_t project = sim.world.at(sim.world.vendors[0].product).project;
  REQUIRE(run_to(sim, EventKind::deployed));
  CHECK(sim.world.at(sim.world.vendors[0].product).project > project);
  CHECK(sim.world.at(sim.world.vendors[0].product).status == ModelStatus::deployed);
  CHECK(what_is_wrong(sim) == "");
}

TEST_CASE("suspension: an approval that runs out meanwhile does not come back with the product", "[process]") {
  Scenario s = alone(1, 1000);
  make_all_file(s);
  s.mechanisms.renewal = true;
  north(s).registration.validity = Days{40};
  north(s).registration.renewal_lead = Days{0};
  north(s).registration.renewal_track = "full";
  north(s).tolerance = {0, constant(25), false, "full", 0, constant(0), 0};
  Simulation sim = start(s, {1, 0});
  const auto failed = run_to(sim, EventKind::incident);
  REQUIRE(failed);
  const SimTime expires = sim.world.at(sim.world.vendors[0].product).first.expires.value();
  REQUIRE(run_to(sim, EventKind::suspension_ends));
  REQUIRE(expires < sim.now());
  CHECK(sim.world.at(sim.world.vendors[0].product).status == ModelStatus::lapsed);
  run_until(sim, in_days(expires) + 31);  // its renewal, filed during the suspension, takes 30 days
  CHECK(sim.world.at(sim.world.vendors[0].product).status == ModelStatus::deployed);
  CHECK(what_is_wrong(sim) == "");
}

TEST_CASE("suspension: a small update that needs only a notice does not bring a suspended product back", "[process]") {
  Scenario s = failing(1, 1, 1000);
  make_all_file(s);
  s.mechanisms.material_change = true;
  north(s).tolerance = {0, constant(365), false, "full", 0, constant(0), 0};
  s.run.horizon = Days{400};
  Simulation sim = start(s, {1, 0});
  REQUIRE(run_to(sim, EventKind::incident));
  REQUIRE(run_to(sim, EventKind::training_ends));
  CHECK(sim.world.blocs[0].market.rows == 0);
  CHECK(sim.world.blocs[0].tally.notified == 0);
  CHECK(sim.world.vendors[0].pending == 1);
}

namespace {

/// Approved on day 130; an update follows on day 200 that needs a notice of `notice` days only. On day 220 the product
/// is suspended.
Simulation suspended_meanwhile(Scenario s, double notice, double suspension) {
  s.run.horizon = Days{600};
  make_all_file(s);
  s.mechanisms.material_change = true;
  north(s).registration.notification = Days{notice};
  north(s).tolerance.suspension = constant(suspension);
  Simulation sim = start(s, {1, 0});
  run_until(sim, 220);
  CHECK(sim.world.blocs[0].tally.notified == 1);
  CHECK(sim.world.vendors[0].releases == 1);
  Stream stream({1, 0}, 0, 0, 0);
  suspend(sim, VendorId{0}, stream);
  return sim;
}

std::uint64_t filed(const Simulation& sim) {
  return sim.world.blocs[0].tally.filed[static_cast<std::size_t>(Track::full)];
}

}  // namespace

TEST_CASE("suspension: a notice under way is void, and the update is filed when it ends", "[process]") {
  Simulation sim = suspended_meanwhile(failing(1, 0, 1000), 50, 365);
  run_until(sim, 249);
  CHECK(filed(sim) == 1);
  run_until(sim, 251);
  CHECK(sim.world.blocs[0].market.rows == 0);
  CHECK(filed(sim) == 2);
  CHECK(sim.world.vendors[0].settled_q == sim.world.at(sim.world.vendors[0].product).mean_q);
  run_until(sim, 279);
  CHECK(sim.world.blocs[0].market.rows == 0);
  run_until(sim, 281);  // after 30 days at the desk
  CHECK(sim.world.blocs[0].market.rows == 1);
  const Model& product = sim.world.at(sim.world.vendors[0].product);
  CHECK(product.project == 2);
  CHECK(product.first.approval == 2);
  const auto of = [&](Cause cause) { return product.delay.parts[static_cast<std::size_t>(cause)]; };
  CHECK(of(Cause::window) == to_ticks(Days{50}));
  CHECK(of(Cause::review) == to_ticks(Days{30}));
  CHECK(what_is_wrong(sim) == "");
}

TEST_CASE("suspension: one that ends before the notice leaves the notice as it was", "[process]") {
  Simulation sim = suspended_meanwhile(failing(1, 0, 1000), 50, 10);
  run_until(sim, 251);
  CHECK(filed(sim) == 1);
  CHECK(sim.world.blocs[0].market.rows == 1);
  CHECK(sim.world.at(sim.world.vendors[0].product).project == 2);
  CHECK(sim.world.at(sim.world.vendors[0].product).first.approval == 1);
}

namespace {

/// As above; suspended for 10 days, filed anew on day 230 and approved on day 260, in the middle of the notice.
/// Approvals hold for 200 days, so the first would have run out on day 330.
Simulation reapproved_meanwhile() {
  Scenario s = failing(1, 0, 1000);
  s.mechanisms.renewal = true;
  north(s).registration.validity = Days{200};
  north(s).registration.renewal_lead = Days{10};
  north(s).tolerance.reapproval = true;
  Simulation sim = suspended_meanwhile(s, 90, 10);
  run_until(sim, 261);
  CHECK(sim.world.vendors[0].releases == 1);
  CHECK(sim.world.at(sim.world.vendors[0].product).first.approval == 2);
  return sim;
}

}  // namespace

TEST_CASE("suspension: an update whose product is approved anew during the notice stands on the new approval",
          "[process]") {
  Simulation sim = reapproved_meanwhile();
  const double approved_q = sim.world.at(sim.world.vendors[0].product).mean_q;
  run_until(sim, 291);
  const Model& product = sim.world.at(sim.world.vendors[0].product);
  CHECK(product.project == 2);
  CHECK(product.first.approval == 2);
  CHECK(product.first.q == approved_q);
  CHECK(product.first.expires == at_day(460));
  run_until(sim, 331);
  CHECK(sim.world.blocs[0].market.rows == 1);
  CHECK(sim.world.blocs[0].tally.expired == 0);
  CHECK(what_is_wrong(sim) == "");
}

TEST_CASE("suspension: it is filed if it is material against what was approved anew", "[process]") {
  Simulation sim = reapproved_meanwhile();
  sim.filing_rules[0].rules[0].rule.change_oom = -1;  // any update is material, however small
  run_until(sim, 289);
  CHECK(filed(sim) == 1);
  run_until(sim, 291);
  CHECK(filed(sim) == 2);
  CHECK(sim.world.at(sim.world.vendors[0].product).project == 1);
  run_until(sim, 321);
  CHECK(sim.world.at(sim.world.vendors[0].product).project == 2);
  CHECK(sim.world.at(sim.world.vendors[0].product).first.approval == 3);
  CHECK(what_is_wrong(sim) == "");
}

TEST_CASE("approval: covers design, capability and paradigm", "[process]") {
  World world;
  world.vendors.resize(1);
  const ModelId id = world.models.make();
  Model& model = world.at(id);
  model.vendor = VendorId{0};
  model.design = 5;
  model.paradigm = 2;
  model.mean_q = 1.5;
  give_approval(world, id, mask_of(0), false);
  CHECK(model.first.given);
  CHECK(model.first.design == 5);
  CHECK(model.first.paradigm == 2);
  CHECK(model.first.q == 1.5);
  CHECK(model.first.approval == 1);
}

TEST_CASE("suspension: an update whose notice is void gives way to a better release under way", "[process]") {
  Scenario s = failing(1, 0, 1000);
  north(s).supply.growth_oom_per_year = 0.1;
  Simulation sim = suspended_meanwhile(s, 120, 365);
  run_until(sim, 319);
  CHECK(filed(sim) == 2);  // that of day 300
  run_until(sim, 321);
  CHECK(filed(sim) == 2);
  CHECK(!sim.world.vendors[0].candidate);
  run_until(sim, 331);
  CHECK(filed(sim) == 2);
  CHECK(sim.world.at(sim.world.vendors[0].product).project == 3);
  CHECK(sim.world.blocs[0].market.rows == 1);
  CHECK(what_is_wrong(sim) == "");
}
