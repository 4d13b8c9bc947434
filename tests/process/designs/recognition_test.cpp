/// Approvals of another bloc that hold here, and the region that is no border.

#include <algorithm>

#include "sim/process/designs/bases.h"
#include "tests/catch.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Two identical blocs in which all must file; applications may call approved bases only. Open weights are seen abroad.
Scenario twins(bool recognised, bool interfaces = false, double open = 1) {
  Scenario s = plain(4);
  make_all_file(s);
  s.mechanisms.openness = s.mechanisms.adoption = s.mechanisms.recognition = true;
  s.classes[0].open_release = open;
  s.classes[2].unmodified = true;
  s.run.horizon = Days{1000};
  BlocRules& b = north(s);
  b.openness.visibility_lag = Days{0};
  b.openness.foreign_visibility = 1;
  b.registration.approved_bases_only = true;
  b.recognition.interfaces = interfaces;
  s.blocs.push_back(b);
  s.blocs[1].name = "south";
  // In the south there are applications only: what they call comes from the north.
  s.blocs[1].population.class_shares = {0, 0, 1};
  if (recognised) s.blocs[1].recognition.blocs = {"north"};
  return s;
}

std::uint64_t southern_releases(const Scenario& s, std::string* problem = nullptr) {
  Simulation sim = start(s, {1, 0});
  const std::string found = run_and_look(sim);
  if (problem) *problem = found;
  return sim.world.blocs[1].tally.releases;
}

}  // namespace

TEST_CASE("recognition: a base approved in one bloc can be called in the other, by the light track", "[process]") {
  std::string problem;
  CHECK(southern_releases(twins(false), &problem) == 0);
  CHECK(problem == "");
  Simulation sim = start(twins(true), {1, 0});
  CHECK(run_and_look(sim) == "");
  // Every 100 days each of four applications moves to the newest base; the first bases are approved on day 130.
  CHECK(sim.world.blocs[1].tally.releases == 4 * 8);
  CHECK(sim.world.blocs[1].tally.filed[static_cast<std::size_t>(Track::light)] == 4 * 9);
  CHECK(sim.world.blocs[1].tally.filed[static_cast<std::size_t>(Track::full)] == 0);
  for (const Base& base : sim.world.blocs[1].weights) CHECK(base.approved);
}

TEST_CASE("recognition: it is one way unless both say so, and only with the mechanism", "[process]") {
  Scenario s = twins(true);
  std::swap(s.blocs[0].population.class_shares, s.blocs[1].population.class_shares);  // now the south trains
  Simulation sim = start(s, {1, 0});
  finish(sim);
  CHECK(sim.world.blocs[0].tally.releases == 0);  // the north recognises nobody
  CHECK(sim.world.blocs[1].tally.releases > 0);
  s.blocs[0].recognition.blocs = {"south"};
  Simulation both = start(s, {1, 0});
  finish(both);
  CHECK(both.world.blocs[0].tally.releases > 0);
  Scenario off = twins(true), never = twins(false);
  off.mechanisms.recognition = false;
  CHECK(fingerprint(off) == fingerprint(never));
  CHECK(fingerprint(twins(true)) != fingerprint(never));
}

TEST_CASE("recognition: mutual between identical blocs, each sees the other's bases as its own", "[process]") {
  Scenario s = twins(true);
  s.blocs[0].recognition.blocs = {"south"};
  for (BlocRules& b : s.blocs) b.population.class_shares = {1, 0, 0};
  Simulation sim = start(s, {1, 0});
  finish(sim);
  for (Bloc& bloc : sim.world.blocs) {
    reveal_weights(bloc, sim.now());
    std::size_t own = 0, foreign = 0;
    for (const Base& base : bloc.weights) {
      CHECK(base.approved);
      (sim.world.at(sim.world.at(base.vendor).bloc).name == bloc.name ? own : foreign) += 1;
    }
    CHECK(own == 4);
    CHECK(foreign == 4);
  }
}

