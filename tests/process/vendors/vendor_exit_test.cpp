/// A vendor may leave at any stage of a filing, and the world stays in order.

#include <functional>
#include <optional>
#include <vector>

#include <optional>
#include "sim/process/procurement/contracts.h"

#include "tests//catch.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

struct Stage {
  const char* name;
  std::function<void(Scenario&)> set_up;
  std::function<bool(const World&, const Vendor&)> reached;
};

bool has_filing(const World& world, const Vendor& vendor, FilingState state,
                FilingPurpose purpose = FilingPurpose::release) {
  for (FilingId f = vendor.filings; f; f = world.at(f).next_of_vendor)
    if (world.at(f).state == state && world.at(f).purpose == purpose) return true;
  return false;
}

std::function<bool(const World&, const Vendor&)> in(FilingState state, FilingPurpose purpose = FilingPurpose::release) {
  return [=](const World& world, const Vendor& vendor) { return has_filing(world, vendor, state, purpose); };
}

StageRule& desk(Scenario& s) { return north(s).stages[0].rule; }

void set_renewal(Scenario& s) {
  s.mechanisms.renewal = true;
  north(s).registration.validity = Days{130};
  north(s).registration.renewal_lead = Days{100};
}

std::vector<Stage> stages() {
  return {
      {"queued", [](Scenario& s) { desk(s).reviewers = 1, desk(s).unlimited = false; }, in(FilingState::queued)},
      {"queued by priority",
       [](Scenario& s) { desk(s).reviewers = 1, desk(s).unlimited = false, desk(s).discipline = Discipline::priority; },
       in(FilingState::queued)},
      {"queued with limited patience",
       [](Scenario& s) { desk(s).reviewers = 1, desk(s).unlimited = false, desk(s).patience = constant(45); },
       in(FilingState::queued)},
      {"in review", [](Scenario& s) { desk(s).reviewers = 1, desk(s).unlimited = false; }, in(FilingState::in_review)},
      {"awaiting a window", [](Scenario& s) { s.mechanisms.windows = true, desk(s).window = Days{47}; },
       in(FilingState::awaiting_window)},
      {"rectifying", [](Scenario& s) { s.mechanisms.returns = true, desk(s).pass_probability = 0.3; },
       in(FilingState::rectifying)},
      {"renewal queued", [](Scenario& s) { set_renewal(s), desk(s).reviewers = 1, desk(s).unlimited = false; },
       in(FilingState::queued, FilingPurpose::renewal)},
      {"renewal in review", [](Scenario& s) { set_renewal(s); }, in(FilingState::in_review, FilingPurpose::renewal)},
      {"lapsed", [](Scenario& s) { set_renewal(s), north(s).registration.renewal_lead = Days{10}; },
       [](const World& world, const Vendor& v) {
         return v.product && world.at(v.product).status == ModelStatus::lapsed;
       }},
      {"held candidate", [](Scenario& s) { s.mechanisms.bundling = true, north(s).registration.bundling = 5; },
       [](const World&, const Vendor& v) { return bool{v.candidate}; }},
      {"notified",
       [](Scenario& s) { s.mechanisms.material_change = true, north(s).registration.notification = Days{60}; },
       [](const World& world, const Vendor& v) {
         return v.releases > 0 && world.models.alive() > world.blocs[0].market.rows && v.pending == 0;
       }},
      {"deployed, next project under way", [](Scenario&) {},
       [](const World&, const Vendor& v) { return bool{v.offer}; }},
      {"training its first", [](Scenario&) {}, [](const World&, const Vendor& v) { return v.project == 1; }}};
}

}  // namespace

