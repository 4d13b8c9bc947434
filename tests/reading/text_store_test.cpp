/// Scenarios that extend each other where there is no disk: texts handed in by name.

#include "sim/reading/text_store.h"

#include "sim/reading/scenario_file.h"
#include "tests/catch.h"
#include "tests/reading/scenario_fixture.h"

using namespace poldyn;

TEST_CASE("text store: a path is normal without points and with no way up that can be gone", "[reading]") {
  CHECK(normal_path("a/./b//c.toml") == "a/b/c.toml");
  CHECK(normal_path("layers/../base.toml") == "base.toml");
  CHECK(normal_path("../../base.toml") == "../../base.toml");
  CHECK(normal_path("/../base.toml") == "/base.toml");
}

TEST_CASE("text store: texts extend each other by names relative to where they stand", "[reading]") {
  const MemoryTexts store({{"base.toml", small_scenario + "[run]\nhorizon = \"3 y\"\n"},
                           {"layers/slow.toml", "extends = \"../base.toml\"\n[run]\nhorizon = \"5 y\"\n"},
                           {"top.toml", "extends = \"layers/slow.toml\"\n"},
                           {"lost.toml", "extends = \"layers/slwo.toml\"\n"},
                           {"round.toml", "extends = \"./round.toml\"\n"}});
  const Reading read = read_scenario(store, "top.toml");
  REQUIRE(read.ok());
  CHECK(read.scenario.run.horizon == Days{5 * 365.25});
  CHECK(read.files == std::vector<std::string>{"base.toml", "layers/slow.toml", "top.toml"});

  const Reading lost = read_scenario(store, "lost.toml");
  REQUIRE(lost.mistakes.size() == 1);
  CHECK(lost.mistakes[0].problem == "extends 'layers/slwo.toml': no such file");
  CHECK(lost.mistakes[0].remedy == "did you mean 'layers/slow.toml'?");

  const Reading round = read_scenario(store, "round.toml");
  REQUIRE(round.mistakes.size() == 1);
  CHECK(round.mistakes[0].problem == "extends in a circle: round.toml -> round.toml");
}
