#include "analysis/sensitivity/influence.h"

#include <array>
#include <stdexcept>

#include "analysis/sensitivity/blocks.h"
#include "sim/base/fnv.h"
#include "tests/analysis/philox_resampler.h"
#include "tests/analysis/sensitivity/test_functions.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::analysis;
using namespace sensitivity_tests;

namespace {

/// Of one base, whose factors are the columns of a design.
Study study_of_design(const DesignMatrix& design, const std::string& kind, std::size_t replicates, bool common) {
  Study study;
  study.design = kind;
  study.bases = {"base"};
  study.points = design.points;
  study.base_of.assign(study.points, 0);
  study.replicates = replicates;
  study.common_in = {common};
  for (std::size_t f = 0; f < design.factors; ++f) {
    Factor factor;
    factor.name = numbered_names(design.factors)[f];
    factor.place = f;
    for (std::size_t p = 0; p < design.points; ++p) factor.values.push_back(design(p, f));
    study.factors.push_back(factor);
  }
  return study;
}

InfluenceSettings settings(bool given_data = false, bool shapley = false) {
  return {0.95, 200, [](std::string_view name) { return philox_resampler(fnv1a(name)); }, given_data, shapley};
}

const FactorInfluence& of(const Influence& found, std::size_t factor) {
  for (const FactorInfluence& one : found.factors)
    if (one.factor == factor) return one;
  throw std::logic_error("no such factor");
}

}  // namespace

TEST_CASE("influence: of Saltelli points as they are A and B are taken, not their mixtures", "[sensitivity]") {
  const DesignMatrix design = saltelli_blocks(256, 3, false);
  const Study study = study_of_design(design, "saltelli", 1, true);
  const auto y = responses(design, [](const double* x) { return x[0] + 2 * x[1]; });
  const Influence found = influence_of(study, 0, y, settings(true));
  CHECK(found.units == 512);
  CHECK(found.aside == 3 * 256);
  CHECK(found.even);
  for (std::size_t i = 0; i < 3; ++i) {
    const Index& index = of(found, i).first_run;
    const double truth = i == 0 ? 0.2 : i == 1 ? 0.8 : 0;
    INFO(i << ": " << index.value << " [" << index.interval.low << ", " << index.interval.high << "]");
    CHECK_THAT(index.value, WithinAbs(truth, 0.05));
    CHECK(index.interval.low <= truth);
    CHECK(index.interval.high >= truth);
  }
}

TEST_CASE("influence: a metric that is noise alone has no index, and nothing to attribute", "[sensitivity]") {
  const DesignMatrix design = random_points(60, numbered_names(3), 5);
  Noise noise(2);
  const auto y = responses(
      design, [](const double*) { return 7.0; }, 3, [&](const double*, std::size_t) { return noise.normal(); });
  const Influence found = influence_of(study_of_design(design, "random", 3, false), 0, y, settings());
  CHECK_FALSE(found.varies);
  for (const auto& one : found.factors) CHECK_FALSE(one.first.exists());
}

TEST_CASE("influence: what matters in a world alone is told of a world", "[sensitivity]") {
  const std::array<double, 4> worlds{-3, -1, 1, 3};  // the slope of x0; 0 on average
  const auto luck = [&](const double* x, std::size_t r) { return worlds[r] * x[0]; };
  for (const bool given : {false, true}) {
    const DesignMatrix design = given ? random_points(300, numbered_names(2), 5) : saltelli_blocks(128, 2, false);
    const auto y = responses(
        design, [](const double*) { return 0.0; }, 4, luck);
    const Study study = study_of_design(design, given ? "random" : "saltelli", 4, true);
    const Influence found = influence_of(study, 0, y, settings());
    CHECK(found.varies);
    CHECK_FALSE(found.mean_varies);
    CHECK_FALSE(of(found, 0).first.exists());
    CHECK_THAT(of(found, 0).first_run.value, WithinAbs(1, 0.1));
    CHECK(of(found, 0).told_apart());
    CHECK_FALSE(of(found, 1).told_apart());
  }
}

TEST_CASE("influence: points in the order of a grid are thinned at random", "[sensitivity]") {
  // 6000 rows of a table: every second one has x0 = 1. Every other point, or any fixed step, would see one level of it.
  DesignMatrix design{2, 6000, {}};
  Noise noise(4);
  for (std::size_t p = 0; p < design.points; ++p) {
    design.at.push_back(static_cast<double>(p % 6 == 0 ? 1 : 0));
    design.at.push_back(noise.uniform());
  }
  const auto y = responses(design, [](const double* x) { return 3 * x[0] + x[1]; });
  const Influence found = influence_of(study_of_design(design, "table", 1, true), 0, y, settings());
  CHECK(of(found, 0).screen.p < 0.05);  // of 1000 points: every sixth alone has x0 = 1 everywhere
  CHECK(of(found, 0).screen.delta > 0.2);
}

TEST_CASE("influence: Shapley effects of few points or of even ones", "[sensitivity]") {
  const auto f = [](const double* x) { return x[0] + x[1]; };
  DesignMatrix design = random_points(30, numbered_names(2), 5);
  Influence found =
      influence_of(study_of_design(design, "random", 1, true), 0, responses(design, f), settings(true, true));
  CHECK(found.shapley_points == 0);
  CHECK_FALSE(found.factors[0].shapley.exists());
  design = random_points(60, numbered_names(2), 5);
  found = influence_of(study_of_design(design, "random", 1, true), 0, responses(design, f), settings(true, true));
  CHECK(found.shapley_points == 60);
  CHECK(found.factors[0].shapley.exists());
  design = sobol_points(64, 2);
  CHECK_THROWS_AS(
      influence_of(study_of_design(design, "sobol", 1, true), 0, responses(design, f), settings(true, true)),
      DesignFault);
}
