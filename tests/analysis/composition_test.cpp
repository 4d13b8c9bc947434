#include "analysis/composition.h"

#include <cmath>

#include "tests/analysis/made_side.h"
#include "tests/catch.h"

using namespace poldyn::analysis;

namespace {

/// Two strata, `files` and `free`, with a mean and a count each; the crude mean follows.
struct Run {
  double files, free, files_count, free_count;
  double crude() const { return (files * files_count + free * free_count) / (files_count + free_count); }
};

Side side_of(const std::string& name, const std::vector<Run>& runs, bool turned_labels = false) {
  std::vector<double> crude, means, counts;
  for (const Run& run : runs) {
    crude.push_back(run.crude());
    for (const bool first : {!turned_labels, turned_labels}) {
      means.push_back(first ? run.files : run.free);
      counts.push_back(first ? run.files_count : run.free_count);
    }
  }
  const std::vector<std::string> labels =
      turned_labels ? std::vector<std::string>{"free", "files"} : std::vector<std::string>{"files", "free"};
  return made_side(
      name, {"main"}, runs.size(),
      {{"idea_to_deployment", crude, {}}, {"idea_to_deployment_by", means, labels}, {"releases_by", counts, labels}});
}

}  // namespace

TEST_CASE("composition: a Simpson reversal by hand", "[reference]") {
  // Every kind is 10 d slower in B, but the slow kind is 90 % of A and 10 % of B: crude 0.9*100 + 0.1*20 = 92 against
  // 0.1*110 + 0.9*30 = 38. At equal weights, (0.9 + 0.1)/2 each, B is 10 d slower.
  const std::vector<Run> a{{100, 20, 90, 10}, {101, 20, 90, 10}, {102, 20, 90, 10}};
  const std::vector<Run> b{{110, 30, 10, 90}, {111, 30, 10, 90}, {112, 30, 10, 90}};
  const auto found = at_equal_composition({side_of("a", a), side_of("b", b, true)}, 0.95);
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0].crude.estimate.mean, WithinAbs((38 + 38.1 + 38.2 - 92 - 92.9 - 93.8) / 3, 1e-9));
  CHECK_THAT(found[0].standardised.estimate.mean, WithinAbs(10, 1e-9));
  CHECK(found[0].bloc == "main");
  CHECK_FALSE(turned(found[0], 0.95));  // the same in three pairs, which says little
  CHECK(turned(found[0], 0.7));
}

TEST_CASE("composition: weights are the mean of both sides' shares over strata that both have", "[reference]") {
  // Third stratum: in B alone. Shares over the first two: A 0.75, 0.25; B 0.25, 0.75; weights a half each.
  const std::vector<double> a{10, 20, no_value}, count_a{30, 10, 0}, b{16, 22, 99}, count_b{10, 30, 60};
  CHECK_THAT(standardised_difference(a, count_a, b, count_b), WithinAbs(0.5 * 6 + 0.5 * 2, 1e-12));
  // Unequal weights: A 0.5, 0.5; B 0.9, 0.1; so 0.7 and 0.3.
  const std::vector<double> half{5, 5}, most{90, 10}, x{10, 20}, y{16, 22};
  CHECK_THAT(standardised_difference(x, half, y, most), WithinAbs(0.7 * 6 + 0.3 * 2, 1e-12));
  const std::vector<double> no_count{0, 0};
  CHECK(std::isnan(standardised_difference(x, no_count, y, most)));
  const std::vector<double> nothing(2, no_value);
  CHECK(std::isnan(standardised_difference(nothing, half, y, most)));
}

TEST_CASE("composition: where composition is the same, so is the difference", "[theory]") {
  const std::vector<Run> a{{100, 20, 30, 70}, {90, 21, 30, 70}, {97, 24, 30, 70}};
  std::vector<Run> b = a;
  for (Run& run : b) run.files += 5, run.free -= 1;
  const auto found = at_equal_composition({side_of("a", a), side_of("b", b)}, 0.95);
  CHECK_THAT(found[0].standardised.estimate.mean, WithinAbs(found[0].crude.estimate.mean, 1e-9));
  CHECK_FALSE(turned(found[0], 0.5));
}

TEST_CASE("composition: files without strata have none", "[stats]") {
  const Side plain = made_side("a", {"main"}, 1, {{"idea_to_deployment", {3}, {}}});
  CHECK(at_equal_composition({plain, plain}, 0.95).empty());
}
