#include <array>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

/// With policies switched off none has a state, and none has ever fired.
PolicyState state(const World& world, I policy) {
  return policy < world.policies.size() ? world.policies[policy] : PolicyState{};
}

// A policy is the scenario's and no bloc's, so each bloc has the same value. Its dates are counted from the run's
// start: that a warm-up ends changes nothing for it.

constexpr auto sampled_policies_rows = std::to_array<SampledMetric>({
    {{"policy", "firings", Unit::count, Axis::policy,
      "times that a policy came into force so far, in every bloc the same",
      "firings before this sample; what this sample sets off counts in the next", own, from_zero},
     [](S s, I i) { return amount(state(s.world, i).fired); }},
    {{"policy", "in_force", Unit::none, Axis::policy, "whether a policy is in force, in every bloc the same",
      "1 if it is, before what this sample sets off; 0 if not", own, zero_to_one},
     [](S s, I i) { return state(s.world, i).in_force ? 1.0 : 0.0; }},
});

constexpr auto total_policies_rows = std::to_array<TotalMetric>({
    {{"policy", "firings", Unit::count, Axis::policy, "times that a policy came into force, in every bloc the same",
      "count over the whole run, warm-up included", own, from_zero},
     [](R r, I i) { return amount(state(r.world, i).fired); }},
    {{"policy", "first_firing", Unit::day, Axis::policy, "when a policy first came into force; none if it never did",
      "days from the run's start, warm-up included", own, from_zero},
     [](R r, I i) {
       const PolicyState p = state(r.world, i);
       return p.fired > 0 ? in_days(p.first_fired) : missing_value;
     }},
    {{"policy", "last_firing", Unit::day, Axis::policy, "when a policy last came into force; none if it never did",
      "days from the run's start, warm-up included", own, from_zero},
     [](R r, I i) {
       const PolicyState p = state(r.world, i);
       return p.fired > 0 ? in_days(p.last_fired) : missing_value;
     }},
    {{"policy", "time_in_force", Unit::day, Axis::policy, "length of time that a policy was in force",
      "sum over the whole run, warm-up included", own, from_zero},
     [](R r, I i) { return in_days(state(r.world, i).time_in_force(r.now)); }},
});

}  // namespace

std::span<const SampledMetric> sampled_policies() { return sampled_policies_rows; }
std::span<const TotalMetric> total_policies() { return total_policies_rows; }

}  // namespace poldyn
