/// What a scenario writes of a state that buys: what is read, and what leads where nobody may have meant it to, each at
/// its key.

#include <string>
#include <vector>

#include "tests/catch.h"
#include "tests/reading/scenario_fixture.h"

using Catch::Matchers::ContainsSubstring;

namespace {

const std::string sound_procurement = R"([domain.general]
[bloc.north.market]
demand = "1000 M$/y"
demand_growth = 0.2
[bloc.north.procurement]
tenders = "100 /y"
growth = 1
value = { dist = "lognormal", mean = "1 M$/y", cv = 1 }
length = { dist = "lognormal", mean = "365.25 d", cv = 0.5 }
saturation = 0.4
awareness = 0.5
known_floor = 1e-4
framework_share = 0.3
lots = 3
)";
const std::string bloc = "bloc.north.", buying = bloc + "procurement.";

std::string notes_with(const std::vector<std::string>& changes) {
  return poldyn::to_text(poldyn::read_scenario_text(sound_procurement, "text", changes).notes);
}

}  // namespace

TEST_CASE("procurement tables: a sound scenario has no faults and no notes", "[policy][procurement]") {
  const auto reading = poldyn::read_scenario_text(sound_procurement, "text");
  CHECK(poldyn::to_text(reading.mistakes) == "");
  CHECK(poldyn::to_text(reading.notes) == "");
  const poldyn::ProcurementRule& rule = reading.scenario.blocs.at(0).procurement;
  CHECK(rule.saturation == 0.4);
  CHECK(rule.awareness == 0.5);
  CHECK(rule.known_floor == 1e-4);
  CHECK(rule.framework_share == 0.3);
  CHECK(rule.lots == 3);
}

TEST_CASE("procurement tables: what leads where nobody meant it to is noted at its key", "[policy][procurement]") {
  const std::vector<ChangedScenario> cases{
      // 0.1 e^(0.8 t) is 1 at 2.88 years
      {{buying + "saturation=0"}, buying + "growth", "from year 2.9 on, a year's new contracts are worth more"},
      {{buying + "saturation=20"}, buying + "saturation", "contracts may come to 20 times all that users spend"},
      {{buying + "growth=0.2"}, buying + "saturation", "tenders grow by 0.2 a year and demand by 0.2: contracts never"},
      {{"mechanisms.market=false"}, buying + "saturation", "without a market users spend nothing"},
      {{buying + "framework_share=1"}, buying + "lots", "call-offs are not split"},
      {{buying + "saturation=0.05"},
       buying + "saturation",
       "new contracts would be 0.1 of what users spend and are held to 0.05: 50 tenders a year, not 100"},
      {{"mechanisms.market=false"}, buying + "awareness", "without a market no vendor is better known"},
      {{buying + "awareness=0"}, buying + "known_floor", "nothing reads it at awareness = 0"},
      {{buying + "lots=9"}, buying + "lots", "more than the 8 that are invited"},
  };
  for (const ChangedScenario& one : cases) {
    const auto reading = poldyn::read_scenario_text(sound_procurement, "text", one.changes);
    INFO(one.changes.at(0) << ": " << poldyn::to_text(reading.notes));
    CHECK(poldyn::to_text(reading.mistakes) == "");
    CHECK(says(reading.notes, one));
  }
}

TEST_CASE("procurement tables: nothing is noted of what a policy changes, or of a state that buys nothing",
          "[policy][procurement]") {
  CHECK(notes_with({buying + "saturation=0", buying + "tenders=0 /y", buying + "known_floor=0.001"}) == "");
  CHECK(notes_with({"mechanisms.procurement=false"}) == "");
  CHECK(notes_with({buying + "saturation=0", "run.horizon=1 y"}) == "");
  const std::string policy = sound_procurement + "[[policy]]\nat = \"1 y\"\nset = { \"" + buying +
                             "growth\" = 0.1, \"" + buying + "awareness\" = 1 }\n";
  CHECK(poldyn::to_text(
            poldyn::read_scenario_text(policy, "text", {buying + "saturation=0", buying + "awareness=0"}).notes) == "");
}

TEST_CASE("procurement tables: what a policy brings about is noted at its key, from its date on",
          "[policy][procurement]") {
  const auto under = [](double year, const std::string& edits, const std::vector<std::string>& set = {},
                        const std::string& more = "") {
    const auto reading = poldyn::read_scenario_text(sound_procurement + "[[policy]]\nat = \"" + std::to_string(year) +
                                                        " y\"\n" + more + "set = { " + edits + " }\n",
                                                    "text", set);
    CHECK(poldyn::to_text(reading.mistakes) == "");
    return poldyn::to_text(reading.notes);
  };
  const auto of = [](const char* key, const char* value) {
    return std::string("\"bloc.north.procurement.") + key + "\" = " + value;
  };
  CHECK(under(4, of("saturation", "0.2")) == "");
  CHECK_THAT(
      under(4, of("saturation", "0.01")),
      ContainsSubstring("policy.1.bloc.north.procurement.saturation: under it") && ContainsSubstring("are held to"));
  CHECK_THAT(under(2, of("saturation", "0")), ContainsSubstring("from year 2.9 on"));
  CHECK_THAT(under(4, of("saturation", "0")), ContainsSubstring("from year 4.0 on"));
  CHECK_THAT(under(4, of("bidders", "2")), ContainsSubstring("policy.1.bloc.north.procurement.bidders: under it") &&
                                               ContainsSubstring("more than the 2 that are invited"));
  // Growth counts from the start: 30 a year at the start are 30 e^(2) by year 2.
  CHECK_THAT(under(2, of("tenders", "30"), {buying + "tenders=0 /y", buying + "growth=1", buying + "saturation=0"}),
             ContainsSubstring("policy.1.bloc.north.procurement.tenders: under it") &&
                 ContainsSubstring("by now 30 a year have become 222") && ContainsSubstring("write 4.06 /y"));
  CHECK(under(2, of("tenders", "30"), {buying + "tenders=0 /y", buying + "growth=0", buying + "saturation=0"}) == "");
  // What the first policy brought about is not laid to the second, and what the second brings back is.
  const std::string second = "[[policy]]\nat = \"5 y\"\nset = { ";
  const std::string two = under(2, of("saturation", "20") + " }\n" + second + of("growth", "0.9"));
  CHECK_THAT(two, ContainsSubstring("policy.1.bloc.north.procurement.saturation") && !ContainsSubstring("policy.2"));
  CHECK_THAT(under(2, of("saturation", "0.3") + " }\n" + second + of("saturation", "20"), {buying + "saturation=20"}),
             ContainsSubstring("policy.2.bloc.north.procurement.saturation") && !ContainsSubstring("policy.1"));
  // The way to a limit leads through nothing.
  CHECK_THAT(under(4, of("saturation", "0"), {}, "phase_in = \"1 y\"\n"), ContainsSubstring("0 has no limit"));
  // 100 e^(3 (t - 6)) from year 6 on is 5 million tenders by year 10; from the start it would be 3.6e14.
  const std::vector<std::string> small{buying + "growth=0", buying + "saturation=0"};
  CHECK_THAT(under(6, of("growth", "3"), small), ContainsSubstring("from year 7.3 on"));
}
