#include <variant>

#include "sim/observe/run_result.h"
#include "sim/reading/condition_reader.h"
#include "tests/catch.h"
#include "tests/reading/scenario_fixture.h"

using namespace poldyn;

namespace {

const char* const opening = R"(
[[policy]]
label = "opening"
at = "3 y"
until = "8 y"
phase_in = "1 y"
set = { "bloc.north.registration.who" = "all", bloc.south.market.demand = "2 B$/y" }
)";

const char* const backlog = R"toml(
[[policy]]
when = "north.pipeline.queue_length > 100 and not (south.structure.exits >= 5 or north.iteration.age_in_use < 2 y)"
release_when = "north.pipeline.queue_length < 20"
gap = "6 mo"
times = 3
[policy.set.bloc.north.stage.expert]
review = { mean = "30 d" }
[policy.add]
"bloc.north.stage.expert.reviewers" = 2
[policy.at_most]
"bloc.north.stage.expert.reviewers" = 20
)toml";

}  // namespace

TEST_CASE("policies: dated and triggered ones are read as they are written", "[io]") {
  const ScenarioFolder folder;
  folder.write("a.toml", small_scenario + opening + backlog);
  const Reading reading = folder.read("a.toml");
  REQUIRE(to_text(reading.mistakes) == "");
  REQUIRE(reading.scenario.policies.size() == 2);
  const PolicyRule& dated = reading.scenario.policies[0];
  CHECK(dated.label == "opening");
  CHECK(dated.at.count() == 3 * days_per_year);
  CHECK(dated.until.count() == 8 * days_per_year);
  REQUIRE(dated.edits.size() == 2);
  CHECK(dated.edits[0] == Edit{"bloc.north.registration.who", EditKind::set, std::string("all")});
  CHECK(dated.edits[1] == Edit{"bloc.south.market.demand", EditKind::set, 2000.0});
  const PolicyRule& triggered = reading.scenario.policies[1];
  CHECK(triggered.times == 3);
  REQUIRE(triggered.edits.size() == 2);
  CHECK(triggered.edits[0].value == Value{lognormal(30, 0.6)});  // part of a law changes that part
  CHECK(triggered.edits[1] ==
        Edit{"bloc.north.stage.expert.reviewers", EditKind::add, 2.0, -std::numeric_limits<double>::infinity(), 20});
  using Op = ConditionStep::Op;
  const auto& steps = triggered.condition.steps;
  REQUIRE(steps.size() == 6);
  CHECK(steps[0].op == Op::greater);
  CHECK(sampled_metrics()[steps[0].metric].name == "queue_length");
  CHECK(steps[1].bloc == 1);
  CHECK(steps[2].number == 2 * days_per_year);
  CHECK(steps[3].op == Op::either);
  CHECK(steps[4].op == Op::negated);
  CHECK(steps[5].op == Op::both);
}

TEST_CASE("policies: those of an extended file come first, those of --set last", "[io]") {
  const ScenarioFolder folder;
  folder.write("base.toml", small_scenario + opening);
  folder.write("a.toml", std::string("extends = \"base.toml\"\n") + backlog);
  const Reading reading =
      folder.read("a.toml", {"policy=[{ at = \"1 d\", set = { \"bloc.north.market.demand\" = \"5 M$/y\" } }]"});
  REQUIRE(to_text(reading.mistakes) == "");
  REQUIRE(reading.scenario.policies.size() == 3);
  CHECK(reading.scenario.policies[0].label == "opening");
  CHECK(reading.scenario.policies[1].times == 3);
  CHECK(reading.scenario.policies[2].at.count() == 1);
}

TEST_CASE("policies: mistakes name place, key and the nearest word", "[io]") {
  struct Case {
    const char* text;
    const char* place;
    const char* says;
  };
  const auto c = GENERATE(
      Case{"[policy]\nat = \"3 y\"\n", "a.toml:10:2", "[[policy]], with two brackets"},
      Case{"[[policy]]\natt = \"3 y\"\n", "a.toml:11:1", "did you mean 'at'?"},
      Case{"[[policy]]\nat = \"3 y\"\nset = { \"bloc.north.market.demnd\" = 3 }\n", "a.toml:12:9",
           "did you mean 'bloc.north.market.demand'?"},
      Case{"[[policy]]\nset = { \"bloc.north.market.demand\" = \"-3 M$/y\" }\n",
           "a.toml:11:", "is outside [0, 1000000000] M$/y"},
      Case{"[[policy]]\nset = { \"run.horizon\" = \"3 y\" }\n", "a.toml:11:", "cannot change during a run"},
      Case{"[[policy]]\nadd = { \"bloc.north.registration.who\" = 3 }\n", "a.toml:11:", "only numbers"},
      Case{"[[policy]]\nat_most = { \"bloc.north.market.demand\" = 3 }\n", "a.toml:11:", "neither adds to nor scales"},
      Case{"[[policy]]\nat = \"3 y\"\nuntil = \"2 y\"\nset = { \"bloc.north.market.demand\" = 3 }\n",
           "a.toml:12:", "end before it begins"},
      Case{"[[policy]]\nwhen = \"north.pipeline.queue_lenght > 3\"\n", "a.toml:11:8",
           "did you mean 'pipeline.queue_length'?"},
      Case{"[[policy]]\nwhen = \"nort.pipeline.queue_length > 3\"\n", "a.toml:11:8", "did you mean 'north'?"},
      Case{"[[policy]]\nwhen = \"north.pipeline.exits > 3\"\n", "a.toml:11:8", "did you mean 'structure.exits'?"},
      Case{"[[policy]]\nwhen = \"north.structure.exits\"\n", "a.toml:11:8", "lacks a comparison"},
      Case{"[[policy]]\nwhen = \"north.structure.exits > \"\n", "a.toml:11:8", "lacks a number"},
      Case{"[[policy]]\nwhen = \"(north.structure.exits > 3\"\n", "a.toml:11:8", "parenthesis"},
      Case{"[[policy]]\nwhen = \"north.structure.exits > 3 north\"\n", "a.toml:11:8", "(at character 25)"},
      Case{"[[policy]]\nwhen = \"north.iteration.delay_by_cause > 3\"\n", "a.toml:11:8", "one of development,"},
      Case{"[[policy]]\nwhen = \"north.iteration.delay_by_cause[qeue] > 3\"\n", "a.toml:11:8", "did you mean 'queue'?"},
      Case{"[[policy]]\nwhen = \"north.iteration.age_in_use > 3 apples\"\n", "a.toml:11:8", "unit 'apples'"});
  const ScenarioFolder folder;
  folder.write("a.toml", small_scenario + c.text);
  const std::string messages = folder.messages("a.toml");
  CHECK_THAT(messages, ContainsSubstring(c.place));
  CHECK_THAT(messages, ContainsSubstring(c.says));
}

