#include "analysis/comparison.h"

#include <cmath>

#include "analysis/comparability.h"
#include "tests/analysis/made_side.h"
#include "tests/catch.h"

using namespace poldyn::analysis;

namespace {

constexpr double none = no_value;

std::vector<std::string> names(const ComparedBloc& bloc) {
  std::vector<std::string> made;
  for (const auto& metric : bloc.metrics) made.push_back(metric.about.name);
  return made;
}

const ComparedMetric& row(const ComparedBloc& bloc, const std::string& name) {
  for (const auto& metric : bloc.metrics)
    if (metric.about.name == name) return metric;
  throw std::logic_error("no row " + name);
}

bool any_has(const std::vector<std::string>& lines, const std::string& part) {
  return std::any_of(lines.begin(), lines.end(), [&](const auto& line) { return line.find(part) != line.npos; });
}

std::string all(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

}  // namespace

TEST_CASE("comparison: where one side never has a value, the row stands and says so", "[stats]") {
  const std::vector<Side> sides{
      made_side("open", {"main"}, 3, {{"releases", {9, 8, 7}, {}}, {"idea_to_deployment", {70, 71, 75}, {}}}),
      made_side("closed", {"main"}, 3, {{"releases", {0, 0, 0}, {}}, {"idea_to_deployment", {none, none, none}, {}}})};
  const Comparison found = compare(sides);
  REQUIRE(found.blocs.size() == 1);
  CHECK(names(found.blocs[0]) == std::vector<std::string>{"idea_to_deployment", "releases"});
  CHECK(verdict_of(row(found.blocs[0], "idea_to_deployment")) == Verdict::only_baseline);
  CHECK(verdict_of(row(found.blocs[0], "releases")) == Verdict::lower);
  CHECK(found.tests == 1);
  const Comparison other_way = compare({sides[1], sides[0]});
  CHECK(verdict_of(row(other_way.blocs[0], "idea_to_deployment")) == Verdict::only_other);
}

TEST_CASE("comparison: a metric that one file does not know is compared with nothing, and is named", "[stats]") {
  const std::vector<Side> sides{made_side("old", {"main"}, 3, {{"releases", {9, 8, 7}, {}}}),
                                made_side("new", {"main"}, 3, {{"releases", {9, 8, 6}, {}}, {"filed", {1, 2, 3}, {}}})};
  const Comparison found = compare(sides);
  CHECK(verdict_of(row(found.blocs[0], "filed")) == Verdict::only_other);
  CHECK(any_has(found.warnings, "B = new: 1 totals that it has are not in A: filed"));
}

TEST_CASE("comparison: stages are matched by name whatever their places, and by bloc", "[stats]") {
  const std::vector<Side> sides{
      made_side("a", {"main"}, 2, {{"mean_wait", {1, 20, 2, 21}, {"paper", "review"}}}),
      made_side("b", {"main"}, 2, {{"mean_wait", {20, 1, 5, 21, 2, 6}, {"review", "paper", "audit"}}})};
  ComparisonSettings judging;
  judging.rows = rows_by_label({&sides[0], &sides[1]}, sides[0].totals[0]);
  const Comparison found = compare(sides, judging);
  CHECK(names(found.blocs[0]) == std::vector<std::string>{"mean_wait[paper]", "mean_wait[review]", "mean_wait[audit]"});
  CHECK(verdict_of(row(found.blocs[0], "mean_wait[paper]")) == Verdict::equal);
  CHECK(verdict_of(row(found.blocs[0], "mean_wait[review]")) == Verdict::equal);
  CHECK(verdict_of(row(found.blocs[0], "mean_wait[audit]")) == Verdict::only_other);
}

TEST_CASE("comparison: stages without a name go by number, from one", "[stats]") {
  Side side = made_side("a", {"main"}, 1, {{"mean_wait", {1, 20}, {"paper", "review"}}});
  side.labels = {};
  const auto rows = rows_by_label({&side}, side.totals[0]);
  REQUIRE(rows.size() == 2);
  CHECK(rows[1].about.name == "mean_wait[2]");
  CHECK(load(side, rows[1]).runs[0][0] == 20);
}

TEST_CASE("comparison: one pair claims nothing, and equal pairs little", "[stats]") {
  const auto one = compare(
      {made_side("a", {"main"}, 1, {{"releases", {9}, {}}}), made_side("b", {"main"}, 1, {{"releases", {3}, {}}})});
  CHECK(verdict_of(one.blocs[0].metrics[0]) == Verdict::untested);
  CHECK(one.tests == 0);
  const auto two = compare({made_side("a", {"main"}, 2, {{"releases", {9, 8}, {}}}),
                            made_side("b", {"main"}, 2, {{"releases", {8, 7}, {}}})});
  CHECK(verdict_of(two.blocs[0].metrics[0]) == Verdict::indistinguishable);
}

TEST_CASE("comparison: runs are pairs only if each has the seed of its partner", "[stats]") {
  std::vector<Side> sides{made_side("a", {"main"}, 2, {{"releases", {9, 8}, {}}}),
                          made_side("b", {"main"}, 2, {{"releases", {8, 7}, {}}}),
                          made_side("c", {"main"}, 3, {{"releases", {8, 7, 6}, {}}})};
  sides[0].seeds = {1, 2};
  sides[1].seeds = {1, 3};
  sides[2].seeds = {1, 2, 3};
  const Comparison found = compare(sides);
  CHECK_FALSE(found.paired);
  CHECK_FALSE(found.blocs[0].paired);
  CHECK(found.blocs[1].paired);
  CHECK(any_has(found.warnings, "B = b: another seed"));
  CHECK(any_has(found.warnings, "C = c: another number of runs, 3, than A's 2"));
}

TEST_CASE("comparability: windows are told as they are, with the digits that tell them apart", "[stats]") {
  std::vector<Side> sides(2, made_side("a", {"main"}, 2, {{"releases", {9, 8}, {}}}));
  for (Side& side : sides) side.horizon = 6 * 365.25, side.warmup = 0, side.sample_interval = 10;
  CHECK(comparability(sides).empty());
  sides[1].times = {0, 2000};  // another last sample is no other length
  CHECK(comparability(sides).empty());
  sides[1].horizon = 6.07 * 365.25;
  CHECK(any_has(comparability(sides), "another length of simulated time, 6.07 y, than A's 6 y"));
  sides[1].horizon = 6 * 365.25 * (1 + 1e-15);  // the same setting in another unit
  CHECK(comparability(sides).empty());
  sides[1].horizon = 6.00001 * 365.25;
  INFO(all(comparability(sides)));
  CHECK(any_has(comparability(sides), "6.00001 y, than A's 6 y"));
  sides[1].horizon = sides[0].horizon;
  sides[1].warmup = 4 * 365.25;
  CHECK(any_has(comparability(sides), "another warm-up, 4 y, than A's 0 d"));
  sides[1].warmup = 0;
  sides[1].sample_interval = 5;
  CHECK(any_has(comparability(sides), "another sample interval, 5 d, than A's 10 d"));
  CHECK(comparability(sides).size() == 1);
}

TEST_CASE("comparability: blocs of one side only are named, and so is matching by place", "[stats]") {
  const auto side = [](const std::string& name, std::vector<std::string> blocs) {
    const std::vector<double> values(blocs.size() * 2, 1.0);
    return made_side(name, std::move(blocs), 2, {{"releases", values, {}}});
  };
  const auto lone = comparability({side("both", {"east", "west"}), side("one", {"west", "north"})});
  CHECK(any_has(lone, "bloc east is in A only"));
  CHECK(any_has(lone, "bloc north is in B only"));
  CHECK(
      any_has(comparability({side("x", {"lab"}), side("y", {"main"})}), "compared by their place: lab (A) with main"));
  CHECK(any_has(comparability({side("x", {"lab"}), side("y", {"main", "east"})}), "no bloc of A is in it"));
}

TEST_CASE("headline: the pipeline is told where no side releases, and the whole where one does", "[stats]") {
  const auto with = [](std::vector<double> releases) {
    return made_side("x", {"main"}, 2, {{"releases", std::move(releases), {}}, {"mean_wait", {1, 2}, {"review"}}});
  };
  const Side none_at_all = with({0, 0}), some = with({0, 3});
  CHECK(headline_rows({&none_at_all, &none_at_all}).front().about.name == "mean_wait[review]");
  CHECK(headline_rows({&none_at_all, &some}).front().about.name == "releases");
  CHECK(headline_rows({&some, &none_at_all}).front().about.name == "releases");
}
