/// What of statutory deadlines and shut offices contradicts itself, and what can never act: each at its key.

#include <string>
#include <vector>

#include "tests/catch.h"
#include "tests/reading/scenario_fixture.h"

using Catch::Matchers::ContainsSubstring;

namespace {

const std::string sound_deadlines = R"([mechanisms]
deadlines = true
[domain.general]
[bloc.north.registration]
who = "all"
[bloc.north.population]
regions = 3
[bloc.north.track.full]
stages = ["desk", "panel"]
deadline = "120 d"
[bloc.north.track.light]
stages = ["desk"]
[bloc.north.stage.desk]
offices = "region"
discipline = "due"
deadline = "40 d"
on_deadline = "escalate"
escalate_to = "board"
closed_regions = [2, 3]
[bloc.north.stage.panel]
window = "30 d"
deadline = "60 d"
[bloc.north.stage.board]
deadline = "20 d"
[[policy]]
at = "1 y"
set = { "bloc.north.stage.panel.reviewers" = 20 }
)";

}  // namespace

TEST_CASE("deadline faults: a sound scenario has none and no notes", "[policy][deadlines]") {
  const auto reading = poldyn::read_scenario_text(sound_deadlines, "text");
  CHECK(poldyn::to_text(reading.mistakes) == "");
  CHECK(poldyn::to_text(reading.notes) == "");
}

TEST_CASE("deadline faults: each is found at the value that it is about", "[policy][deadlines]") {
  const std::string desk = "bloc.north.stage.desk.", panel = "bloc.north.stage.panel.";
  const std::vector<ChangedScenario> cases{
      {{desk + "escalate_to=\"\""}, desk + "on_deadline", "escalate_to names none"},
      {{desk + "closed_regions=[1, 3, 1]"}, desk + "closed_regions", "region 1 stands twice"},
      {{desk + "escalate_to=\"bord\""}, desk + "escalate_to", "there is no stage 'bord'"},
      {{desk + "escalate_to=\"desk\""}, desk + "escalate_to", "cannot take over from itself"},
      {{"bloc.north.stage.board.on_deadline=escalate", "bloc.north.stage.board.escalate_to=\"desk\""},
       desk + "escalate_to",
       "comes back to it"},
      {{panel + "window=70 d"}, panel + "deadline", "decides on dates 70 d apart"},
      {{panel + "window=130 d", panel + "deadline=0"},
       "bloc.north.track.full.deadline",
       "decides on dates 130 d apart"},
      {{"bloc.north.track.light.stages=[]", "bloc.north.track.light.deadline=9 d"},
       "bloc.north.track.light.deadline",
       "the track has no stages"},
      {{desk + "closed_regions=[4]"}, desk + "closed_regions", "there is no region 4"},
      {{desk + "closed_regions=[1.5]"}, desk + "closed_regions", "there is no region 1.5"},
      {{desk + "closed_regions=[0]"}, desk + "closed_regions", "[1, 64]"},
      {{panel + "closed_regions=[1]"}, panel + "closed_regions", "one central office"},
      {{"bloc.north.track.full.on_deadline=escalate"}, "bloc.north.track.full.on_deadline", "is no choice"},
  };
  for (const ChangedScenario& one : cases) {
    const auto reading = poldyn::read_scenario_text(sound_deadlines, "text", one.changes);
    INFO(one.changes.back() << "\n" << poldyn::to_text(reading.mistakes));
    CHECK(says(reading.mistakes, one));
  }
}

TEST_CASE("deadline faults: what a policy makes wrong is said at the policy", "[policy][deadlines]") {
  const std::string with =
      sound_deadlines.substr(0, sound_deadlines.size() - 2) + ", \"bloc.north.stage.panel.window\" = \"90 d\" }\n";
  const std::string messages = poldyn::to_text(poldyn::read_scenario_text(with, "text").mistakes);
  CHECK_THAT(messages, ContainsSubstring("policy.1") && ContainsSubstring("90 d apart"));
  // Without the mechanism nothing of it is wrong.
  const auto off = poldyn::read_scenario_text(with, "text", {"mechanisms.deadlines=false"});
  CHECK(poldyn::to_text(off.mistakes) == "");
}

TEST_CASE("deadline notes: what never acts is noted", "[policy][deadlines]") {
  const std::string desk = "bloc.north.stage.desk.", board = "bloc.north.stage.board.";
  const std::vector<ChangedScenario> cases{
      {{board + "deadline=20 y"}, board + "deadline", "no deadline passes before run.horizon"},
      {{board + "deadline=0", board + "on_deadline=refuse"}, board + "on_deadline", "it never acts"},
      {{board + "escalate_to=\"panel\""}, board + "escalate_to", "nothing goes there"},
      {{desk + "open=false"}, desk + "open", "never open"},
      {{desk + "closed_regions=[1, 2, 3]"}, desk + "closed_regions", "the offices of all regions are shut"},
      {{"bloc.north.track.light.on_deadline=refuse"}, "bloc.north.track.light.on_deadline", "it never acts"},
      {{"bloc.north.track.full.on_deadline=refund"}, "bloc.north.track.full.on_deadline", "no fee to pay back"},
      {{"bloc.north.track.full.deadline=40 d", "bloc.north.track.light.deadline=30 d"},
       desk + "deadline",
       "nothing is handed over"},
      {{"mechanisms.deadlines=false"}, desk + "discipline", "first come, first served"},
      {{"mechanisms.deadlines=false"}, desk + "deadline", "nothing reads it"},
      {{desk + "deadline=0", "bloc.north.stage.panel.deadline=0", board + "deadline=0",
        "bloc.north.track.full.deadline=0"},
       desk + "discipline",
       "first come, first served"},
      {{desk + "deadline=0", "bloc.north.stage.panel.deadline=0", board + "deadline=0",
        "bloc.north.track.full.deadline=0"},
       "mechanisms.deadlines",
       "no stage and no track has a deadline"},
  };
  for (const ChangedScenario& one : cases) {
    const auto reading = poldyn::read_scenario_text(sound_deadlines, "text", one.changes);
    INFO(one.key << "\n" << poldyn::to_text(reading.mistakes) << poldyn::to_text(reading.notes));
    CHECK(reading.mistakes.empty());
    CHECK(says(reading.notes, one));
  }
}

TEST_CASE("deadline faults: steps of a phase-in are looked at, and a refund may come before a date",
          "[policy][deadlines]") {
  const std::string steps = sound_deadlines +
                            "[[policy]]\nat = \"2 y\"\nphase_in = \"1 y\"\n"
                            "set = { \"bloc.north.stage.panel.deadline\" = \"200 d\" }\n";
  CHECK(poldyn::to_text(poldyn::read_scenario_text(steps, "text").mistakes) == "");
  const auto none = poldyn::read_scenario_text(steps, "text", {"bloc.north.stage.panel.deadline=0"});
  CHECK_THAT(poldyn::to_text(none.mistakes), ContainsSubstring("policy.2") && ContainsSubstring("passes after 16"));
  const auto refund = poldyn::read_scenario_text(
      sound_deadlines, "text", {"bloc.north.stage.panel.window=70 d", "bloc.north.stage.panel.on_deadline=refund"});
  CHECK(poldyn::to_text(refund.mistakes) == "");
}
