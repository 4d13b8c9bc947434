#include <algorithm>
#include <array>
#include <cmath>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

/// Forks in service, one after another.
template <class Look>
void each_fork(S s, Look&& look) {
  if (s.bloc.groups.empty()) return;
  for (const VendorId id : s.bloc.members) {
    const Vendor& vendor = s.world.at(id);
    if (!vendor.offer) continue;
    for (const Fork& fork : s.world.vendor_forks[id.value].forks)
      if (fork.live) look(s.world.at(vendor.product), fork);
  }
}

double forks(S s) {
  double n = 0;
  each_fork(s, [&](const Model&, const Fork&) { ++n; });
  return n;
}

double stack_duplication(S s) {
  double stacks = amount(s.census.models - s.census.applications);
  each_fork(s, [&](const Model& product, const Fork&) { stacks += !product.unmodified; });
  return ratio(stacks, amount(s.census.designs));
}

double mean_lag(S s) {
  double days = 0, n = 0;
  each_fork(s, [&](const Model& product, const Fork& fork) {
    days += in_days(product.released - fork.serving.released);
    ++n;
  });
  return ratio(days, n);
}

double outdated(S s) {
  double behind = 0, n = 0;
  each_fork(s, [&](const Model& product, const Fork& fork) {
    behind += product.project != fork.serving.project;
    ++n;
  });
  return ratio(behind, n);
}

bool serves(const Market& market, std::size_t row, std::size_t group) {
  return !std::isnan(market.by_region.released(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(group)));
}

double mean_reach(S s) {
  const Market& market = s.bloc.market;
  if (s.bloc.groups.empty()) return market.rows > 0 ? 1 : missing_value;
  double reached = 0;
  for (std::size_t g = 0; g < s.bloc.groups.size(); ++g)
    for (std::size_t row = 0; row < market.rows; ++row) reached += serves(market, row, g) ? s.bloc.groups[g].demand : 0;
  return std::min(1.0, ratio(reached, amount(market.rows)));
}

double served_demand(S s) {
  const Market& market = s.bloc.market;
  if (s.bloc.groups.empty()) return market.rows > 0 ? 1 : 0;
  double served = 0;
  for (std::size_t g = 0; g < s.bloc.groups.size(); ++g)
    for (std::size_t row = 0; row < market.rows; ++row)
      if (serves(market, row, g)) {
        served += s.bloc.groups[g].demand;
        break;
      }
  return std::min(1.0, served);
}

constexpr auto sampled_compliance_rows = std::to_array<SampledMetric>({
    {{"compliance", "region_groups", Unit::count, Axis::none, "groups of regions that ask for different things",
      "distinct sets of requirements", own, from_one},
     [](S s, I) { return amount(std::max<std::size_t>(1, s.bloc.groups.size())); }},
    {{"compliance", sampled_name::regional_forks.text, Unit::count, Axis::none,
      "forks in service: models fitted to other regions than home", "count", own, from_zero},
     [](S s, I) { return forks(s); }},
    {{"compliance", sampled_name::regional_forks_per_base.text, Unit::none, Axis::none,
      "forks in service per deployed model", "regional_forks / active_models", own, from_zero},
     [](S s, I) { return ratio(forks(s), amount(s.census.models)); }},
    {{"compliance", sampled_name::stack_duplication.text, Unit::none, Axis::none, "stacks kept up per distinct design",
      "applications left out; (deployed models + their forks) / distinct designs", own, from_one},
     [](S s, I) { return stack_duplication(s); }},
    {{"compliance", "upkeep_share", Unit::share, Axis::none, "share of research and development that keeps forks",
      "upkeep / (upkeep + vendors' own money for projects) since the previous sample", own, zero_to_one},
     [](S s, I) {
       const double upkeep = s.since(&BlocTally::upkeep);
       return ratio(upkeep, upkeep + s.since(&BlocTally::research));
     }},
    {{"compliance", sampled_name::fork_lag.text, Unit::day, Axis::none,
      "how far forks in service are behind their base",
      "mean over forks of release of the base - release of the version that the fork is made from", own, from_zero},
     [](S s, I) { return mean_lag(s); }},
    {{"compliance", "outdated_forks_share", Unit::share, Axis::none, "forks in service that are not of the latest base",
      "outdated / regional_forks", own, zero_to_one},
     [](S s, I) { return outdated(s); }},
    {{"compliance", sampled_name::reach.text, Unit::share, Axis::none, "demand that a model can be used by",
      "mean over deployed models of the demand share of the regions that they are deployed in", own, zero_to_one},
     [](S s, I) { return mean_reach(s); }},
    {{"compliance", "served_demand", Unit::share, Axis::none, "demand in regions where anything is deployed", "sum",
      own, zero_to_one},
     [](S s, I) { return served_demand(s); }},
});

constexpr auto total_compliance_rows = std::to_array<TotalMetric>({
    {{"compliance", "mean_regional_forks", Unit::count, Axis::none, "forks in service", over_samples, own, from_zero},
     [](R r, I) { return r.mean_of(sampled_name::regional_forks); }},
    {{"compliance", "mean_regional_forks_per_base", Unit::none, Axis::none, "forks in service per deployed model",
      over_samples, own, from_zero},
     [](R r, I) { return r.mean_of(sampled_name::regional_forks_per_base); }},
    {{"compliance", "mean_stack_duplication", Unit::none, Axis::none, "stacks kept up per distinct design",
      over_samples, own, from_one},
     [](R r, I) { return r.mean_of(sampled_name::stack_duplication); }},
    {{"compliance", "upkeep_share", Unit::share, Axis::none, "share of research and development that keeps forks",
      "upkeep / (upkeep + vendors' own money for projects)", own, zero_to_one},
     [](R r, I) { return ratio(r.bloc.tally.upkeep, r.bloc.tally.upkeep + r.bloc.tally.research); }},
    {{"compliance", "mean_fork_lag", Unit::day, Axis::none, "how far forks in service are behind their base",
      over_samples, own, from_zero},
     [](R r, I) { return r.mean_of(sampled_name::fork_lag); }},
    {{"compliance", "mean_reach", Unit::share, Axis::none, "demand that a model can be used by", over_samples, own,
      zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::reach); }},
    {{"compliance", "forks_built", Unit::count, Axis::none, "forks built or brought up to date", "count", own,
      from_zero},
     [](R r, I) { return amount(r.bloc.tally.forks); }},
    {{"compliance", "fork_time", Unit::day, Axis::none, "time to build a fork or bring it up to date",
      "mean over forks_built", own, from_zero},
     [](R r, I) { return ratio(amount(r.bloc.tally.fork_time), amount(r.bloc.tally.forks)); }},
    {{"compliance", "fork_cost", Unit::money, Axis::none, "what fitting models to regions cost, home regions included",
      "sum", own, from_zero},
     [](R r, I) { return r.bloc.tally.fork_cost; }},
    {{"compliance", "upkeep", Unit::money, Axis::none, "what keeping forks took from projects", "sum", own, from_zero},
     [](R r, I) { return r.bloc.tally.upkeep; }},
    {{"compliance", "regions_entered", Unit::count, Axis::none, "forks begun where the vendor had none", "count", own,
      from_zero},
     [](R r, I) { return amount(r.bloc.tally.regions_entered); }},
    {{"compliance", "regions_left", Unit::count, Axis::none, "forks given up", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.regions_left); }},
});

}  // namespace

std::span<const SampledMetric> sampled_compliance() { return sampled_compliance_rows; }
std::span<const TotalMetric> total_compliance() { return total_compliance_rows; }

}  // namespace poldyn
