/// Open weights and interfaces: who can build on what, from when, and what comes with it.

#include "sim/process/designs/bases.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Frontier vendors that release open weights every 100 days, derivative ones that adopt whatever they can.
Scenario commons(std::int64_t vendors, double open) {
  Scenario s = plain(vendors);
  s.mechanisms.openness = s.mechanisms.adoption = true;
  north(s).population.class_shares = {1, 1, 0};
  s.classes[0].open_release = open;
  s.classes[0].compute_oom = 2;
  s.classes[0].local = 1;
  s.classes[1].adopt = 1;
  s.classes[1].local = 0;
  s.vendors.choice_noise_oom = 0;
  north(s).openness.visibility_lag = Days{120};
  north(s).supply.growth_oom_per_year = 0.5;
  s.technology.fitness_oom = 1;
  s.run.horizon = Days{2000};
  return s;
}

}  // namespace

TEST_CASE("openness: a release is open with its class's probability times the bloc's factor", "[process]") {
  Scenario s = plain(60);
  s.mechanisms.openness = true;
  s.classes[0].open_release = 0.4;
  const double factor = GENERATE(0.0, 0.5, 1.0, 3.0);
  north(s).openness.release_factor = factor;
  Simulation sim = start(s, {14, 0});
  finish(sim);
  const BlocTally& tally = sim.world.blocs[0].tally;
  const double p = std::min(1.0, 0.4 * factor), n = static_cast<double>(tally.releases);
  CHECK(n == 60 * 36);
  const double share = static_cast<double>(tally.open_releases) / n;
  if (p == 0 || p == 1)
    CHECK(share == p);
  else
    CHECK(std::abs(z_score("openness", share, std::sqrt(p * (1 - p) / n), p)) < most_z);
}

TEST_CASE("adoption: weights can be used once the lag is over, and not before", "[process]") {
  const double lag = GENERATE(0.0, 50.0, 120.0, 700.0);
  Scenario s = commons(10, 1);
  s.classes[0].training = constant(100);
  s.classes[1].training = constant(10);
  s.capability.release_gain_oom = 0;
  north(s).openness.visibility_lag = Days{lag};
  Simulation sim = start(s, {15, 0});
  double first = -1;
  watch(sim, [&](const Event& event, const World& world) {
    if (first >= 0) return;
    for (const Vendor& v : world.vendors)
      if (v.lineage >> 32 != v.key && first < 0) first = in_days(event.at);
  });
  CHECK(first >= 100 + lag);       // the first open release is on day 100
  CHECK(first <= 100 + lag + 10);  // and somebody looks every 10 days
}

TEST_CASE("adoption: a model that was once built on a base is no copy for good", "[process]") {
  Scenario s = commons(40, 1);
  s.classes[1].compute_oom = 0;
  s.classes[1].adopt = 0.1;
  s.classes[1].local = 0.9;
  north(s).supply.growth_oom_per_year = 2;  // a year after a base is made, own training outweighs its 2 OOM
  s.run.horizon = Days{3000};
  Simulation sim = start(s, {16, 0});
  std::size_t carried = 0, outgrown = 0;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::deployed) return;
    const Model& m = world.at(ModelId{event.what.subject});
    const Vendor& v = world.at(m.vendor);
    CHECK(m.inherited_weights == (v.inherited_oom >= m.compute_oom));
    if (!m.derivative) return;
    (m.inherited_weights ? carried : outgrown) += 1;
  });
  CHECK(carried > 10);
  CHECK(outgrown > 10);
}

TEST_CASE("adoption: a fork inherits lineage, root and compute of its base", "[process]") {
  Scenario s = commons(12, 1);
  Simulation sim = start(s, {16, 0});
  std::size_t forks = 0;
  std::set<std::uint32_t> frontier;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::deployed) return;
    const Model& m = world.at(ModelId{event.what.subject});
    const Vendor& v = world.at(m.vendor);
    if (v.cls == VendorClass::frontier) {
      frontier.insert(v.key);
      CHECK(!m.derivative);
      CHECK(!m.inherited_weights);
    } else if (m.derivative) {
      ++forks;
      CHECK(frontier.contains(static_cast<std::uint32_t>(m.lineage >> 32)));
      CHECK(m.root_bloc == BlocId{0});
      CHECK(m.inherited_weights);
      CHECK(m.compute_oom > 1.9);  // its own would be below 0.5 per year of running time plus 0
      CHECK(m.compute_oom <= 2 + 0.5 * in_years(event.at));
    }
  });
  CHECK(forks > 10);
}

TEST_CASE("adoption: nothing is open, nothing is adopted", "[process]") {
  Scenario closed = commons(12, 0), off = commons(12, 1);
  off.mechanisms.openness = false;
  for (const Scenario& s : {closed, off}) {
    Simulation sim = start(s, {16, 0});
    finish(sim);
    CHECK(sim.world.blocs[0].tally.adoptions == 0);
    CHECK(sim.world.blocs[0].tally.open_releases == 0);
  }
}

