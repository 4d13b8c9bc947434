#include <array>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

constexpr std::string_view kaplan_meier = "Kaplan & Meier 1958, doi:10.1080/01621459.1958.10501452";
constexpr std::string_view aalen_johansen = "Aalen & Johansen 1978, Scand. J. Statist. 5: 141";
constexpr Range up_to_a_year{0, stated_days.back()};

constexpr std::string_view share_decided =
    "cumulative incidence of approval and refusal; those under way are censored, those withdrawn, turned away or whose "
    "vendor left are never decided";
constexpr std::string_view share_deployed =
    "cumulative incidence of deployment / (1 - that of no gain): of projects that lead to something better; those "
    "under "
    "way are censored, those replaced, refused, withdrawn or whose vendor left are never deployed";
constexpr std::string_view who_waits = "product limit; those under way, withdrawn or whose vendor left are censored";
constexpr std::string_view mean_to_a_year = "area under the product limit up to 365 d; censored as the median";
constexpr std::string_view until_deployed =
    "least time at which that share of the projects that lead to something better is deployed";
constexpr std::string_view without_product =
    "mean of min(time, 365 d) over projects that lead to something better; what is never deployed counts 365 d";

const DecisionWaits& filings(R r, I cohort) { return r.waits.filings[cohort]; }
const DeploymentWaits& projects(R r, I cohort) { return r.waits.projects[cohort]; }

double incidence(const DecisionWaits& waits, I horizon, FilingEnd end) {
  return waits.ends.incidence[horizon][static_cast<I>(end)];
}
double decided(R r, I cohort, I horizon) {
  const DecisionWaits& waits = filings(r, cohort);
  const double sum = incidence(waits, horizon, FilingEnd::approved) + incidence(waits, horizon, FilingEnd::refused);
  return sum > 1 ? 1 : sum;  // by rounding
}
double decided_at(R r, I stage, I horizon) {
  return stage < r.bloc.stages ? r.waits.visits[stage].ends.incidence[horizon][static_cast<I>(VisitEnd::decided)]
                               : missing_value;
}
double at_stage(R r, I stage, double Waiting::*value) {
  return stage < r.bloc.stages ? r.waits.visits[stage].wait.*value : missing_value;
}

/// Mean age of the filings under way.
double pending_age(const Bloc& bloc, SimTime now) {
  const double n = amount(bloc.spells.open_filings);
  return n > 0 ? in_days(now) - amount(bloc.spells.open_since) / n : missing_value;
}

/// Of all ways to end within a year; of being under way still, what is left.
double ended_within_year(const LifeTable& table, I end, I pending) {
  const ByEnd& incidence = table.incidence[stated - 1];
  if (end != pending) return incidence[end];
  double rest = 1;
  for (I e = 0; e < pending; ++e) rest -= incidence[e];
  return rest < 0 ? 0 : rest;  // by rounding
}

double filed(R r) { return amount(filings(r, 0).ends.spells); }
double undecided(R r) {
  const auto& count = filings(r, 0).ends.count;
  return filed(r) - amount(count[static_cast<I>(FilingEnd::approved)]) -
         amount(count[static_cast<I>(FilingEnd::refused)]);
}

/// Mean over strata with the weights of the scenario's vendors, whatever the mixture of projects has become.
template <class Waits, class Value>
double standardised(R r, const std::array<Waits, strata>& waits, Value&& value) {
  double sum = 0, weight = 0;
  for (I s = 0; s < strata; ++s) {
    const double x = value(waits[s]);
    if (!(x == x)) continue;
    sum += r.bloc.stratum_weight[s] * x;
    weight += r.bloc.stratum_weight[s];
  }
  return ratio(sum, weight);
}
/// Of one way to end within a year, of projects that lead to something better.
double abandoned(const DeploymentWaits& waits) {
  double sum = 0;
  for (const ProjectEnd end :
       {ProjectEnd::replaced, ProjectEnd::refused, ProjectEnd::withdrawn, ProjectEnd::vendor_left})
    sum += waits.within(stated - 1, end);
  return sum;
}

double next_release(const DecisionWaits& intervals) {
  return intervals.ends.incidence[stated - 1][static_cast<I>(IntervalEnd::next_release)];
}

