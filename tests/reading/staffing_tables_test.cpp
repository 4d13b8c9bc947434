/// Tables of staffing and practice as a scenario writes them: what is read, what contradicts itself, and what can never
/// act, each at its key.

#include <string>
#include <vector>

#include "tests/catch.h"
#include "tests/reading/scenario_fixture.h"

using Catch::Matchers::ContainsSubstring;

namespace {

const std::string sound_staffing = R"([mechanisms]
staffing = true
reviewer_learning = true
[domain.general]
[bloc.north.registration]
who = "all"
[bloc.north.track.full]
stages = ["desk"]
filing_cost = "0.1 M$"
[bloc.north.track.light]
stages = ["desk"]
[bloc.north.stage.desk]
reviewers = 20
[bloc.north.stage.desk.staffing]
follows = "wait"
usual_wait = "120 d"
gain = 0.5
hire_lag = { dist = "lognormal", mean = "200 d", cv = 0.4 }
[bloc.north.stage.desk.practice]
exponent = 0.2
[[policy]]
at = "1 y"
set = { "bloc.north.stage.desk.staffing.most" = 30 }
)";
const std::string desk = "bloc.north.stage.desk.", staffing = desk + "staffing.";

}  // namespace

TEST_CASE("staffing tables: a sound scenario has no faults and no notes", "[policy][staffing]") {
  const auto reading = poldyn::read_scenario_text(sound_staffing, "text");
  CHECK(poldyn::to_text(reading.mistakes) == "");
  CHECK(poldyn::to_text(reading.notes) == "");
  const poldyn::StageRule& stage = reading.scenario.blocs.at(0).stages.at(0).rule;
  CHECK(stage.reviewers == 20);
  CHECK(stage.staffing.follows == poldyn::StaffingTarget::wait);
  CHECK(stage.staffing.usual_wait == poldyn::Days{120});
  CHECK(stage.staffing.hire_lag.mean == 200);
  CHECK(stage.practice.exponent == 0.2);
  const auto mean = poldyn::read_scenario_text(sound_staffing, "text", {staffing + "hire_lag.mean=90 d"});
  CHECK(mean.scenario.blocs.at(0).stages.at(0).rule.staffing.hire_lag.cv == 0.4);
}

TEST_CASE("staffing tables: each fault is found at the value that it is about", "[policy][staffing]") {
  const std::vector<ChangedScenario> cases{
      {{desk + "unlimited=true"}, staffing + "follows", "no limit of reviewers"},
      {{staffing + "least=40", staffing + "most=30"}, staffing + "most", "is below staffing.least = 40"},
      {{staffing + "least=1000000", staffing + "most=1000000", staffing + "attrition=2", "run.horizon=100 y"},
       staffing + "least",
       "200000000 reviewers"},
      {{staffing + "follows=\"waits\""}, staffing + "follows", "waits"},
      {{staffing + "load=0"}, staffing + "load", "[0.1, 1]"},
      {{desk + "staffing.usual_wiat=\"9 d\""}, desk + "staffing.usual_wiat", "unknown key"},
      {{desk + "staffng.gain=1"}, desk + "staffng", "unknown key"},
      {{staffing + "hire_lag=nan"}, staffing + "hire_lag", ""},
  };
  for (const ChangedScenario& one : cases) {
    INFO(one.key);
    const auto reading = poldyn::read_scenario_text(sound_staffing, "text", one.changes);
    INFO(poldyn::to_text(reading.mistakes));
    CHECK(says(reading.mistakes, one));
  }
  const auto misspelt = poldyn::read_scenario_text(sound_staffing, "text", {desk + "staffng.gain=1"});
  CHECK_THAT(poldyn::to_text(misspelt.mistakes), ContainsSubstring("did you mean 'staffing'?"));
  for (const char* elsewhere : {"[staffing]\nfollows = \"wait\"\n", "[bloc.north.staffing]\nfollows = \"wait\"\n"}) {
    const auto lost = poldyn::read_scenario_text(sound_staffing + elsewhere, "text");
    CHECK_THAT(poldyn::to_text(lost.mistakes),
               ContainsSubstring("such a table is [bloc.<name>.stage.<name>.staffing]"));
  }
  const std::string edit = "[[policy]]\nat = \"2 y\"\nset = { \"" + desk + "reviewers\" = 9 }\n";
  const auto two_hands = poldyn::read_scenario_text(sound_staffing + edit, "text");
  CHECK_THAT(poldyn::to_text(two_hands.mistakes),
             ContainsSubstring("two hands would be on one number") && ContainsSubstring("staffing.least or .most"));
  CHECK(poldyn::read_scenario_text(sound_staffing + edit, "text", {"mechanisms.staffing=false"}).ok());
}

