/// Coverage of data against its definition: q falls by its decades, and weights carry the data that they were trained
/// on.

#include <cmath>

#include "sim/run/simulate.h"
#include "tests/catch.h"
#include "tests/observe/hand_world.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// A domain inside the north's envelope and one outside.
Scenario two_domains() {
  Scenario s = plain();
  s.run.horizon = Days{150};
  s.mechanisms.curation = true;
  s.domains.push_back({"outside", {DomainKind::open_ended, 1, {"north"}}});
  return s;
}

Model first_release(const Scenario& s) {
  Simulation sim = start(s, {1, 0});
  finish(sim);
  return sim.world.at(sim.world.vendors.front().product);
}

}  // namespace

TEST_CASE("curation: coverage of 0.1 lowers q in its domain by 1 OOM, and in no other", "[process]") {
  Scenario s = two_domains();
  CHECK(first_release(s).q[0] == first_release(s).q[1]);
  const double all = first_release(s).q[0];
  north(s).curation.kept_outside = 0.1;
  CHECK(first_release(s).q[0] == all);
  CHECK(first_release(s).q[1] == all - 1);
  north(s).curation.kept_inside = 0.01;
  CHECK(first_release(s).q[0] == all - 2);
  CHECK(first_release(s).q[1] == all - 1);
  CHECK(first_release(s).mean_q == all - 1.5);
  s.mechanisms.curation = false;
  CHECK(first_release(s).q[1] == all);
}

TEST_CASE("curation: what a tenth of the data costs goes by the law of data, in its domain only", "[process][scores]") {
  Scenario s = two_domains();
  const double all = first_release(s).q[0];
  north(s).curation.kept_outside = 0.1;
  s.capability.data_law = DataLaw::two_term;
  CHECK_THAT(first_release(s).q[1], WithinAbs(all - 0.752, 5e-4));
  CHECK(first_release(s).q[0] == all);
  s.capability.data_law = DataLaw::power;
  s.capability.data_exponent = 0.4;
  CHECK_THAT(first_release(s).q[1], WithinRel(all - 0.4, 1e-12));
  s.capability.data_exponent = 0;
  CHECK(first_release(s).q[1] == all);
}

TEST_CASE("curation: what is made at home, and what may come in", "[process]") {
  Scenario s = two_domains();
  const double all = first_release(s).q[0];
  north(s).curation = {0.1, 0, 1, 1};
  CHECK(first_release(s).q[0] == all - 1);
  north(s).curation.foreign_access = 1;
  CHECK(first_release(s).q[0] == all);
  north(s).curation.foreign_access = 0.5;
  CHECK_THAT(first_release(s).q[0], WithinRel(all + std::log10(0.55), 1e-14));
  north(s).curation.kept_outside = 0.2;
  CHECK_THAT(first_release(s).q[1], WithinRel(all + std::log10(0.55 * 0.2), 1e-14));
}

TEST_CASE("curation: adopted weights carry the data that their compute was spent on", "[process]") {
  Scenario s = two_domains();
  s.mechanisms.openness = s.mechanisms.adoption = true;
  s.run.horizon = Days{600};
  s.classes[0].open_release = 1;
  s.classes[1].local = 0;
  s.classes[1].adopt = 1;
  s.vendors.adoption_gain_oom = 0.5;
  north(s).population.class_shares = {0, 1, 0};
  north(s).openness.foreign_visibility = 1;
  north(s).openness.visibility_lag = Days{0};
  north(s).supply.offset_oom = -3;
  north(s).curation.kept_outside = 0.1;
  BlocRules south = north(s);
  south.name = "south";
  south.population.class_shares = {1, 0, 0};
  south.supply.offset_oom = 0;
  south.curation = {};
  s.blocs.push_back(south);
  Simulation sim = start(s, {1, 0});
  run_until(sim, 150);
  const Vendor& north_vendor = sim.world.vendors[0];
  REQUIRE(north_vendor.bloc == BlocId{0});
  CHECK(sim.world.at(north_vendor.product).data == BlocId{0});
  CHECK(sim.world.at(north_vendor.product).q[0] - sim.world.at(north_vendor.product).q[1] == 1);
  run_until(sim, 550);
  const Model& fork = sim.world.at(sim.world.vendors[0].product);
  CHECK(fork.compute_oom == 0);
  CHECK(fork.data == BlocId{1});
  CHECK(fork.q[0] == fork.q[1]);
  CHECK(sim.world.vendors[0].inherited_data == BlocId{1});
}

TEST_CASE("curation and transfer: what use taught in one domain is not known in another", "[process]") {
  Scenario s = plain();
  s.run.horizon = Days{1000};
  s.mechanisms.market = s.mechanisms.iterative_correction = true;
  s.capability.use_oom = 0.75;
  s.learning.feedback_scale = 1e-6;  // the first signal teaches all there is to learn
  s.channel[static_cast<std::size_t>(Channel::iterative_correction)] = {1, Days{0}};
  north(s).market.demand_per_year = 100;
  s.domains.push_back({"unused", {DomainKind::tool_use, 0, {}}});
  const RunResult r = simulate(s, {1, 0});
  const std::size_t last = r.shape.times - 1;
  CHECK(sampled(r, "transfer", 0, last) == -0.75);
  // With as much use of both there is nothing to compare.
  s.domains[1].rule.demand_weight = 1;
  CHECK(std::isnan(sampled(simulate(s, {1, 0}), "transfer", 0, last)));
}