constexpr auto total_deployment_waits_rows = std::to_array<TotalMetric>({
    {{"iteration", "time_to_deployment", Unit::day, Axis::none,
      "time from project start to deployment within a year, what is never deployed counted with the year",
      "mean over strata (class, public-facing or not), weighted by the scenario's shares of vendors, of "
      "deployment_restricted_mean",
      aalen_johansen, up_to_a_year},
     [](R r, I) {
       return standardised(r, r.waits.by_stratum, [](const DeploymentWaits& w) { return w.restricted_mean(); });
     }},
    {{"iteration", "deployed_within_year", Unit::share, Axis::none,
      "share of projects that lead to something better and are deployed within a year of their start",
      "mean over strata as in time_to_deployment of deployed_within_365d", aalen_johansen, zero_to_one},
     [](R r, I) {
       return standardised(r, r.waits.by_stratum,
                           [](const DeploymentWaits& w) { return w.within(stated - 1, ProjectEnd::deployed); });
     }},
    {{"iteration", "given_up_share", Unit::share, Axis::none,
      "share of projects that lead to something better and are given up within a year of their start",
      "mean over strata as in time_to_deployment of the incidence of replaced, refused, withdrawn, vendor_left",
      aalen_johansen, zero_to_one},
     [](R r, I) { return standardised(r, r.waits.by_stratum, abandoned); }},
    {{"iteration", "held_back", Unit::count, Axis::none, "products that are ready and not filed, at the end", "count",
      own, from_zero},
     [](R r, I) { return amount(r.census.held_back); }},
    {{"iteration", "deployed_within_30d", Unit::share, Axis::project_cohort, "projects deployed within 30 d",
      share_deployed, aalen_johansen, zero_to_one},
     [](R r, I i) { return projects(r, i).within(0, ProjectEnd::deployed); }},
    {{"iteration", "deployed_within_90d", Unit::share, Axis::project_cohort, "projects deployed within 90 d",
      share_deployed, aalen_johansen, zero_to_one},
     [](R r, I i) { return projects(r, i).within(1, ProjectEnd::deployed); }},
    {{"iteration", "deployed_within_180d", Unit::share, Axis::project_cohort, "projects deployed within 180 d",
      share_deployed, aalen_johansen, zero_to_one},
     [](R r, I i) { return projects(r, i).within(2, ProjectEnd::deployed); }},
    {{"iteration", "deployed_within_365d", Unit::share, Axis::project_cohort, "projects deployed within 365 d",
      share_deployed, aalen_johansen, zero_to_one},
     [](R r, I i) { return projects(r, i).within(3, ProjectEnd::deployed); }},
    {{"iteration", "deployment_restricted_mean", Unit::day, Axis::project_cohort,
      "time from project start to deployment, up to 365 d", without_product, aalen_johansen, up_to_a_year},
     [](R r, I i) { return projects(r, i).restricted_mean(); }},
    {{"iteration", "deployment_median", Unit::day, Axis::project_cohort,
      "time from project start until half of the projects are deployed", until_deployed, aalen_johansen, from_zero},
     [](R r, I i) { return projects(r, i).median; }},
    {{"iteration", "deployment_p90", Unit::day, Axis::project_cohort,
      "time from project start until nine in ten projects are deployed", until_deployed, aalen_johansen, from_zero},
     [](R r, I i) { return projects(r, i).p90; }},
    {{"iteration", "projects_by_end", Unit::count, Axis::project_end, "projects by how they ended",
      "count of those begun since the warm-up", own, from_zero},
     [](R r, I i) { return amount(projects(r, 0).ends.count[i]); }},
    {{"iteration", "project_ends_within_year", Unit::share, Axis::project_end,
      "share of projects that end so within 365 d of their start", "cumulative incidence; `pending` is the rest of 1",
      aalen_johansen, zero_to_one},
     [](R r, I i) { return ended_within_year(projects(r, 0).ends, i, static_cast<I>(ProjectEnd::pending)); }},
    {{"iteration", "next_release_within_year", Unit::share, Axis::none,
      "share of releases that their vendor follows up with another within a year",
      "mean over strata as in time_to_deployment of the incidence of the next release; vendors at work at the end are "
      "censored, those that left never release",
      aalen_johansen, zero_to_one},
     [](R r, I) { return standardised(r, r.waits.intervals, next_release); }},
    {{"iteration", "next_release_within_year_by", Unit::share, Axis::stratum, "the same, by kind of vendor",
      "cumulative incidence of the next release", aalen_johansen, zero_to_one},
     [](R r, I i) { return next_release(r.waits.intervals[i]); }},
    {{"iteration", "release_interval_median_by", Unit::day, Axis::stratum,
      "time from a release to the vendor's next, median, by kind of vendor",
      "product limit; vendors at work at the end and those that left are censored", kaplan_meier, from_zero},
     [](R r, I i) { return r.waits.intervals[i].wait.median; }},
    {{"iteration", "releases_by", Unit::count, Axis::stratum, "models deployed for the first time, by kind of vendor",
      "count", own, from_zero},
     [](R r, I i) { return amount(r.bloc.tally.releases_of[i]); }},
    {{"iteration", "idea_to_deployment_by", Unit::day, Axis::stratum,
      "time from project start to deployment, by kind of vendor", "mean over releases", own, from_zero},
     [](R r, I i) { return ratio(amount(r.bloc.tally.delay_of[i]), amount(r.bloc.tally.releases_of[i])); }},
    {{"iteration", "review_share_by", Unit::share, Axis::stratum, "share of that time that permission took",
      "(queue + review + rework + window) / all causes", own, zero_to_one},
     [](R r, I i) { return ratio(amount(r.bloc.tally.review_of[i]), amount(r.bloc.tally.delay_of[i])); }},
});

