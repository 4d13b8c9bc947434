/// Approvals that expire, and updates that need none.

#include <cmath>
#include <vector>

#include "sim/process/service/learning.h"
#include "tests/catch.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// One vendor, one release: filed on day 100, approved and deployed on day 130, valid for 200 days.
Scenario licensed() {
  Scenario s = plain();
  make_all_file(s);
  s.mechanisms.renewal = true;
  s.capability.release_gain_oom = 10;
  s.run.horizon = Days{1000};
  north(s).registration.validity = Days{200};
  north(s).registration.renewal_lead = Days{50};
  return s;
}

using Dates = std::vector<double>;

/// Days at which the only vendor's offer came or went.
Dates dates_of_offer(Simulation& sim) {
  Dates days;
  bool offered = false;
  watch(sim, [&](const Event& event, const World& world) {
    if (world.vendors.empty() || bool{world.vendors[0].offer} == offered) return;
    offered = !offered;
    days.push_back(in_days(event.at));
  });
  return days;
}
Dates dates_of_offer(const Scenario& s) {
  Simulation sim = start(s, {1, 0});
  return dates_of_offer(sim);
}

}  // namespace

TEST_CASE("renewal: an approval that is renewed in time never lapses", "[process]") {
  const Scenario s = licensed();
  Simulation sim = start(s, {1, 0});
  CHECK(dates_of_offer(sim) == Dates{130});
  const Bloc& bloc = sim.world.blocs[0];
  CHECK(bloc.tally.expired == 0);
  // Filed at 130 + 150, renewed at 310; then every 180 days.
  CHECK(bloc.tally.renewed == 4);
  CHECK(bloc.registry.approvals == 1);  // a renewal is no new entry
  CHECK(sim.world.at(sim.world.vendors[0].product).first.expires == at_day(310 + 3 * 180 + 200));
}

TEST_CASE("renewal: while a late one is under review the model is off the market, then it is back", "[process]") {
  Scenario s = licensed();
  north(s).registration.renewal_lead = Days{10};  // the desk takes 30
  const auto changes = dates_of_offer(s);
  // Lapses at 330; filed at 320, renewed at 350. Then 200 days again: 550, 570, 770, 790, 990.
  CHECK(changes == Dates{130, 330, 350, 550, 570, 770, 790, 990});
}

TEST_CASE("renewal: one that is refused lets the approval run out, for good", "[process]") {
  Scenario s = licensed();
  s.mechanisms.returns = true;
  north(s).stages.push_back({"never", north(s).stages[0].rule});
  north(s).stages[1].rule.pass_probability = 0;
  north(s).stages[1].rule.max_attempts = 1;
  north(s).tracks[static_cast<std::size_t>(Track::light)].rule.stages = {"never"};  // the track of renewals
  Simulation sim = start(s, {1, 0});
  CHECK(dates_of_offer(sim) == Dates{130, 330});
  CHECK(sim.world.blocs[0].tally.expired == 1);
  CHECK(sim.world.blocs[0].tally.renewed == 0);
}

TEST_CASE("renewal: an approval without end is the switch", "[process]") {
  Scenario off = licensed(), forever = licensed();
  off.mechanisms.renewal = false;
  north(forever).registration.validity = Days{0};
  CHECK(dates_of_offer(off) == Dates{130});
  CHECK(fingerprint(off) == fingerprint(forever));
}

TEST_CASE("renewal: a lapsed model's vendor keeps what it learned, and forgets as fast as on the market", "[process]") {
  Scenario s = licensed();
  s.mechanisms.market = s.mechanisms.public_failure = true;
  s.learning.half_life = Days{50};
  for (ChannelRule& channel : s.channel) channel.delay = Days{0};  // what is under way would still arrive
  north(s).market.epoch = Days{25};
  north(s).registration.renewal_lead = Days{10};
  north(s).registration.renewal_track = "light";
  north(s).stages.push_back({"slow", north(s).stages[0].rule});
  north(s).stages[1].rule.review = constant(115);  // filed on day 320, renewed on day 435
  north(s).tracks[static_cast<std::size_t>(Track::light)].rule.stages = {"slow"};
  Simulation sim = start(s, {1, 0});
  run_until(sim, 329);
  const Market& market = sim.world.blocs[0].market;
  const double stock = market.stock(0, 0), hardening = market.hardening(0);  // of the epoch on day 325
  REQUIRE(stock > 0);
  run_until(sim, 426);
  const Vendor& vendor = sim.world.vendors[0];
  REQUIRE(!vendor.offer);
  // Four epochs of half a half-life each.
  CHECK_THAT(robustness(sim, vendor), WithinRel(-std::expm1(-hardening / 4 / s.learning.robustness_scale), 1e-12));
  CHECK_THAT(learned(sim, vendor, 0), WithinRel(-std::expm1(-stock / 4 / s.learning.feedback_scale), 1e-12));
  run_until(sim, 436);
  REQUIRE(vendor.offer);
  CHECK_THAT(market.stock(0, 0), WithinRel(stock / 4, 1e-12));
  CHECK_THAT(market.hardening(0), WithinRel(hardening / 4, 1e-12));
}

