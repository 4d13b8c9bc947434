/// Who is named draws as before, whatever is put in, taken out or moved beside it.

#include <algorithm>
#include <bit>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "sim/policy/contradictions.h"
#include "sim/run/simulate.h"
#include "tests/catch.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Two blocs in which all happens and that have nothing to do with each other.
Scenario apart(const std::vector<std::string>& names) {
  Scenario s = plain(12);
  s.mechanisms = Mechanisms{};
  s.mechanisms.recognition = s.mechanisms.spillover = s.mechanisms.standards = false;
  give_choices(s);
  make_all_file(s);
  s.run.horizon = Days{800};
  BlocRules bloc = north(s);
  bloc.stages[0].rule.unlimited = false;
  bloc.stages[0].rule.reviewers = 3;
  bloc.stages[0].rule.review = lognormal(20, 0.8);
  bloc.stages[0].rule.pass_probability = 0.7;
  bloc.stages[0].rule.rectification = exponential(10);
  bloc.stages[0].rule.patience = exponential(200);
  bloc.population.class_shares = {0.3, 0.4, 0.3};
  bloc.population.regions = 3;
  bloc.population.entry_rate_per_year = 5;
  bloc.procurement.tenders_per_year = 40;
  for (const std::string& name : names) {
    s.blocs.push_back(bloc);
    s.blocs.back().name = name;
  }
  s.blocs.erase(s.blocs.begin());
  return s;
}

using Values = std::map<std::tuple<std::string, std::size_t>, std::uint64_t>;

/// Totals of one bloc, but for those that compare it with others or with what is new to the world; `stage` names what
/// is asked of stages.
Values totals_of(const Scenario& s, const std::string& name, const std::string& stage) {
  REQUIRE(contradictions(s).empty());
  const RunResult run = simulate(s, {5, 0});
  const auto found = std::find_if(s.blocs.begin(), s.blocs.end(), [&](const BlocRules& b) { return b.name == name; });
  const auto b = static_cast<std::size_t>(found - s.blocs.begin());
  const auto& stages = found->stages;
  Values values;
  for (std::size_t m = 0; m < run.totals.size(); ++m) {
    const MetricRow& row = total_metrics()[m];
    if (row.axis == Axis::other_bloc || row.family == "between_blocs" || row.name.substr(0, 7) == "novelty") continue;
    const std::size_t extent = run.shape.extent(row.axis);
    for (std::size_t i = 0; i < extent; ++i) {
      if (row.axis == Axis::stage && (i >= stages.size() || stages[i].name != stage)) continue;
      if (row.axis == Axis::domain && s.domains[i].name != "general") continue;
      values[{std::string(row.name), row.axis == Axis::stage || row.axis == Axis::domain ? 0 : i}] =
          std::bit_cast<std::uint64_t>(run.totals[m][b * extent + i]);
    }
  }
  return values;
}

std::string differing(const Values& a, const Values& b) {
  std::string found;
  for (const auto& [what, value] : a)
    if (const auto other = b.find(what); other == b.end() || other->second != value) found += std::get<0>(what) + " ";
  return found;
}

void put_in_front(BlocRules& bloc, const std::string& name) {
  bloc.stages.insert(bloc.stages.begin(), bloc.stages.front());
  bloc.stages.front().name = name;
}

/// What an initial vendor was at the start, by its identity.
struct Start {
  VendorClass cls;
  std::uint32_t region;
  std::uint64_t design;
  std::uint8_t standard;
  bool affiliated;
  Money cash;
};
std::map<std::uint32_t, Start> starts(const Scenario& s) {
  REQUIRE(contradictions(s).empty());
  Simulation sim = start(s, {8, 0});
  run_until(sim, 0);
  std::map<std::uint32_t, Start> made;
  for (const Vendor& v : sim.world.vendors)
    if (s.blocs[v.bloc.value].name == "north")
      made[within_bloc(v.key)] = {v.cls, v.region.value, v.design, v.standard, v.affiliated, v.cash};
  return made;
}