constexpr auto total_decision_waits_rows = std::to_array<TotalMetric>({
    {{"pipeline", "filed", Unit::count, Axis::none, "filings, of whatever purpose", "count since the warm-up", own,
      from_zero},
     [](R r, I) { return filed(r); }},
    {{"pipeline", "undecided", Unit::count, Axis::none, "of these, filings without a decision at the end",
      "filed - approved - refused: pending, withdrawn, turned away, or the vendor left", own, from_zero},
     [](R r, I) { return undecided(r); }},
    {{"pipeline", "undecided_share", Unit::share, Axis::none, "share of filings without a decision at the end",
      "undecided / filed", own, zero_to_one},
     [](R r, I) { return ratio(undecided(r), filed(r)); }},
    {{"pipeline", "pending", Unit::count, Axis::none, "filings under way at the end, whenever they were filed", "count",
      own, from_zero},
     [](R r, I) { return amount(r.bloc.spells.open_filings); }},
    {{"pipeline", "pending_age", Unit::day, Axis::none, "how long ago these were filed", "mean", own, from_zero},
     [](R r, I) { return pending_age(r.bloc, r.now); }},
    {{"pipeline", "decided_within_30d", Unit::share, Axis::filing_cohort, "filings decided within 30 d", share_decided,
      aalen_johansen, zero_to_one},
     [](R r, I i) { return decided(r, i, 0); }},
    {{"pipeline", "decided_within_90d", Unit::share, Axis::filing_cohort, "filings decided within 90 d", share_decided,
      aalen_johansen, zero_to_one},
     [](R r, I i) { return decided(r, i, 1); }},
    {{"pipeline", "decided_within_180d", Unit::share, Axis::filing_cohort, "filings decided within 180 d",
      share_decided, aalen_johansen, zero_to_one},
     [](R r, I i) { return decided(r, i, 2); }},
    {{"pipeline", "decided_within_365d", Unit::share, Axis::filing_cohort, "filings decided within 365 d",
      share_decided, aalen_johansen, zero_to_one},
     [](R r, I i) { return decided(r, i, 3); }},
    {{"pipeline", "decision_restricted_mean", Unit::day, Axis::filing_cohort,
      "time from filing to its final decision, up to 365 d", mean_to_a_year, kaplan_meier, up_to_a_year},
     [](R r, I i) { return filings(r, i).wait.restricted_mean; }},
    {{"pipeline", "decision_median", Unit::day, Axis::filing_cohort, "time from filing to its final decision, median",
      who_waits, kaplan_meier, from_zero},
     [](R r, I i) { return filings(r, i).wait.median; }},
    {{"pipeline", "decision_p90", Unit::day, Axis::filing_cohort,
      "time from filing to its final decision that nine in ten do not exceed", who_waits, kaplan_meier, from_zero},
     [](R r, I i) { return filings(r, i).wait.p90; }},
    {{"pipeline", "filings_by_end", Unit::count, Axis::filing_end, "filings by how they ended",
      "count of those filed since the warm-up", own, from_zero},
     [](R r, I i) { return amount(filings(r, 0).ends.count[i]); }},
    {{"pipeline", "filing_ends_within_year", Unit::share, Axis::filing_end, "share of filings that end so within 365 d",
      "cumulative incidence; `pending` is the rest of 1", aalen_johansen, zero_to_one},
     [](R r, I i) { return ended_within_year(filings(r, 0).ends, i, static_cast<I>(FilingEnd::pending)); }},
    {{"pipeline", "stay_within_30d", Unit::share, Axis::stage, "visits decided within 30 d of joining the office",
      "cumulative incidence of a decision; those under way are censored", aalen_johansen, zero_to_one},
     [](R r, I i) { return decided_at(r, i, 0); }},
    {{"pipeline", "stay_within_90d", Unit::share, Axis::stage, "visits decided within 90 d of joining the office",
      "cumulative incidence of a decision; those under way are censored", aalen_johansen, zero_to_one},
     [](R r, I i) { return decided_at(r, i, 1); }},
    {{"pipeline", "stay_within_180d", Unit::share, Axis::stage, "visits decided within 180 d of joining the office",
      "cumulative incidence of a decision; those under way are censored", aalen_johansen, zero_to_one},
     [](R r, I i) { return decided_at(r, i, 2); }},
    {{"pipeline", "stay_within_365d", Unit::share, Axis::stage, "visits decided within 365 d of joining the office",
      "cumulative incidence of a decision; those under way are censored", aalen_johansen, zero_to_one},
     [](R r, I i) { return decided_at(r, i, 3); }},
    {{"pipeline", "stay_restricted_mean", Unit::day, Axis::stage,
      "time from joining an office to its decision, up to 365 d", mean_to_a_year, kaplan_meier, up_to_a_year},
     [](R r, I i) { return at_stage(r, i, &Waiting::restricted_mean); }},
    {{"pipeline", "stay_median", Unit::day, Axis::stage, "time from joining an office to its decision, median",
      who_waits, kaplan_meier, from_zero},
     [](R r, I i) { return at_stage(r, i, &Waiting::median); }},
    {{"pipeline", "stay_p90", Unit::day, Axis::stage,
      "time from joining an office to its decision that nine in ten do not exceed", who_waits, kaplan_meier, from_zero},
     [](R r, I i) { return at_stage(r, i, &Waiting::p90); }},
});