TEST_CASE("staffing tables: what can never act is noted", "[policy][staffing]") {
  const std::string practice = desk + "practice.";
  const std::vector<ChangedScenario> cases{
      {{"mechanisms.staffing=false"}, staffing + "follows", "nothing reads it"},
      {{"mechanisms.reviewer_learning=false"}, practice + "exponent", "nothing reads it"},
      {{practice + "exponent=0"}, "mechanisms.reviewer_learning", "no office learns"},
      {{staffing + "follows=none"}, staffing + "follows", "the number of reviewers stays"},
      {{staffing + "follows=none"}, "mechanisms.staffing", "follow anything"},
      {{staffing + "load=0.5"}, staffing + "load", "nothing reads it while follows = \"wait\""},
      {{staffing + "follows=workload"}, staffing + "usual_wait", "nothing reads it while follows = \"workload\""},
      {{staffing + "follows=workload"}, staffing + "gain", "nothing reads it while follows = \"workload\""},
      {{"mechanisms.policy=false", desk + "discipline=short"}, desk + "discipline", "are as long"},
      {{"bloc.north.registration.who=nobody"}, staffing + "follows", "nothing is filed in the bloc"},
      {{staffing + "training=0", staffing + "trainee_speed=0.2"}, staffing + "trainee_speed", "takes no time"},
      {{staffing + "every=30 y"}, staffing + "every", "before the first comparison"},
      {{"mechanisms.policy=false", staffing + "most=10"}, staffing + "most", "is below the 20 reviewers of the start"},
      {{staffing + "fee_share=0.5"}, staffing + "fee_share", "nothing reads it while budgeted = false"},
      {{staffing + "budgeted=true", "mechanisms.projects=false"}, staffing + "budgeted", "no fee is paid"},
      {{staffing + "leave_lag=90 d"}, staffing + "leave_lag", "nobody is told to leave"},
      {{staffing + "budget=3 M$/y"}, staffing + "budget", "nothing reads it while budgeted = false"},
      {{staffing + "budgeted=true", staffing + "cost=0"}, staffing + "budgeted", "reviewers cost nothing"},
      {{staffing + "budgeted=true", "mechanisms.finance=false"}, staffing + "budgeted", "no fee is paid"},
      {{staffing + "budgeted=true", "bloc.north.track.full.filing_cost=0"}, staffing + "budgeted", "no fee is paid"},
  };
  for (const ChangedScenario& one : cases) {
    INFO(one.key << " " << one.fragment);
    const auto reading = poldyn::read_scenario_text(sound_staffing, "text", one.changes);
    INFO(poldyn::to_text(reading.notes));
    CHECK(says(reading.notes, one));
  }
  CHECK(poldyn::to_text(poldyn::read_scenario_text(sound_staffing, "text", {staffing + "budgeted=true"}).notes) == "");
  const std::string unread = "[[policy]]\nat = \"2 y\"\nset = { \"" + staffing + "load\" = 0.5 }\n";
  const auto noted = poldyn::read_scenario_text(sound_staffing + unread, "text");
  CHECK(says(noted.notes, {{}, "policy.2." + staffing + "load", "nothing reads it while follows"}));
  const std::string later = "[[policy]]\nat = \"2 y\"\nset = { \"" + staffing + "follows\" = \"wait\" }\n";
  const auto comes = poldyn::read_scenario_text(sound_staffing + later, "text", {staffing + "follows=none"});
  CHECK(poldyn::to_text(comes.notes) == "");
}

TEST_CASE("staffing tables: layers, likeness and removal reach the tables below a stage", "[staffing]") {
  ScenarioFolder files;
  files.write("base.toml", sound_staffing);
  files.write("more.toml",
              "extends = \"base.toml\"\n[bloc.north.stage.desk.staffing]\ngain = 2\n"
              "[bloc.south]\nlike = \"north\"\n[bloc.south.stage.desk.practice]\nfloor = 0.9\n");
  const auto reading = files.read("more.toml");
  REQUIRE(files.messages("more.toml") == "");
  const auto& north = reading.scenario.blocs.at(0).stages.at(0).rule;
  const auto& south = reading.scenario.blocs.at(1).stages.at(0).rule;
  CHECK(north.staffing.gain == 2);
  CHECK(south.staffing.gain == 2);
  CHECK(south.staffing.usual_wait == poldyn::Days{120});
  CHECK(north.practice.floor == 0.5);
  CHECK(south.practice.floor == 0.9);
  CHECK(south.practice.exponent == 0.2);
  files.write("less.toml",
              "extends = \"base.toml\"\n[bloc.north.stage.desk]\nremove = true\n[bloc.north.track]\nfull.stages = []\n"
              "light.stages = []\n");
  CHECK(files.read("less.toml").scenario.blocs.at(0).stages.empty());
}
