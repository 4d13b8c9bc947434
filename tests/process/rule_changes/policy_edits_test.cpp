/// Every parameter that may change during a run is changed during one. A mechanism that keeps a copy or a schedule of a
/// parameter of its own either follows the change or declares the parameter fixed (sim/policy/policy_edit.cpp).

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>
#include <string>
#include <vector>

#include "sim/policy/contradictions.h"
#include "sim/policy/policy_edit.h"
#include "sim/policy/staffing_faults.h"
#include "sim/process/dispatch/mechanism_table.h"
#include "sim/run/simulate.h"
#include "tests/catch.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

Scenario scene() {
  Scenario s = busy();
  s.policies.clear();
  s.run.horizon = Days{900};
  s.run.sample_interval = Days{60};
  for (BlocRules& bloc : s.blocs) {
    bloc.stages.push_back({"jury", bloc.stages[0].rule});  // whose reviewers come and go
    bloc.stages[1].rule.review = constant(4);
    bloc.stages[0].rule.staffing = {};
    bloc.stages.push_back({"board", bloc.stages[0].rule});
    bloc.stages.back().rule.unlimited = true;
    for (auto& stage : bloc.stages) stage.rule.offices = OfficeLevel::region;
    for (auto& [name, track] : bloc.tracks) {
      track.stages = {"board", "jury", "desk"};
      track.deadline = Days{200};
    }
  }
  return s;
}

void set_unlimited(Scenario& scenario) {
  for (BlocRules& bloc : scenario.blocs)
    for (auto& stage : bloc.stages) stage.rule.unlimited = stage.rule.staffing.follows == StaffingTarget::none;
}

struct Change {
  std::string key;
  Value value;
};

Scenario under(const Change& change, double day, double until = 0) {
  Scenario s = scene();
  PolicyRule policy;
  policy.at = Days{day};
  policy.until = Days{until};
  policy.edits.push_back({change.key, EditKind::set, change.value});
  s.policies.push_back(policy);
  return s;
}

Scenario written(const Change& change) {
  Scenario s = scene();
  const EditTarget target = find_parameter(s, change.key);
  target.row->set(target.object, change.value);
  return s;
}

double within(const Range& range, double x) { return std::clamp(x, range.low, range.high); }

/// Other values that the parameter might take.
std::vector<Value> others(const ParamRow& row, const Value& now) {
  std::vector<Value> made;
  const auto number = [&](double x) {
    std::vector<double> tries{within(row.range, 2 * x + 0.1), within(row.range, x / 2)};
    if (row.range.has(0)) tries.push_back(0);  // a least length that is not 0 would make a million events a day
    return tries;
  };
  switch (row.kind) {
    case Kind::flag:
      made.push_back(!std::get<bool>(now));
      break;
    case Kind::name:
      for (const auto& choice : row.choices) made.push_back(std::string(choice));
      break;
    case Kind::number:
      for (const double x : number(std::get<double>(now))) made.push_back(x);
      break;
    case Kind::integer:
      for (const double x : number(static_cast<double>(std::get<std::int64_t>(now)) + 0.5))
        made.push_back(static_cast<std::int64_t>(std::llround(x)));
      break;
    case Kind::law:
      for (const double x : number(std::get<Law>(now).mean)) {
        Law law = std::get<Law>(now);
        law.mean = x;
        made.push_back(law);
      }
      break;
    case Kind::numbers: {
      std::vector<double> list = std::get<std::vector<double>>(now);
      for (std::size_t i = 0; i < list.size(); ++i) list[i] *= 1 + static_cast<double>(i);
      made.push_back(list);
      list.push_back(1);
      made.push_back(list);
      made.push_back(std::vector<double>{1, 2, 2});  // one of each region
      break;
    }
    case Kind::text:
      for (const char* name : {"board", "desk", "alpha", "beta", "full", "light"}) made.push_back(std::string(name));
      break;
    case Kind::names:
      for (const char* name : {"board", "north", "south", "general", "frontier"})
        made.push_back(std::vector<std::string>{name});
      break;
  }
  std::erase(made, now);
  return made;
}

/// All changes that a policy may make to one bloc and to what all blocs share.
std::vector<Change> changes() {
  std::vector<Change> made;
  Scenario s = scene();
  for (const Section& part : all_sections(s)) {
    if (part.path.starts_with("bloc.south")) continue;
    for (const ParamRow& row : part.rows) {
      const std::string key = part.path + "." + std::string(row.key);
      if (!fixed_because(key).empty()) continue;
      for (const Value& value : others(row, row.get(part.object)))
        if (contradictions(under({key, value}, 300)).empty() && contradictions(written({key, value})).empty())
          made.push_back({key, value});
    }
  }
  return made;
}

