#include "app/report/answer.h"

#include <cmath>

#include "tests/app/report/has.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::app;

namespace {

/// A comparison of one metric, without files behind it.
struct Case {
  ReportMaterial material;

  Case(const std::string& name, const std::string& symbol, const std::vector<double>& a, const std::vector<double>& b) {
    analysis::Side side;
    side.blocs = {"main"};
    side.runs = a.size();
    side.horizon = 3652.5;
    // Nothing is lost on the way; without that number nothing would be said of means over what came out.
    side.totals = {{"totals/pipeline/undecided_share", "undecided_share", "", "", {"point", "replicate", "bloc"}}};
    side.values = [runs = a.size()](const results::MetricInfo&) { return std::vector<double>(runs, 0.0); };
    material.sides = {side, side};
    material.told = {{.file = {}, .name = "the old rules", .label = "old", .description = "", .bloc = 0},
                     {.file = {}, .name = "the new rules", .label = "new", .description = "", .bloc = 0}};
    analysis::ComparedMetric metric;
    metric.about = {"totals/x/" + name, name, symbol, "what is meant", {"point", "replicate", "bloc"}};
    metric.baseline_runs = a;
    metric.other_runs = b;
    metric.baseline = analysis::estimate(a);
    metric.other = analysis::estimate(b);
    metric.pairs = analysis::compare_pairs(a, b);
    metric.difference = analysis::paired_difference(a, b);
    metric.adjusted_p = metric.difference.p;
    material.comparison.paired = true;
    material.comparison.runs = a.size();
    material.comparison.tests = 1;
    material.comparison.blocs = {
        {.side = 1, .paired = true, .baseline_name = "main", .other_name = "main", .metrics = {metric}}};
  }
  Verdict verdict() const { return findings_of(material).front().verdict; }
  std::string sentence() const { return answer_of(material, findings_of(material)).front(); }
};

std::vector<double> around(double mean, double spread, double turn, int n = 20) {
  std::vector<double> made;
  for (int i = 0; i < n; ++i) made.push_back(mean + spread * std::sin(2.3 * i + turn));
  return made;
}

}  // namespace

TEST_CASE("answer: told apart says which way, how much, and the interval", "[report]") {
  const Case later("idea_to_deployment", "d", around(79, 3, 0), around(114, 3, 1));
  CHECK(later.verdict() == Verdict::told);
  CHECK(has(later.sentence(), "Under the new rules a new model reaches users **35 days later**: 114 days"));
  CHECK(has(later.sentence(), "95\u202f% interval of the difference: 34 to 36"));
  const Case sooner("idea_to_deployment", "d", around(114, 3, 0), around(79, 3, 1));
  CHECK(has(sooner.sentence(), "**35 days sooner**"));
  CHECK(has(sooner.sentence(), "34 to 36"));  // the sentence says which way: no minus
}

TEST_CASE("answer: both sides and their difference agree, with no more digits than anybody reads", "[report]") {
  const Case told("idea_to_deployment", "d", {205.627, 205.627, 205.628}, {164.373, 164.374, 164.373});
  CHECK(has(told.sentence(), "**41.2 days sooner**: 164.4 days"));
  CHECK(has(told.sentence(), "instead of 205.6"));
  const Case small("idea_to_deployment", "d", {2.04, 2.05, 2.04}, {2.26, 2.26, 2.27});
  CHECK(has(small.sentence(), "**0.22 days later**: 2.26 days"));
}

TEST_CASE("answer: large numbers are told as fractions", "[report]") {
  CHECK(has(Case("releases", "", around(9160, 90, 0), around(5840, 90, 1)).sentence(),
            "In ten years vendors release **about a third fewer models**, 5,8"));
  CHECK(has(Case("releases", "", around(100, 1, 0), around(300, 1, 1)).sentence(), "**three times as many models**"));
}

TEST_CASE("answer: a mean over what came out is not trusted where nobody knows what did not", "[report]") {
  Case unknown("idea_to_deployment", "d", around(115, 2, 0), around(77, 2, 1));
  CHECK(unknown.verdict() == Verdict::told);  // the file says that nothing is lost
  for (auto& side : unknown.material.sides) side.totals.clear();
  CHECK(unknown.verdict() == Verdict::guard);
  CHECK(has(unknown.sentence(), "**no side is called better for it**"));
  Case other("releases", "", around(115, 2, 0), around(77, 2, 1));
  for (auto& side : other.material.sides) side.totals.clear();
  CHECK(other.verdict() == Verdict::told);
}

