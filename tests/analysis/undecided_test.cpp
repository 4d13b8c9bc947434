#include "analysis/undecided.h"

#include "tests/analysis/made_side.h"
#include "tests/catch.h"

using namespace poldyn::analysis;

namespace {

Side office(std::vector<double> filed, std::vector<double> open) {
  Side side = made_side("x", {"north", "south"}, filed.size() / 2, {{"filed", filed, {}}, {"undecided", open, {}}});
  for (auto& about : side.totals) about.path = "totals/pipeline/" + about.name;
  side.values = [=](const auto& about) { return about.name == "filed" ? filed : open; };
  return side;
}

}  // namespace

TEST_CASE("undecided: more than one in twenty filings is told, by bloc", "[stats]") {
  // Of two runs: the north files 100 and 300 and 10 stay; the south 20 and 20, and 1 and 2 stay.
  const Side side = office({100, 20, 300, 20}, {4, 1, 6, 2});
  const auto found = undecided(side);
  REQUIRE(found.size() == 1);
  CHECK(found[0].bloc == "south");
  CHECK(found[0].share() == 0.075);
  CHECK(undecided_text(side, found[0]).find("bloc south: 7.5 % of filings (1.5 of 20 in a run)") == 0);
}

TEST_CASE("undecided: rows that no run has a value of are not named", "[stats]") {
  Side side = office({100, 300}, {50, 60});
  for (const char* name : {"time_to_deployment", "undecided_share"}) {
    side.totals.push_back(side.totals.front());
    side.totals.back().name = name;
    side.totals.back().path = std::string("totals/x/") + name;
  }
  side.values = [values = side.values](const auto& about) {
    if (about.name == "time_to_deployment") return std::vector<double>{no_value, no_value};
    return about.name == "undecided_share" ? std::vector<double>{0.5, 0.2} : values(about);
  };
  const auto found = undecided(side);
  REQUIRE(found.size() == 2);
  CHECK(undecided_text(side, found[0]).ends_with("; these rows count them: undecided_share"));
}

TEST_CASE("undecided: one in twenty is not told, nor is a side without filings or without counts", "[stats]") {
  CHECK(undecided(office({20, 0}, {1, 0})).empty());
  CHECK(undecided(office({no_value, no_value}, {no_value, no_value})).empty());
  CHECK(undecided(made_side("x", {"main"}, 1, {{"releases", {3}, {}}})).empty());
}
