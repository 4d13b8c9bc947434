/// Vendors are who they are by their keys, and not by their numbers: in whatever order the first ones are numbered,
/// each has the same history. Off is what draws a vendor by its number, of which only the law is the same then: whom a
/// tender invites, who buys a vendor up.

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "sim/disk/scenario_disk.h"
#include "tests/catch.h"
#include "tests/process/lab.h"

using namespace poldyn;

namespace {

/// What a vendor has done; equal to the last bit.
struct History {
  std::vector<std::uint64_t> done;
  double cash = 0;
  double q = 0;  ///< of its product
  bool operator==(const History& other) const { return done == other.done; }
};

using Histories = std::map<std::uint32_t, History>;  // by key

Histories histories(const Scenario& scenario, bool turned, std::vector<std::uint32_t>& keys) {
  Scenario empty = scenario;
  for (BlocRules& bloc : empty.blocs) bloc.population.vendors = 0;
  Simulation sim = start(empty, {1, 0});
  for (std::size_t b = 0; b < scenario.blocs.size(); ++b) {
    std::vector<std::uint32_t> order(static_cast<std::size_t>(scenario.blocs[b].population.vendors));
    std::iota(order.begin(), order.end(), 0U);
    if (turned) std::reverse(order.begin(), order.end());
    for (const std::uint32_t i : order)
      sim.schedule(SimTime{}, phase::arrives, EventKind::vendor_enters, static_cast<std::uint32_t>(b), i,
                   static_cast<std::uint16_t>(Birth::initial));
  }
  lab::finish(sim);
  Histories made;
  for (const Vendor& v : sim.world.vendors) {
    keys.push_back(v.key);
    History& history = made[v.key];
    history.done = {v.active,
                    v.project,
                    v.releases,
                    v.renewals,
                    v.approvals,
                    v.design,
                    v.lineage,
                    v.paradigm,
                    static_cast<std::uint64_t>(v.project_start.time_since_epoch().count()),
                    static_cast<std::uint64_t>(v.last_filed.value_or(SimTime{}).time_since_epoch().count()),
                    static_cast<std::uint64_t>(v.last_release.time_since_epoch().count())};
    history.cash = v.cash.millions();
    if (!v.product) continue;
    const Model& product = sim.world.at(v.product);
    history.done.insert(history.done.end(), {product.project, product.design, product.lineage, product.approved});
    history.q = product.mean_q;
  }
  return made;
}

}  // namespace

TEST_CASE("relabelling: vendors numbered in another order have the same histories", "[process]") {
  const std::string name =
      GENERATE("open", "sovereign", "two_blocs", "regimes/regime_open", "regimes/regime_sovereign");
  CAPTURE(name);
  Reading reading = read_scenario(POLDYN_SOURCE_DIR "/scenarios/" + name + ".toml");
  REQUIRE(reading.ok());
  Scenario s = reading.scenario;
  s.run.horizon = Days{3 * 365.25};
  s.mechanisms.procurement = s.mechanisms.acquisitions = false;
  std::vector<std::uint32_t> keys, turned_keys;
  const Histories as_numbered = histories(s, false, keys), turned = histories(s, true, turned_keys);
  CHECK(keys.size() == as_numbered.size());
  CHECK(keys != turned_keys);
  REQUIRE(as_numbered.size() == turned.size());
  std::size_t others = 0, projects = 0;
  double furthest = 0;
  for (const auto& [key, history] : as_numbered) {
    const History& other = turned.at(key);
    others += !(history == other);
    projects += history.done[1];
    furthest = std::max({furthest, std::abs(history.q - other.q), std::abs(history.cash - other.cash)});
  }
  CAPTURE(others, projects, furthest);
  CHECK(others == 0);
  CHECK(projects > keys.size());
  CHECK(furthest < 1e-5);  // sums over the market go by its rows, and money comes in dollars
}
