#include <array>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

/// Products that are suspended now. Where nothing ever was, nobody is asked.
double suspended(S s) {
  if (s.bloc.tally.suspensions + s.bloc.warmup.suspensions == 0) return 0;
  I n = 0;
  for (const VendorId id : s.bloc.members) {
    const Vendor& vendor = s.world.at(id);
    n += vendor.product && s.world.at(vendor.product).status == ModelStatus::suspended;
  }
  return amount(n);
}

/// Mean over the directives carried out since the previous sample.
double latency(S s) {
  double days = 0, n = 0;
  for (const CarriedOut& one : s.bloc.directives.carried_out) {
    if (s.before.sampled && one.done <= s.before.at) continue;
    days += in_days(one.done - one.issued);
    n += 1;
  }
  return ratio(days, n);
}

constexpr auto sampled_control_rows = std::to_array<SampledMetric>({
    {{"control", "incidents", Unit::count, Axis::none, "incidents since the previous sample", "count", own, from_zero},
     [](S s, I) { return s.since(&BlocTally::incidents); }},
    {{"control", "harm", Unit::money, Axis::none, "damage of these incidents; no flow of money", "sum of harm", own,
      from_zero},
     [](S s, I) { return s.since(&BlocTally::harm); }},
    {{"control", "incidents_per_use", Unit::none, Axis::none, "incidents per M$ of use since the previous sample",
      "incidents / use", own, from_zero},
     [](S s, I) { return ratio(s.since(&BlocTally::incidents), s.since(&BlocTally::use)); }},
    {{"control", "suspensions", Unit::count, Axis::none, "products suspended since the previous sample", "count", own,
      from_zero},
     [](S s, I) { return s.since(&BlocTally::suspensions); }},
    {{"control", "suspended", Unit::count, Axis::none, "products that are suspended", "count", own, from_zero},
     [](S s, I) { return suspended(s); }},
    {{"control", sampled_name::reachable_share.text, Unit::share, Axis::none,
      "use of products that an authority can reach", "use of registered products / use", own, zero_to_one},
     [](S s, I) { return s.census.reachable_share; }},
    {{"control", "directives_pending", Unit::count, Axis::none, "directives that are not carried out yet", "count", own,
      from_zero},
     [](S s, I) { return amount(s.bloc.directives.pending.size()); }},
    {{"control", "control_latency", Unit::day, Axis::none, "time from a directive until enough of the use complies",
      "mean over directives carried out since the previous sample; use is that of the latest market epoch", own,
      from_zero},
     [](S s, I) { return latency(s); }},
    {{"control", "audits", Unit::count, Axis::none, "products visited since the previous sample", "count", own,
      from_zero},
     [](S s, I) { return s.since(&BlocTally::audits); }},
    {{"capability", sampled_name::fragility.text, Unit::share, Axis::none,
      "share of use whose product fails when use moves elsewhere",
      "expectation over the stress of the stress test; nothing in the run", own, zero_to_one},
     [](S s, I) { return s.census.stress.failing; }},
    {{"capability", sampled_name::fragility_tail.text, Unit::oom, Axis::none,
      "capability that products lack then, under the worst stresses",
      "expected shortfall: mean over units of use, and over the share stress.tail of the worst, of max(0, stress - "
      "what "
      "the product bears)",
      "Rockafellar & Uryasev 2000", from_zero},
     [](S s, I) { return s.census.stress.tail; }},
    {{"structure", "deprecation_weak", Unit::per_year, Axis::none,
      "rate at which products below the median of use are given up",
      "given up since the previous sample / product-years (life table)", "Cutler & Ederer 1958", from_zero},
     [](S s, I) { return s.turnover.hazard(0); }},
    {{"structure", "deprecation_strong", Unit::per_year, Axis::none,
      "rate at which products at or above the median of use are given up",
      "given up since the previous sample / product-years (life table)", "Cutler & Ederer 1958", from_zero},
     [](S s, I) { return s.turnover.hazard(1); }},
});

}  // namespace

std::span<const SampledMetric> sampled_control() { return sampled_control_rows; }

}  // namespace poldyn
