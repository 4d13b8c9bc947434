/// Common random numbers: what a change does not touch stays as it was, to the bit.

#include <bit>
#include <map>
#include <tuple>

#include "sim/policy/contradictions.h"
#include "tests/catch.h"
#include "tests/theory/lab.h"

namespace poldyn::theory {
namespace {

/// What happened to whom, named so that it means the same in two worlds; `value` holds bits of an outcome.
struct Happening {
  SimTime at;
  EventKind kind;
  std::uint32_t who;
  std::uint32_t which;
  std::uint64_t value;
  friend bool operator==(const Happening&, const Happening&) = default;
};

using Draw = std::tuple<EventKind, std::uint32_t, std::uint32_t, std::uint32_t>;  ///< what, whose, which, how-manieth

struct Record {
  std::map<std::uint32_t, std::vector<Happening>> of_vendor;  ///< by the vendor's key
  std::map<std::uint32_t, std::vector<Happening>> of_bloc;    ///< including its vendors'
  std::map<Draw, Ticks> length;                               ///< of trainings and reviews
};

class Recorder {
 public:
  void before(const Event& event, const World& world) {
    happening_ = {event.at, kind_of(event), 0, 0, 0};
    vendor_ = live_ = false;
    switch (kind_of(event)) {
      case EventKind::training_ends:
        return training(event, world.at(VendorId{event.what.subject}));
      case EventKind::review_ends:
        return review(event, world.at(FilingId{event.what.subject}));
      case EventKind::deployed:
        return deployed(event, world);
      case EventKind::vendor_leaves:
        return of_vendor(world.at(VendorId{event.what.subject}).key, 0, 0);
      case EventKind::window_opens:
        return of_bloc(world.offices[event.what.subject].bloc.value, event.what.subject);
      case EventKind::market_epoch:
      case EventKind::tender_opens:
      case EventKind::entry_tried:
      case EventKind::vendor_enters:
        return of_bloc(event.what.subject, event.what.detail);
      default:
        return;  // may be stale, and says nothing that the others do not show
    }
  }

  void after(const Event&, const World& world) {
    if (!live_) return;
    if (happening_.kind == EventKind::market_epoch)
      happening_.value = std::bit_cast<std::uint64_t>(world.blocs[bloc_].tally.use);
    if (vendor_) record.of_vendor[happening_.who].push_back(happening_);
    record.of_bloc[bloc_].push_back(happening_);
  }

  Record record;

 private:
  void of_vendor(std::uint32_t key, std::uint32_t which, std::uint64_t value) {
    happening_.who = key, happening_.which = which, happening_.value = value;
    bloc_ = key >> 27;  // sim/world/events.h: entity_key
    vendor_ = live_ = true;
  }
  void of_bloc(std::uint32_t bloc, std::uint32_t which) {
    happening_.who = happening_.which = which;
    bloc_ = bloc;
    live_ = true;
  }
  void training(const Event& event, const Vendor& vendor) {
    if (!vendor.active || vendor.project != event.what.detail) return;
    record.length[{EventKind::training_ends, vendor.key, vendor.project, 0}] = event.at - vendor.project_start;
    of_vendor(vendor.key, vendor.project, vendor.design);
  }
  void review(const Event& event, const Filing& filing) {
    if (filing.state == FilingState::withdrawn) return;
    record.length[{EventKind::review_ends, filing.key, filing.ordinal, filing.visit}] =
        event.at - filing.review_started;
    of_vendor(filing.key, filing.ordinal, filing.visit);
  }
  void deployed(const Event& event, const World& world) {
    const Model& model = world.at(ModelId{event.what.subject});
    if (model.generation == event.what.detail)
      of_vendor(world.at(model.vendor).key, model.project, std::bit_cast<std::uint64_t>(model.mean_q));
  }

