/// Generated: every parameter that a policy may change goes up and down, to next to nothing and back. Whatever it is,
/// nobody's wait is lost, so nothing that comes at random comes all at once; and no decision gets the random numbers of
/// another, so no two lengths of time that were drawn are one.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "sim/policy/contradictions.h"
#include "sim/policy/policy_edit.h"
#include "tests/catch.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Everything happens, and what is drawn is drawn from continuous laws: two lengths that agree to the tick were drawn
/// from the same numbers, but for once in a million runs.
Scenario swinging_scene(double swing = 0) {
  Scenario s = busy();
  s.policies.clear();
  s.run.horizon = Days{900};
  for (VendorClassRule& cls : s.classes) cls.training = lognormal(70, 0.4);
  for (BlocRules& bloc : s.blocs) {
    bloc.stages[0].rule.reviewers = 6;
    bloc.stages[0].rule.review = exponential(20);
    bloc.stages[0].rule.rectification = exponential(30);
    bloc.filings.interarrival = exponential(10);
    bloc.filings.batch = 2;
    bloc.filings.seasonal_amplitude = swing;
    bloc.population.exit_hazard_per_year = 0.3;
    bloc.population.spinoff_rate_per_year = 0.3;
    bloc.tolerance.suspension = exponential(30);
    bloc.compliance.fork_time = exponential(10);
  }
  return s;
}

/// Values next to which a parameter may be put: twice and half as much, next to nothing, nothing.
std::vector<Value> values_around(const ParamRow& row, const Value& now) {
  std::vector<double> tries;
  const auto around = [&](double x) {
    for (const double y : {2 * x + 0.1, x / 2, 1e-6 * x, 1e-12 * x, 0.0})
      if (row.range.has(y)) tries.push_back(y);
  };
  std::vector<Value> made;
  switch (row.kind) {
    case Kind::number:
      around(std::get<double>(now));
      for (const double x : tries) made.emplace_back(x);
      break;
    case Kind::integer:
      around(static_cast<double>(std::get<std::int64_t>(now)) + 0.5);
      for (const double x : tries)
        if (row.range.has(std::round(x))) made.emplace_back(static_cast<std::int64_t>(std::llround(x)));
      break;
    case Kind::law:
      around(std::get<Law>(now).mean);
      for (const double x : tries) made.emplace_back(Law{std::get<Law>(now).kind, x, std::get<Law>(now).cv});
      break;
    case Kind::flag:
      made.emplace_back(!std::get<bool>(now));
      break;
    case Kind::name:
      for (const auto& choice : row.choices) made.emplace_back(std::string(choice));
      break;
    case Kind::text:
    case Kind::numbers:
    case Kind::names:
      break;
  }
  std::erase(made, now);
  return made;
}

Scenario changed(const std::string& key, const Value& value, double swing) {
  Scenario s = swinging_scene(swing);
  PolicyRule policy;
  policy.at = Days{200};
  policy.until = Days{450};
  policy.edits.push_back({key, EditKind::set, value});
  s.policies.push_back(policy);
  return s;
}

/// What comes at random, each by itself.
bool comes_at_random(const Event& event) {
  switch (kind_of(event)) {
    case EventKind::directive_issued:
      return event.what.detail < dated_directives;
    case EventKind::vendor_leaves:
    case EventKind::entry_tried:
    case EventKind::vendor_spins_off:
    case EventKind::filings_arrive:
    case EventKind::tender_opens:
    case EventKind::audit:
    case EventKind::design_leaks:
      return true;
    default:
      return false;
  }
}

/// Runs stop here: at some ends of some ranges a day has a million events, and each is watched in all filings.
constexpr std::size_t most_events = 20'000;

