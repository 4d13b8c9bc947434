#pragma once

#include <string>
#include <vector>

#include "analysis/headline.h"
#include "analysis/sensitivity/influence.h"

namespace poldyn::app {

/// What factors do to one response of one bloc in one base.
struct FoundInfluence {
  std::size_t base = 0, bloc = 0;
  analysis::LabelledMetric asked;
  analysis::Influence influence;
};

/// Everything as JSON; null for what does not exist.
std::string influence_json(const analysis::Study& study, const std::vector<FoundInfluence>& found, double level);

}  // namespace poldyn::app
