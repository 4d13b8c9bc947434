#include <array>
#include <cmath>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

double growth(S s) {
  return s.before.sampled && s.years() > 0 ? (s.census.frontier - s.before.frontier) / s.years() : not_there;
}

constexpr auto fragmentation = std::to_array<SampledMetric>({
    {{"fragmentation", "active_models", Unit::count, Axis::none, "deployed models", "offers on the market", own,
      from_zero},
     [](S s, I) { return amount(s.census.models); }},
    {{"fragmentation", "registered", Unit::count, Axis::none, "models registered so far",
      "approvals since the scenario's start, renewals excepted", own, from_zero},
     [](S s, I) { return amount(s.bloc.registry.approvals); }},
    {{"fragmentation", "registered_light", Unit::count, Axis::none, "of these, by the light track",
      "approvals of the light track since the scenario's start", own, from_zero},
     [](S s, I) { return amount(s.bloc.registry.light); }},
    {{"fragmentation", "registered_active", Unit::count, Axis::none, "deployed models that hold an approval",
      "deployed and approved", own, from_zero},
     [](S s, I) { return amount(s.census.approved); }},
    {{"fragmentation", "registered_unused_share", Unit::share, Axis::none, "registered models no longer deployed",
      "1 - registered_active / registered", own, zero_to_one},
     [](S s, I) { return 1 - ratio(amount(s.census.approved), amount(s.bloc.registry.approvals)); }},
    {{"fragmentation", "hhi_models", Unit::share, Axis::none, "concentration of use over models", "sum p^2", hirschman,
      zero_to_one},
     [](S s, I) { return s.census.by_model.hhi; }},
    {{"fragmentation", "hill_q0_models", Unit::count, Axis::none, "models with use", effective, hill_1973, from_one},
     [](S s, I) { return s.census.by_model.hill[0]; }},
    {{"fragmentation", "hill_q1_models", Unit::none, Axis::none, "effective number of models, order 1", effective,
      hill_1973, from_one},
     [](S s, I) { return s.census.by_model.hill[1]; }},
    {{"fragmentation", "hill_q2_models", Unit::none, Axis::none, "effective number of models, order 2", effective,
      hill_1973, from_one},
     [](S s, I) { return s.census.by_model.hill[2]; }},
    {{"fragmentation", "gini_models", Unit::share, Axis::none, "inequality of use among deployed models",
      "sum_i (2i - n - 1) p_i / n, p ascending", "Gini 1912", zero_to_one},
     [](S s, I) { return s.census.gini; }},
    {{"fragmentation", "top_vendor_share", Unit::share, Axis::none, "the leading vendor's share of use", "max p", own,
      zero_to_one},
     [](S s, I) { return s.census.by_model.largest_share; }},
    {{"fragmentation", "top_50_share", Unit::share, Axis::none, "share of use of the 50 vendors with most of it",
      "sum of the 50 largest p; 1 if there are no more offers", own, zero_to_one},
     [](S s, I) { return s.census.top_50; }},
    {{"fragmentation", "active_lineages", Unit::count, Axis::none, "root ancestors of the deployed models",
      "distinct lineages", own, from_zero},
     [](S s, I) { return amount(s.census.lineages); }},
    {{"fragmentation", "hhi_lineages", Unit::share, Axis::none, "concentration of use over lineages", "sum p^2",
      hirschman, zero_to_one},
     [](S s, I) { return s.census.by_lineage.hhi; }},
    {{"fragmentation", "hill_q0_lineages", Unit::count, Axis::none, "lineages with use", effective, hill_1973,
      from_one},
     [](S s, I) { return s.census.by_lineage.hill[0]; }},
    {{"fragmentation", "hill_q1_lineages", Unit::none, Axis::none, "effective number of lineages, order 1", effective,
      hill_1973, from_one},
     [](S s, I) { return s.census.by_lineage.hill[1]; }},
    {{"fragmentation", "hill_q2_lineages", Unit::none, Axis::none, "effective number of lineages, order 2", effective,
      hill_1973, from_one},
     [](S s, I) { return s.census.by_lineage.hill[2]; }},
    {{"fragmentation", "largest_lineage_share", Unit::share, Axis::none, "the leading lineage's share of use", "max p",
      own, zero_to_one},
     [](S s, I) { return s.census.by_lineage.largest_share; }},
    {{"fragmentation", "design_diversity", Unit::share, Axis::none,
      "mean distance of the designs of two deployed models",
      "applications left out; mean over pairs of Hamming distance / bits, 1 between paradigms", "Hamming 1950",
      zero_to_one},
     [](S s, I) { return s.census.mean_distance; }},
    {{"fragmentation", "rao_diversity", Unit::share, Axis::none, "expected distance of the designs of two units of use",
      "applications left out; sum_ij p_i p_j Hamming distance / bits, 1 between paradigms",
      "Rao 1982, doi:10.1016/0040-5809(82)90004-1", zero_to_one},
     [](S s, I) { return s.census.rao; }},
    {{"fragmentation", "forks_per_base", Unit::none, Axis::none, "deployed derivatives per lineage that has any",
      "derivatives / distinct lineages of derivatives", own, from_one},
     [](S s, I) { return ratio(amount(s.census.derivative), amount(s.census.forked)); }},
    {{"fragmentation", "derivative_share", Unit::share, Axis::none, "deployed models built on another vendor's base",
      "derivatives / active_models", own, zero_to_one},
     [](S s, I) { return ratio(amount(s.census.derivative), amount(s.census.models)); }},
    {{"fragmentation", "application_share", Unit::share, Axis::none,
      "deployed models that are applications of an unmodified base", "applications / active_models", own, zero_to_one},
     [](S s, I) { return ratio(amount(s.census.applications), amount(s.census.models)); }},
    {{"fragmentation", "clone_share", Unit::share, Axis::none,
      "deployed models, applications left out, with the design of another vendor's",
      "models whose design occurs twice or more / (active_models - applications)", own, zero_to_one},
     [](S s, I) { return ratio(amount(s.census.clones), amount(s.census.models - s.census.applications)); }},
});

