#pragma once

#include <string>
#include <vector>

#include "sim/policy/contradictions.h"
#include "tests/catch.h"
#include "tests/process/event_days.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"

/// Worlds in which rules bind vendors that are ready on a known day.
namespace poldyn::lab {

/// Vendors that are ready on day 100 and wait for what follows; a desk takes 30 days, a board 20.
inline Scenario ruled(std::int64_t vendors = 1) {
  Scenario s = plain(vendors);
  s.mechanisms.approval = s.mechanisms.rules = true;
  s.vendors.works_ahead = false;
  s.run.horizon = Days{190};
  StageRule board;
  board.unlimited = true;
  board.review = constant(20);
  north(s).stages.push_back({"board", board});
  north(s).tracks.push_back({"own", {}});
  north(s).tracks.back().rule.stages = {"board"};
  return s;
}

inline FilingRule& add_rule(Scenario& s, const char* name, const char* track = "full") {
  FilingRule rule;
  rule.track = rule.light_track = rule.change_track = rule.renewal_track = track;
  north(s).rules.push_back({name, rule});
  return north(s).rules.back().rule;
}
inline StageRule& stage(Scenario& s, std::size_t i) { return north(s).stages[i].rule; }

/// Days on which models go into service; the world is in order after each event.
inline Days_ deployments(const Scenario& s) {
  REQUIRE(contradictions(s).empty());
  return days_of(s, EventKind::deployed);
}

/// Days on which the first vendor's product comes to the market or leaves it.
inline Days_ changes_of_offer(const Scenario& s) {
  REQUIRE(contradictions(s).empty());
  Simulation sim = start(s, {1, 0});
  Days_ days;
  bool there = false;
  watch(sim, [&](const Event& event, const World& world) {
    if (world.vendors.empty() || there == static_cast<bool>(world.vendors[0].offer)) return;
    there = !there;
    days.push_back(in_days(event.at));
  });
  Simulation again = start(s, {1, 0});
  CHECK(run_and_look(again) == "");
  return days;
}

inline const Model& product_of(const Simulation& sim, std::size_t vendor = 0) {
  return sim.world.at(sim.world.vendors[vendor].product);
}

}  // namespace poldyn::lab
