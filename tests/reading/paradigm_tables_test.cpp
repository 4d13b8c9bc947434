/// The ladder of paradigms is read in the order of the file, and a derived file may change or shorten it.

#include "tests/catch.h"
#include "tests/reading/scenario_fixture.h"

namespace {

const std::string ladder = R"([domain.general]
[bloc.north]
[paradigm.transformer]
[paradigm.agent]
base_oom = "1.5 OOM"
[paradigm.brain]
base_oom = 3
)";

}  // namespace

TEST_CASE("scenario reader: paradigms are a ladder in the order of the file", "[io]") {
  const auto reading = poldyn::read_scenario_text(ladder, "text", {"paradigm.agent.discovery=0.25"});
  REQUIRE(poldyn::to_text(reading.mistakes) == "");
  const auto& paradigms = reading.scenario.paradigms;
  REQUIRE(paradigms.size() == 3);
  CHECK(paradigms[0].name == "transformer");
  CHECK(paradigms[1].name == "agent");
  CHECK(paradigms[1].rule.base_oom == 1.5);
  CHECK(paradigms[1].rule.discovery == 0.25);
  CHECK(paradigms[2].rule.base_oom == 3);
}

TEST_CASE("scenario reader: --set makes no new paradigm", "[io]") {
  CHECK(poldyn::to_text(poldyn::read_scenario_text(ladder, "text", {"paradigm.agnt.discovery=0.25"}).mistakes) != "");
}