/// Watches one run.
class Watch {
 public:
  std::string over(const Scenario& s) {
    Simulation sim = start(s, {1, 0});
    std::size_t events = 0;
    run(
        sim, [&](const Event& event, const World& world) { look(event, world); },
        [&] { return ++events < most_events; });
    if (fault_.empty()) fault_ = what_is_wrong(sim);
    return fault_;
  }
  std::size_t lengths() const { return lengths_.size(); }
  std::size_t random_events() const { return random_; }

 private:
  void look(const Event& event, const World& world) {
    if (comes_at_random(event)) {
      ++random_;
      if (!seen_.insert({event.what.kind, event.at.time_since_epoch().count()}).second)
        fail("two of a kind at one instant", event);
    }
    if (kind_of(event) == EventKind::filings_arrive || kind_of(event) == EventKind::review_ends ||
        kind_of(event) == EventKind::market_epoch || kind_of(event) == EventKind::rectified)
      look_at_filings(event, world);
    if (kind_of(event) == EventKind::training_ends) trained(event, world);
  }

  /// Reviews that have begun: who is under review, and since when. Their ends tell the lengths that were drawn.
  void look_at_filings(const Event& event, const World& world) {
    if (kind_of(event) == EventKind::review_ends) {
      const auto begun = reviews_.find(event.what.subject);
      if (begun != reviews_.end()) {
        drawn(0, event.at - begun->second, event);
        reviews_.erase(begun);
      }
    }
    for (std::size_t i = 0; i < world.filings.capacity(); ++i) {
      const Filing& filing = world.at(FilingId{i});
      if (filing.state == FilingState::in_review) reviews_[static_cast<std::uint32_t>(i)] = filing.review_started;
    }
  }

  void trained(const Event& event, const World& world) {
    const Vendor& v = world.vendors[event.what.subject];
    const auto project = std::pair{event.what.subject, event.what.detail};
    if (const auto begun = projects_.find(project); begun != projects_.end()) drawn(1, event.at - begun->second, event);
    if (v.training) projects_[{event.what.subject, v.project}] = v.project_start;
  }

  void drawn(int what, Ticks length, const Event& event) {
    if (length <= std::chrono::minutes{15}) return;  // a law whose mean is next to nothing has few values
    if (!lengths_.insert({what, length.count()}).second) fail("a length of time that was drawn before", event);
  }

  void fail(const char* what, const Event& event) {
    if (fault_.empty())
      fault_ = std::string(what) + ": " + std::string(event_names[event.what.kind]) + " on day " +
               std::to_string(in_days(event.at));
  }

  std::set<std::pair<std::uint8_t, std::int64_t>> seen_;
  std::set<std::pair<int, std::int64_t>> lengths_;
  std::map<std::uint32_t, SimTime> reviews_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, SimTime> projects_;
  std::size_t random_ = 0;
  std::string fault_;
};

}  // namespace

TEST_CASE("changes of rules: nothing bunches, nothing is drawn twice and books balance, whichever rule it is",
          "[process][policy][slow]") {
  Watch plain;
  CHECK(plain.over(swinging_scene()) == "");
  CHECK(plain.lengths() > 400);  // power
  CHECK(plain.random_events() > 200);
  std::size_t tried = 0;
  for (const double swing : {0.0, 0.5}) {
    Scenario s = swinging_scene(swing);
    for (const Section& part : all_sections(s)) {
      if (part.path.starts_with("bloc.south")) continue;
      if (swing > 0 && !part.path.ends_with(".filings")) continue;  // seasons are a matter of arrivals alone
      for (const ParamRow& row : part.rows) {
        const std::string key = part.path + "." + std::string(row.key);
        if (!fixed_because(key).empty()) continue;
        for (const Value& value : values_around(row, row.get(part.object))) {
          const Scenario run = changed(key, value, swing);
          if (!contradictions(run).empty()) continue;
          INFO(key << " to its " << tried << ", seasons of " << swing);
          CHECK(Watch().over(run) == "");
          ++tried;
        }
      }
    }
  }
  CHECK(tried > 500);
}
