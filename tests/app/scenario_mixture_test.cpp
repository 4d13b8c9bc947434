#include "app/runs/scenario_mixture.h"

#include <algorithm>

#include "sim/reading/scenario_file.h"
#include "sim/reading/scenario_writer.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::app;

namespace {

const std::string world = R"(
[domain.general]
kind = "in_distribution"

[bloc.main.population]
vendors = 20
regions = 2
)";

const std::string office = R"(
[bloc.main.track.full]
stages = ["review"]
filing_cost = "0.2 M$"

[bloc.main.stage.review]
reviewers = 3
)";

const std::string filing = R"(
[bloc.main.registration]
who = "all"
change_bits = 2
)";

Scenario scenario_of(const std::string& text) {
  Reading reading = read_scenario_text(text, "test");
  INFO(to_text(reading.mistakes));
  REQUIRE(reading.ok());
  return reading.scenario;
}

std::vector<std::string> names_in(const ScenarioMixture& mixture) {
  std::vector<std::string> names;
  for (const auto& difference : mixture.differences()) names.push_back(difference.name);
  std::sort(names.begin(), names.end());
  return names;
}

/// The world with B's value of those differences whose name begins so.
MixedWorld with(const ScenarioMixture& mixture, const std::string& start) {
  std::vector<bool> from_b;
  for (const auto& difference : mixture.differences()) from_b.push_back(difference.name.starts_with(start));
  return mixture.mixed(from_b);
}

}  // namespace

TEST_CASE("scenario mixture: none of the differences gives A, all of them give B", "[app]") {
  const Scenario a = scenario_of(world);
  const Scenario b = scenario_of(world + office + filing + "[technology]\njump_bits = 4\n[[policy]]\nat = \"1 y\"\n" +
                                 "[policy.set]\n\"bloc.main.stage.review.reviewers\" = 9\n");
  const ScenarioMixture mixture(a, b);
  const std::size_t n = mixture.differences().size();
  CHECK(n > 4);
  CHECK(write_scenario(mixture.mixed(std::vector<bool>(n, false)).scenario) == write_scenario(a));
  CHECK(write_scenario(mixture.mixed(std::vector<bool>(n, true)).scenario) == write_scenario(b));
}

TEST_CASE("scenario mixture: a world is what its user would have written", "[app]") {
  const std::string procurement = "[bloc.main.procurement]\npreference = 0.7\n",
                    search = "[technology]\njump_bits = 4\n";
  const ScenarioMixture mixture(scenario_of(world), scenario_of(world + procurement + search));
  CHECK(names_in(mixture) == std::vector<std::string>{"bloc.main.procurement.preference", "technology.jump_bits"});
  CHECK(write_scenario(with(mixture, "technology").scenario) == write_scenario(scenario_of(world + search)));
  CHECK(write_scenario(with(mixture, "bloc").scenario) == write_scenario(scenario_of(world + procurement)));
}

TEST_CASE("scenario mixture: title, seed, replicates and what is recorded are no rules", "[app]") {
  Scenario a = scenario_of(world), b = a;
  b.title = "another";
  b.description = "[[policy]]\nat = 3\n";
  b.run.seed = 9;
  b.run.replicates = 7;
  b.record.events = true;
  CHECK(ScenarioMixture(a, b).differences().empty());
}

TEST_CASE("scenario mixture: other stages move as one, with the tracks that name them", "[app]") {
  const ScenarioMixture mixture(scenario_of(world), scenario_of(world + office + filing));
  CHECK(names_in(mixture) == std::vector<std::string>{"bloc.main.registration.change_bits",
                                                      "bloc.main.registration.who", "bloc.main.stage",
                                                      "bloc.main.track.full.filing_cost"});
  const auto stage = std::find_if(mixture.differences().begin(), mixture.differences().end(),
                                  [](const auto& each) { return each.structure; });
  CHECK(stage->table == "stage");
  CHECK(std::count(stage->keys.begin(), stage->keys.end(), "bloc.main.track.full.stages") == 1);
  CHECK(std::count(stage->keys.begin(), stage->keys.end(), "bloc.main.stage.review.reviewers") == 1);
  const MixedWorld office_alone = with(mixture, "bloc.main.stage");
  REQUIRE(office_alone.ok());
  CHECK(office_alone.scenario.blocs.front().stages.size() == 1);
}

TEST_CASE("scenario mixture: rules and tracks of one side only move with the stages", "[app]") {
  const std::string rules =
      "[mechanisms]\nrules = true\n[bloc.main.track.own]\nstages = [\"review\"]\nfiling_cost = 2\n"
      "[bloc.main.rule.large]\ntrack = \"own\"\ncompute_above = 1\n";
  const Scenario a = scenario_of(world), b = scenario_of(world + office + rules);
  const ScenarioMixture mixture(a, b);
  const std::size_t n = mixture.differences().size();
  CHECK(names_in(mixture) ==
        std::vector<std::string>{"bloc.main.stage", "bloc.main.track.full.filing_cost", "mechanisms.rules"});
  CHECK(write_scenario(mixture.mixed(std::vector<bool>(n, false)).scenario) == write_scenario(a));
  CHECK(write_scenario(mixture.mixed(std::vector<bool>(n, true)).scenario) == write_scenario(b));
}

TEST_CASE("scenario mixture: a world that cannot be says why", "[app]") {
  const ScenarioMixture mixture(scenario_of(world), scenario_of(world + office + filing));
  const MixedWorld files_nowhere = with(mixture, "bloc.main.registration");
  REQUIRE_FALSE(files_nowhere.ok());
  CHECK_THAT(files_nowhere.fault, ContainsSubstring("stage"));
}

TEST_CASE("scenario mixture: a policy about what is not there is not lost without a word", "[app]") {
  const std::string policy = "[[policy]]\nat = \"1 y\"\n[policy.set]\n\"bloc.main.stage.review.reviewers\" = 9\n";
  const ScenarioMixture mixture(scenario_of(world), scenario_of(world + office + policy));
  const MixedWorld policy_alone = with(mixture, "policy");
  REQUIRE_FALSE(policy_alone.ok());
  CHECK_THAT(policy_alone.fault, ContainsSubstring("bloc.main.stage.review.reviewers"));
}

TEST_CASE("scenario mixture: other blocs and domains move as one", "[app]") {
  const std::string east = "[bloc.east]\nlike = \"main\"\n", art = "[domain.art]\nkind = \"open_ended\"\n";
  const ScenarioMixture mixture(scenario_of(world), scenario_of(world + east + art));
  CHECK(names_in(mixture) == std::vector<std::string>{"bloc", "domain"});
  CHECK(with(mixture, "bloc").scenario.blocs.size() == 2);
  CHECK(with(mixture, "domain").scenario.domains.size() == 2);
}