TEST_CASE("conditions: not binds before and, and before or; an axis goes by name or number", "[io]") {
  const ScenarioFolder folder;
  folder.write("a.toml", small_scenario);
  const Scenario s = folder.read("a.toml").scenario;
  const auto value = [&](const std::string& text, double x) {
    const auto made = read_condition(text, s);
    REQUIRE(std::holds_alternative<Condition>(made));
    return holds(std::get<Condition>(made), [&](const ConditionStep&) { return x; });
  };
  const std::string m = "north.structure.exits ";
  CHECK(value(m + "> 5 or " + m + "< 3 and " + m + "< 2", 6));
  CHECK_FALSE(value("(" + m + "> 5 or " + m + "< 3) and " + m + "< 2", 6));
  CHECK(value("not " + m + "> 5 and " + m + "< 3", 1));
  CHECK_FALSE(value("not (" + m + "> 5 or " + m + "< 3)", 1));
  const auto by_name = read_condition("north.iteration.delay_by_cause[queue] > 3", s);
  const auto by_number = read_condition("north.iteration.delay_by_cause[2]>3 d", s);
  CHECK(std::get<Condition>(by_name) == std::get<Condition>(by_number));
}

TEST_CASE("policies: a key in quotes may name a part of a distribution", "[io]") {
  const ScenarioFolder folder;
  folder.write("a.toml", small_scenario + R"(
[[policy]]
at = "3 y"
set = { "bloc.north.stage.expert.review.mean" = "15 d", "bloc.north.stage.expert.review.cv" = 0.4 }
[[policy]]
at = "4 y"
add = { "bloc.north.stage.expert.review.mean" = "5 d" }
at_most = { "bloc.north.stage.expert.review.mean" = "18 d" }
[[policy]]
at = "5 y"
[policy.set.bloc.north]
"stage.expert.review.dist" = "gamma"
"stage.expert.review.shape" = 4
"stage.expert.review.mean" = "8 d"
)");
  const Reading reading = folder.read("a.toml");
  REQUIRE(to_text(reading.mistakes) == "");
  const std::string key = "bloc.north.stage.expert.review";
  const auto edits = [&](std::size_t i) { return reading.scenario.policies[i].edits; };
  CHECK(edits(0) == std::vector<Edit>{{key, EditKind::set, lognormal(15, 0.4)}});
  CHECK(edits(1) == std::vector<Edit>{{key, EditKind::add, 5.0, -std::numeric_limits<double>::infinity(), 18}});
  CHECK(edits(2) == std::vector<Edit>{{key, EditKind::set, Law{LawKind::gamma, 8, 0.5}}});
}

TEST_CASE("policies: what is no part of a distribution, and what has no sum, is told at its key", "[io]") {
  const ScenarioFolder folder;
  folder.write("a.toml", small_scenario + R"([[policy]]
at = "3 y"
set = { "bloc.north.stage.expert.review.maen" = "15 d" }
[[policy]]
at = "3 y"
add = { "bloc.north.stage.expert.review.cv" = 0.1 }
[[policy]]
at = "3 y"
set = { "bloc.north.stage.expert.review.mean" = "15 d", "bloc.north.stage.expert.review" = "10 d" }
)");
  const std::string told = folder.messages("a.toml");
  INFO(told);
  CHECK(told.find("a.toml:12:49: policy.1.set.bloc.north.stage.expert.review: unknown key 'maen'") != told.npos);
  CHECK(told.find("a.toml:15:47: policy.2.add.bloc.north.stage.expert.review: of a distribution only the mean") !=
        told.npos);
  CHECK(told.find("the policy changes it twice") != told.npos);
}

TEST_CASE("scenario: a key of the scenario in quotes is told to be one name", "[io]") {
  const ScenarioFolder folder;
  folder.write("a.toml", "\"run.horizon\" = \"5 y\"\n" + small_scenario);
  const std::string told = folder.messages("a.toml");
  INFO(told);
  CHECK(told.find("a.toml:1:1: unknown key 'run.horizon'") != told.npos);
  CHECK(told.find("take the quotes off: run.horizon = ...") != told.npos);
}