constexpr auto capability = std::to_array<SampledMetric>({
    {{"capability", "frontier", Unit::oom, Axis::none, "capability of the best deployed model",
      "max over offers of q averaged over domains by demand", own, any_number},
     [](S s, I) { return s.census.frontier; }},
    {{"capability", "trained_frontier", Unit::oom, Axis::none, "capability of the best model trained so far",
      "max over finished projects of q averaged over domains by demand, deployed or not", own, any_number},
     [](S s, I) { return std::isfinite(s.bloc.best_trained_q) ? s.bloc.best_trained_q : not_there; }},
    {{"capability", "usage_q", Unit::oom, Axis::none, "capability that users meet", "mean of q over units of use", own,
      any_number},
     [](S s, I) { return s.census.q; }},
    {{"capability", "frontier_by_domain", Unit::oom, Axis::domain, "capability of the domain's best deployed model",
      "max over offers of q", own, any_number},
     [](S s, I i) { return s.census.frontier_in[i]; }},
    {{"capability", "usage_q_by_domain", Unit::oom, Axis::domain, "capability that the domain's users meet",
      "mean of q over the domain's use", own, any_number},
     [](S s, I i) { return s.census.q_in[i]; }},
    {{"capability", "growth", Unit::oom_per_year, Axis::none, "growth of the frontier since the previous sample",
      "difference of frontier / years", own, any_number},
     [](S s, I) { return growth(s); }},
    {{"capability", "sample_efficiency", Unit::oom, Axis::none, "capability beyond physical compute",
      "mean over units of use of q - compute", own, any_number},
     [](S s, I) { return s.census.q - s.census.compute; }},
    {{"capability", "envelope_gap", Unit::oom, Axis::none, "capability inside less outside the approved envelope",
      "mean of q over use inside - mean over use outside", own, any_number},
     [](S s, I) { return s.census.q_inside - s.census.q_outside; }},
    {{"capability", "open_ended_gap", Unit::oom, Axis::none, "capability in open-ended domains less the bloc's mean",
      "mean of q over use in open-ended domains - usage_q", own, any_number},
     [](S s, I) { return s.census.q_open_ended - s.census.q; }},
    {{"capability", "tool_use_gap", Unit::oom, Axis::none, "capability in tool-use domains less the bloc's mean",
      "mean of q over use in tool-use domains - usage_q", own, any_number},
     [](S s, I) { return s.census.q_tool_use - s.census.q; }},
    {{"capability", "robustness", Unit::share, Axis::none, "robustness that users meet",
      "mean of robustness over units of use", own, zero_to_one},
     [](S s, I) { return s.census.robustness; }},
});

}  // namespace

std::span<const SampledMetric> sampled_fragmentation() { return fragmentation; }
std::span<const SampledMetric> sampled_capability() { return capability; }

}  // namespace poldyn
