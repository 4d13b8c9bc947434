#include <array>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

constexpr auto sampled_standards_rows = std::to_array<SampledMetric>({
    {{"standards", sampled_name::effective_standards.text, Unit::none, Axis::none,
      "effective number of standards by use, order 1", "exp(-sum p ln p)", hill_1973, from_one},
     [](S s, I) { return s.census.by_standard.hill[1]; }},
    {{"standards", "effective_standards_q2", Unit::none, Axis::none, "effective number of standards by use, order 2",
      "1 / sum p^2", hirschman, from_one},
     [](S s, I) { return s.census.by_standard.hill[2]; }},
    {{"standards", sampled_name::leading_standard_share.text, Unit::share, Axis::none,
      "the leading standard's share of use", "max p", own, zero_to_one},
     [](S s, I) { return s.census.by_standard.largest_share; }},
    {{"standards", sampled_name::home_standard_share.text, Unit::share, Axis::none,
      "share of use on the bloc's own standard", "use on the home standard / use", own, zero_to_one},
     [](S s, I) { return s.census.home_standard; }},
    {{"standards", "standard_switches", Unit::per_year, Axis::none,
      "changes of standard per vendor and year since the previous sample", "changes / active vendor-years", own,
      from_zero},
     [](S s, I) {
       return s.before.sampled && s.world.standards > 0
                  ? ratio(s.since(&BlocTally::standard_switches), s.vendor_years())
                  : missing_value;
     }},
});

constexpr std::string_view js = "Jensen-Shannon divergence, log2, from the use of all other blocs together";

constexpr auto sampled_between_rows = std::to_array<SampledMetric>({
    {{"between_blocs", sampled_name::lineage_divergence.text, Unit::share, Axis::none,
      "divergence of the lineages in use", js, lin_1991, zero_to_one},
     [](S s, I) { return s.contrast.lineage; }},
    {{"between_blocs", sampled_name::standard_divergence.text, Unit::share, Axis::none,
      "divergence of the standards in use", js, lin_1991, zero_to_one},
     [](S s, I) { return s.contrast.standard; }},
    {{"between_blocs", sampled_name::architecture_divergence.text, Unit::share, Axis::none,
      "divergence of the lineages in use, told apart by their standards", js, lin_1991, zero_to_one},
     [](S s, I) { return s.contrast.architecture; }},
    {{"between_blocs", "architecture_divergence_from", Unit::share, Axis::other_bloc,
      "divergence of the lineages in use, told apart by their standards, from one other bloc",
      "Jensen-Shannon divergence, log2", lin_1991, zero_to_one},
     [](S s, I i) { return s.contrast.architecture_from[i]; }},
    {{"between_blocs", sampled_name::capability_divergence.text, Unit::share, Axis::none,
      "divergence of the profile of capability",
      "Jensen-Shannon divergence, log2, of 10^q / sum over domains, q as met in use; a level that all domains share "
      "drops out",
      lin_1991, zero_to_one},
     [](S s, I) { return s.contrast.capability; }},
    {{"between_blocs", sampled_name::paradigm_divergence.text, Unit::share, Axis::none,
      "divergence of the paradigms in use", js, lin_1991, zero_to_one},
     [](S s, I) { return s.contrast.paradigm; }},
    {{"between_blocs", "incident_divergence", Unit::share, Axis::none,
      "divergence of the incidents since the previous sample over domains",
      "Jensen-Shannon divergence, log2, from the incidents of all other blocs together; of few incidents it is large "
      "by "
      "chance",
      lin_1991, zero_to_one},
     [](S s, I) { return s.contrast.incidents; }},
    {{"between_blocs", sampled_name::design_distance_abroad.text, Unit::share, Axis::none,
      "expected distance of the designs of a unit of use here and one abroad", "sum_ij p_i q_j Hamming distance / bits",
      "Rao 1982, doi:10.1016/0040-5809(82)90004-1", zero_to_one},
     [](S s, I) { return s.contrast.design_distance; }},
    {{"between_blocs", "compatible_abroad", Unit::share, Axis::none,
      "probability that a unit of use here and one abroad have the same standard", "sum_s p_s q_s", own, zero_to_one},
     [](S s, I) { return s.contrast.compatible; }},
    {{"between_blocs", sampled_name::interoperability.text, Unit::share, Axis::none,
      "interoperability with the other blocs",
      "compatible_abroad x exp(-design_distance_abroad / standards.design_scale)", own, zero_to_one},
     [](S s, I) { return s.contrast.interoperability; }},
    {{"between_blocs", "interoperability_with", Unit::share, Axis::other_bloc, "interoperability with one other bloc",
      "likewise, of the use of two blocs", own, zero_to_one},
     [](S s, I i) { return s.contrast.interoperability_with[i]; }},
    {{"between_blocs", sampled_name::leader_abroad_share.text, Unit::share, Axis::none,
      "share of use that is compatible with the leading standard of the other blocs", "p of the largest q", own,
      zero_to_one},
     [](S s, I) { return s.contrast.fits_leader_abroad; }},
    {{"between_blocs", sampled_name::shared_lineage_share.text, Unit::share, Axis::none,
      "share of use of lineages that are in use abroad too: what is learnt about a model there holds here",
      "sum of p where q > 0", own, zero_to_one},
     [](S s, I) { return s.contrast.shared_lineage; }},
    {{"between_blocs", sampled_name::foreign_lineage_share.text, Unit::share, Axis::none,
      "share of use of lineages that began in another bloc", "use of foreign roots / use", own, zero_to_one},
     [](S s, I) { return s.census.foreign_lineage; }},
    {{"between_blocs", sampled_name::capability_gap.text, Unit::oom, Axis::none,
      "frontier behind that of the leading bloc", "largest frontier - frontier", own, from_zero},
     [](S s, I) { return s.contrast.gap; }},
    {{"between_blocs", sampled_name::capability_lag.text, Unit::day, Axis::none,
      "time since the leading bloc first reached the bloc's present frontier",
      "on its best frontier so far, which rises evenly between samples", own, from_zero},
     [](S s, I) { return s.contrast.lag_days; }},
});

}  // namespace

std::span<const SampledMetric> sampled_standards() { return sampled_standards_rows; }
std::span<const SampledMetric> sampled_between() { return sampled_between_rows; }

}  // namespace poldyn