constexpr auto of_directives = static_cast<I>(DirectiveEnd::carried_out);

constexpr auto total_other_waits_rows = std::to_array<TotalMetric>({
    {{"control", "carried_out_within_year", Unit::share, Axis::none, "directives carried out within 365 d",
      "cumulative incidence; those pending at the end are censored, those given up are never carried out",
      aalen_johansen, zero_to_one},
     [](R r, I) { return r.waits.directives.incidence[stated - 1][of_directives]; }},
    {{"control", "control_restricted_latency", Unit::day, Axis::none,
      "time from a directive until enough of the use complies, up to 365 d",
      "mean of min(time, 365 d) over directives; one that is given up counts 365 d", aalen_johansen, up_to_a_year},
     [](R r, I) { return stated_days.back() - r.waits.directives.area[of_directives]; }},
    {{"structure", "served_share", Unit::share, Axis::none,
      "share of time at which any product is deployed: what is a mean over samples says nothing of the rest",
      "samples since the warm-up with a deployed model / samples", own, zero_to_one},
     [](R r, I) { return r.share_of(sampled_name::active_models); }},
});

constexpr auto sampled_waits_rows = std::to_array<SampledMetric>({
    {{"pipeline", "pending", Unit::count, Axis::none, "filings under way", "count", own, from_zero},
     [](S s, I) { return amount(s.bloc.spells.open_filings); }},
    {{"pipeline", "pending_age", Unit::day, Axis::none, "how long ago the filings under way were filed", "mean", own,
      from_zero},
     [](S s, I) { return pending_age(s.bloc, s.now); }},
    {{"iteration", "held_back", Unit::count, Axis::none, "products that are ready and not filed", "count", own,
      from_zero},
     [](S s, I) { return amount(s.census.held_back); }},
});

}  // namespace

std::span<const TotalMetric> total_deployment_waits() { return total_deployment_waits_rows; }
std::span<const TotalMetric> total_decision_waits() { return total_decision_waits_rows; }
std::span<const TotalMetric> total_other_waits() { return total_other_waits_rows; }
std::span<const SampledMetric> sampled_waits() { return sampled_waits_rows; }

}  // namespace poldyn
