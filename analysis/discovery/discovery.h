#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "analysis/bootstrap.h"
#include "analysis/discovery/box.h"
#include "analysis/discovery/held_out.h"
#include "analysis/discovery/peeling.h"
#include "analysis/discovery/regression_tree.h"

/// Scenario discovery (Groves & Lempert 2007; Bryant & Lempert 2010): under which values of the factors a condition is
/// met. A box is found on one half of the points. A quarter tests its bounds, of which those whose effect could be luck
/// are taken away, and on the other quarter what is left is measured: points by which a bound stayed would show it to
/// matter more than it does.
namespace poldyn::analysis {

struct DiscoveryOptions {
  PeelingOptions peeling;
  TreeOptions tree;
  double level = confidence;  ///< of intervals; 1 - level is the error of "there is a box"
  /// Takes this box of the way as it is, whatever the tests of its bounds say; else the best one, pasted and judged.
  std::optional<std::size_t> step;
};

/// Fewest points that can be divided into parts of which each says something.
inline constexpr std::size_t fewest_points = 80;

/// Points that are of no use, or a step that does not exist.
class NothingToDiscover : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One box of the way, with what the quarter says that tests bounds.
struct Step {
  Peel peel;
  double coverage = no_value;  ///< share of all runs that meet the condition that lies inside, of the chosen half
  Density tested;
};

/// What a set of boxes says: the box itself, or leaves of the tree.
struct Region {
  std::vector<Box> boxes;
  Density density;             ///< on the points that measure, and so what follows
  double coverage = no_value;  ///< share of the runs that meet the condition
  double mass = no_value;      ///< share of the points
};

struct Discovery {
  std::size_t chosen_on = 0, tested_on = 0, measured_on = 0;  ///< points
  Density everywhere;                                         ///< measured
  std::vector<Step> way;
  std::size_t step = 0;          ///< that was taken, before it was pasted
  Box proposed;                  ///< what the first half says
  double optimism = no_value;    ///< share of the box on the first half less that where it is measured
  bool as_asked = false;         ///< the step was asked for: its box is `region`, no bound taken away
  bool found = false;            ///< the box has bounds, and all of them are told from luck
  Region region;                 ///< of the box that is left; the whole space if no bound is
  std::vector<BoundTest> tests;  ///< of its bounds
  RegressionTree tree;           ///< of the first half
  Region leaves;                 ///< of the tree, which say most
  double overlap = no_value;     ///< measuring points in both regions, as a share of those in either; NaN without both
};

/// `points.shares` are those of `outcomes`, none NaN; columns are as long. `parts` brings the luck by which points go
/// into one part or another. Throws NothingToDiscover.
Discovery discover(const Points& points, const Outcomes& outcomes, const Resampler& parts,
                   const DiscoveryOptions& options = {});

}  // namespace poldyn::analysis