/// Metrics of policies are left out: what policies do is compared, and not how many there are.
bool same(std::span<const MetricRow> rows, const std::vector<std::vector<double>>& a,
          const std::vector<std::vector<double>>& b, double tolerance = 0) {
  for (std::size_t m = 0; m < a.size(); ++m)
    for (std::size_t i = 0; rows[m].axis != Axis::policy && i < a[m].size(); ++i) {
      const double x = a[m][i], y = b[m][i];
      if (std::isnan(x) && std::isnan(y)) continue;
      constexpr double dust = 1e-6;  // a difference that is 0 on one side and 1e-15 on the other
      if (std::abs(x - y) <= tolerance * std::max({std::abs(x), std::abs(y), dust})) continue;
      UNSCOPED_INFO("row " << m << " of " << a.size() << " at " << i << ": " << x << " and " << y);
      return false;
    }
  return true;
}
bool same_values(const RunResult& a, const RunResult& b, double tolerance = 0) {
  return same(sampled_metrics(), a.sampled, b.sampled, tolerance) &&
         same(total_metrics(), a.totals, b.totals, tolerance);
}
bool same(const RunResult& a, const RunResult& b) { return a.fingerprint == b.fingerprint && same_values(a, b); }

/// Events before a day, policies' own left out.
std::vector<Event> events_before(const Scenario& scenario, double day) {
  Scenario s = scenario;
  s.record.events = true;
  std::vector<Event> log = simulate(s, {1, 0}).log;
  std::erase_if(log, [&](const Event& e) { return in_days(e.at) >= day || kind_of(e) == EventKind::policy_changes; });
  return log;
}
bool same(const std::vector<Event>& a, const std::vector<Event>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Event& x, const Event& y) {
    return x.at == y.at && x.phase == y.phase && x.what.kind == y.what.kind && x.what.subject == y.what.subject &&
           x.what.detail == y.what.detail && x.what.extra == y.what.extra;
  });
}

}  // namespace

TEST_CASE("policy edits: a change to the value that is there is no change, to the bit", "[process][policy]") {
  const RunResult plain = simulate(scene(), {1, 0});
  Scenario s = scene();
  PolicyRule policy;
  policy.at = Days{300};
  policy.until = Days{600};
  for (const Section& part : all_sections(s))
    for (const ParamRow& row : part.rows) {
      const std::string key = part.path + "." + std::string(row.key);
      if (fixed_because(key).empty()) policy.edits.push_back({key, EditKind::set, row.get(part.object)});
    }
  CHECK(policy.edits.size() > 150);
  s.policies.push_back(policy);
  const RunResult edited = simulate(s, {1, 0});
  CHECK(same(edited, plain));
  CHECK(edited.events == plain.events);
}

TEST_CASE("policy edits: each parameter may change in mid-run, and back, and the world stays in order",
          "[process][policy]") {
  std::set<std::string> keys;
  for (const Change& change : changes()) {
    INFO(change.key);
    keys.insert(change.key);
    Scenario changed = under(change, 300, 600);
    if (change.key.starts_with("class.")) set_unlimited(changed);  // approvals soon enough for many to be in service
    Simulation sim = start(changed, {1, 0});
    CHECK(run_and_look(sim, 50) == "");
  }
  Scenario s = scene();
  for (const Section& part : all_sections(s))
    for (const ParamRow& row : part.rows) {
      const std::string key = part.path + "." + std::string(row.key);
      const bool goes_with_another = row.key.starts_with("source_");  // below, by a test of their own
      const bool left_out = part.path.starts_with("bloc.south") || goes_with_another || !fixed_because(key).empty() ||
                            !staffed_at(s, key).empty() ||
                            key == "bloc.north.stage.board.staffing.follows";  // it has no limit to hire up to
      INFO(key);
      CHECK((left_out || keys.contains(key)));  // no parameter is passed over for want of a value
    }
}

TEST_CASE("policy edits: before its date a change has no effect, whatever it is", "[process][policy]") {
  const auto plain = events_before(scene(), 500);
  CHECK(plain.size() > 500);
  std::string last;
  for (const Change& change : changes()) {
    if (change.key == last) continue;  // one value each
    last = change.key;
    INFO(change.key);
    CHECK(same(events_before(under(change, 500), 500), plain));
  }
}

TEST_CASE("policy edits: from date 0 a change is the scenario that has it written, to the bit", "[process][policy]") {
  for (const Change& change : changes()) {
    INFO(change.key);
    CHECK(same(simulate(under(change, 0), {1, 0}), simulate(written(change), {1, 0})));
  }
}

