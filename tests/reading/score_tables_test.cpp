/// What a scenario writes of tests, tuning and data: what is read, what contradicts, and what can never act.

#include <string>
#include <vector>

#include "tests/catch.h"
#include "tests/reading/scenario_fixture.h"

using Catch::Matchers::ContainsSubstring;

namespace {

const std::string sound_board = R"([mechanisms]
scores = true
tuning = true
curation = true
[scores]
rating_slope = 1.1
discrimination = 2
difficulty = "1.5 OOM"
step = "1 OOM"
retire_at = 0.95
covered = ["general"]
noise = "0.1 OOM"
attempts = 5
attempt_cost = "0.1 M$"
trust = 0.6
word_of_mouth = "90 d"
tuning_gain = "0.4 OOM"
tuning_scale = 0.1
[capability]
data_law = "two_term"
[domain.general]
[domain.open]
kind = "open_ended"
[bloc.north.curation]
kept_inside = 0.5
[bloc.north.supply]
budget_elasticity = 0.3
)";

std::string notes_on_scores(const std::vector<std::string>& changes) {
  return poldyn::to_text(poldyn::read_scenario_text(sound_board, "text", changes).notes);
}

}  // namespace

TEST_CASE("score tables: a sound_board scenario has no faults and no notes", "[policy][scores]") {
  const auto reading = poldyn::read_scenario_text(sound_board, "text");
  CHECK(poldyn::to_text(reading.mistakes) == "");
  CHECK(poldyn::to_text(reading.notes) == "");
  const poldyn::ScoreRule& rule = reading.scenario.scores;
  CHECK(rule.rating_slope == 1.1);
  CHECK(rule.discrimination == 2);
  CHECK(rule.difficulty == 1.5);
  CHECK(rule.retire_at == 0.95);
  CHECK(rule.covered == std::vector<std::string>{"general"});
  CHECK(rule.attempts == 5);
  CHECK(rule.word_of_mouth == poldyn::Days{90});
  CHECK(reading.scenario.capability.data_law == poldyn::DataLaw::two_term);
}

TEST_CASE("score tables: what can never act is noted at its key", "[policy][scores]") {
  const std::vector<ChangedScenario> cases{
      {{"mechanisms.scores=false"}, "mechanisms.tuning", "without mechanisms.scores there is no test"},
      {{"scores.trust=0"}, "mechanisms.tuning", "nobody goes by scores at scores.trust = 0"},
      {{"scores.trust=0"}, "scores.word_of_mouth", "nothing reads it at trust = 0"},
      {{"scores.tuning_gain=0.01 OOM"}, "scores.tuning_gain", "no vendor works on a test"},
      {{"scores.noise=0"}, "scores.attempts", "without noise all attempts find the same"},
      {{"scores.retire_at=1"}, "scores.step", "no harder test comes at retire_at = 1"},
      {{"mechanisms.market=false", "mechanisms.procurement=false"}, "scores.trust", "without a market and without"},
      {{"mechanisms.market=false", "mechanisms.finance=false"}, "mechanisms.scores", "there are no epochs"},
      {{"mechanisms.finance=false"}, "scores.attempt_cost", "without mechanisms.finance"},
      {{"capability.data_exponent=0.8"}, "capability.data_exponent", "nothing reads it where data_law"},
      {{"bloc.north.curation.kept_inside=1"}, "capability.data_law", "no bloc lacks any data"},
      {{"bloc.north.curation.kept_inside=1", "capability.data_law=power", "capability.data_exponent=2"},
       "capability.data_exponent",
       "no bloc lacks any data"},
  };
  for (const ChangedScenario& one : cases) {
    const auto reading = poldyn::read_scenario_text(sound_board, "text", one.changes);
    INFO(one.changes.at(0) << ": " << poldyn::to_text(reading.notes));
    CHECK(poldyn::to_text(reading.mistakes) == "");
    CHECK(says(reading.notes, one));
  }
  // 0.01 OOM are too few; the remedy says from how many on it pays: e y0 / (ln 10 w), w the mean trust over 120 d.
  CHECK_THAT(notes_on_scores({"scores.tuning_gain=0.01 OOM"}), ContainsSubstring("it pays from 0.033 OOM on"));
  CHECK(notes_on_scores({"scores.tuning_gain=0.034 OOM"}) == "");
}

TEST_CASE("score tables: a switch that is off asks for nothing, and a policy may bring what acts", "[policy][scores]") {
  CHECK(notes_on_scores({"mechanisms.scores=false", "mechanisms.tuning=false"}) == "");
  CHECK_THAT(notes_on_scores({"mechanisms.curation=false", "capability.data_exponent=2"}),
             ContainsSubstring("nothing reads it while mechanisms.curation = false"));
  const std::string policy = sound_board + "[[policy]]\nat = \"1 y\"\nset = { \"scores.trust\" = 0.5 }\n";
  CHECK(poldyn::to_text(poldyn::read_scenario_text(policy, "text", {"scores.trust=0"}).notes) == "");
}

TEST_CASE("score tables: tests cover domains that there are and that somebody uses", "[policy][scores]") {
  const std::vector<ChangedScenario> cases{
      {{"scores.covered=[\"genral\"]"}, "scores.covered", "there is no domain 'genral'"},
      {{"domain.general.demand_weight=0"}, "scores.covered", "nobody has a use for the domains that tests cover"},
      {{"scores.covered=[]", "domain.general.kind=tool_use"}, "scores.covered", "is of kind in_distribution"},
  };
  for (const ChangedScenario& one : cases) {
    const auto reading = poldyn::read_scenario_text(sound_board, "text", one.changes);
    INFO(one.changes.at(0) << ": " << poldyn::to_text(reading.mistakes));
    CHECK(says(reading.mistakes, one));
  }
  const std::string policy = sound_board + "[[policy]]\nat = \"1 y\"\nset = { \"scores.step\" = 2 }\n";
  CHECK_THAT(poldyn::to_text(poldyn::read_scenario_text(policy, "text").mistakes),
             ContainsSubstring("one run is measured by one ladder of tests"));
}
