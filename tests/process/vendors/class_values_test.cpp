/// What the vendors of a class are in one bloc and not in another.

#include <string>
#include <vector>

#include "tests/catch.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Two blocs that are alike in all but name, of one class.
Scenario twins() {
  Scenario s = plain(20);
  s.mechanisms.market = true;
  s.mechanisms.approval = true;
  s.classes[0].public_facing = 0.5;
  s.run.horizon = Days{1000};
  s.blocs.push_back(north(s));
  s.blocs[1].name = "south";
  return s;
}

}  // namespace

TEST_CASE("class values: a table that repeats the scenario's changes no event", "[class]") {
  Scenario own = busy();
  for (BlocRules& bloc : own.blocs) bloc.classes.clear();
  const std::uint64_t shared = fingerprint(own);
  for (BlocRules& bloc : own.blocs)
    for (std::size_t c = 0; c < vendor_classes; ++c)
      bloc.classes.push_back({std::string(names_of<VendorClass>[c]), own.classes[c]});
  CHECK(fingerprint(own) == shared);
  own.blocs[1].classes[0].rule.price *= 2;
  CHECK(fingerprint(own) != shared);
}

TEST_CASE("class values: each bloc's vendors go by their own", "[class]") {
  Scenario s = twins();
  s.blocs[1].classes.push_back({"frontier", s.classes[0]});
  VendorClassRule& south = s.blocs[1].classes[0].rule;
  south.training = constant(50);
  south.capital = constant(7);
  south.price = 3;
  south.public_facing = 1;
  s.mechanisms.finance = true;
  s.blocs[0].market.demand_per_year = s.blocs[1].market.demand_per_year = 0;
  Simulation sim = start(s, {1, 0});
  run_until(sim, 120);  // one project in the north, two in the south
  std::size_t facing = 0;
  for (const Vendor& vendor : sim.world.vendors) {
    const bool in_south = vendor.bloc == BlocId{1};
    CHECK(vendor.project == (in_south ? 3 : 2));
    CHECK(vendor.cash.millions() == (in_south ? 7 : 100));
    if (in_south) CHECK(vendor.public_facing);
    facing += !in_south && vendor.public_facing;
    CHECK(sim.world.at(vendor.bloc).market.price(static_cast<Eigen::Index>(vendor.offer.value)) == (in_south ? 3 : 1));
  }
  CHECK(facing > 0);
  CHECK(facing < 20);
  CHECK(sim.world.blocs[0].stratum_weight[stratum_of(VendorClass::frontier, true)] == 0.5);
  CHECK(sim.world.blocs[1].stratum_weight[stratum_of(VendorClass::frontier, true)] == 1);
  CHECK(what_is_wrong(sim) == "");
}

TEST_CASE("class values: a policy on the bloc's table reaches its vendors, one on the scenario's the others",
          "[class][policy]") {
  Scenario s = twins();
  s.blocs[1].classes.push_back({"frontier", s.classes[0]});
  s.mechanisms.policy = true;
  const auto change = [&](double day, const char* key, double value) {
    PolicyRule policy;
    policy.at = Days{day};
    policy.edits.push_back({key, EditKind::set, value});
    s.policies.push_back(policy);
  };
  change(150, "class.frontier.price", 2), change(160, "bloc.south.class.frontier.price", 5);
  Simulation sim = start(s, {1, 0});
  const auto price = [&](std::size_t bloc) { return sim.world.blocs[bloc].market.price(0); };
  run_until(sim, 155);
  CHECK(price(0) == 2);
  CHECK(price(1) == 1);
  run_until(sim, 165);
  CHECK(price(0) == 2);
  CHECK(price(1) == 5);
}
