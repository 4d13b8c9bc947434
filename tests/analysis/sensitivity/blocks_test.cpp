#include "analysis/sensitivity/blocks.h"

#include "sim/experiment/design.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::analysis;

namespace {

const std::vector<std::string> factor_names{"a", "b", "c"};

/// Of one base: the design's columns, and "d", which moves with "b".
Study study_with(const DesignMatrix& design) {
  Study study;
  study.bases = {"base"};
  study.points = design.points;
  study.base_of.assign(study.points, 0);
  study.replicates = 1;
  for (std::size_t f = 0; f < 4; ++f) {
    Factor factor;
    factor.name = f < 3 ? factor_names[f] : std::string("d");
    factor.place = f;
    if (f == 3) factor.moves_with = factor_names[1];
    for (std::size_t p = 0; p < design.points; ++p)
      factor.values.push_back((f == 3 ? 10 : 1) * design(p, f == 3 ? 1 : f));
    study.factors.push_back(factor);
  }
  return study;
}

}  // namespace

TEST_CASE("blocks: a Saltelli design is read row by row; what moves in lockstep is one factor", "[sensitivity]") {
  const bool both = GENERATE(false, true);
  const DesignMatrix design = saltelli_blocks(8, 3, both);
  const SaltelliBlocks blocks = saltelli_blocks_of(study_with(design), 0);
  CHECK(blocks.both == both);
  CHECK(blocks.factors == std::vector<std::size_t>{0, 1, 2});
  CHECK(blocks.width() == (both ? 8U : 5U));
  CHECK(blocks.points.size() == design.points);
  for (std::size_t i = 0; i < blocks.points.size(); ++i) CHECK(blocks.points[i] == i);
}

TEST_CASE("blocks: a factor that stays has its column in the design and none in the indices", "[sensitivity]") {
  const DesignMatrix design = saltelli_blocks(8, 3, false);
  Study study = study_with(design);
  study.constants.push_back(study.factors[0]);
  study.constants[0].values.assign(design.points, 7);
  study.factors.erase(study.factors.begin());
  const SaltelliBlocks blocks = saltelli_blocks_of(study, 0);
  CHECK(blocks.factors == std::vector<std::size_t>{0, 1});  // b and c
  CHECK(blocks.width() == 4);
  CHECK(std::vector<std::size_t>(blocks.points.begin(), blocks.points.begin() + 4) ==
        std::vector<std::size_t>{0, 2, 3, 4});
}

TEST_CASE("blocks: points of another design are refused", "[sensitivity]") {
  Study study = study_with(random_points(10, factor_names, 1));
  CHECK_THROWS_AS(saltelli_blocks_of(study, 0), DesignFault);
  study.grid_levels = 4;
  CHECK_THROWS_AS(morris_steps_of(study, 0), DesignFault);
  study = study_with(random_points(12, factor_names, 1));
  study.grid_levels = 4;
  CHECK_THROWS_AS(morris_steps_of(study, 0), DesignFault);
}

TEST_CASE("blocks: each step of a trajectory has its factor and direction", "[sensitivity]") {
  const DesignMatrix design = morris_trajectories(5, factor_names, 4, 3);
  Study study = study_with(design);
  study.grid_levels = 4;
  const MorrisSteps steps = morris_steps_of(study, 0);
  CHECK(steps.trajectories == 5);
  CHECK(steps.length == 2.0 / 3);
  REQUIRE(steps.steps.size() == 15);
  for (const auto& step : steps.steps) {
    CHECK(step.to == step.from + 1);
    const double change = design(step.to, step.factor) - design(step.from, step.factor);
    CHECK(change * step.sign == Approx(steps.length));
  }
}

TEST_CASE("blocks: a step that leaves a short list where it was has no effect, and is some factor's", "[sensitivity]") {
  const DesignMatrix design = morris_trajectories(5, factor_names, 4, 3);
  Study study = study_with(design);
  study.grid_levels = 4;
  for (double& x : study.factors[0].values) x = x > 0.9 ? 1 : 0;  // 0 -> 2/3 is no step any more
  const MorrisSteps steps = morris_steps_of(study, 0);
  std::vector<int> count(3, 0);
  for (const auto& step : steps.steps) ++count[step.factor];
  CHECK(count == std::vector<int>{5, 5, 5});
}

TEST_CASE("blocks: points that are not made of others", "[sensitivity]") {
  Study study = study_with(saltelli_blocks(4, 3, false));
  study.design = "saltelli";
  CHECK(unmixed_points(study, 0) == std::vector<std::size_t>{0, 4, 5, 9, 10, 14, 15, 19});
  study = study_with(morris_trajectories(3, factor_names, 4, 3));
  study.design = "morris";
  study.grid_levels = 4;
  CHECK(unmixed_points(study, 0) == std::vector<std::size_t>{0, 4, 8});
  study = study_with(random_points(5, factor_names, 1));
  study.design = "random";
  CHECK(unmixed_points(study, 0).size() == 5);
}
