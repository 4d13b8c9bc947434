#include "sim/reading/axis_names.h"

#include "sim/policy/scenario.h"
#include "tests/catch.h"

using namespace poldyn;

TEST_CASE("names of policies: those that somebody gave win, and none stands twice", "[io]") {
  Scenario s;
  s.policies.resize(5);
  s.policies[0].label = "2";
  s.policies[2].label = "2.2";
  s.policies[3].label = "2";
  CHECK(axis_names(s).policies == std::vector<std::string>{"2", "2.2.2", "2.2", "2.4", "5"});
}
