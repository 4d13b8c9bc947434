#include <algorithm>
#include <array>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

constexpr std::string_view erlang = "Gross, Shortle, Thompson & Harris 2008, Fundamentals of Queueing Theory, ch. 1";

double delay_of_review(R r) {
  double days = 0;
  for (const Cause cause : causes_of_review) days += amount(r.bloc.tally.delay[static_cast<I>(cause)]);
  return days;
}

double delay(R r) {
  TimeSum sum;
  for (const TimeSum& part : r.bloc.tally.delay) sum += part;
  return amount(sum);
}

double releases(R r) { return amount(r.bloc.tally.releases); }

constexpr auto total_iteration_rows = std::to_array<TotalMetric>({
    {{"iteration", "releases", Unit::count, Axis::none, "models deployed for the first time", "count", own, from_zero},
     [](R r, I) { return releases(r); }},
    {{"iteration", "idea_to_deployment", Unit::day, Axis::none, "time from project start to deployment",
      "mean over releases", own, from_zero},
     [](R r, I) { return ratio(delay(r), releases(r)); }},
    {{"iteration", "delay_by_cause", Unit::day, Axis::cause, "what that time was spent on",
      "mean over releases; sums to idea_to_deployment", own, from_zero},
     [](R r, I i) { return ratio(amount(r.bloc.tally.delay[i]), releases(r)); }},
    {{"iteration", "review_share", Unit::share, Axis::none, "share of that time that permission took",
      "(queue + review + rework + window) / all causes", own, zero_to_one},
     [](R r, I) { return ratio(delay_of_review(r), delay(r)); }},
    {{"iteration", "release_interval", Unit::day, Axis::none, "time between releases of one vendor",
      "mean over releases that follow another of their vendor", own, from_zero},
     [](R r, I) { return ratio(amount(r.bloc.tally.interval), amount(r.bloc.tally.intervals)); }},
    {{"iteration", "flagship_interval", Unit::day, Axis::none, "time between releases of one frontier vendor",
      "mean over releases of frontier vendors that follow another of their vendor", own, from_zero},
     [](R r, I) { return ratio(amount(r.bloc.tally.flagship_interval), amount(r.bloc.tally.flagship_intervals)); }},
    {{"iteration", "generations_per_year", Unit::per_year, Axis::none, "releases per vendor and year",
      "releases / active vendor-years", own, from_zero},
     [](R r, I) { return ratio(releases(r), vendor_days(r.bloc, r.now) / days_per_year); }},
    {{"iteration", "projects", Unit::count, Axis::none, "projects finished", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.projects); }},
    {{"iteration", "dropped", Unit::count, Axis::none, "projects that led to nothing better", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.dropped); }},
    {{"iteration", "bundled", Unit::count, Axis::none, "updates that went into a later one", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.bundled); }},
    {{"iteration", "mean_age_in_use", Unit::day, Axis::none, "age of what users actually use", "mean over samples", own,
      from_zero},
     [](R r, I) { return r.mean_of(sampled_name::age_in_use); }},
});

double mean_waiting(R r) {
  double area = 0;
  for (I stage = 0; stage < r.bloc.stages; ++stage) area += r.stage(stage).tally.waiting_area;
  return ratio(area, r.days());
}

double filed_on_own_tracks(const BlocTally& tally) {
  double filed = 0;
  for (std::size_t track = given_tracks.size(); track < max_tracks; ++track) filed += amount(tally.filed[track]);
  return filed;
}

constexpr auto total_filings_rows = std::to_array<TotalMetric>({
    {{"pipeline", "notified", Unit::count, Axis::none, "updates that needed no filing", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.notified); }},
    {{"pipeline", "filed_full", Unit::count, Axis::none, "releases filed by the full track", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.filed[static_cast<I>(Track::full)]); }},
    {{"pipeline", "filed_light", Unit::count, Axis::none, "releases filed by the light track", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.filed[static_cast<I>(Track::light)]); }},
    {{"pipeline", "filed_own_tracks", Unit::count, Axis::none,
      "releases filed by tracks with names of the scenario's own", "count", own, from_zero},
     [](R r, I) { return filed_on_own_tracks(r.bloc.tally); }},
    {{"pipeline", "refused", Unit::count, Axis::none, "filings refused, turned away or withdrawn", "count", own,
      from_zero},
     [](R r, I) { return amount(r.bloc.tally.refused); }},
    {{"pipeline", "renewals", Unit::count, Axis::none, "approvals renewed", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.renewed); }},
    {{"pipeline", "expired", Unit::count, Axis::none, "approvals that ran out in use", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.expired); }},
    {{"pipeline", "mean_queue_length", Unit::none, Axis::none, "mean number of filings waiting for a reviewer",
      "time integral / time, summed over offices", own, from_zero},
     [](R r, I) { return mean_waiting(r); }},
});

double per_day(double area, const StageTotals& stage) { return ratio(area, stage.days); }
double share_of_decisions(std::uint64_t n, const StageTotals& stage) {
  return ratio(amount(n), amount(stage.tally.finished));
}
double visits_ended(const OfficeTally& t) { return amount(t.finished + t.withdrawn + t.abandoned + t.overdue); }
/// Both integrals are sums over the same stretches of time, so that reviewers who are always busy are so to the bit.
double utilisation(const StageTotals& stage) {
  return stage.unlimited ? missing_value : ratio(stage.tally.busy_area, stage.tally.reviewer_area);
}

