#include <algorithm>
#include <array>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

/// Mean Hamming distance / bits over pairs of registered designs: within a paradigm each bit differs in ones x (n -
/// ones) of them, between two all bits do.
double registered_distance(const RegisteredDesigns& designs, unsigned bits) {
  const auto n = static_cast<double>(designs.size());
  double distance = 0, earlier = 0;
  for (const RegisteredDesigns::Kind& kind : designs.kinds()) {
    const auto size = static_cast<double>(kind.size);
    for (unsigned bit = 0; bit < bits; ++bit) {
      const auto ones = static_cast<double>(kind.ones[bit]);
      distance += ones * (size - ones);
    }
    distance += bits * earlier * size;
    earlier += size;
  }
  return n < 2 ? missing_value : distance / (n * (n - 1) / 2) / bits;
}

double repeated_share(const RegisteredDesigns& designs) {
  return ratio(amount(designs.repeated()), amount(designs.size()));
}

double active_share(const Bloc& bloc, const Census& census) {
  return ratio(amount(census.approved), amount(bloc.registry.approvals));
}

/// Approvals of services that have one already; each approval is one of three kinds.
double updates(const Registry& registry) {
  return amount(registry.approvals) - amount(registry.first) - amount(registry.variants);
}

double variant_share(double variants, double releases) { return ratio(variants, variants + releases); }

double releases_filed(S s) {
  double filed = 0;
  for (I track = 0; track < max_tracks; ++track) filed += s.since(&BlocTally::filed, track);
  return filed;
}
double releases_filed(const BlocTally& tally) {
  double filed = 0;
  for (const std::uint64_t by_track : tally.filed) filed += amount(by_track);
  return filed;
}

/// Domains' shares of demand sum to 1 but for rounding.
double ordered_share(double ordered, double use) { return std::min(ratio(ordered, use), 1.0); }

double quality_gap(double ordered_q, double ordered, double chosen_q, double chosen) {
  return ratio(ordered_q, ordered) - ratio(chosen_q, chosen);
}

// Since the run's start, at a sample and at the end.
constexpr MetricRow first_services{"registry",
                                   "services_first",
                                   Unit::count,
                                   Axis::none,
                                   "approvals to vendors without a product in service that stood on one",
                                   "count since the run's start; filings from outside are each another's",
                                   own,
                                   from_zero};
constexpr MetricRow updated_services{"registry",
                                     "services_updates",
                                     Unit::count,
                                     Axis::none,
                                     "approvals of what follows a product that stands on one",
                                     "registered - services_first - services_variants",
                                     own,
                                     from_zero};
constexpr MetricRow variant_services{"registry",
                                     "services_variants",
                                     Unit::count,
                                     Axis::none,
                                     "approvals that repeat an approved design",
                                     "count since the run's start",
                                     own,
                                     from_zero};

constexpr auto sampled_incentives_rows = std::to_array<SampledMetric>({
    {{"fragmentation", "registered_unused", Unit::count, Axis::none, "registered models no longer deployed",
      "registered - registered_active", own, from_zero},
     [](S s, I) { return amount(s.bloc.registry.approvals) - amount(s.census.approved); }},
    {{"fragmentation", "registered_active_share", Unit::share, Axis::none, "registered models that are deployed",
      "registered_active / registered", own, zero_to_one},
     [](S s, I) { return active_share(s.bloc, s.census); }},
    {first_services, [](S s, I) { return amount(s.bloc.registry.first); }},
    {updated_services, [](S s, I) { return updates(s.bloc.registry); }},
    {variant_services, [](S s, I) { return amount(s.bloc.registry.variants); }},
    {{"fragmentation", "variants_listed", Unit::count, Axis::none, "variants in the registry", "count", own, from_zero},
     [](S s, I) { return amount(s.bloc.registry.variants_listed); }},
    {{"fragmentation", "variant_filing_share", Unit::share, Axis::none,
      "filings since the previous sample that repeat an approved design", "variants / (releases + variants) filed", own,
      zero_to_one},
     [](S s, I) { return variant_share(s.since(&BlocTally::variants_filed), releases_filed(s)); }},
    {{"fragmentation", "registered_diversity", Unit::share, Axis::none,
      "mean distance of the designs of two models ever registered",
      "applications left out; mean over pairs of Hamming distance / bits", "Hamming 1950", zero_to_one},
     [](S s, I) { return registered_distance(s.bloc.registry.designs, s.world.bits); }},
    {{"fragmentation", "registered_clone_share", Unit::share, Axis::none,
      "registered models, applications left out, whose design had been registered before",
      "repeated / registered designs", own, zero_to_one},
     [](S s, I) { return repeated_share(s.bloc.registry.designs); }},
    {{"structure", "mandated_share", Unit::share, Axis::none, "use since the previous sample that was ordered",
      "ordered use / use", own, zero_to_one},
     [](S s, I) { return ordered_share(s.since(&BlocTally::ordered_use), s.since(&BlocTally::use)); }},
    {{"structure", "mandated_quality_gap", Unit::oom, Axis::none,
      "capability that ordered use meets less that of chosen use, since the previous sample",
      "mean of q over ordered use - mean over chosen use", own, any_number},
     [](S s, I) {
       return quality_gap(s.since(&BlocTally::ordered_q), s.since(&BlocTally::ordered_use),
                          s.since(&BlocTally::chosen_q), s.since(&BlocTally::chosen_use));
     }},
});

