/// What is said of policies that are sound but can hardly be meant, and that all faults are told in one round.

#include "sim/reading/policy_notes.h"
#include "tests/catch.h"
#include "tests/reading/scenario_fixture.h"

using namespace poldyn;

namespace {

const std::string demand = "set = { \"bloc.north.market.demand\" = 3 }\n";

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("policies: what can never act is noted at its key, and is no mistake", "[io]") {
  struct Case {
    std::string text;
    int line;
    const char* says;
  };
  const std::string range = "north.fragmentation.clone_share > ";
  const auto c = GENERATE_COPY(
      Case{"at = \"3652.500001 d\"\n" + demand, 11, "policy.1.at: the run ends before it"},
      Case{"when = \"" + range + "0.5\"\nat = \"90 y\"\n" + demand, 12, "policy.1.at: the run ends before it"},
      Case{"set = { \"bloc.north.compliance.heterogeneity\" = 0.1 }\n", 11, "while mechanisms.compliance = false"},
      Case{"scale = { \"bloc.north.audits.visits\" = 2 }\n", 11, "while mechanisms.audits = false"},
      Case{"when = \"" + range + "0.5\"\nat = \"41 d\"\nuntil = \"49 d\"\n" + demand, 12, "no sample lies between"},
      Case{"scale = { \"bloc.north.market.demand\" = -1 }\n", 11, "scaling by -1 leads to an end"},
      Case{"add = { \"bloc.north.procurement.preference\" = 10 }\n", 11, "adding 10 leads to an end"},
      Case{"when = \"" + range + "1\"\n" + demand, 11, "clone_share lies within [0, 1]; the policy never acts"},
      Case{"when = \"north.structure.exits < 0 or (" + range + "2 and north.structure.exits > 1)\"\n" + demand, 11,
           "exits lies within [0, inf]"},
      Case{"when = \"" + range + "0.5\"\nrelease_when = \"" + range + "1\"\n" + demand, 12, "never undone"},
      Case{"when = \"" + range + "0.5\"\nrelease_when = \"" + range + " 0.50\"\n" + demand, 12,
           "the condition of `when`"},
      Case{"when = \"" + range + "0.5 and north.fragmentation.clone_share < 0.3\"\n" + demand, 11,
           "contradict each other"},
      Case{
          "when = \"not (" + range + "0.5 or north.fragmentation.clone_share <= 0.5) and " + range + "0.2\"\n" + demand,
          11, "contradict each other"},
      Case{"at = \"2 y\"\nphase_in = \"1 y\"\nset = { \"bloc.north.registration.validity\" = \"3 y\" }\n", 13,
           "from 0 to 1095.75 through values next to 0, and 0 is no small value here (0 never)"},
      Case{"at = \"2 y\"\nuntil = \"4 y\"\nphase_in = \"8 y\"\n" + demand, 13, "with 25 % of the way done"});
  const ScenarioFolder folder;
  folder.write("a.toml", small_scenario + "[[policy]]\n" + c.text);
  const Reading reading = folder.read("a.toml");
  REQUIRE(to_text(reading.mistakes) == "");
  REQUIRE(reading.notes.size() == 1);
  CHECK_THAT(to_text(reading.notes), ContainsSubstring(c.says));
  CHECK(reading.notes[0].place.line == static_cast<std::uint32_t>(c.line));
  // Who switches policies off, to have a twin, knows.
  CHECK(folder.read("a.toml", {"mechanisms.policy=false"}).notes.empty());
}

TEST_CASE("parameters: one that is set by itself and read by nobody is noted", "[io]") {
  const ScenarioFolder folder;
  folder.write("a.toml", small_scenario);
  const std::string visits = "bloc.north.audits.visits=9 /y";
  const Reading given = folder.read("a.toml", {visits});
  CHECK(given.ok());
  CHECK_THAT(to_text(given.notes), ContainsSubstring("visits") && ContainsSubstring("while mechanisms.audits = false"));
  CHECK(folder.read("a.toml", {visits, "mechanisms.audits=true"}).notes.empty());
  // A base may hold values for what a file on top switches on; a file on top that sets them by itself means them.
  folder.write("base.toml", small_scenario + "[bloc.north.audits]\nvisits = \"9 /y\"\n");
  CHECK(folder.read("base.toml").notes.empty());
  folder.write("top.toml", "extends = \"base.toml\"\n[bloc.north.mandates]\nshare = 0.5\n");
  const Reading top = folder.read("top.toml");
  REQUIRE(top.notes.size() == 1);
  CHECK(top.notes[0].place.line == 3);
}

TEST_CASE("policies: what may act is not noted", "[io]") {
  const std::string share = "north.fragmentation.clone_share ";
  const auto text = GENERATE_COPY(
      "at = \"9.9 y\"\n" + demand, "at = \"10 y\"\n" + demand,
      "at = \"2 y\"\nuntil = \"4 y\"\nphase_in = \"2 y\"\n" + demand,
      "when = \"" + share + ">= 1\"\nrelease_when = \"" + share + "<= 0\"\n" + demand,
      "when = \"" + share + "> 1 or " + share + "< 0.1\"\n" + demand, "when = \"not " + share + "> 1\"\n" + demand,
      "when = \"" + share + "> 0.3 and " + share + "< 0.5\"\n" + demand,
      "when = \"" + share + "> 0.999 and not " + share + "== 1\"\n" + demand,
      "when = \"not (" + share + "> 0.5 or " + share + "<= 0.5)\"\n" + demand,  // while there is no share
      "set = { \"bloc.north.procurement.preference\" = 0.1, \"bloc.north.audits.visits\" = 2 }\n[mechanisms]\naudits = "
      "true\n");
  const ScenarioFolder folder;
  folder.write("a.toml", small_scenario + "[[policy]]\n" + text);
  const Reading reading = folder.read("a.toml");
  CHECK(to_text(reading.mistakes) == "");
  CHECK(to_text(reading.notes) == "");
}

TEST_CASE("policies: all faults are told in one round, each at its key", "[io]") {
  const ScenarioFolder folder;
  folder.write("a.toml", small_scenario + R"([bloc.north.procurement]
registered_only = true
[bloc.north.registration]
who = "all"
[run]
warmup = "20 y"
[[policy]]
at = "3 y"
until = "2 y"
gap = "3 d"
phse_in = "1 y"
[policy.set]
run.horizon = "3 y"
[[policy]]
at = "4 y"
when = "north.structure.exits > 3"
[policy.set.bloc.north]
market.demand = 3
registration.who = "nobody"
[[policy]]
when = "north.structure.exits > 3"
set = { bloc.north.registration.validity = "x" }
)");
  const std::string told = folder.messages("a.toml");
  for (const char* each :
       {"a.toml:15:10: run.warmup", "a.toml:18:9: policy.1.until", "a.toml:19:7: policy.1.gap",
        "a.toml:20:1: unknown key 'policy.1.phse_in'", "a.toml:22:15: policy.1.run.horizon",
        "a.toml:28:20: policy.2.bloc.north.registration.who: under it", "a.toml:31:44: policy.3.set"})
    CHECK_THAT(told, ContainsSubstring(each));
  CHECK(times(told, "remedy") == 7);
}

TEST_CASE("policies: of what cannot change the value does not matter", "[io]") {
  const ScenarioFolder folder;
  for (const char* edit : {"set = { run.horizon = \"0 y\" }", "add = { run.horizon = \"x\" }",
                           "scale = { mechanisms.audits = 2 }", "add = { run.seed = 2 }\nat_most = { run.seed = 4 }"}) {
    folder.write("a.toml", small_scenario + "[[policy]]\n" + edit + "\n");
    const std::string told = folder.messages("a.toml");
    CHECK_THAT(told, ContainsSubstring("cannot change during a run"));
    CHECK(times(told, "a.toml:") == 1);
  }
}

TEST_CASE("policies: nothing is said that may follow from what was not read", "[io]") {
  const ScenarioFolder folder;
  const std::string start = small_scenario + "[[policy]]\n";
  folder.write("a.toml", start + "wehn = \"north.structure.exits > 3\"\ngap = \"3 d\"\n" + demand);
  CHECK(folder.read("a.toml").mistakes.size() == 1);
  folder.write("a.toml", start + "at = \"3 yy\"\nuntil = \"0.1 d\"\nset = { \"bloc.nrth.market.demand\" = 3 }\n");
  CHECK(folder.read("a.toml").mistakes.size() == 2);
  folder.write("a.toml",
               start +
                   "at = \"3 y\"\nset = { \"bloc.north.registration.who\" = \"nobody\", "
                   "\"bloc.north.procurement.registered_onyl\" = false }\n"
                   "[bloc.north.procurement]\nregistered_only = true\n[bloc.north.registration]\nwho = \"all\"\n");
  CHECK(folder.read("a.toml").mistakes.size() == 1);
  folder.write("a.toml", start + "set = 3\n");
  CHECK(folder.read("a.toml").mistakes.size() == 1);
}

TEST_CASE("blocs: a value that came by `like` is told once", "[io]") {
  const ScenarioFolder folder;
  folder.write("a.toml", small_scenario +
                             "[bloc.north.procurement]\nregistered_only = true\n[bloc.c]\nlike = \"north\"\n"
                             "[bloc.d]\nlike = \"c\"\n");
  const std::string told = folder.messages("a.toml", {"bloc.north.registration.who=nobody"});
  CHECK(times(told, "nobody can bid") == 1);
  CHECK_THAT(told, ContainsSubstring("a.toml:11:19: bloc.north.procurement.registered_only"));
  // Two blocs that say it each for itself are two mistakes.
  folder.write("a.toml", small_scenario +
                             "registration.who = \"nobody\"\n[bloc.north.registration]\nwho = \"nobody\"\n"
                             "[bloc.north.procurement]\nregistered_only = true\n"
                             "[bloc.south.procurement]\nregistered_only = true\n");
  CHECK(times(folder.messages("a.toml"), "nobody can bid") == 2);
}

TEST_CASE("policies: remedies say what may be meant", "[io]") {
  struct Case {
    const char* text;
    const char* says;
  };
  const auto c = GENERATE(
      Case{"set = { \"bloc.main.market.demand\" = 3 }", "'bloc.north.market.demand' or 'bloc.south.market.demand'?"},
      Case{"set = { \"bloc.nroth.market.demand\" = 3 }", "did you mean 'bloc.north.market.demand'?"},
      Case{"set = { \"bloc=north.market.demand\" = 3 }", "did you mean 'bloc.north.market.demand'?"},
      Case{"set = { \"bloc.north.demand\" = 3 }", "did you mean 'bloc.north.market.demand'"},
      Case{"set = { \"demand\" = 3 }", "did you mean 'bloc.north.market.demand'"},
      Case{"set = { \"zzz\" = 3 }", "`poldyn params` lists all keys"},
      Case{"when = \"north.structure.exits > 1 kg\"", "write a whole number such as 10"},
      Case{"when = \"north.iteration.age_in_use > 1 kg\"", "units: d,"},
      Case{"when = \"north.pipeline.mean_wait > 1 d\"", "near to it: pipeline.queue_length_by_stage"},
      Case{"when = \"mean_wait > 1 d\"", "near to it: north.pipeline.queue_length_by_stage"},
      Case{"when = \"north.capability.final_frontier > 1\"", "near to it: capability.frontier"},
      Case{"when = \"exits > 1\"", "did you mean 'north.structure.exits'?"},
      Case{"at = \"2024-01-01\"", "time counts from the start of the run"},
      Case{"at = 2024-01-01", "time counts from the start of the run"},
      Case{"at = \"year 3\"", "does not begin with a number"});
  const ScenarioFolder folder;
  folder.write("a.toml", small_scenario + "[[policy]]\n" + c.text + "\n");
  CHECK_THAT(folder.messages("a.toml"), ContainsSubstring(c.says));
  CHECK_THAT(folder.messages("a.toml"), !ContainsSubstring("changes nothing"));
}