  Happening happening_{};
  std::uint32_t bloc_ = 0;
  bool vendor_ = false, live_ = false;
};

Record record_of(const Scenario& scenario, RunKey key) {
  if (const auto faults = contradictions(scenario); !faults.empty()) FAIL(faults[0].path << ": " << faults[0].message);
  Simulation sim = start(scenario, key);
  Recorder recorder;
  watch(
      sim, [&](const Event& event, const World& world) { recorder.before(event, world); },
      [&](const Event& event, const World& world) { recorder.after(event, world); });
  return recorder.record;
}

/// Lengths that both runs drew are equal; returns how many those are.
std::size_t common_lengths(const Record& a, const Record& b) {
  std::size_t common = 0;
  for (const auto& [draw, length] : a.length)
    if (const auto other = b.length.find(draw); other != b.length.end()) {
      CHECK(other->second == length);
      ++common;
    }
  return common;
}

/// Two blocs with regimes of their own; nothing passes between them.
Scenario two_blocs() {
  Scenario world;
  world.domains = {{"chat", {}}, {"tools", {}}};
  world.run.horizon = Days{5 * days_per_year};
  for (const char* name : {"north", "south"}) {
    BlocRules& bloc = world.blocs.emplace_back();
    bloc.name = name;
    bloc.population.vendors = 30;
    bloc.registration.who = WhoFiles::all;
    StageRule stage = desk(3, lognormal(30, 0.6));
    stage.pass_probability = 0.8;
    stage.rectification = exponential(15);
    bloc.stages = {{"review", stage}};
    for (auto& [track_name, track] : bloc.tracks) track.stages = {"review"};
  }
  return world;
}

/// A change to the rules of the first bloc.
struct Switch {
  const char* name;
  void (*apply)(Scenario&);
};

const Switch switches[] = {
    {"one more vendor", [](Scenario& s) { ++s.blocs[0].population.vendors; }},
    {"nobody files", [](Scenario& s) { s.blocs[0].registration.who = WhoFiles::nobody; }},
    {"one reviewer", [](Scenario& s) { s.blocs[0].stages[0].rule.reviewers = 1; }},
    {"half of the filings fail", [](Scenario& s) { s.blocs[0].stages[0].rule.pass_probability = 0.5; }},
    {"preference in tenders", [](Scenario& s) { s.blocs[0].procurement.preference = 1; }},
    {"open weights twice as often", [](Scenario& s) { s.blocs[0].openness.release_factor = 2; }},
    {"more entrants", [](Scenario& s) { s.blocs[0].population.entry_rate_per_year = 60; }}};

TEST_CASE("with every mechanism on, a rule switched in one bloc leaves the other bloc's history as it was",
          "[theory]") {
  const Record before = record_of(two_blocs(), {41, 0});
  REQUIRE(before.of_bloc.at(1).size() > 1'000);
  for (const Switch& change : switches) {
    INFO(change.name);
    Scenario changed = two_blocs();
    change.apply(changed);
    const Record after = record_of(changed, {41, 0});
    CHECK(after.of_bloc.at(1) == before.of_bloc.at(1));
    CHECK(after.of_bloc.at(0) != before.of_bloc.at(0));  // the switch did something
  }
}

TEST_CASE("a vendor's third training and its filings' reviews take as long under every regime", "[theory]") {
  const Record before = record_of(two_blocs(), {42, 0});
  for (const Switch& change : switches) {
    INFO(change.name);
    Scenario changed = two_blocs();
    change.apply(changed);
    CHECK(common_lengths(before, record_of(changed, {42, 0})) > 500);
  }
}

TEST_CASE("without markets and queues one more vendor changes nothing for any other", "[theory]") {
  StageRule stage = desk(0, lognormal(30, 0.6));
  stage.pass_probability = 0.7;
  stage.rectification = exponential(15);
  Scenario world = closed_loop({stage}, 20, lognormal(60, 0.5), {3'000, 0});
  world.mechanisms.search = true;
  const Record before = record_of(world, {43, 0});
  ++world.blocs[0].population.vendors;
  const Record after = record_of(world, {43, 0});
  REQUIRE(before.of_vendor.size() == 20);
  REQUIRE(after.of_vendor.size() == 21);
  for (const auto& [key, history] : before.of_vendor) CHECK(after.of_vendor.at(key) == history);
}

TEST_CASE("one decision's stream is its own: equal laws for different purposes give different lengths", "[theory]") {
  StageRule stage = desk(0, exponential(30));
  stage.pass_probability = 0.5;
  stage.rectification = exponential(30);
  const Scenario world = closed_loop({stage, stage}, 10, exponential(30), {3'000, 0});
  std::map<Ticks, int> seen;
  for (const auto& [draw, length] : record_of(world, {44, 0}).length) ++seen[length];
  REQUIRE(seen.size() > 300);
  for (const auto& [length, times] : seen) CHECK(times == 1);  // 2^-40 a pair, if streams are apart
}

}  // namespace
}  // namespace poldyn::theory
