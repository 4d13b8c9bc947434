#pragma once

#include <vector>

#include "tests/catch.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"

namespace poldyn::lab {

using Days_ = std::vector<double>;

/// Days on which events of a kind happen; the world is in order after each event.
inline Days_ days_of(const Scenario& s, EventKind kind) {
  Simulation sim = start(s, {1, 0});
  Days_ days;
  watch(sim, [&](const Event& event, const World&) {
    if (kind_of(event) == kind) days.push_back(in_days(event.at));
  });
  Simulation again = start(s, {1, 0});
  CHECK(run_and_look(again) == "");
  return days;
}

}  // namespace poldyn::lab
