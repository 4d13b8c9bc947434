/// Tables of rules and tracks: what they take from the registration, FLOP, and what contradicts itself or binds nobody,
/// each at its key.

#include <string>
#include <vector>

#include "sim/reading/scenario_writer.h"
#include "tests/catch.h"
#include "tests/reading/scenario_fixture.h"

using Catch::Matchers::ContainsSubstring;

namespace {

const std::string sound_rules = R"([mechanisms]
rules = true
renewal = true
[technology]
anchor_flop = "1e25 FLOP"
[domain.general]
[class.integrator]
unmodified = true
public_facing = 0.5
[bloc.north.registration]
validity = "2 y"
renewal_lead = "100 d"
change_bits = 3
[bloc.north.track.full]
stages = ["desk", "panel"]
[bloc.north.track.light]
stages = ["desk"]
[bloc.north.track.own]
stages = ["panel"]
filing_cost = "0.2 M$"
[bloc.north.stage.desk]
[bloc.north.stage.panel]
[bloc.north.rule.large]
compute_above = "2e25 FLOP"
compute_below = "3 OOM"
duty = "notice"
notification = "14 d"
[bloc.north.rule.public]
public_facing = "yes"
track = "own"
renewal_track = "own"
validity = "3 y"
grace = "1 y"
[bloc.south]
new = true
like = "north"
[bloc.south.registration]
change_bits = 5
[bloc.south.rule.large]
remove = true
[bloc.south.rule.extra]
kind = "trained"
)";

}  // namespace

TEST_CASE("rule tables: a rule starts from the registration, a copied one from that of its own bloc",
          "[reading][rules]") {
  const auto reading = poldyn::read_scenario_text(sound_rules, "text");
  CHECK(poldyn::to_text(reading.mistakes) == "");
  CHECK(poldyn::to_text(reading.notes) == "");
  const auto &north = reading.scenario.blocs.at(0), &south = reading.scenario.blocs.at(1);
  REQUIRE(north.tracks.size() == 3);
  CHECK(north.tracks[2].name == "own");
  CHECK(north.tracks[2].rule.filing_cost == 0.2);
  REQUIRE(north.rules.size() == 2);
  const poldyn::FilingRule &large = north.rules[0].rule, &facing = north.rules[1].rule;
  CHECK_THAT(large.compute_above, WithinAbs(0.30103, 5e-6));
  CHECK(large.compute_below == 3);
  CHECK(large.change_bits == 3);
  CHECK(large.validity == poldyn::Days{2 * poldyn::days_per_year});
  CHECK(facing.validity == poldyn::Days{3 * poldyn::days_per_year});
  CHECK(facing.renewal_lead == poldyn::Days{100});
  REQUIRE(south.rules.size() == 2);
  CHECK(south.rules[0].name == "public");
  CHECK(south.rules[0].rule.change_bits == 5);  // what its table leaves out is the south's
  CHECK(south.rules[0].rule.validity == facing.validity);
  CHECK(south.rules[1].rule.kind == poldyn::RuleKind::trained);
  CHECK(south.tracks[2].rule.stages == north.tracks[2].rule.stages);
  // As it is written out it is the same.
  const auto again = poldyn::read_scenario_text(poldyn::write_scenario(reading.scenario), "again");
  CHECK(poldyn::to_text(again.mistakes) == "");
  CHECK(poldyn::write_scenario(again.scenario) == poldyn::write_scenario(reading.scenario));
}

TEST_CASE("rule tables: what is wrong is found at its value, all at once", "[reading][rules]") {
  const std::string large = "bloc.north.rule.large.", facing = "bloc.north.rule.public.";
  const std::vector<ChangedScenario> cases{
      {{facing + "track=\"owm\""}, facing + "track", "there is no track 'owm'"},
      {{facing + "classes=[\"frontiers\"]"}, facing + "classes", "there is no class 'frontiers'"},
      {{large + "compute_below=\"1e25 FLOP\""}, large + "compute_above", "binds nobody"},
      {{large + "compute_above=\"0 FLOP\""}, large + "compute_above", "takes more than 0 FLOP"},
      {{large + "compute_above=\"1e300 FLOP\""}, large + "compute_above", "outside"},
      {{large + "compute_above=\"2 d\""}, large + "compute_above", "unfitting unit"},
      {{large + "compute_above=\"1e25 FLOPS\""}, large + "compute_above", "unfitting unit"},
      {{facing + "family=\"large\""}, facing + "duty", "is not that of rule 'large' of the same family"},
      {{facing + "family=\"large\"", large + "duty=approval", facing + "priority=3"},
       facing + "priority",
       "one filing"},
      {{facing + "renewal_lead=\"3 y\""}, facing + "renewal_lead", "due before its approval"},
      {{"bloc.north.track.own.stages=[]"}, facing + "track", "has no stages"},
      {{"bloc.north.registration.change_track=\"lite\""}, "bloc.north.registration.change_track", "no track 'lite'"},
      {{"bloc.north.filings.track=\"lite\""}, "bloc.north.filings.track", "no track 'lite'"},
      {{"bloc.north.tolerance.reapproval_track=\"lite\""}, "bloc.north.tolerance.reapproval_track", "no track 'lite'"},
      {{facing + "takes_part=1.5"}, facing + "takes_part", "outside"},
      {{"technology.anchor_flop=\"0 OOM\""}, "technology.anchor_flop", "unfitting unit"},
  };
  std::vector<std::string> all;
  for (const ChangedScenario& one : cases) {
    INFO(one.key << ": " << one.fragment);
    const auto reading = poldyn::read_scenario_text(sound_rules, "text", one.changes);
    INFO(poldyn::to_text(reading.mistakes));
    CHECK(says(reading.mistakes, one));
  }
  const auto both = poldyn::read_scenario_text(sound_rules, "text", {cases[0].changes[0], cases[1].changes[0]});
  CHECK(says(both.mistakes, cases[0]));
  CHECK(says(both.mistakes, cases[1]));
}