TEST_CASE("answer: runs that cannot tell are never said to show no effect", "[report]") {
  const Case unclear("idea_to_deployment", "d", around(79, 30, 0), around(80, 30, 2));
  CHECK(unclear.verdict() == Verdict::not_told);
  CHECK(has(
      unclear.sentence(),
      "These runs **cannot tell** whether the time that a new model takes to reach users differs under the new rules"));
  CHECK(has(unclear.sentence(), "About 80 runs would narrow it"));
  CHECK_FALSE(has(unclear.sentence(), "no effect"));
}

TEST_CASE("answer: an interval within the margin is practically equal", "[report]") {
  const Case equal("idea_to_deployment", "d", around(79, 1, 0), around(79.01, 1, 2));
  CHECK(equal.verdict() == Verdict::equal);
  CHECK(has(equal.sentence(), "**the same for practical purposes** under both: any difference lies within"));
  std::vector<double> shifted = around(79, 1, 0);
  for (double& x : shifted) x += 0.5 + 0.001 * x;
  const Case small("idea_to_deployment", "d", around(79, 1, 0), shifted);
  CHECK(small.verdict() == Verdict::within_margin);
  CHECK(has(small.sentence(), "but by less than the 5\u202f% that counts"));
}

TEST_CASE("answer: one run of each says nothing about chance", "[report]") {
  const Case one("releases", "", {10}, {20});
  CHECK(one.verdict() == Verdict::untested);
  CHECK(has(one.sentence(), "fewer than two runs that can be compared say nothing about chance"));
}

TEST_CASE("answer: luck larger than the rule is said", "[report]") {
  std::vector<double> a, b;
  for (int i = 0; i < 400; ++i) a.push_back(100), b.push_back(i % 3 == 0 ? 80 : 113);  // two in three are higher
  const Case lucky("releases", "", a, b);
  CHECK(lucky.verdict() == Verdict::within_margin);
  for (std::size_t i = 0; i < b.size(); ++i) b[i] = i % 3 == 0 ? 80 : 160;
  CHECK(
      has(Case("releases", "", a, b).sentence(), "though luck decides more: in one run in three it is the other way"));
}

TEST_CASE("answer: a metric that nobody has words for is told by its meaning", "[report]") {
  CHECK(has(Case("odd_number", "", around(10, 1, 0), around(20, 1, 1)).sentence(),
            "What is meant is **higher** under the new rules"));
}

TEST_CASE("answer: pairs without difference are no pairs that go the other way", "[report]") {
  std::vector<double> a(30, 100.0), b;
  for (int i = 0; i < 30; ++i) b.push_back(i % 5 < 2 ? 100 : 160 + i % 3);  // two in five do not differ
  const std::string text = Case("releases", "", a, b).sentence();
  CHECK_FALSE(has(text, "other way round"));
  CHECK(has(text, "though in 40\u202f% of the runs there is no difference"));
  Case apart("releases", "", a, b);
  apart.material.comparison.paired = apart.material.comparison.blocs[0].paired = false;
  CHECK_FALSE(has(apart.sentence(), "there is no difference"));  // run n has nothing to do with run n of the other side
}

TEST_CASE("answer: capability is told in months only of a side that makes progress", "[report]") {
  const Case none("final_frontier", "OOM", around(2, 0.1, 0), around(1, 0.1, 1));  // no growth is known
  CHECK(none.verdict() == Verdict::told);
  CHECK_FALSE(has(none.sentence(), "month"));
  CHECK(has(none.sentence(), "**lower** under the new rules"));
  CHECK(has(none.sentence(), "decades of compute"));
  CHECK(findings_of(none.material).front().shown.mean == Approx(-1).margin(0.05));  // no share of a logarithm
}

TEST_CASE("answer: what begins at nothing is more, not another number", "[report]") {
  CHECK(has(Case("releases", "", std::vector<double>(20, 0.0), around(5, 1, 0)).sentence(), "release **more models**"));
}
