#include <algorithm>
#include <array>
#include <vector>

#include "sim/observe/accounts_view.h"
#include "sim/observe/diversity.h"
#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

constexpr std::string_view of_pools = "private and state pools; capital at entry is not among it";

double raised(S s) { return s.since(&BlocTally::raised_from_investors) + s.since(&BlocTally::raised_from_state); }
double raised(R r) { return r.bloc.tally.raised_from_investors + r.bloc.tally.raised_from_state; }

/// Days that the cash of the vendors that are there would last.
double runway(S s) {
  if (!s.before.sampled) return missing_value;
  const AccountsView flows(s.bloc.books, s.before.books);
  double spent = 0;
  for (const Heading heading : {Heading::hardware, Heading::cloud, Heading::teams, Heading::duplicated_teams,
                                Heading::compliance, Heading::operating, Heading::fines})
    spent += flows.heading(heading);
  return ratio(s.census.cash * s.days(), spent);
}

/// Over all vendors that were there at some time since the warm-up, those that left and those that got nothing among
/// them.
double inequality(R r) {
  if (r.world.backing.empty()) return missing_value;
  std::vector<double> each;
  for (std::size_t v = 0; v < r.world.vendors.size(); ++v) {
    const Vendor& vendor = r.world.vendors[v];
    const bool was_there = vendor.active || vendor.left >= r.world.warm_since;
    if (vendor.bloc.value == r.bloc_index && was_there) each.push_back(r.world.backing[v].raised.millions());
  }
  std::sort(each.begin(), each.end());
  return raised(r) > 0 ? gini(each) : missing_value;
}

constexpr auto sampled_funding_rows = std::to_array<SampledMetric>({
    {{"finance", "raised", Unit::money, Axis::none, "money that vendors raised in rounds since the previous sample",
      of_pools, own, from_zero},
     [](S s, I) { return raised(s); }},
    {{"finance", "raised_state_share", Unit::share, Axis::none, "part of that which the state's pool paid",
      "state / raised", own, zero_to_one},
     [](S s, I) { return ratio(s.since(&BlocTally::raised_from_state), raised(s)); }},
    {{"finance", "runway", Unit::day, Axis::none,
      "time that vendors' cash would last at the spending since the previous sample",
      "cash / (hardware + cloud + teams + compliance + operating + fines) per day", own, any_number},
     [](S s, I) { return runway(s); }},
});

constexpr auto total_funding_rows = std::to_array<TotalMetric>({
    {{"finance", "raised", Unit::money, Axis::none, "money that vendors raised in rounds", of_pools, own, from_zero},
     [](R r, I) { return raised(r); }},
    {{"finance", "raised_state_share", Unit::share, Axis::none, "part of that which the state's pool paid",
      "state / raised", own, zero_to_one},
     [](R r, I) { return ratio(r.bloc.tally.raised_from_state, raised(r)); }},
    {{"finance", "raised_gini", Unit::share, Axis::none, "inequality of what vendors raised",
      "over all vendors that were there at some time", "Gini 1912", zero_to_one},
     [](R r, I) { return inequality(r); }},
});

}  // namespace

std::span<const SampledMetric> sampled_funding() { return sampled_funding_rows; }
std::span<const TotalMetric> total_funding() { return total_funding_rows; }

}  // namespace poldyn