Scenario many() {
  Scenario s = apart({"north"});
  s.mechanisms.standards = true;
  s.standards.names = {"alpha", "beta", "gamma"};
  s.standards.network_strength = 0;
  north(s).population.vendors = 3'000;
  return s;
}

}  // namespace

TEST_CASE("edits: a bloc that has nothing to do with others can be put in, taken out and moved", "[process]") {
  const Values alone = totals_of(apart({"north"}), "north", "desk");
  REQUIRE(alone.size() > 100);
  CHECK(alone.at({"releases", 0}) != std::bit_cast<std::uint64_t>(0.0));
  for (const auto& names :
       std::vector<std::vector<std::string>>{{"north", "south"}, {"south", "north"}, {"a", "zz", "north"}})
    CHECK(differing(alone, totals_of(apart(names), "north", "desk")) == "");
  const Scenario twins = apart({"north", "south"});
  CHECK(differing(alone, totals_of(twins, "south", "desk")) != "");  // the same rules, and luck of its own
}

TEST_CASE("edits: stages, policies, domains and paradigms that nothing uses change nothing", "[process]") {
  const Scenario s = apart({"north"});
  const Values before = totals_of(s, "north", "desk");
  Scenario more = s;
  put_in_front(north(more), "anteroom");
  CHECK(differing(before, totals_of(more, "north", "desk")) == "");
  more = s;
  PolicyRule& policy = more.policies.emplace_back();
  policy.at = Days{2 * s.run.horizon.count()};
  policy.edits.push_back({"bloc.north.population.exit_hazard", EditKind::scale, Value{2.0}});
  CHECK(differing(before, totals_of(more, "north", "desk")) == "");
  more = s;
  more.domains.insert(more.domains.begin(), {"additional", {}});
  more.domains[0].rule.demand_weight = 0;
  // Where a model has least feedback is now where nobody uses it: that is what this metric asks.
  CHECK(differing(before, totals_of(more, "north", "desk")) == "mean_transfer ");
  more = s;
  more.mechanisms.paradigms = true;
  more.paradigms = {{"first", {}}, {"second", {}}};
  more.paradigms[1].rule.discovery = more.paradigms[1].rule.directed_discovery = 0;
  const Values two = totals_of(more, "north", "desk");
  more.paradigms.push_back(more.paradigms[1]);
  more.paradigms[2].name = "third";
  CHECK(differing(two, totals_of(more, "north", "desk")) == "");
}

TEST_CASE("edits: a stage put before another in a track leaves the lengths of its reviews", "[process]") {
  const auto lengths = [](const Scenario& s) {
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint16_t>, Ticks> made;  // of whom, which, how-manieth there
    Simulation sim = start(s, {5, 0});
    Event event;
    while (sim.queue.pop_until(sim.end, event)) {
      const FilingId id{event.what.subject};
      if (kind_of(event) == EventKind::review_ends && sim.world.at(id).state == FilingState::in_review) {
        const Filing& filing = sim.world.at(id);
        const std::uint8_t stage = sim.world.at(filing.office).stage;
        if (s.blocs[0].stages[stage].name == "desk")
          made[{filing.key, filing.ordinal, filing.visits[stage]}] = event.at - filing.review_started;
      }
      sim.current_event = event.seq;
      handle(sim, event);
    }
    return made;
  };
  Scenario s = apart({"north"});
  s.mechanisms = nothing();
  s.mechanisms.filings = s.mechanisms.approval = s.mechanisms.returns = true;
  north(s).filings.interarrival = exponential(10);
  s.run.horizon = Days{3000};
  const auto before = lengths(s);
  put_in_front(north(s), "anteroom");
  for (auto& [name, track] : north(s).tracks) track.stages = {"anteroom", "desk"};
  const auto after = lengths(s);
  std::size_t common = 0, again = 0;
  for (const auto& [visit, length] : before)
    if (const auto other = after.find(visit); other != after.end()) {
      ++common;
      again += std::get<2>(visit) > 1;
      CHECK(other->second == length);
    }
  CHECK(common > 100);
  CHECK(again > 5);
}

