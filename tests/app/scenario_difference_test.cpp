#include "app/runs/scenario_difference.h"

#include "sim/reading/scenario_writer.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::app;

TEST_CASE("scenario difference: what was changed, and nothing else", "[app]") {
  Scenario a;
  a.title = "one";
  Scenario b = a;
  b.title = "two";
  b.run.seed = 9;
  CHECK(scenario_differences(write_scenario(a), write_scenario(b)).empty());
  b.run.warmup = Days{10};
  b.mechanisms.market = !b.mechanisms.market;
  const auto found = scenario_differences(write_scenario(a), write_scenario(b));
  REQUIRE(found.size() == 2);
  CHECK(found[0] == "run.warmup = \"10 d\" (A: \"0 d\")");
  CHECK(found[1].find("mechanisms.market = ") == 0);
}

TEST_CASE("scenario difference: lines of a description are no parameters", "[app]") {
  Scenario a;
  a.description = "first\nreviewers = 9\n[bloc.fake]\nx = 1\n";
  Scenario b = a;
  b.description = "second\nrate = 4 per day\n";
  CHECK(scenario_differences(write_scenario(a), write_scenario(b)).empty());
  b.run.warmup = Days{10};
  CHECK(scenario_differences(write_scenario(a), write_scenario(b)) ==
        std::vector<std::string>{"run.warmup = \"10 d\" (A: \"0 d\")"});
}

TEST_CASE("scenario difference: lists and tables in a line are told in full", "[app]") {
  const std::string a =
      "[bloc.main]\nparts = [0.25, 0.75]\nlaw = { dist = \"constant\", mean = \"3 d\" }\nnote = 'a = b'\n";
  std::string b = a;
  b.replace(b.find("0.75"), 4, "0.5");
  b.replace(b.find("3 d"), 3, "4 d");
  CHECK(scenario_differences(a, a).empty());
  CHECK(scenario_differences(a, b) == std::vector<std::string>{"bloc.main.parts = [0.25, 0.5] (A: [0.25, 0.75])",
                                                               "bloc.main.law.mean = \"4 d\" (A: \"3 d\")"});
}

TEST_CASE("scenario difference: policies and tables that one side has", "[app]") {
  Scenario a;
  Scenario b = a;
  b.policies.resize(2);
  b.policies[1].label = "cap";
  const auto found = scenario_differences(write_scenario(a), write_scenario(b));
  CHECK(std::any_of(found.begin(), found.end(),
                    [](const auto& line) { return line == "policy.2.label = \"cap\" (not in A)"; }));
  const auto back = scenario_differences(write_scenario(b), write_scenario(a));
  CHECK(back.size() == found.size());
  CHECK(std::all_of(back.begin(), back.end(), [](const auto& line) { return line.ends_with("(A only)"); }));
}
