#include <array>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

constexpr std::string_view trend = "difference / years between the first and the last sample at which it exists";

bool has_standards(R r) { return r.world.standards > 0; }

constexpr auto total_standards_rows = std::to_array<TotalMetric>({
    {{"standards", "mean_effective_standards", Unit::none, Axis::none, "effective number of standards by use, order 1",
      over_samples, own, from_one},
     [](R r, I) { return r.mean_of(sampled_name::effective_standards); }},
    {{"standards", "mean_leading_standard_share", Unit::share, Axis::none, "the leading standard's share of use",
      over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::leading_standard_share); }},
    {{"standards", "mean_home_standard_share", Unit::share, Axis::none, "share of use on the bloc's own standard",
      over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::home_standard_share); }},
    {{"standards", "standard_switches", Unit::per_year, Axis::none, "changes of standard per vendor and year",
      "changes / active vendor-years", own, from_zero},
     [](R r, I) {
       return has_standards(r)
                  ? ratio(amount(r.bloc.tally.standard_switches), vendor_days(r.bloc, r.now) / days_per_year)
                  : missing_value;
     }},
});

double incident_divergence(R r) {
  std::array<double, max_domains> here{}, abroad{};
  for (const Bloc& bloc : r.world.blocs) {
    auto& side = &bloc == &r.bloc ? here : abroad;
    for (I d = 0; d < r.world.domains; ++d) side[d] += amount(bloc.tally.incidents_in[d]);
  }
  return jensen_shannon(here, abroad);
}

/// Blocs that could have seen each open release.
double views(R r) { return amount(r.bloc.tally.open_releases) * static_cast<double>(r.world.blocs.size() - 1); }

constexpr auto total_between_rows = std::to_array<TotalMetric>({
    {{"between_blocs", "mean_lineage_divergence", Unit::share, Axis::none, "divergence of the lineages in use",
      over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::lineage_divergence); }},
    {{"between_blocs", "mean_standard_divergence", Unit::share, Axis::none, "divergence of the standards in use",
      over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::standard_divergence); }},
    {{"between_blocs", "mean_architecture_divergence", Unit::share, Axis::none,
      "divergence of the lineages in use, told apart by their standards", over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::architecture_divergence); }},
    {{"between_blocs", "architecture_divergence_growth", Unit::per_year, Axis::none, "growth of that divergence", trend,
      own, any_number},
     [](R r, I) { return r.growth_of(sampled_name::architecture_divergence); }},
    {{"between_blocs", "mean_capability_divergence", Unit::share, Axis::none, "divergence of the profile of capability",
      over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::capability_divergence); }},
    {{"between_blocs", "mean_paradigm_divergence", Unit::share, Axis::none, "divergence of the paradigms in use",
      over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::paradigm_divergence); }},
    {{"between_blocs", "incident_divergence", Unit::share, Axis::none, "divergence of the run's incidents over domains",
      "Jensen-Shannon divergence, log2, from the incidents of all other blocs together", lin_1991, zero_to_one},
     [](R r, I) { return incident_divergence(r); }},
    {{"between_blocs", "mean_design_distance_abroad", Unit::share, Axis::none,
      "expected distance of the designs of a unit of use here and one abroad", over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::design_distance_abroad); }},
    {{"between_blocs", "mean_interoperability", Unit::share, Axis::none, "interoperability with the other blocs",
      over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::interoperability); }},
    {{"between_blocs", "interoperability_growth", Unit::per_year, Axis::none, "growth of interoperability", trend, own,
      any_number},
     [](R r, I) { return r.growth_of(sampled_name::interoperability); }},
    {{"between_blocs", "mean_leader_abroad_share", Unit::share, Axis::none,
      "share of use that is compatible with the leading standard of the other blocs", over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::leader_abroad_share); }},
    {{"between_blocs", "mean_shared_lineage_share", Unit::share, Axis::none,
      "share of use of lineages that are in use abroad too", over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::shared_lineage_share); }},
    {{"between_blocs", "mean_foreign_lineage_share", Unit::share, Axis::none,
      "share of use of lineages that began in another bloc", over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::foreign_lineage_share); }},
    {{"between_blocs", "mean_capability_gap", Unit::oom, Axis::none, "frontier behind that of the leading bloc",
      over_samples, own, from_zero},
     [](R r, I) { return r.mean_of(sampled_name::capability_gap); }},
    {{"between_blocs", "mean_capability_lag", Unit::day, Axis::none,
      "time since the leading bloc first reached the bloc's present frontier", over_samples, own, from_zero},
     [](R r, I) { return r.mean_of(sampled_name::capability_lag); }},
    {{"between_blocs", "foreign_base_share", Unit::share, Axis::none,
      "share of the bases taken that were of another bloc's vendor", "foreign / adoptions", own, zero_to_one},
     [](R r, I) { return ratio(amount(r.bloc.tally.foreign_adoptions), amount(r.bloc.tally.adoptions)); }},
    {{"between_blocs", "seen_abroad_share", Unit::share, Axis::none,
      "probability that another bloc could use one of this bloc's open releases",
      "pairs of release and bloc that could / open releases x other blocs", own, zero_to_one},
     [](R r, I) { return ratio(amount(r.bloc.tally.foreign_views), views(r)); }},
    {{"between_blocs", "leaks", Unit::count, Axis::none, "closed designs that became known in their own bloc", "count",
      own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.leaks); }},
    {{"between_blocs", "leaks_from_abroad", Unit::count, Axis::none,
      "closed designs of other blocs that became known here", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.leaks_from_abroad); }},
});

}  // namespace

std::span<const TotalMetric> total_standards() { return total_standards_rows; }
std::span<const TotalMetric> total_between() { return total_between_rows; }

}  // namespace poldyn