TEST_CASE("recognition: an approval that runs out runs out abroad, and a renewal counts there", "[process]") {
  Scenario s = twins(true, true);
  s.mechanisms.renewal = true;
  s.capability.release_gain_oom = 10;  // one release: approved on day 130, lapsed from day 330 to day 350
  north(s).registration.validity = Days{200};
  north(s).registration.renewal_lead = Days{10};
  north(s).openness.visibility_lag = s.blocs[1].openness.visibility_lag = Days{GENERATE(0.0, 210.0)};
  Simulation sim = start(s, {1, 0});
  Bloc& south = sim.world.blocs[1];
  const auto approved = [&] {
    reveal_weights(south, sim.now());
    const auto is_approved = [](const Base& base) { return base.approved; };
    return std::count_if(south.weights.begin(), south.weights.end(), is_approved) +
           std::count_if(south.upcoming.begin(), south.upcoming.end(), is_approved);
  };
  run_until(sim, 329);
  CHECK(approved() == 4);
  CHECK(south.interfaces.size() == 4);
  run_until(sim, 331);
  CHECK(approved() == 0);
  CHECK(south.interfaces.empty());
  run_until(sim, 351);
  CHECK(approved() == 4);
  CHECK(south.interfaces.size() == 4);
}

TEST_CASE("recognition: an approval that runs out where none is asked for any more runs out abroad, too", "[process]") {
  Scenario s = twins(true, true);
  s.mechanisms.renewal = s.mechanisms.policy = true;
  s.capability.release_gain_oom = 10;  // one release: approved on day 130 until day 330
  north(s).registration.validity = Days{200};
  north(s).registration.renewal_lead = Days{10};
  PolicyRule free;
  free.at = Days{200};
  free.edits.push_back({"bloc.north.registration.who", EditKind::set, std::string("nobody")});
  s.policies.push_back(free);
  Simulation sim = start(s, {1, 0});
  Bloc &home = sim.world.blocs[0], &abroad = sim.world.blocs[1];
  const auto approved = [](const std::vector<Base>& bases) {
    return std::count_if(bases.begin(), bases.end(), [](const Base& base) { return base.approved; });
  };
  run_until(sim, 329);
  CHECK(approved(home.interfaces) == 4);
  CHECK(approved(abroad.interfaces) == 4);
  CHECK(approved(abroad.weights) == 4);
  run_until(sim, 331);
  CHECK(home.interfaces.size() == 4);  // they serve as before, without an approval
  CHECK(approved(home.interfaces) == 0);
  CHECK(abroad.interfaces.empty());
  CHECK(approved(abroad.weights) == 0);
  CHECK(what_is_wrong(sim) == "");
}

TEST_CASE("recognition: a change of the rule reaches what has been published already", "[process][policy]") {
  Scenario s = twins(false, true);
  s.mechanisms.policy = s.mechanisms.renewal = true;
  s.capability.release_gain_oom = 10;  // one release: approved on day 130, lapsed from day 330 to day 350
  north(s).registration.validity = Days{200};
  north(s).registration.renewal_lead = Days{10};
  s.blocs[1].openness.visibility_lag = Days{GENERATE(0.0, 400.0)};  // out, or still to come
  PolicyRule treaty;
  treaty.edits.push_back({"bloc.south.recognition.blocs", EditKind::set, std::vector<std::string>{"north"}});
  const auto from_to = [&](double from, double until) {
    treaty.at = Days{from};
    treaty.until = Days{until};
    s.policies = {treaty};
    return start(s, {1, 0});
  };
  const auto approved = [](Simulation& sim, double day) {
    run_until(sim, day);
    Bloc& south = sim.world.blocs[1];
    reveal_weights(south, sim.now());
    const auto is_approved = [](const Base& base) { return base.approved; };
    const auto n = std::count_if(south.weights.begin(), south.weights.end(), is_approved) +
                   std::count_if(south.upcoming.begin(), south.upcoming.end(), is_approved);
    CHECK(south.interfaces.size() == static_cast<std::size_t>(n));  // of four makers, with one model each
    return n;
  };
  Simulation early = from_to(200, 300);
  CHECK(approved(early, 199) == 0);
  CHECK(approved(early, 201) == 4);
  CHECK(approved(early, 299) == 4);
  CHECK(approved(early, 301) == 0);
  Simulation lapsed = from_to(335, 500);  // what has run out at home is not approved here
  CHECK(approved(lapsed, 336) == 0);
  CHECK(approved(lapsed, 351) == 4);
  Simulation renewed = from_to(400, 500);  // what was renewed before anybody recognised it is
  CHECK(approved(renewed, 399) == 0);
  CHECK(approved(renewed, 401) == 4);
  CHECK(approved(renewed, 501) == 0);
}

