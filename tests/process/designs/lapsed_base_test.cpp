/// What others may build on while the approval of a base has run out.

#include <algorithm>

#include "sim/process/designs/bases.h"
#include "tests/catch.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Vendors that release once: filed on day 100, approved on day 130, lapsed from day 330 to day 350.
Scenario lapsing(std::int64_t vendors) {
  Scenario s = plain(vendors);
  make_all_file(s);
  s.mechanisms.renewal = s.mechanisms.adoption = true;
  s.capability.release_gain_oom = 10;
  s.run.horizon = Days{500};
  north(s).registration.validity = Days{200};
  north(s).registration.renewal_lead = Days{10};
  return s;
}

std::optional<Base> base_for(const Simulation& sim, BaseUse use) { return choose_base(sim, sim.world.vendors[0], use); }

}  // namespace

TEST_CASE("lapsed base: a closed model cannot be called from its lapse to its renewal", "[process]") {
  Simulation sim = start(lapsing(2), {1, 0});
  run_until(sim, 329);
  REQUIRE(base_for(sim, BaseUse::application));
  CHECK(base_for(sim, BaseUse::application)->approved);
  run_until(sim, 340);
  CHECK(!base_for(sim, BaseUse::application));
  CHECK(sim.world.blocs[0].interfaces.empty());
  run_until(sim, 351);
  REQUIRE(base_for(sim, BaseUse::application));
  CHECK(base_for(sim, BaseUse::application)->approved);
}

TEST_CASE("lapsed base: weights stay out, and count as approved no more", "[process]") {
  Scenario s = lapsing(2);
  s.mechanisms.openness = true;
  s.classes[0].open_release = 1;
  const double lag = GENERATE(0.0, 300.0);  // the second: they come out on day 430, and lapsed while they were awaited
  north(s).openness.visibility_lag = Days{lag};
  north(s).registration.approved_bases_only = GENERATE(true, false);
  Simulation sim = start(s, {1, 0});
  const auto approved = [&] {
    Bloc& bloc = sim.world.blocs[0];
    reveal_weights(bloc, sim.now());
    const auto is_approved = [](const Base& base) { return base.approved; };
    return std::count_if(bloc.weights.begin(), bloc.weights.end(), is_approved) +
           std::count_if(bloc.upcoming.begin(), bloc.upcoming.end(), is_approved);
  };
  run_until(sim, 329);
  CHECK(approved() == 2);
  run_until(sim, 340);
  CHECK(approved() == 0);
  if (lag == 0) {
    CHECK(base_for(sim, BaseUse::weights));
    // Their maker serves no interface now: an application that may do without an approved base hosts them itself.
    const auto hosted = base_for(sim, BaseUse::application);
    CHECK(bool{hosted} == !north(s).registration.approved_bases_only);
    if (hosted) CHECK((hosted->open && !hosted->approved));
  }
  run_until(sim, 351);
  CHECK(approved() == 2);
  REQUIRE(base_for(sim, BaseUse::application));
  CHECK(base_for(sim, BaseUse::application)->approved);
}

TEST_CASE("lapsed base: an application that calls it already goes on", "[process]") {
  Scenario s = lapsing(2);
  s.classes[2].unmodified = true;
  north(s).population.class_shares = {1, 0, 1};
  RunKey key{1, 0};
  for (;; ++key.seed) {  // a maker first, then an integrator
    Simulation sim = start(s, key);
    run_until(sim, 1);
    if (sim.world.vendors[0].cls == VendorClass::frontier && sim.world.vendors[1].cls == VendorClass::integrator) break;
  }
  Simulation sim = start(s, key);
  run_until(sim, 340);
  CHECK(!sim.world.vendors[0].offer);
  const Vendor& integrator = sim.world.vendors[1];
  REQUIRE(integrator.offer);
  CHECK(sim.world.at(integrator.product).api == VendorId{0});
}

TEST_CASE("bases: a pool holds no more of a kind than it may when approvals come later", "[process]") {
  Scenario s = plain(80);
  Simulation sim = start(s, {1, 0});
  run_until(sim, 150);
  const std::vector<Base>& pool = sim.world.blocs[0].interfaces;
  REQUIRE(pool.size() == base_pool_size);
  for (int round = 0; round < 3; ++round)
    for (const Vendor& vendor : sim.world.vendors) {
      Model& model = sim.world.at(vendor.product);
      model.approved = (vendor.key + static_cast<std::uint32_t>(round)) % 3 != 0;
      publish(sim, model);
      const auto approved =
          static_cast<std::size_t>(std::count_if(pool.begin(), pool.end(), [](const Base& b) { return b.approved; }));
      CHECK(approved <= base_pool_size);
      CHECK(pool.size() - approved <= base_pool_size);
    }
}
