#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

constexpr std::string_view cutler_ederer = "Cutler & Ederer 1958, doi:10.1016/0021-9681(58)90126-7";

/// Days that the directives carried out since the warm-up took, ascending.
std::vector<double> latencies(R r) {
  std::vector<double> days;
  for (const CarriedOut& one : r.bloc.directives.carried_out)
    if (one.done >= r.world.warm_since) days.push_back(in_days(one.done - one.issued));
  std::sort(days.begin(), days.end());
  return days;
}

double mean_latency(R r) {
  double sum = 0;
  const std::vector<double> days = latencies(r);
  for (const double d : days) sum += d;
  return ratio(sum, amount(days.size()));
}

/// The ceil(0.95 n)-th smallest.
double latency_95(R r) {
  const std::vector<double> days = latencies(r);
  if (days.empty()) return missing_value;
  return days[static_cast<I>(std::ceil(0.95 * amount(days.size()) - 1e-9)) - 1];
}

constexpr auto total_control_rows = std::to_array<TotalMetric>({
    {{"control", "incidents", Unit::count, Axis::none, "incidents", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.incidents); }},
    {{"control", "incidents_by_domain", Unit::count, Axis::domain, "incidents, by domain", "count", own, from_zero},
     [](R r, I i) { return amount(r.bloc.tally.incidents_in[i]); }},
    {{"control", "incidents_per_use", Unit::none, Axis::none, "incidents per M$ of use", "incidents / use", own,
      from_zero},
     [](R r, I) { return ratio(amount(r.bloc.tally.incidents), r.bloc.tally.use); }},
    {{"control", "harm", Unit::money, Axis::none, "damage of all incidents; no flow of money", "sum of harm", own,
      from_zero},
     [](R r, I) { return r.bloc.tally.harm; }},
    {{"control", "harm_per_use", Unit::none, Axis::none, "damage per M$ of use", "harm / use", own, from_zero},
     [](R r, I) { return ratio(r.bloc.tally.harm, r.bloc.tally.use); }},
    {{"control", "patched", Unit::count, Axis::none, "models mended in place", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.patched); }},
    {{"control", "suspensions", Unit::count, Axis::none, "products suspended", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.suspensions); }},
    {{"control", "reinstated", Unit::count, Axis::none, "suspended products that came back", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.reinstated); }},
    {{"control", "mean_reachable_share", Unit::share, Axis::none, "use of products that an authority can reach",
      over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::reachable_share); }},
    {{"control", "directives", Unit::count, Axis::none, "directives issued", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.directives); }},
    {{"control", "directives_carried_out", Unit::count, Axis::none, "directives that enough of the use complies with",
      "count", own, from_zero},
     [](R r, I) { return amount(latencies(r).size()); }},
    {{"control", "directives_lapsed", Unit::count, Axis::none, "directives given up", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.lapsed_directives); }},
    {{"control", "directives_pending", Unit::count, Axis::none,
      "directives neither carried out nor given up at the end", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.directives.pending.size()); }},
    {{"control", "control_latency", Unit::day, Axis::none, "time from a directive until enough of the use complies",
      "mean over directives carried out; the others have none, so look at their number too", own, from_zero},
     [](R r, I) { return mean_latency(r); }},
    {{"control", "control_latency_p95", Unit::day, Axis::none, "the same, exceeded by one directive in twenty",
      "95 % quantile over directives carried out", own, from_zero},
     [](R r, I) { return latency_95(r); }},
    {{"control", "audits", Unit::count, Axis::none, "products visited", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.audits); }},
    {{"control", "audit_findings", Unit::count, Axis::none, "visits that found a product unsafe or late", "count", own,
      from_zero},
     [](R r, I) { return amount(r.bloc.tally.audit_findings); }},
    {{"capability", "mean_fragility", Unit::share, Axis::none,
      "share of use whose product fails when use moves elsewhere", over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::fragility); }},
    {{"capability", "mean_fragility_tail", Unit::oom, Axis::none,
      "capability that products lack then, under the worst stresses", over_samples, own, from_zero},
     [](R r, I) { return r.mean_of(sampled_name::fragility_tail); }},
    {{"structure", "deprecation_weak", Unit::per_year, Axis::none,
      "rate at which products below the median of use are given up", "given up / product-years (life table)",
      cutler_ederer, from_zero},
     [](R r, I) { return r.turnover.hazard(0); }},
    {{"structure", "deprecation_strong", Unit::per_year, Axis::none,
      "rate at which products at or above the median of use are given up", "given up / product-years (life table)",
      cutler_ederer, from_zero},
     [](R r, I) { return r.turnover.hazard(1); }},
    {{"structure", "deprecation_ratio", Unit::none, Axis::none, "how much faster weaker products are given up",
      "deprecation_weak / deprecation_strong", own, from_zero},
     [](R r, I) { return ratio(r.turnover.hazard(0), r.turnover.hazard(1)); }},
});

}  // namespace

std::span<const TotalMetric> total_control() { return total_control_rows; }

}  // namespace poldyn
