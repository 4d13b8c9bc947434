#pragma once

#include <string>

#include "analysis/discovery/discovery.h"
#include "app/discover/discovery_input.h"

namespace poldyn::app {

/// What `poldyn discover` tells.
struct DiscoveryReport {
  std::string file, title, where;
  std::size_t points = 0, replicates = 0;
  double level = analysis::confidence;
  DiscoveryInput input;
  analysis::Discovery found;
};

/// "reviewers > 11.5 and 10 d < review_time < 22 d and who = nobody or all"; of a number with few values, one of those.
std::string box_text(const analysis::Box& box, const DiscoveryInput& input);
/// One of its bounds, by itself.
std::string bound_text(const analysis::Box& box, const analysis::Bound& bound, const DiscoveryInput& input);

/// The answer in a sentence or two.
std::string discovery_answer(const DiscoveryReport& report);
/// The answer, the bounds, what a tree says and what to keep in mind; `way` adds the boxes that were passed.
std::string discovery_text(const DiscoveryReport& report, bool way, std::size_t width);

}  // namespace poldyn::app
