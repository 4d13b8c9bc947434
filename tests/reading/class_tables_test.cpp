/// A bloc's own tables of classes: what they start from, what a wrong one says, and what can never act.

#include <string>
#include <vector>

#include "sim/reading/scenario_writer.h"
#include "tests/catch.h"
#include "tests/reading/scenario_fixture.h"

using Catch::Matchers::ContainsSubstring;

namespace {

const std::string unequal_blocs = R"([domain.general]
[class.frontier]
project_cost = "40 M$"
margin = 0.6
[bloc.rich]
[bloc.poor]
like = "rich"
[bloc.poor.class.frontier]
project_cost = "10 M$"
capital = { mean = "30 M$" }
)";

const poldyn::VendorClassRule& frontier_of(const poldyn::Reading& reading, std::size_t bloc) {
  return poldyn::class_rule(reading.scenario, reading.scenario.blocs.at(bloc), poldyn::VendorClass::frontier);
}

}  // namespace

TEST_CASE("class tables: what a bloc does not say of a class is as the scenario has it", "[policy][class]") {
  const auto reading = poldyn::read_scenario_text(unequal_blocs, "text");
  CHECK(poldyn::to_text(reading.mistakes) == "");
  CHECK(poldyn::to_text(reading.notes) == "");
  CHECK(frontier_of(reading, 0).project_cost == 40);
  CHECK(frontier_of(reading, 1).project_cost == 10);
  CHECK(frontier_of(reading, 1).margin == 0.6);
  CHECK(frontier_of(reading, 1).capital.mean == 30);
  CHECK(frontier_of(reading, 1).capital.cv == frontier_of(reading, 0).capital.cv);
  CHECK(reading.scenario.blocs.at(0).classes.empty());
  // Also what a command line says of it, wherever the tables stand.
  CHECK(frontier_of(poldyn::read_scenario_text(unequal_blocs, "text", {"class.frontier.margin=0.2"}), 1).margin == 0.2);
  const auto set = poldyn::read_scenario_text(unequal_blocs, "text", {"bloc.rich.class.frontier.price=0.5"});
  CHECK(poldyn::to_text(set.mistakes) == "");
  CHECK(frontier_of(set, 0).price == 0.5);
  CHECK(frontier_of(set, 0).project_cost == 40);
  CHECK(frontier_of(set, 1).price == 0.5);  // it is like it
  CHECK(frontier_of(set, 1).project_cost == 10);
}

TEST_CASE("class tables: a bloc that is like another has its tables, and may take them out", "[policy][class]") {
  const std::string third = "[bloc.third]\nlike = \"poor\"\n";
  const auto like = poldyn::read_scenario_text(unequal_blocs + third, "text");
  CHECK(frontier_of(like, 2).project_cost == 10);
  const auto none =
      poldyn::read_scenario_text(unequal_blocs + third + "[bloc.third.class.frontier]\nremove = true\n", "text");
  CHECK(poldyn::to_text(none.mistakes) == "");
  CHECK(frontier_of(none, 2).project_cost == 40);
  CHECK(none.scenario.blocs.at(2).classes.empty());
}

TEST_CASE("class tables: a wrong one is a mistake at its place", "[policy][class]") {
  const auto told = [](const std::string& more) {
    return poldyn::to_text(poldyn::read_scenario_text(unequal_blocs + more, "text").mistakes);
  };
  CHECK_THAT(told("[bloc.rich.class.fronteer]\nprice = 1\n"),
             ContainsSubstring("text:11:18: unknown key 'bloc.rich.class.fronteer'") &&
                 ContainsSubstring("did you mean 'frontier'?"));
  CHECK_THAT(told("[bloc.rich.class.frontier]\nprise = 1\n"), ContainsSubstring("did you mean 'price'?"));
  CHECK_THAT(told("[bloc.rich.class.frontier]\nmargin = 2\n"), ContainsSubstring("is outside [0, 1]"));
  const std::string no_way = "local = 0\nlong_jump = 0\nimitate = 0\nadopt = 0\n";
  CHECK_THAT(told(no_way), ContainsSubstring("bloc.poor.class.frontier.local") &&
                               ContainsSubstring("the class has no way to search"));
}

TEST_CASE("class tables: what can never act is noted", "[policy][class]") {
  const auto notes = [](const std::string& more, const std::vector<std::string>& set = {}) {
    return poldyn::to_text(poldyn::read_scenario_text(unequal_blocs + more, "text", set).notes);
  };
  CHECK_THAT(notes("", {"bloc.poor.population.class_shares=[0, 1, 1]"}),
             ContainsSubstring("no vendor of the bloc is of this class"));
  const std::string policy = "[[policy]]\nat = \"1 y\"\nset = { \"class.frontier.margin\" = 0.3";
  CHECK(notes(policy + " }\n") == "");  // poor does not say it, and follows
  const std::vector<std::string> says_it{"bloc.poor.class.frontier.margin=0.5"};
  CHECK_THAT(notes(policy + " }\n", says_it),
             ContainsSubstring("policy.1.class.frontier.margin") && ContainsSubstring("does not reach bloc poor"));
  CHECK(notes(policy + ", \"bloc.poor.class.frontier.margin\" = 0.3 }\n", says_it) == "");
}