TEST_CASE("recognition: interfaces follow their own rule, and outlive a change of the bloc's access",
          "[process][policy]") {
  Scenario s = twins(true, false);
  s.mechanisms.policy = true;
  const auto edit = [](double at, double until, const char* key, Value value) {
    PolicyRule policy;
    policy.at = Days{at};
    policy.until = Days{until};
    policy.edits.push_back({key, EditKind::set, std::move(value)});
    return policy;
  };
  s.policies = {edit(300, 600, "bloc.south.recognition.interfaces", true),
                edit(400, 500, "bloc.south.openness.api_access", false)};
  Simulation sim = start(s, {1, 0});
  const auto interfaces = [&](double day) {
    run_until(sim, day);
    return sim.world.blocs[1].interfaces.size();
  };
  CHECK(interfaces(299) == 0);
  CHECK(interfaces(301) == 4);
  CHECK(interfaces(401) == 0);
  CHECK(interfaces(501) == 4);
  CHECK(interfaces(601) == 0);
}

TEST_CASE("recognition: closed models are called across the border if the rule says so, for a fee", "[process]") {
  Scenario s = twins(true, false, 0);
  CHECK(southern_releases(s) == 0);
  s = twins(true, true, 0);
  s.mechanisms.market = s.mechanisms.finance = true;
  s.blocs[1].openness.api_fee = 0.5;
  s.blocs[1].market.demand_per_year = 100;
  Simulation sim = start(s, {1, 0});
  CHECK(run_and_look(sim) == "");  // books of both balance, and what one sends abroad arrives
  CHECK(sim.world.blocs[1].tally.releases > 0);
  const auto abroad = static_cast<std::size_t>(Account::abroad);
  CHECK(sim.world.blocs[0].books.paid[abroad] > Money::of(50));
  CHECK(sim.world.blocs[0].books.paid[abroad] == sim.world.blocs[1].books.received[abroad]);
  for (std::uint32_t i = 0; i < 8; ++i)
    if (sim.world.vendors[i].bloc == BlocId{0}) sim.schedule(sim.now(), phase::ends, EventKind::vendor_leaves, i);
  sim.end += Ticks{1};
  CHECK(run_and_look(sim) == "");
  CHECK(sim.world.blocs[1].interfaces.empty());
}

TEST_CASE("recognition: two identical regions of one bloc are one region", "[process]") {
  Scenario s = twins(true);
  s.blocs.pop_back();
  s.mechanisms.procurement = s.mechanisms.market = s.mechanisms.finance = s.mechanisms.search = true;
  BlocRules& b = north(s);
  b.population.vendors = 20;
  b.population.class_shares = {1, 1, 1};
  b.procurement.tenders_per_year = 30;
  b.procurement.preference = 0.5;
  b.procurement.local = b.procurement.incumbency = 0;
  b.stages[0].rule.reviewers = 2;
  b.stages[0].rule.unlimited = false;
  const auto one = fingerprint(s);
  b.population.regions = 2;
  CHECK(fingerprint(s) == one);
  b.population.regions = 5;
  b.population.region_weights = {1, 4, 2, 2, 1};
  CHECK(fingerprint(s) == one);
}
