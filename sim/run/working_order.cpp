#include "sim/run/working_order.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

#include "sim/process/dispatch/mechanism_table.h"
#include "sim/world/events.h"

namespace poldyn {
namespace {

using Order = std::vector<std::size_t>;

template <class T>
std::string_view name_of(const T& one) {
  if constexpr (requires { one.name; })
    return one.name;
  else
    return one;
}

template <class T>
Order by_name(const std::vector<T>& all) {
  Order order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return name_of(all[a]) < name_of(all[b]); });
  return order;
}

template <class T>
std::vector<T> taken(const std::vector<T>& from, const Order& order) {
  std::vector<T> made;
  made.reserve(from.size());
  for (const std::size_t i : order) made.push_back(from[i]);
  return made;
}

/// Where each place of the scenario went.
Order inverse(const Order& order) {
  Order made(order.size());
  for (std::size_t k = 0; k < order.size(); ++k) made[order[k]] = k;
  return made;
}

/// Of position `i` on an axis of the results of the scenario's bloc `b`: where it is in the working order.
class Places {
 public:
  explicit Places(const WorkingOrder& order) : blocs_(inverse(order.blocs)), domains_(inverse(order.domains)) {
    for (const Order& stages : order.stages) stages_.push_back(inverse(stages));
  }

  std::size_t of_bloc(std::size_t b) const { return blocs_[b]; }
  std::size_t on_axis(Axis axis, std::size_t b, std::size_t i) const {
    switch (axis) {
      case Axis::domain:
        return domains_[i];
      case Axis::stage:
        return i < stages_[b].size() ? stages_[b][i] : i;  // beyond a bloc's own stages there is nothing
      case Axis::other_bloc:
        return blocs_[i];
      case Axis::none:
      case Axis::cause:
      case Axis::channel:
      case Axis::heading:
      case Axis::group:
      case Axis::filing_cohort:
      case Axis::filing_end:
      case Axis::project_cohort:
      case Axis::project_end:
      case Axis::stratum:
      case Axis::policy:
      case Axis::rule:  // by name anyway
        return i;
    }
    return i;
  }

 private:
  Order blocs_, domains_;
  std::vector<Order> stages_;
};

void follow(Condition& condition, const Places& places) {
  for (ConditionStep& step : condition.steps) {
    if (!is_comparison(step)) continue;
    const Axis axis = sampled_metrics()[step.metric].axis;
    step.index = static_cast<std::uint32_t>(places.on_axis(axis, step.bloc, step.index));
    step.bloc = static_cast<std::uint32_t>(places.of_bloc(step.bloc));
  }
}

/// One metric: (bloc, step, extra), the last fastest.
std::vector<double> restored(const std::vector<double>& from, Axis axis, std::size_t steps, const RunShape& shape,
                             const Places& places) {
  const std::size_t extent = shape.extent(axis);
  std::vector<double> made;
  made.reserve(from.size());
  for (std::size_t b = 0; b < shape.blocs; ++b)
    for (std::size_t t = 0; t < steps; ++t)
      for (std::size_t i = 0; i < extent; ++i)
        made.push_back(from[(places.of_bloc(b) * steps + t) * extent + places.on_axis(axis, b, i)]);
  return made;
}

std::size_t offices_of(const BlocRules& bloc, std::size_t stage) {
  return bloc.stages[stage].rule.offices == OfficeLevel::region ? static_cast<std::size_t>(bloc.population.regions) : 1;
}

/// Of each office by its number in the run, the number that it has in the scenario's order.
std::vector<std::uint32_t> offices_as_written(const Scenario& scenario, const WorkingOrder& order) {
  std::vector<std::vector<std::uint32_t>> first(scenario.blocs.size());
  std::uint32_t number = 0;
  for (std::size_t b = 0; b < scenario.blocs.size(); ++b)
    for (std::size_t s = 0; s < scenario.blocs[b].stages.size(); ++s) {
      first[b].push_back(number);
      number += static_cast<std::uint32_t>(offices_of(scenario.blocs[b], s));
    }
  std::vector<std::uint32_t> made;
  for (const std::size_t b : order.blocs)
    for (const std::size_t s : order.stages[b])
      for (std::uint32_t r = 0; r < offices_of(scenario.blocs[b], s); ++r) made.push_back(first[b][s] + r);
  return made;
}

void restore_log(std::vector<Event>& log, const Scenario& scenario, const WorkingOrder& order) {
  const std::vector<std::uint32_t> offices = offices_as_written(scenario, order);
  for (Event& event : log) {
    const auto kind = static_cast<EventKind>(event.what.kind);
    if (is_of_bloc(kind)) event.what.subject = static_cast<std::uint32_t>(order.blocs[event.what.subject]);
    if (kind == EventKind::window_opens) event.what.subject = offices[event.what.subject];
  }
}

}  // namespace

bool WorkingOrder::as_written() const {
  const auto sorted = [](const Order& order) { return std::is_sorted(order.begin(), order.end()); };
  return sorted(blocs) && sorted(domains) && sorted(standards) && std::all_of(stages.begin(), stages.end(), sorted);
}

WorkingOrder order_of_names(const Scenario& scenario) {
  WorkingOrder order;
  order.blocs = by_name(scenario.blocs);
  for (const BlocRules& bloc : scenario.blocs) order.stages.push_back(by_name(bloc.stages));
  order.domains = by_name(scenario.domains);
  order.standards = by_name(scenario.standards.names);
  return order;
}

Scenario in_order(const Scenario& scenario, const WorkingOrder& order) {
  Scenario made = scenario;
  for (std::size_t b = 0; b < made.blocs.size(); ++b)
    made.blocs[b].stages = taken(scenario.blocs[b].stages, order.stages[b]);
  made.blocs = taken(made.blocs, order.blocs);
  made.domains = taken(scenario.domains, order.domains);
  made.standards.names = taken(scenario.standards.names, order.standards);
  const Places places(order);
  for (PolicyRule& policy : made.policies) {
    follow(policy.condition, places);
    follow(policy.release, places);
  }
  return made;
}

void restore(RunResult& result, const Scenario& scenario, const WorkingOrder& order) {
  if (order.as_written()) return;
  const Places places(order);
  for (std::size_t m = 0; m < result.sampled.size(); ++m)
    result.sampled[m] =
        restored(result.sampled[m], sampled_metrics()[m].axis, result.shape.times, result.shape, places);
  for (std::size_t m = 0; m < result.totals.size(); ++m)
    result.totals[m] = restored(result.totals[m], total_metrics()[m].axis, 1, result.shape, places);
  for (ReleaseRecord& release : result.releases) release.bloc = static_cast<std::uint32_t>(order.blocs[release.bloc]);
  for (std::vector<SpellRecord>* table : {&result.spells.filings, &result.spells.projects})
    for (SpellRecord& spell : *table) spell.bloc = static_cast<std::uint32_t>(order.blocs[spell.bloc]);
  restore_log(result.log, scenario, order);
}

}  // namespace poldyn