constexpr auto total_incentives_rows = std::to_array<TotalMetric>({
    {{"fragmentation", "registered_active_share", Unit::share, Axis::none, "registered models deployed at the end",
      "deployed and approved / registered", own, zero_to_one},
     [](R r, I) { return active_share(r.bloc, r.census); }},
    {first_services, [](R r, I) { return amount(r.bloc.registry.first); }},
    {updated_services, [](R r, I) { return updates(r.bloc.registry); }},
    {variant_services, [](R r, I) { return amount(r.bloc.registry.variants); }},
    {{"fragmentation", "registered_variants", Unit::count, Axis::none,
      "variants registered in the whole run, warm-up included", "approvals that repeat an approved design", own,
      from_zero},
     [](R r, I) { return amount(r.bloc.registry.variants); }},
    {{"fragmentation", "variants_given_up", Unit::count, Axis::none,
      "variants whose upkeep came to exceed what they bring", "count at the ends of terms", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.variants_given_up); }},
    {{"fragmentation", "variant_filing_share", Unit::share, Axis::none, "filings that repeat an approved design",
      "variants / (releases + variants) filed", own, zero_to_one},
     [](R r, I) {
       const BlocTally& t = r.bloc.tally;
       return variant_share(amount(t.variants_filed), releases_filed(t));
     }},
    {{"fragmentation", "registered_diversity", Unit::share, Axis::none,
      "mean distance of the designs of two models ever registered",
      "applications left out; mean over pairs of Hamming distance / bits", "Hamming 1950", zero_to_one},
     [](R r, I) { return registered_distance(r.bloc.registry.designs, r.world.bits); }},
    {{"fragmentation", "registered_clone_share", Unit::share, Axis::none,
      "registered models, applications left out, whose design had been registered before",
      "repeated / registered designs", own, zero_to_one},
     [](R r, I) { return repeated_share(r.bloc.registry.designs); }},
    {{"structure", "mandated_use", Unit::money, Axis::none, "use that was ordered and not chosen",
      "sum over market epochs", own, from_zero},
     [](R r, I) { return r.bloc.tally.ordered_use; }},
    {{"structure", "mandated_share", Unit::share, Axis::none, "use that was ordered", "ordered use / use", own,
      zero_to_one},
     [](R r, I) { return ordered_share(r.bloc.tally.ordered_use, r.bloc.tally.use); }},
    {{"structure", "mandated_quality_gap", Unit::oom, Axis::none,
      "capability that ordered use meets less that of chosen use", "mean of q over ordered use - mean over chosen use",
      own, any_number},
     [](R r, I) {
       const BlocTally& t = r.bloc.tally;
       return quality_gap(t.ordered_q, t.ordered_use, t.chosen_q, t.chosen_use);
     }},
});

}  // namespace

std::span<const SampledMetric> sampled_incentives() { return sampled_incentives_rows; }
std::span<const TotalMetric> total_incentives() { return total_incentives_rows; }

}  // namespace poldyn