TEST_CASE("rule tables: tables that cannot be", "[reading][rules]") {
  std::string many = sound_rules;
  for (int i = 0; i < 14; ++i) many += "[bloc.north.rule.r" + std::to_string(i) + "]\n";
  CHECK_THAT(poldyn::to_text(poldyn::read_scenario_text(many, "text").mistakes),
             ContainsSubstring("more than 15 rules"));
  many = sound_rules;
  for (int i = 0; i < 7; ++i) many += "[bloc.north.track.t" + std::to_string(i) + "]\n";
  CHECK_THAT(poldyn::to_text(poldyn::read_scenario_text(many, "text").mistakes),
             ContainsSubstring("more than 8 tracks"));
  CHECK_THAT(poldyn::to_text(
                 poldyn::read_scenario_text(sound_rules + "[bloc.south.track.full]\nremove = true\n", "text").mistakes),
             ContainsSubstring("it cannot be removed"));
  CHECK_THAT(poldyn::to_text(
                 poldyn::read_scenario_text(sound_rules + "[bloc.north.rule.odd]\nwho = \"all\"\n", "text").mistakes),
             ContainsSubstring("'who' belongs in [bloc.<name>.registration]"));
  CHECK_THAT(poldyn::to_text(
                 poldyn::read_scenario_text(sound_rules, "text", {"bloc.north.rule.larg.takes_part=0.5"}).mistakes),
             ContainsSubstring("did you mean 'large'"));
}

TEST_CASE("rule tables: what can never act is noted", "[reading][rules]") {
  const std::string large = "bloc.north.rule.large", facing = "bloc.north.rule.public";
  const std::vector<ChangedScenario> cases{
      {{"mechanisms.rules=false"}, large, "nothing reads it while mechanisms.rules = false"},
      {{"bloc.north.registration.who=all"}, "bloc.north.registration.who", "the bloc's rules say who files"},
      {{facing + ".in_force=false"}, facing + ".in_force", "never comes into force"},
      {{facing + ".takes_part=0"}, facing + ".takes_part", "no vendor takes part"},
      {{facing + ".grace=\"90 y\""}, facing + ".grace", "binds nobody"},
      {{facing + ".exempt_until=\"90 y\""}, facing + ".exempt_until", "the run ends before it"},
      {{large + ".notification=\"0 d\""}, large + ".notification", "a notice without a wait"},
      {{facing + ".affiliation=linked", "bloc.north.population.affiliated_share=0"},
       facing,
       "no vendor of the bloc meets"},
      {{facing + ".classes=[\"integrator\"]", facing + ".kind=trained"}, facing, "no vendor of the bloc meets"},
      {{facing + ".family=\"large\"", large + ".duty=approval"}, facing + ".track", "passes it once"},
      {{facing + ".kind=application"}, facing, "they have nothing to call"},
      {{large + ".compute_below=25"}, large + ".compute_below", "is 25 OOM"},
      {{facing + ".track=full", facing + ".renewal_track=full", "bloc.south.rule.public.track=full",
        "bloc.south.rule.public.renewal_track=full"},
       "bloc.north.track.own.stages",
       "nothing is filed on this track"},
  };
  for (const ChangedScenario& one : cases) {
    INFO(one.key << ": " << one.fragment);
    const auto reading = poldyn::read_scenario_text(sound_rules, "text", one.changes);
    INFO(poldyn::to_text(reading.mistakes) << poldyn::to_text(reading.notes));
    CHECK(reading.ok());
    CHECK(says(reading.notes, one));
  }
  const std::string policy = "[[policy]]\nat = \"1 y\"\n";
  const auto noted = poldyn::read_scenario_text(
      sound_rules + policy + "set = { \"bloc.north.registration.validity\" = \"1 y\" }\n", "text");
  CHECK(noted.ok());
  CHECK(says(noted.notes,
             {{}, "policy.1.bloc.north.registration.validity", "the bloc's rules have values of their own"}));
  const auto brought =
      poldyn::read_scenario_text(sound_rules + policy + "set = { \"bloc.north.rule.public.in_force\" = true }\n",
                                 "text", {facing + ".in_force=false"});
  CHECK(!says(brought.notes, {{}, "bloc.north.rule.public.in_force", "never"}));
  CHECK(says(brought.notes, {{}, "bloc.south.rule.public.in_force", "never"}));  // nobody brings it there
  CHECK_THAT(
      poldyn::to_text(poldyn::read_scenario_text(
                          sound_rules + policy + "set = { \"bloc.north.rule.public.duty\" = \"notice\" }\n", "text")
                          .mistakes),
      ContainsSubstring("it cannot change during a run"));
}

TEST_CASE("rule tables: FLOP without an anchor are noted where they stand", "[reading][rules]") {
  std::string text = sound_rules;
  const std::string anchor = "[technology]\nanchor_flop = \"1e25 FLOP\"\n";
  text.erase(text.find(anchor), anchor.size());
  const auto reading = poldyn::read_scenario_text(text, "text");
  CHECK(reading.ok());
  CHECK(says(reading.notes, {{}, "bloc.north.rule.large.compute_above", "0 OOM is 1e+25 FLOP"}));
  const auto other = poldyn::read_scenario_text(sound_rules, "text", {"technology.anchor_flop=\"2e24 FLOP\""});
  CHECK_THAT(other.scenario.blocs.at(0).rules[0].rule.compute_above, WithinAbs(1, 1e-12));
}
