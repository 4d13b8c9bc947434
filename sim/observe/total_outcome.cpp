#include <array>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using R = const RunEnd&;
using I = std::size_t;

constexpr std::string_view own = "poldyn";
constexpr std::string_view over_samples = "mean over samples since the warm-up at which it exists";

constexpr auto fragmentation = std::to_array<TotalMetric>({
    {{"fragmentation", "mean_active_models", Unit::count, Axis::none, "deployed models", over_samples, own, from_zero},
     [](R r, I) { return r.mean_of("active_models"); }},
    {{"fragmentation", "registered", Unit::count, Axis::none, "models registered in the whole run, warm-up included",
      "approvals, renewals excepted", own, from_zero},
     [](R r, I) { return amount(r.bloc.registry.approvals); }},
    {{"fragmentation", "registered_unused_share", Unit::share, Axis::none,
      "registered models no longer deployed at the end", "1 - deployed and approved / registered", own, zero_to_one},
     [](R r, I) { return 1 - ratio(amount(r.census.approved), amount(r.bloc.registry.approvals)); }},
    {{"fragmentation", "mean_hhi_models", Unit::share, Axis::none, "concentration of use over models", over_samples,
      own, zero_to_one},
     [](R r, I) { return r.mean_of("hhi_models"); }},
    {{"fragmentation", "mean_hill_q1_models", Unit::none, Axis::none, "effective number of models, order 1",
      over_samples, own, from_one},
     [](R r, I) { return r.mean_of("hill_q1_models"); }},
    {{"fragmentation", "mean_hill_q2_models", Unit::none, Axis::none, "effective number of models, order 2",
      over_samples, own, from_one},
     [](R r, I) { return r.mean_of("hill_q2_models"); }},
    {{"fragmentation", "mean_top_vendor_share", Unit::share, Axis::none, "the leading vendor's share of use",
      over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of("top_vendor_share"); }},
    {{"fragmentation", "mean_hhi_lineages", Unit::share, Axis::none, "concentration of use over lineages", over_samples,
      own, zero_to_one},
     [](R r, I) { return r.mean_of("hhi_lineages"); }},
    {{"fragmentation", "mean_hill_q1_lineages", Unit::none, Axis::none, "effective number of lineages, order 1",
      over_samples, own, from_one},
     [](R r, I) { return r.mean_of("hill_q1_lineages"); }},
    {{"fragmentation", "mean_hill_q2_lineages", Unit::none, Axis::none, "effective number of lineages, order 2",
      over_samples, own, from_one},
     [](R r, I) { return r.mean_of("hill_q2_lineages"); }},
    {{"fragmentation", "mean_largest_lineage_share", Unit::share, Axis::none, "the leading lineage's share of use",
      over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of("largest_lineage_share"); }},
    {{"fragmentation", "mean_design_diversity", Unit::share, Axis::none,
      "mean distance of two deployed models' designs", over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of("design_diversity"); }},
    {{"fragmentation",
      "mean_rao_diversity",
      Unit::share,
      Axis::none,
      "expected distance of the designs of two units of use",
      over_samples,
      own,
      {0, 0.5}},
     [](R r, I) { return r.mean_of("rao_diversity"); }},
    {{"fragmentation", "mean_forks_per_base", Unit::none, Axis::none, "deployed derivatives per lineage that has any",
      over_samples, own, from_one},
     [](R r, I) { return r.mean_of("forks_per_base"); }},
    {{"fragmentation", "mean_derivative_share", Unit::share, Axis::none,
      "deployed models built on another vendor's base", over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of("derivative_share"); }},
    {{"fragmentation", "mean_clone_share", Unit::share, Axis::none,
      "deployed models with the design of another vendor's", over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of("clone_share"); }},
    {{"fragmentation", "open_release_share", Unit::share, Axis::none, "releases with open weights", "open / releases",
      own, zero_to_one},
     [](R r, I) { return ratio(amount(r.bloc.tally.open_releases), amount(r.bloc.tally.releases)); }},
    {{"fragmentation", "adoptions", Unit::count, Axis::none, "releases whose project took another vendor's base",
      "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.adoptions); }},
});

constexpr auto capability = std::to_array<TotalMetric>({
    {{"capability", "final_frontier", Unit::oom, Axis::none, "capability of the best deployed model at the end",
      "max over offers of q averaged over domains by demand", own, any_number},
     [](R r, I) { return r.census.frontier; }},
    {{"capability", "final_usage_q", Unit::oom, Axis::none, "capability that users meet at the end",
      "mean of q over units of use", own, any_number},
     [](R r, I) { return r.census.q; }},
    {{"capability", "frontier_growth", Unit::oom_per_year, Axis::none, "growth of the frontier",
      "difference / years between the first and the last sample since the warm-up with a deployed model", own,
      any_number},
     [](R r, I) { return r.growth_of("frontier"); }},
    {{"capability", "usage_q_growth", Unit::oom_per_year, Axis::none, "growth of the capability that users meet",
      "difference / years between the first and the last sample since the warm-up with use", own, any_number},
     [](R r, I) { return r.growth_of("usage_q"); }},
    {{"capability", "mean_sample_efficiency", Unit::oom, Axis::none, "capability beyond physical compute", over_samples,
      own, any_number},
     [](R r, I) { return r.mean_of("sample_efficiency"); }},
    {{"capability", "mean_envelope_gap", Unit::oom, Axis::none, "capability inside less outside the approved envelope",
      over_samples, own, any_number},
     [](R r, I) { return r.mean_of("envelope_gap"); }},
    {{"capability", "mean_open_ended_gap", Unit::oom, Axis::none,
      "capability in open-ended domains less the bloc's mean", over_samples, own, any_number},
     [](R r, I) { return r.mean_of("open_ended_gap"); }},
    {{"capability", "mean_tool_use_gap", Unit::oom, Axis::none, "capability in tool-use domains less the bloc's mean",
      over_samples, own, any_number},
     [](R r, I) { return r.mean_of("tool_use_gap"); }},
    {{"capability", "mean_robustness", Unit::share, Axis::none, "robustness that users meet", over_samples, own,
      zero_to_one},
     [](R r, I) { return r.mean_of("robustness"); }},
    {{"learning", "signals_per_use", Unit::none, Axis::channel, "signals received per M$ of use, by channel",
      "signals / use", own, from_zero},
     [](R r, I i) { return ratio(r.bloc.tally.signals[i], r.bloc.tally.use); }},
});

double won(R r, VendorClass cls) { return amount(r.bloc.tally.won[static_cast<I>(cls)]); }
double awards(R r) { return amount(r.bloc.tally.tenders); }

constexpr auto structure = std::to_array<TotalMetric>({
    {{"structure", "final_vendors", Unit::count, Axis::none, "active vendors at the end", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.vendors); }},
    {{"structure", "mean_vendors", Unit::count, Axis::none, "active vendors", "time integral / time", own, from_zero},
     [](R r, I) { return ratio(vendor_days(r.bloc, r.now), r.days()); }},
    {{"structure", "entries", Unit::count, Axis::none, "vendors that entered", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.entries); }},
    {{"structure", "exits", Unit::count, Axis::none, "vendors that left", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.exits); }},
    {{"structure", "exit_rate", Unit::per_year, Axis::none, "exits per vendor and year", "exits / active vendor-years",
      own, from_zero},
     [](R r, I) { return ratio(amount(r.bloc.tally.exits), vendor_days(r.bloc, r.now) / days_per_year); }},
    {{"structure", "use", Unit::money, Axis::none, "what users spent", "sum over market epochs", own, from_zero},
     [](R r, I) { return r.bloc.tally.use; }},
    {{"structure", "final_cash", Unit::money, Axis::none, "cash of all active vendors at the end", "sum", own,
      any_number},
     [](R r, I) { return r.census.cash; }},
    {{"procurement", "tenders", Unit::count, Axis::none, "tenders, awarded or not", "count", own, from_zero},
     [](R r, I) { return awards(r) + amount(r.bloc.tally.unawarded); }},
    {{"procurement", "unawarded_share", Unit::share, Axis::none, "tenders without a bidder", "unawarded / tenders", own,
      zero_to_one},
     [](R r, I) { return ratio(amount(r.bloc.tally.unawarded), awards(r) + amount(r.bloc.tally.unawarded)); }},
    {{"procurement", "winner_affiliated_share", Unit::share, Axis::none, "awards to state-linked vendors",
      "affiliated winners / awards", own, zero_to_one},
     [](R r, I) { return ratio(amount(r.bloc.tally.won_affiliated), awards(r)); }},
    {{"procurement", "winner_integrator_share", Unit::share, Axis::none, "awards to integrators",
      "integrators / awards", own, zero_to_one},
     [](R r, I) { return ratio(won(r, VendorClass::integrator), awards(r)); }},
    {{"procurement", "capability_given_up", Unit::oom, Axis::none, "capability that awards gave up",
      "mean over awards of the best bidder's mean q less the winner's", own, from_zero},
     [](R r, I) { return ratio(0 - r.bloc.tally.winner_q, awards(r)); }},
    {{"procurement", "value", Unit::money, Axis::none, "value of the contracts awarded", "sum of rate x length", own,
      from_zero},
     [](R r, I) { return r.bloc.tally.tender_value; }},
    {{"procurement", "mean_procurement_share", Unit::share, Axis::none, "public contracts' share of sales",
      over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of("procurement_share"); }},
});

}  // namespace

std::span<const TotalMetric> total_fragmentation() { return fragmentation; }
std::span<const TotalMetric> total_capability() { return capability; }
std::span<const TotalMetric> total_structure() { return structure; }

}  // namespace poldyn