constexpr auto total_stages_rows = std::to_array<TotalMetric>({
    {{"pipeline", "arrived", Unit::count, Axis::stage, "filings that joined an office", "count of visits", own,
      from_zero},
     [](R r, I i) { return i < r.bloc.stages ? amount(r.stage(i).tally.arrived) : missing_value; }},
    {{"pipeline", "turned_away_share", Unit::share, Axis::stage, "filings that found the office full",
      "turned away / (arrived + turned away)", own, zero_to_one},
     [](R r, I i) {
       const OfficeTally t = r.stage(i).tally;
       return ratio(amount(t.turned_away), amount(t.turned_away + t.arrived));
     }},
    {{"pipeline", "withdrawn_share", Unit::share, Axis::stage, "filings that lost patience before a review began",
      "withdrawn / (withdrawn + reviews begun)", own, zero_to_one},
     [](R r, I i) {
       const OfficeTally t = r.stage(i).tally;
       return ratio(amount(t.withdrawn), amount(t.withdrawn + t.started));
     }},
    {{"pipeline", "abandoned_share", Unit::share, Axis::stage,
      "visits that ended without a decision as the vendor left",
      "abandoned / (decisions + withdrawn + abandoned + overdue)", own, zero_to_one},
     [](R r, I i) { return ratio(amount(r.stage(i).tally.abandoned), visits_ended(r.stage(i).tally)); }},
    {{"pipeline", "overdue_share", Unit::share, Axis::stage,
      "visits that a deadline ended: it decided, or took the filing elsewhere",
      "overdue / (decisions + withdrawn + abandoned + overdue)", own, zero_to_one},
     [](R r, I i) { return ratio(amount(r.stage(i).tally.overdue), visits_ended(r.stage(i).tally)); }},
    {{"pipeline", "mean_wait", Unit::day, Axis::stage, "time in the queue before a review", "mean over reviews begun",
      erlang, from_zero},
     [](R r, I i) { return ratio(r.stage(i).tally.wait_days, amount(r.stage(i).tally.started)); }},
    {{"pipeline", "waited_share", Unit::share, Axis::stage, "reviews that began after a wait", "P(wait > 0)", erlang,
      zero_to_one},
     [](R r, I i) { return ratio(amount(r.stage(i).tally.waited), amount(r.stage(i).tally.started)); }},
    {{"pipeline", "mean_stay", Unit::day, Axis::stage, "time from joining an office to its decision",
      "mean over decisions", erlang, from_zero},
     [](R r, I i) { return ratio(r.stage(i).tally.stay_days, amount(r.stage(i).tally.finished)); }},
    {{"pipeline", "mean_visit", Unit::day, Axis::stage, "time from joining an office to leaving it, decided or not",
      "mean over decisions, withdrawn, abandoned and overdue: mean_in_stage is this times visits per day", erlang,
      from_zero},
     [](R r, I i) {
       const OfficeTally t = r.stage(i).tally;
       return ratio(t.stay_days + t.lost_days, visits_ended(t));
     }},
    {{"pipeline", "mean_waiting", Unit::count, Axis::stage, "number of filings waiting for a reviewer",
      "time integral / time", erlang, from_zero},
     [](R r, I i) { return per_day(r.stage(i).tally.waiting_area, r.stage(i)); }},
    {{"pipeline", "mean_in_review", Unit::count, Axis::stage, "number of filings under review", "time integral / time",
      erlang, from_zero},
     [](R r, I i) { return per_day(r.stage(i).tally.busy_area, r.stage(i)); }},
    {{"pipeline", "mean_awaiting_window", Unit::count, Axis::stage, "number of filings awaiting a decision date",
      "time integral / time", erlang, from_zero},
     [](R r, I i) { return per_day(r.stage(i).tally.awaiting_date_area, r.stage(i)); }},
    {{"pipeline", "mean_in_stage", Unit::count, Axis::stage,
      "number of filings waiting, under review or awaiting a date", "time integral / time", erlang, from_zero},
     [](R r, I i) {
       const StageTotals s = r.stage(i);
       return per_day(s.tally.waiting_area + s.tally.busy_area + s.tally.awaiting_date_area, s);
     }},
    {{"pipeline", "utilisation", Unit::share, Axis::stage, "share of reviewers' time that is used; none if unlimited",
      "time integral of busy reviewers / of those there are, with those who are to go and finish what they began",
      erlang, zero_to_one},
     [](R r, I i) { return utilisation(r.stage(i)); }},
    {{"pipeline", "passed_share", Unit::share, Axis::stage, "decisions that pass", "passed / decisions", own,
      zero_to_one},
     [](R r, I i) { return share_of_decisions(r.stage(i).tally.passed, r.stage(i)); }},
    {{"pipeline", "returned_share", Unit::share, Axis::stage, "decisions that ask for rectification",
      "returned / decisions", own, zero_to_one},
     [](R r, I i) { return share_of_decisions(r.stage(i).tally.returned, r.stage(i)); }},
    {{"pipeline", "refused_share", Unit::share, Axis::stage, "decisions that refuse for good", "refused / decisions",
      own, zero_to_one},
     [](R r, I i) { return share_of_decisions(r.stage(i).tally.refused, r.stage(i)); }},
    {{"pipeline", "throughput", Unit::per_day, Axis::stage, "decisions per day", "decisions / time", own, from_zero},
     [](R r, I i) { return per_day(amount(r.stage(i).tally.finished), r.stage(i)); }},
});

}  // namespace

std::span<const TotalMetric> total_iteration() { return total_iteration_rows; }
std::span<const TotalMetric> total_filings() { return total_filings_rows; }
std::span<const TotalMetric> total_stages() { return total_stages_rows; }

}  // namespace poldyn
