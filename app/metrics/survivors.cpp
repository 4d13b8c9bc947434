#include "app/metrics/survivors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace poldyn::app {
namespace {

/// A mean over what came out, or was followed up, decided or carried out, and what counts the others too.
struct Survivor {
  std::string_view name, instead;
};
constexpr std::array<Survivor, 12> over_survivors{{{"idea_to_deployment", "time_to_deployment"},
                                                   {"idea_to_deployment_by", "deployed_within_365d"},
                                                   {"delay_by_cause", "time_to_deployment"},
                                                   {"review_share", "time_to_deployment"},
                                                   {"review_share_by", "deployed_within_365d"},
                                                   {"release_interval", "release_interval_median"},
                                                   {"flagship_interval", "release_interval_median"},
                                                   {"mean_wait", "stay_median"},
                                                   {"mean_stay", "stay_median"},
                                                   {"control_latency", "control_restricted_latency"},
                                                   {"control_latency_p95", "control_restricted_latency"},
                                                   {"mean_visit", "stay_median"}}};

const Survivor* survivor_of(std::string_view name) {
  const auto at = std::find_if(over_survivors.begin(), over_survivors.end(),
                               [&](const Survivor& one) { return one.name == name.substr(0, name.find('[')); });
  return at == over_survivors.end() ? nullptr : &*at;
}

}  // namespace

bool is_over_survivors(std::string_view name) { return survivor_of(name) != nullptr; }

bool is_over_releases(std::string_view name) {
  const Survivor* found = survivor_of(name);
  return found != nullptr && found->instead != "stay_median" && found->instead != "control_restricted_latency";
}

std::string survivors_note(const std::vector<std::string>& names) {
  std::vector<std::string_view> who, instead;
  const auto add = [](std::vector<std::string_view>& to, std::string_view one) {
    if (std::find(to.begin(), to.end(), one) == to.end()) to.push_back(one);
  };
  for (const auto& name : names)
    if (const Survivor* found = survivor_of(name);
        found != nullptr && std::find(names.begin(), names.end(), found->instead) == names.end())
      add(who, found->name), add(instead, found->instead);
  if (who.empty()) return "";
  const bool one = who.size() == 1;
  return fmt::format(
      "{} {} over what came to its end: {} better where slow ones are lost on the way. {} {} those, too.",
      fmt::join(who, ", "), one ? "is a mean" : "are means", one ? "it looks" : "they look", fmt::join(instead, ", "),
      instead.size() == 1 ? "counts" : "count");
}

}  // namespace poldyn::app