TEST_CASE("class tables: a policy on a class reaches the blocs that do not say that key", "[policy][class]") {
  const auto edits = [](const std::string& more, const std::vector<std::string>& set = {}) {
    const auto reading = poldyn::read_scenario_text(
        unequal_blocs + "[[policy]]\nat = \"1 y\"\n[policy.scale]\nclass.frontier.margin = 0.5\n" + more, "text", set);
    CHECK(poldyn::to_text(reading.mistakes) == "");
    std::vector<std::string> keys;
    for (const poldyn::Edit& edit : reading.scenario.policies.at(0).edits) {
      keys.push_back(edit.key);
      CHECK(edit.kind == poldyn::EditKind::scale);
    }
    // Written out it is the same policy, and is not given the keys again.
    const std::string text = poldyn::write_scenario(reading.scenario);
    CHECK(poldyn::write_scenario(poldyn::read_scenario_text(text, "text").scenario) == text);
    return keys;
  };
  using Keys = std::vector<std::string>;
  CHECK(edits("") == Keys{"class.frontier.margin", "bloc.poor.class.frontier.margin"});
  CHECK(edits("", {"bloc.poor.class.frontier.margin=0.5"}) == Keys{"class.frontier.margin"});
  CHECK(edits("bloc.poor.class.frontier.margin = 0.7\n") ==
        Keys{"class.frontier.margin", "bloc.poor.class.frontier.margin"});
  // A bloc that is like it follows, too, but for what was said of either.
  CHECK(edits("[bloc.third]\nlike = \"poor\"\n").size() == 3);
  CHECK(edits("[bloc.third]\nlike = \"poor\"\n", {"bloc.poor.class.frontier.margin=0.5"}).size() == 1);
}

TEST_CASE("class tables: what is written reads back as it was", "[policy][class]") {
  const auto scenario = poldyn::read_scenario_text(unequal_blocs, "text").scenario;
  const std::string text = poldyn::write_scenario(scenario);
  CHECK_THAT(text, ContainsSubstring("[bloc.poor.class.frontier]\n"));
  CHECK(poldyn::write_scenario(poldyn::read_scenario_text(text, "text").scenario) == text);
  // One scenario's luck is not the other's, and those without such tables have the identity that they had.
  auto other = scenario;
  other.blocs[1].classes[0].rule.price = 3;
  CHECK(poldyn::write_choices(other) != poldyn::write_choices(scenario));
  other.blocs[1].classes.clear();
  CHECK(poldyn::write_choices(other).find("classes") == std::string::npos);
}

TEST_CASE("funding tables: what cannot be is a mistake, and what can never act is noted", "[policy][funding]") {
  const std::string pools = R"([mechanisms]
funding = true
[domain.general]
[bloc.north.funding.private]
budget = "100 M$/y"
[bloc.south]
like = "north"
[bloc.south.funding.private]
budget = "30 M$/y"
)";
  const auto reading = poldyn::read_scenario_text(pools, "text");
  CHECK(poldyn::to_text(reading.mistakes) == "");
  CHECK(poldyn::to_text(reading.notes) == "");
  CHECK(reading.scenario.blocs.at(1).funding[0].budget_per_year == 30);
  const auto told = [&](const std::vector<std::string>& set) {
    const auto changed = poldyn::read_scenario_text(pools, "text", set);
    return poldyn::to_text(changed.mistakes) + poldyn::to_text(changed.notes);
  };
  CHECK_THAT(told({"bloc.north.funding.privat.budget=3"}), ContainsSubstring("did you mean 'private'?"));
  CHECK_THAT(told({"mechanisms.finance=false"}), ContainsSubstring("vendors that have no cash"));
  CHECK_THAT(told({"bloc.north.funding.private.growth=4.9", "run.horizon=20 y"}),
             ContainsSubstring("would make the pool pay"));
  CHECK_THAT(told({"bloc.north.funding.private.eligible=nobody"}), ContainsSubstring("the pool pays nobody"));
  CHECK_THAT(told({"bloc.north.funding.private.by_registration=2", "bloc.north.registration.who=nobody",
                   "bloc.south.registration.who=nobody"}),
             ContainsSubstring("no vendor is registered"));
  CHECK_THAT(told({"bloc.north.funding.private.adoption=0.2", "mechanisms.openness=false"}),
             ContainsSubstring("nobody builds on another's weights"));
  CHECK_THAT(told({"bloc.north.funding.private.budget=0", "bloc.south.funding.private.budget=0"}),
             ContainsSubstring("no pool of any bloc has a budget"));
  CHECK_THAT(told({"bloc.north.funding.private.budget=100"}), ContainsSubstring(""));
}