TEST_CASE("policy edits: what follows a change at the first instant is what would have been there",
          "[process][policy]") {
  // An instant that rounds to 0 goes the way of an event, before all others but after the world was built. What was
  // scheduled already comes back through rounded times, so equality is to 1e-6 and not to the bit.
  std::size_t compared = 0;
  for (const Change& change : changes()) {
    INFO(change.key);
    const RunResult followed = simulate(under(change, 1e-12), {1, 0}), direct = simulate(written(change), {1, 0});
    const bool alike = same_values(followed, direct, 1e-6);
    // Thinning and inversion draw a tender's season from other numbers of the same stream.
    if (change.key.ends_with("seasonal_amplitude") || change.key.ends_with("filings.season")) continue;
    CHECK(alike);
    ++compared;
  }
  CHECK(compared > 200);
}

TEST_CASE("policy edits: draws that a change does not concern stay as they were", "[process][policy]") {
  const auto trainings = [](const Scenario& scenario) {
    Scenario s = scenario;
    s.mechanisms.exit = s.mechanisms.entry = s.mechanisms.mandates = false;
    Simulation sim = start(s, {1, 0});
    std::vector<std::vector<double>> days(28);
    watch(sim, [&](const Event& event, const World&) {
      if (kind_of(event) == EventKind::training_ends) days.at(event.what.subject).push_back(in_days(event.at));
    });
    return days;
  };
  const auto plain = trainings(scene());
  CHECK(plain[3].size() > 6);
  CHECK(trainings(under({"bloc.north.procurement.preference", 0.9}, 300)) == plain);
  CHECK(trainings(under({"bloc.north.registration.who", std::string("nobody")}, 300)) == plain);
  CHECK(trainings(under({"bloc.north.procurement.tenders", 90.0}, 300, 600)) == plain);
}

TEST_CASE("policy edits: what one bloc sees of another may be changed by name, and is then what it is for all others",
          "[process][policy]") {
  Scenario by_name = scene(), for_all = scene(), never = scene();
  for (Scenario* s : {&by_name, &for_all, &never}) s->blocs[0].openness.foreign_visibility = 1;
  PolicyRule policy;
  policy.at = Days{300};
  policy.edits.push_back({"bloc.north.openness.source_blocs", EditKind::set, std::vector<std::string>{"south"}});
  policy.edits.push_back({"bloc.north.openness.source_visibility", EditKind::set, std::vector<double>{0.3}});
  by_name.policies.push_back(policy);
  CHECK(contradictions(by_name).empty());
  policy.edits = {{"bloc.north.openness.foreign_visibility", EditKind::set, 0.3}};
  for_all.policies.push_back(policy);
  const RunResult named = simulate(by_name, {1, 0});
  CHECK(same(named, simulate(for_all, {1, 0})));
  CHECK(!same(named, simulate(never, {1, 0})));
  by_name.policies[0].until = Days{600};
  Simulation sim = start(by_name, {1, 0});
  CHECK(run_and_look(sim, 50) == "");
  by_name.policies[0].at = by_name.policies[0].until = Days{0};
  Scenario from_the_start = never;
  from_the_start.blocs[0].openness.source_blocs = {"south"};
  from_the_start.blocs[0].openness.source_visibility = {0.3};
  CHECK(same(simulate(by_name, {1, 0}), simulate(from_the_start, {1, 0})));
  by_name.policies[0].edits.pop_back();  // a bloc without its value
  CHECK(!contradictions(by_name).empty());
}

TEST_CASE("policy edits: nothing reads a parameter while the mechanism is off that is said to read it alone",
          "[process][policy]") {
  std::size_t tried = 0;
  std::set<std::string_view> mechanisms;
  for (const Change& change : changes()) {
    const std::string_view mechanism = mechanism_of(change.key);
    if (mechanism.empty()) continue;
    INFO(change.key << " without " << mechanism);
    Scenario to_another = under(change, 300), to_the_same = to_another;
    to_the_same.policies[0].edits[0].value = find_parameter(to_the_same, change.key).get();
    for (Scenario* s : {&to_another, &to_the_same})
      for (const ParamRow& row : param_rows<Mechanisms>)
        if (row.key == mechanism) row.set(&s->mechanisms, false);
    CHECK(same(simulate(to_another, {1, 0}), simulate(to_the_same, {1, 0})));
    mechanisms.insert(mechanism);
    ++tried;
  }
  CHECK(tried > 100);
  CHECK(mechanisms.size() > 25);
}