TEST_CASE("a vendor that leaves at any stage leaves a world in order", "[process]") {
  for (const Stage& stage : stages())
    for (const bool works_ahead : {true, false}) {
      INFO(stage.name << (works_ahead ? ", works ahead" : ""));
      Scenario s = plain(4);
      make_all_file(s);
      s.mechanisms.market = true;
      s.vendors.works_ahead = works_ahead;
      s.classes[0].training = lognormal(40, 0.5);
      s.run.horizon = Days{1500};
      stage.set_up(s);
      // Some stages are reached by luck: the first replicate in which it happens will do.
      std::optional<Simulation> reached;
      VendorId leaver;
      for (std::uint32_t replicate = 0; replicate < 20 && !leaver; ++replicate) {
        reached.emplace(start(s, RunKey{3, replicate}));
        run(
            *reached,
            [&](const Event&, const World& world) {
              for (std::size_t i = 0; i < world.vendors.size() && !leaver; ++i)
                if (stage.reached(world, world.vendors[i])) leaver = VendorId{i};
            },
            [&] { return !leaver; });
      }
      REQUIRE(leaver);
      Simulation& sim = *reached;
      sim.schedule(sim.now(), phase::market, EventKind::vendor_fails, leaver.value);
      if (sim.world.at(leaver).offer) start_contract(sim, leaver, RegionId{0}, 1, 100);
      CHECK(run_and_look(sim) == "");
      const World& world = sim.world;
      CHECK(!world.at(leaver).active);
      CHECK(world.blocs[0].vendors == 3);
      CHECK(world.blocs[0].tally.exits == 1);
      CHECK(world.contracts.alive() == 0);
      std::uint64_t releases = 0;  // the others go on
      for (const Vendor& v : world.vendors)
        if (v.active) releases += v.releases;
      CHECK(releases > 3);
    }
}

TEST_CASE("a review of a vendor that has left takes its time and leads to nothing", "[process]") {
  Scenario s = plain(1);
  make_all_file(s);
  Simulation sim = start(s, {1, 0});
  run_until(sim, 110);
  REQUIRE(has_filing(sim.world, sim.world.vendors[0], FilingState::in_review));
  sim.schedule(sim.now(), phase::market, EventKind::vendor_fails, 0);
  run_until(sim, 120);
  CHECK(sim.world.offices[0].in_review == 1);
  CHECK(sim.world.offices[0].tally.abandoned == 0);  // its visit lasts as long as its reviewer is busy with it
  run_until(sim, 131);
  CHECK(sim.world.offices[0].in_review == 0);
  CHECK(sim.world.offices[0].tally.abandoned == 1);
  CHECK(sim.world.offices[0].tally.lost_days == 30);
  CHECK(sim.world.filings.alive() == 0);
  CHECK(sim.world.models.alive() == 0);
  CHECK(sim.world.blocs[0].registry.approvals == 0);
}

TEST_CASE("a filing of a vendor that has left counts as abandoned from where it is", "[process]") {
  struct Case {
    const char* name;
    std::int64_t reviewers;
    double window, pass;
    std::uint64_t abandoned;
    double days;
  };
  // Filed on day 100 by both vendors, reviewed for 30 days; they leave on day 140. A review under way goes on to its
  // end.
  const auto at = GENERATE(Case{"one decided, one in review", 1, 0, 1, 1, 60},
                           Case{"awaiting a date", 0, 200, 1, 2, 80}, Case{"decided and being mended", 0, 0, 0, 0, 0});
  INFO(at.name);
  Scenario s = plain(2);
  make_all_file(s);
  s.mechanisms.windows = s.mechanisms.returns = true;
  s.vendors.works_ahead = false;
  desk(s).reviewers = at.reviewers;
  desk(s).unlimited = at.reviewers == 0;
  desk(s).window = Days{at.window};
  desk(s).pass_probability = at.pass;
  Simulation sim = start(s, {1, 0});
  run_until(sim, 140);
  for (std::uint32_t v = 0; v < 2; ++v) sim.schedule(sim.now(), phase::market, EventKind::vendor_fails, v);
  run_until(sim, 300);
  const OfficeTally& tally = sim.world.offices[0].tally;
  CHECK(tally.abandoned == at.abandoned);
  CHECK(tally.arrived == tally.finished + tally.abandoned);
  CHECK(tally.lost_days == at.days);
}
