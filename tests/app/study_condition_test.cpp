#include "app/discover/study_condition.h"

#include <cmath>
#include <map>

#include "app/console/failure.h"
#include "tests/analysis/made_side.h"
#include "tests/catch.h"

namespace {
using namespace poldyn;
using namespace poldyn::app;

analysis::Side side(std::vector<std::string> blocs) {
  return analysis::made_side(
      "A", std::move(blocs), 2,
      {{"idea_to_deployment", {1, 2, 3, 4}, {}}, {"wait", {1, 2, 3, 4}, {"first", "second half"}}});
}

std::string fault(const std::string& text, bool of_difference = false, std::vector<std::string> blocs = {"main"}) {
  try {
    read_study_condition(text, side(std::move(blocs)), of_difference);
  } catch (const Failure& failure) {
    CHECK(failure.exit() == Exit::usage);
    return failure.what();
  }
  return "no fault";
}

/// Whether the condition is met if the quantities have these values, in the order in which they are named.
double met(const std::string& text, std::vector<double> values, bool of_difference = false) {
  const StudyCondition read = read_study_condition(text, side({"main"}), of_difference);
  REQUIRE(read.quantities.size() == values.size());
  return outcome(read.condition, [&](std::size_t q) { return values[q]; });
}

}  // namespace

TEST_CASE("study condition: units, words and order of evaluation", "[app]") {
  CHECK(met("idea_to_deployment < 3 mo", {90}) == 1);
  CHECK(met("idea_to_deployment < 3 mo", {92}) == 0);
  CHECK(met("iteration/idea_to_deployment >= 2 and wait[first] < 5 or wait[second half] == 1", {3, 9, 1}) == 1);
  CHECK(met("not (idea_to_deployment >= 2 and wait[first] < 5)", {3, 9}) == 1);
  CHECK(met("not idea_to_deployment >= 2 or wait[first] < 5", {3, 9}) == 0);
  CHECK(met("idea_to_deployment > 1 and idea_to_deployment < 3", {2}) == 1);  // one quantity, read once
}

TEST_CASE("study condition: a value that does not exist settles nothing by itself", "[app]") {
  const double none = analysis::no_value;
  CHECK(std::isnan(met("idea_to_deployment < 9", {none})));
  CHECK(std::isnan(met("not idea_to_deployment < 9", {none})));
  CHECK(met("idea_to_deployment < 9 and wait[first] > 5", {none, 1}) == 0);
  CHECK(met("idea_to_deployment < 9 or wait[first] > 5", {none, 6}) == 1);
  CHECK(std::isnan(met("idea_to_deployment < 9 or wait[first] > 5", {none, 1})));
}

TEST_CASE("study condition: differences are within a length or a share of the other side", "[app]") {
  CHECK(met("idea_to_deployment within 5 d", {-5}, true) == 1);
  CHECK(met("idea_to_deployment within 5 d", {5.1}, true) == 0);
  const StudyCondition share = read_study_condition("idea_to_deployment within 5 %", side({"main"}), true);
  REQUIRE(share.quantities.size() == 1);
  CHECK(share.quantities[0].relative);
  CHECK(outcome(share.condition, [](std::size_t) { return 0.04; }) == 1);
  CHECK(outcome(share.condition, [](std::size_t) { return -0.06; }) == 0);
  CHECK_FALSE(read_study_condition("idea_to_deployment < 5 d", side({"main"}), true).quantities[0].relative);
  CHECK(met("idea_to_deployment < 5 % and idea_to_deployment < 9 d", {0.01, 8}, true) == 1);
}

TEST_CASE("study condition: faults show the place and what to write", "[app]") {
  CHECK_THAT(fault("idea_to_deploymnt < 9 d"), ContainsSubstring("did you mean 'idea_to_deployment'"));
  CHECK_THAT(fault("wait[first] < 9 d and idea_to_deployment"), ContainsSubstring("lacks a comparison"));
  CHECK_THAT(fault("idea_to_deployment < 9 dya"), ContainsSubstring("dya"));
  CHECK_THAT(fault("idea_to_deployment < 9 d nor"), ContainsSubstring("nor"));
  CHECK_THAT(fault("wait < 9 d"), ContainsSubstring("wait[first], wait[second half]"));
  CHECK_THAT(fault("wait[third] < 9 d"), ContainsSubstring("first"));
  CHECK_THAT(fault("wait[first < 9 d"), ContainsSubstring("write `]`"));
  CHECK_THAT(fault("idea_to_deployment within 5 d"), ContainsSubstring("--against"));
  CHECK_THAT(fault("idea_to_deployment within -5 d", true), ContainsSubstring("above 0"));
  CHECK_THAT(fault("idea_to_deployment < 9 d", false, {"north", "south"}),
             ContainsSubstring("write idea_to_deployment@north"));
  CHECK_THAT(fault("idea_to_deployment@nroth < 9 d", false, {"north", "south"}),
             ContainsSubstring("did you mean 'north'"));
  CHECK(fault("idea_to_deployment@south < 9 d", false, {"north", "south"}) == "no fault");
  CHECK_THAT(fault(""), ContainsSubstring("lacks a metric"));
  const std::string shown = fault("wait[first] < 9 d and wiat[first] < 1");
  CHECK_THAT(shown, EndsWith("wait[first] < 9 d and wiat[first] < 1\n                        ^"));
  CHECK_THAT(fault(std::string(200, '(') + "wait[first] < 1"), ContainsSubstring("nested"));
}