TEST_CASE("edits: a standard that is taken out moves only those who chose it", "[process]") {
  const Scenario s = many();
  const auto before = starts(s);
  Scenario fewer = s;
  fewer.standards.names = {"gamma", "alpha"};
  std::size_t chose_it = 0, stayed = 0;
  for (const auto& [key, start] : starts(fewer)) {
    const std::string was = s.standards.names[before.at(key).standard], is = fewer.standards.names[start.standard];
    was == "beta" ? ++chose_it : stayed += was == is;
  }
  CHECK(chose_it > 800);
  CHECK(chose_it + stayed == before.size());
}

TEST_CASE("edits: a region at the end, or a class without vendors, moves only those concerned", "[process]") {
  const Scenario s = many();
  const auto before = starts(s);
  Scenario four = s, two_classes = s;
  north(four).population.regions = 4;
  north(two_classes).population.class_shares = {0.3, 0, 0.3};
  std::size_t in_new = 0, moved = 0;
  for (const auto& [key, start] : starts(four)) {
    const Start& was = before.at(key);
    start.region == 3 ? ++in_new : moved += start.region != was.region;
    moved += start.cls != was.cls || start.design != was.design || start.affiliated != was.affiliated ||
             start.cash != was.cash;
  }
  CHECK(in_new > 600);
  std::size_t of_gone = 0;
  for (const auto& [key, start] : starts(two_classes)) {
    const Start& was = before.at(key);
    was.cls == VendorClass::derivative ? ++of_gone : moved += start.cls != was.cls || start.cash != was.cash;
    moved += start.region != was.region || start.design != was.design || start.standard != was.standard;
  }
  CHECK(of_gone > 1'000);
  CHECK(moved == 0);
}

TEST_CASE("edits: landscapes above the lowest belong to paradigms and not to rungs", "[process]") {
  Scenario s = apart({"north"});
  s.mechanisms.paradigms = true;
  s.paradigms = {{"first", {}}, {"second", {}}, {"third", {}}};
  const Simulation three = start(s, {1, 0});
  s.paradigms.erase(s.paradigms.begin() + 1);
  const Simulation two = start(s, {1, 0});
  CHECK(two.world.landscape_of(0).contribution == three.world.landscape_of(0).contribution);
  CHECK(two.world.landscape_of(1).contribution == three.world.landscape_of(2).contribution);
  CHECK(two.world.landscape_of(1).contribution != three.world.landscape_of(1).contribution);
  s.mechanisms.paradigms = false;
  CHECK(start(s, {1, 0}).world.landscape.contribution == three.world.landscape.contribution);
}

TEST_CASE("edits: a dated directive is known by its date", "[process]") {
  const auto issued = [](std::vector<double> days) {
    Scenario s = apart({"north"});
    s.mechanisms.directives = true;
    north(s).directives.rate_per_year = 0;
    north(s).directives.days = std::move(days);
    Simulation sim = start(s, {2, 0});
    std::map<SimTime, std::vector<std::uint64_t>> identities;
    watch(sim, [&](const Event& event, const World& world) {
      if (kind_of(event) != EventKind::directive_issued) return;
      for (const Directive& directive : world.blocs[0].directives.pending)
        if (directive.issued == event.at) identities[event.at].push_back(directive.identity);
    });
    return identities;
  };
  const auto two = issued({300, 400}), three = issued({400, 150, 300});
  REQUIRE(two.size() == 2);
  for (const auto& [at, identity] : two) CHECK(three.at(at) == identity);
  const auto twins = issued({300, 300}).at(at_day(300));
  CHECK(std::set<std::uint64_t>(twins.begin(), twins.end()).size() == 2);
}
