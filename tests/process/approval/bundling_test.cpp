/// Vendors hold updates back, and how many filings they may have pending.

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/catch.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// A vendor that works at twice the speed of the desk: 10 days a project, 30 days a review.
Scenario eager() {
  Scenario s = plain();
  make_all_file(s);
  s.mechanisms.bundling = true;
  s.run.horizon = Days{3000};
  s.classes[0].training = constant(10);
  s.vendors.wait_memory = 0.5;
  north(s).registration.pending_limit = 250;
  north(s).registration.bundling = 2;
  return s;
}

/// Days on which filings reached the desk.
std::vector<double> filing_days(const Scenario& scenario) {
  Simulation sim = start(scenario, {1, 0});
  std::vector<double> days;
  std::uint64_t seen = 0;
  watch(sim, [&](const Event& event, const World& world) {
    for (; seen < world.offices[0].tally.arrived; ++seen) days.push_back(in_days(event.at));
  });
  return days;
}

}  // namespace

TEST_CASE("bundling: a vendor files again after exactly bundling times the expected review", "[process]") {
  const auto days = filing_days(eager());
  REQUIRE(days.size() > 40);
  CHECK(days[0] == 10);
  for (std::size_t i = 1; i < days.size(); ++i)
    CHECK(days[i] - days[i - 1] == 60);  // a candidate is there all the time
}

TEST_CASE("bundling: a factor of 0, and the switch, file at once", "[process]") {
  Scenario s = eager();
  s.mechanisms.bundling = false;
  const auto off = filing_days(s);
  s.mechanisms.bundling = true;
  north(s).registration.bundling = 0;
  CHECK(filing_days(s) == off);
  for (std::size_t i = 1; i < off.size(); ++i) CHECK(off[i] - off[i - 1] == 10);
}

TEST_CASE("bundling: what is held back is filed though vendors come to expect longer reviews", "[process]") {
  Scenario s = eager();
  s.vendors.works_ahead = GENERATE(true, false);
  s.vendors.wait_memory = 0.05;
  s.classes[0].training = exponential(40);
  north(s).population.vendors = 6;
  north(s).registration.bundling = 3;
  Simulation sim = start(s, {1, 0});
  sim.world.blocs[0].tracks[0].expected_days = 12;  // 30 in truth: the wait they plan grows while they hold a candidate
  finish(sim);
  CHECK(sim.world.blocs[0].tracks[0].expected_days > 29);
  for (const Vendor& v : sim.world.vendors) CHECK(in_days(v.last_filed.value()) > 3000 - 400);  // some stopped for good
}

TEST_CASE("bundling: what vendors expect is a moving average of what they saw", "[process]") {
  Scenario s = plain();
  make_all_file(s);
  s.vendors.wait_memory = 0.1;
  Simulation sim = start(s, {1, 0});
  sim.world.blocs[0].tracks[0].expected_days = 10;  // 30 in truth
  finish(sim);
  const auto decisions = static_cast<double>(sim.world.blocs[0].registry.approvals);
  CHECK(decisions > 20);
  CHECK_THAT(sim.world.blocs[0].tracks[0].expected_days, WithinRel(30 - 20 * std::pow(0.9, decisions), 1e-12));
}

TEST_CASE("bundling: what is expected of one track does not move what is expected of the other", "[process]") {
  Scenario s = plain();
  make_all_file(s);
  Simulation sim = start(s, {1, 0});
  const double light = sim.world.blocs[0].tracks[1].expected_days = 77;
  finish(sim);
  CHECK(sim.world.blocs[0].registry.approvals > 20);
  CHECK(sim.world.blocs[0].tracks[1].expected_days == light);
}

TEST_CASE("pending limit: never more filings of releases under way, and as many if the vendor is fast", "[process]") {
  Scenario s = eager();
  s.mechanisms.bundling = false;
  const auto limit = GENERATE(1, 2, 3, 4);
  north(s).registration.pending_limit = limit;
  Simulation sim = start(s, {1, 0});
  int most = 0;
  watch(sim, [&](const Event&, const World& world) { most = std::max<int>(most, world.vendors[0].pending); });
  CHECK(most == std::min(limit, 3));  // 30 days at the desk, a filing every 10
}
