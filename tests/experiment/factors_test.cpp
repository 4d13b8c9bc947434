#include <algorithm>

#include "tests/experiment/experiment_fixture.h"

using namespace poldyn;

namespace {

std::vector<std::string> names_of_factors(const Experiment& made) {
  std::vector<std::string> names;
  for (const auto& factor : made.factors) names.push_back(factor.name);
  return names;
}

const Factor* named(const Experiment& made, const std::string& name) {
  const auto at = std::find_if(made.factors.begin(), made.factors.end(), [&](const auto& f) { return f.name == name; });
  return at == made.factors.end() ? nullptr : &*at;
}

std::string plausible(const std::string& patterns, const std::string& design = "design = \"random\"\npoints = 5\n") {
  return "[experiment]\nbase = \"base.toml\"\n" + design + "plausible = " + patterns + "\n";
}

const char* const rules =
    "[bloc.north.registration]\nwho = \"nobody\"\n[bloc.north.stage.expert]\nreviewers = 3\n"
    "review = { dist = \"lognormal\", mean = \"10 d\", cv = 0.6 }\n";

const std::string two_levels = "[experiment]\nbase = \"base.toml\"\n";

}  // namespace

TEST_CASE("plausible factors: documented ranges, without typing", "[experiment]") {
  const ExperimentFolder folder;
  const Experiment made = folder.read(plausible("[\"bloc.north.*\"]"));
  REQUIRE(made.factors.size() > 10);
  for (const Factor& factor : made.factors) {
    REQUIRE(factor.targets[0].size() == 1);
    const FactorTarget& target = factor.targets[0].front();
    CHECK(target.key.starts_with("bloc.north."));
    CHECK(factor.law.low == target.row->origin.plausible.low);
    CHECK(factor.law.high == target.row->origin.plausible.high);
    CHECK((factor.law.kind == InputKind::log_uniform) ==
          (factor.law.low > 0 && factor.law.high >= 10 * factor.law.low));
    // The name is the end of the key.
    std::string key = target.key;
    std::replace(key.begin(), key.end(), '.', '_');
    CHECK(key.ends_with(factor.name));
  }
  auto names = names_of_factors(made);
  std::sort(names.begin(), names.end());
  CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
  const Factor* review = named(made, "review");
  REQUIRE(review);  // of a distribution its mean
  CHECK(review->targets[0].front().part == FactorTarget::Part::mean);
  CHECK(made.points() == 5);
}

TEST_CASE("plausible factors: equal ends of keys get more words, what a factor sets is left to it", "[experiment]") {
  const ExperimentFolder folder;
  const Experiment both = folder.read(plausible("[\"bloc.*.stage.expert.review\"]"));
  CHECK(names_of_factors(both) == std::vector<std::string>{"north_stage_expert_review", "south_stage_expert_review"});
  const Experiment mixed = folder.read(plausible("[\"bloc.north.stage.*\"]") +
                                       "[factor.mine]\nkey = \"bloc.*.stage.*.review.mean\"\nvalues = [10, 20]\n");
  REQUIRE(named(mixed, "mine"));
  CHECK_FALSE(named(mixed, "review"));
}

TEST_CASE("plausible factors: mistakes", "[experiment]") {
  const ExperimentFolder folder;
  CHECK_THAT(folder.messages(plausible("[\"bloc.north.stage.expert.reviw\"]")),
             ContainsSubstring("matches no parameter with a plausible range") && ContainsSubstring("did you mean"));
  CHECK_THAT(folder.messages(plausible("[\"bloc.*\"]", "")),
             ContainsSubstring("a full factorial") && ContainsSubstring("morris"));
}

TEST_CASE("layers as factors: off and on, and nothing else", "[experiment]") {
  const ExperimentFolder folder;
  folder.write("rules.toml", rules);
  const Experiment made = folder.read(two_levels + "[factor.rules]\nlayer = \"rules.toml\"\n");
  REQUIRE(made.points() == 2);
  CHECK(std::get<std::string>(made.value(0, 0)) == "off");
  CHECK(std::get<std::string>(made.value(1, 0)) == "on");
  CHECK(made.settings(0).empty());
  const auto settings = made.settings(1);
  REQUIRE(settings.size() == 3);
  CHECK(settings[0].key == "bloc.north.registration.who");
  CHECK(settings[0].value == "\"nobody\"");
  const Scenario on = made.scenario(1);
  CHECK(on.blocs[0].stages[0].rule.reviewers == 3);
  CHECK(on.blocs[0].stages[0].rule.review.mean == 10);
  CHECK(on.blocs[1].stages[0].rule.review.mean == 45);
  // The campaign's folder holds the layer's text.
  const ExperimentReading again = read_experiment(
      StoredExperiment{"stored", made.text, "", {made.bases[0].name}, {made.bases[0].text}, made.layers});
  INFO(to_text(again.mistakes));
  REQUIRE(again.ok());
  for (std::size_t p = 0; p < 2; ++p) CHECK(again.experiment.point_id(p) == made.point_id(p));
}

TEST_CASE("layers as factors: beside numbers, in a sampling design, and not in a base that has it", "[experiment]") {
  const ExperimentFolder folder;
  folder.write("rules.toml", rules);
  folder.write("ruled.toml", std::string("extends = \"base.toml\"\n") + rules);
  const Experiment made = folder.read(
      "[experiment]\nbase = [\"base.toml\", \"ruled.toml\"]\ndesign = \"saltelli\"\npoints = 4\n"
      "[factor.rules]\nlayer = \"rules.toml\"\n[factor.vendors]\nkey = \"bloc.*.population.vendors\"\nrange = [4, "
      "8]\n");
  CHECK(made.points() == 4 * 4 + 4 * 3);
  CHECK(std::holds_alternative<std::monostate>(made.value(16, 0)));
  std::size_t on = 0;
  for (std::size_t p = 0; p < 16; ++p) on += made.scenario(p).blocs[0].stages[0].rule.reviewers == 3;
  CHECK(on == 8);
}

TEST_CASE("layers as factors: mistakes", "[experiment]") {
  const ExperimentFolder folder;
  const auto said = [&](const std::string& text, const std::string& more = "") {
    folder.write("rules.toml", text);
    return folder.messages(two_levels + "[factor.rules]\nlayer = \"rules.toml\"\n" + more);
  };
  CHECK_THAT(said("[bloc.north.registration]\nwhoo = \"nobody\"\n"),
             ContainsSubstring("unknown key") && ContainsSubstring("did you mean 'who'"));
  CHECK_THAT(said("[bloc.east]\nlike = \"north\"\n"), ContainsSubstring("adds or removes a table"));
  CHECK_THAT(said("extends = \"base.toml\"\n"), ContainsSubstring("extends a file"));
  CHECK_THAT(said("[bloc.north.registration]\nwho = \"all\"\n"),
             ContainsSubstring("sets nothing that the bases have not"));
  CHECK_THAT(said(rules, "values = [1, 2]\n"), ContainsSubstring("no meaning beside layer"));
  CHECK_THAT(said(rules, "[factor.who]\nkey = \"bloc.north.registration.who\"\nvalues = [\"nobody\", \"all\"]\n"),
             ContainsSubstring("both set bloc.north.registration.who"));
  CHECK_THAT(folder.messages(two_levels + "[factor.rules]\nlayer = \"rule.toml\"\n"),
             ContainsSubstring("no such file"));
}