namespace {

/// As licensed(), with an update each 100 days that is notified 50 days before it is deployed, and renewals that are
/// filed on day 230 and reviewed for `review` days.
Scenario updated(double review) {
  Scenario s = licensed();
  s.mechanisms.material_change = true;
  s.capability.release_gain_oom = 0;
  north(s).registration.change_oom = 100;
  north(s).registration.notification = Days{50};
  north(s).registration.renewal_lead = Days{100};
  north(s).stages.push_back({"renewals", north(s).stages[0].rule});
  north(s).stages[1].rule.review = constant(review);
  north(s).tracks[static_cast<std::size_t>(Track::light)].rule.stages = {"renewals"};
  return s;
}

}  // namespace

TEST_CASE("renewal: one under review goes on for the update that replaces the product", "[process]") {
  Simulation sim = start(updated(60), {1, 0});
  run_until(sim, 289);
  const World& world = sim.world;
  const Vendor& vendor = world.vendors[0];
  CHECK(vendor.releases == 2);                 // the update of day 200 came into service on day 250
  CHECK(world.offices[1].tally.arrived == 1);  // and filed nothing: the renewal of day 230 is its own
  CHECK(world.at(vendor.product).first.expires == at_day(330));
  run_until(sim, 291);
  CHECK(world.blocs[0].tally.renewed == 1);
  CHECK(world.at(vendor.product).first.expires == at_day(490));
  finish(sim);
  CHECK(world.blocs[0].tally.expired == 0);
}

TEST_CASE("renewal: one approved during the notice holds for the update", "[process]") {
  Simulation sim = start(updated(10), {1, 0});
  run_until(sim, 251);
  const World& world = sim.world;
  const Vendor& vendor = world.vendors[0];
  REQUIRE(vendor.releases == 2);
  CHECK(world.blocs[0].tally.renewed == 1);  // on day 240
  CHECK(world.at(vendor.product).first.expires == at_day(440));
  run_until(sim, 331);
  CHECK(world.offices[1].tally.arrived == 1);
  CHECK(vendor.offer);
}

namespace {

/// Releases every 100 days, each `gain` better; how many were filed and how many notified in ten releases.
struct Ways {
  std::uint64_t filed = 0, notified = 0;
};
Ways ways_of(Scenario s, double gain) {
  s.mechanisms.material_change = true;
  s.run.horizon = Days{1000 + 60};
  s.capability.release_gain_oom = gain / 2;
  north(s).supply.growth_oom_per_year = gain * days_per_year / 100;
  Simulation sim = start(s, {1, 0});
  finish(sim);
  const BlocTally& tally = sim.world.blocs[0].tally;
  return {tally.filed[0] + tally.filed[1], tally.notified};
}

}  // namespace

TEST_CASE("material change: a gain above the threshold is filed, one below is notified", "[process]") {
  Scenario s = plain();
  make_all_file(s);
  north(s).registration.change_oom = 0.3;
  const Ways tiny = ways_of(s, 0.03), small = ways_of(s, 0.29), large = ways_of(s, 0.31);
  CHECK(tiny.filed == 1);  // the first
  CHECK(tiny.notified == 9);
  // Gains add up since the last approval: every second step of 0.29 is more than 0.3 above it.
  CHECK(small.filed == 5);
  CHECK(small.notified == 5);
  CHECK(large.filed == 10);
  CHECK(large.notified == 0);
}

TEST_CASE("material change: a notified update waits for its notice and no longer", "[process]") {
  Scenario s = plain();
  make_all_file(s);
  s.mechanisms.material_change = true;
  north(s).registration.notification = Days{12};
  Simulation sim = start(s, {1, 0});
  std::vector<double> days;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::deployed) return;
    days.push_back(in_days(event.at));
    CHECK(world.at(world.vendors[0].product).approved);
  });
  REQUIRE(days.size() > 5);
  CHECK(days[0] == 130);
  for (std::size_t i = 1; i < days.size(); ++i) CHECK(days[i] == 100 * (static_cast<double>(i) + 1) + 12);
}

TEST_CASE("renewal: one that is filed as late as can be is filed, and back when it is approved", "[process]") {
  Scenario s = licensed();
  north(s).registration.renewal_lead = Days{GENERATE(0.0, 1e-11, 1e-3)};
  Simulation sim = start(s, {1, 0});
  const Dates changes = dates_of_offer(sim);
  const Dates expected{130, 330, 360, 560, 590, 790, 820};
  REQUIRE(changes.size() == expected.size());
  for (std::size_t i = 0; i < changes.size(); ++i) CHECK_THAT(changes[i], WithinAbs(expected[i], 0.005));
  CHECK(sim.world.blocs[0].tally.renewed == 3);
}

TEST_CASE("renewal: a need that comes back at the moment at which an approval runs out is in time", "[process]") {
  Scenario s = licensed();
  s.mechanisms.policy = true;
  PolicyRule free;
  free.at = Days{200};
  free.until = Days{330};
  free.edits.push_back({"bloc.north.registration.who", EditKind::set, std::string("nobody")});
  s.policies = {free};
  CHECK(dates_of_offer(s) == Dates{130, 330, 360});  // and renewed in time from then on
}
