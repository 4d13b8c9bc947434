#pragma once

#include <cstddef>
#include <stdexcept>
#include <vector>

#include "analysis/study.h"

namespace poldyn::analysis {

/// The points of a campaign are not what its design says.
class DesignFault : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The blocks of a Saltelli design in one base: (row, point), in the order of SaltelliResponses.
struct SaltelliBlocks {
  std::vector<std::size_t> factors;  ///< places in Study::factors; of those in lockstep the first
  bool both = false;
  std::vector<std::size_t> points;

  std::size_t width() const { return (both ? 2 : 1) * factors.size() + 2; }
};

/// The steps of Morris trajectories in one base.
struct MorrisSteps {
  struct Step {
    std::size_t factor;  ///< place in `factors`
    std::size_t from, to;
    double sign;  ///< 1 if the factor rises
  };
  std::vector<std::size_t> factors;  ///< places in Study::factors
  double length = 1;                 ///< of a step, as a share of the factor's range
  std::vector<Step> steps;           ///< trajectory by trajectory
  std::size_t trajectories = 0;
  std::vector<std::size_t> starts;  ///< first point of each
};

/// Factors that vary in a base, each that moves by itself or is the first of those in lockstep: places in
/// Study::factors.
std::vector<std::size_t> free_factors(const Study& study, std::size_t base);

/// Throw DesignFault if the points are not in whole blocks or trajectories.
SaltelliBlocks saltelli_blocks_of(const Study& study, std::size_t base);
MorrisSteps morris_steps_of(const Study& study, std::size_t base);

/// Points that are not made of others: of Saltelli's rows A and B, of trajectories the first of each, else all.
std::vector<std::size_t> unmixed_points(const Study& study, std::size_t base);

}  // namespace poldyn::analysis
