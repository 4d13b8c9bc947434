#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/discovery/held_out.h"
#include "analysis/study.h"
#include "app/discover/study_condition.h"

namespace poldyn::app {

/// Points of a study that a condition is looked for in.
struct DiscoveryInput {
  std::string of, against;  ///< names of bases; `against` has one if the condition is about a difference
  analysis::Points points;
  analysis::Outcomes outcomes;
  std::vector<analysis::Factor> factors;  ///< of the columns of `points`, their values by its rows
  std::size_t left_out = 0;               ///< points that have no run, or nothing to be compared with
  std::size_t failed = 0;                 ///< runs of the other points that failed
  std::size_t unsettled = 0;         ///< runs in which a value does not exist, so that the condition counts as not met
  std::vector<std::string> metrics;  ///< that the condition is about
  std::vector<std::string> notes;
};

/// Bases by name; empty: all of them and no difference. With `against` alone the other one of two. Throws
/// Failure(usage), with the nearest name.
struct BaseChoice {
  std::vector<std::size_t> of;
  std::vector<std::size_t> against;  ///< one or none
};
BaseChoice choose_bases(const analysis::Study& study, const std::string& of, const std::string& against);

/// Of each run 1 if it meets the condition, else 0; of a difference run by run, `of` less `against` at the same values
/// of the factors. A run that does not settle the condition does not meet it.
DiscoveryInput discovery_input(const analysis::Study& study, const StudyCondition& condition, const BaseChoice& bases);

}  // namespace poldyn::app