TEST_CASE("adoption: a vendor that releases faster than the lag still has usable weights", "[process]") {
  Scenario s = commons(2, 1);
  s.classes[0].training = constant(30);  // four releases within one lag of 120 days
  s.classes[1].training = constant(30);
  RunKey key{1, 0};
  for (;; ++key.seed) {  // a run with one vendor of each class
    Simulation sim = start(s, key);
    run_until(sim, 1);
    if (sim.world.vendors[0].cls != sim.world.vendors[1].cls) break;
  }
  Simulation sim = start(s, key);
  finish(sim);
  CHECK(sim.world.blocs[0].tally.adoptions > 10);
}

TEST_CASE("adoption: it counts once the fork is in service, and once for each base that was taken", "[process]") {
  Scenario s = commons(36, 1);  // enough for some dozen adoptions, whoever is lucky
  make_all_file(s);
  north(s).registration.pending_limit = 1;
  s.mechanisms.returns = GENERATE(false, true);
  north(s).stages[0].rule.max_attempts = 1;
  north(s).stages[0].rule.pass_probability = 0.4;
  north(s).stages[0].rule.review = constant(130);
  s.classes[1].local = 0.5;  // improves its fork now and then: a release of a derivative, and no adoption
  Simulation sim = start(s, {16, 0});
  std::uint64_t adopted = 0, derived = 0;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::deployed) return;
    const Model& m = world.at(ModelId{event.what.subject});
    if (m.generation != event.what.detail || m.released != event.at) return;
    adopted += m.adopted;
    derived += m.derivative;
  });
  const BlocTally& tally = sim.world.blocs[0].tally;
  CHECK(tally.adoptions == adopted);
  CHECK(tally.adoptions > 5);
  CHECK(tally.adoptions < derived);
  if (s.mechanisms.returns) CHECK(tally.refused > 5);
}

TEST_CASE("openness: another bloc sees a release with its own probability, after its own lag", "[process]") {
  Scenario s = commons(40, 1);
  s.run.horizon = Days{150};
  s.blocs.push_back(s.blocs[0]);
  s.blocs[1].name = "south";
  s.blocs[1].population.vendors = 0;
  s.blocs[1].openness.visibility_lag = Days{33};
  const double visible = GENERATE(0.0, 0.3, 1.0);
  s.blocs[1].openness.foreign_visibility = visible;
  std::size_t seen = 0, released = 0;
  for (std::uint32_t i = 0; i < 30; ++i) {
    Simulation sim = start(s, {17, i});
    finish(sim);
    for (const Base& base : sim.world.blocs[1].upcoming) {
      CHECK(base.visible_from == at_day(133));
      CHECK(base.root_bloc == BlocId{0});
      CHECK(!base.approved);
    }
    seen += sim.world.blocs[1].upcoming.size();
    released += sim.world.blocs[0].tally.open_releases;
  }
  const double n = static_cast<double>(released), share = static_cast<double>(seen) / n;
  CHECK(n > 400);
  if (visible == 0 || visible == 1)
    CHECK(share == visible);
  else
    CHECK(std::abs(z_score("foreign visibility", share, std::sqrt(visible * (1 - visible) / n), visible)) < most_z);
}

TEST_CASE("choice of a base is a logit of capability", "[process]") {
  Scenario s = plain(3);
  s.vendors.choice_noise_oom = 0.2;
  Simulation sim = start(s, {18, 0});
  run_until(sim, 1);
  Bloc& bloc = sim.world.blocs[0];
  for (std::size_t i = 1; i < 3; ++i) {
    Base base;
    base.vendor = VendorId{i};
    base.identity = i;
    base.open = true;
    base.mean_q = i == 1 ? 1 : 1.3;
    bloc.weights.push_back(base);
  }
  Base own = bloc.weights[0];
  own.vendor = VendorId{0};
  own.mean_q = 50;  // never chosen: nobody forks itself
  bloc.weights.push_back(own);
  Vendor& vendor = sim.world.vendors[0];
  double better = 0;
  const int n = 20'000;
  for (int i = 0; i < n; ++i) {
    ++vendor.project;
    const auto base = choose_base(sim, vendor, BaseUse::weights);
    REQUIRE(base);
    CHECK(base->vendor.value != 0);
    better += base->vendor.value == 2;
  }
  const double p = 1 / (1 + std::exp(-0.3 / 0.2));
  CHECK(std::abs(z_score("choice of a base", better / n, std::sqrt(p * (1 - p) / n), p)) < most_z);
}

TEST_CASE("openness: a vendor's latest weights stay its latest when older ones come to be known", "[process]") {
  Scenario s = plain(1);
  s.mechanisms.openness = s.mechanisms.policy = true;
  s.classes[0].open_release = 1;
  north(s).openness.visibility_lag = Days{300};
  PolicyRule faster;
  faster.at = Days{150};
  faster.edits.push_back({"bloc.north.openness.visibility_lag", EditKind::set, 10.0});
  s.policies = {faster};
  Simulation sim = start(s, {1, 0});
  Bloc& bloc = sim.world.blocs[0];
  const auto known = [&](double day) {
    run_until(sim, day);
    reveal_weights(bloc, sim.now());
    return bloc.weights.empty() ? 0U : bloc.weights.front().project;
  };
  CHECK(known(209) == 0);
  CHECK(known(211) == 2);  // of day 200; that of day 100 is known from day 400 on
  CHECK(known(399) == 3);
  CHECK(known(401) == 3);
  CHECK(known(411) == 4);
  CHECK(bloc.weights.size() == 1);
}
