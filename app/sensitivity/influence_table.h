#pragma once

#include <string>

#include "analysis/sensitivity/influence.h"

namespace poldyn::app {

/// What stands above the tables of one response: how it varies, and how much of that is noise.
struct InfluenceHeading {
  std::string response;  ///< "idea_to_deployment [d]"
  std::string unit;
  std::string where;     ///< "bloc main", with the base if there are several
  bool shapley = false;  ///< Shapley effects were asked for
};

/// Ranking and tornado of one response, at most `width` wide.
std::string influence_text(const analysis::Study& study, const analysis::Influence& influence,
                           const InfluenceHeading& heading, std::size_t width);
/// How the tables are to be read; once, below all.
std::string influence_legend(const analysis::Influence& influence, std::size_t width);

}  // namespace poldyn::app
