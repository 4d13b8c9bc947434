#include "app/survivors.h"

#include <algorithm>
#include <array>

namespace poldyn::app {
namespace {

/// Means over releases, and of intervals between them.
constexpr std::array<std::string_view, 6> over_survivors{"idea_to_deployment", "idea_to_deployment_by",
                                                         "delay_by_cause",     "review_share",
                                                         "review_share_by",    "release_interval"};

}  // namespace

bool is_over_survivors(std::string_view name) {
  return std::find(over_survivors.begin(), over_survivors.end(), name.substr(0, name.find('['))) !=
         over_survivors.end();
}

}  // namespace poldyn::app
