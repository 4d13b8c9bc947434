#include "analysis/firings.h"

#include <algorithm>

namespace poldyn::analysis {
namespace {

/// A total of policies with all its values, read once. A policy is the scenario's, and every bloc has the same values:
/// the first one's are taken.
class ByPolicy {
 public:
  ByPolicy(const Totals& side, std::string_view path, std::size_t policies) : step_(side.blocs.size() * policies) {
    if (const auto* about = total_at(side, path)) values_ = side.values(*about);
  }
  std::vector<double> of(std::size_t policy) const {
    std::vector<double> made;
    for (std::size_t at = policy; at < values_.size(); at += step_) made.push_back(values_[at]);
    return made;
  }

 private:
  std::size_t step_;
  std::vector<double> values_;  ///< (replicate, bloc, policy)
};

}  // namespace

std::vector<Firings> firings_of(const Totals& side) {
  const auto* about = total_at(side, "totals/policy/firings");
  if (!about || side.blocs.empty()) return {};
  const std::vector<std::string> policies = side.labels(about->dimensions.back(), 0);
  const ByPolicy counts(side, about->path, policies.size()), first(side, "totals/policy/first_firing", policies.size()),
      last(side, "totals/policy/last_firing", policies.size()),
      in_force(side, "totals/policy/time_in_force", policies.size());
  std::vector<Firings> made;
  for (std::size_t p = 0; p < policies.size(); ++p) {
    const auto times = counts.of(p);
    made.push_back({policies[p],
                    static_cast<std::size_t>(std::count_if(times.begin(), times.end(), [](double n) { return n > 0; })),
                    estimate(times), estimate(first.of(p)), estimate(last.of(p)), estimate(in_force.of(p))});
  }
  return made;
}

}  // namespace poldyn::analysis
