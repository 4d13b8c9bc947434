#include <array>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

/// Of all stages together.
double in_bloc(S s, double StageAreas::*area) {
  if (s.bloc.stages == 0) return s.before.sampled ? 0 : missing_value;
  double sum = 0;
  for (I stage = 0; stage < s.bloc.stages; ++stage) sum += s.mean_number(stage, area);
  return sum;
}

double in_stage(S s, I stage, double StageAreas::*area) {
  return stage < s.bloc.stages ? s.mean_number(stage, area) : missing_value;
}

double delay(S s) {
  double days = 0;
  for (I c = 0; c < causes; ++c) days += s.since(&BlocTally::delay, c);
  return days;
}

double delay_of_review(S s) {
  double days = 0;
  for (const Cause cause : causes_of_review) days += s.since(&BlocTally::delay, static_cast<I>(cause));
  return days;
}

constexpr auto sampled_iteration_rows = std::to_array<SampledMetric>({
    {{"iteration", "releases", Unit::count, Axis::none, "models deployed for the first time since the previous sample",
      "count", own, from_zero},
     [](S s, I) { return s.since(&BlocTally::releases); }},
    {{"iteration", "idea_to_deployment", Unit::day, Axis::none, "time from project start to deployment",
      "mean over releases since the previous sample", own, from_zero},
     [](S s, I) { return ratio(delay(s), s.since(&BlocTally::releases)); }},
    {{"iteration", "delay_by_cause", Unit::day, Axis::cause, "what that time was spent on",
      "mean over releases since the previous sample; sums to idea_to_deployment", own, from_zero},
     [](S s, I i) { return ratio(s.since(&BlocTally::delay, i), s.since(&BlocTally::releases)); }},
    {{"iteration", "review_share", Unit::share, Axis::none, "share of that time that permission took",
      "(queue + review + rework + window) / all causes", own, zero_to_one},
     [](S s, I) { return ratio(delay_of_review(s), delay(s)); }},
    {{"iteration", "release_interval", Unit::day, Axis::none, "time between releases of one vendor",
      "mean over releases since the previous sample that follow another of their vendor", own, from_zero},
     [](S s, I) { return ratio(s.since(&BlocTally::interval), s.since(&BlocTally::intervals)); }},
    {{"iteration", "generations_per_year", Unit::per_year, Axis::none, "releases per vendor and year",
      "releases / active vendor-years, since the previous sample", own, from_zero},
     [](S s, I) { return ratio(s.since(&BlocTally::releases), s.vendor_years()); }},
    {{"iteration", "bundled", Unit::count, Axis::none, "updates that went into a later one since the previous sample",
      "count", own, from_zero},
     [](S s, I) { return s.since(&BlocTally::bundled); }},
    {{"iteration", sampled_name::age_in_use.text, Unit::day, Axis::none, "age of what users actually use",
      "mean over units of use of the time since release", own, from_zero},
     [](S s, I) { return s.census.age_days; }},
});

constexpr auto sampled_learning_rows = std::to_array<SampledMetric>({
    {{"learning", "signals_per_use", Unit::none, Axis::channel, "signals received per M$ of use, by channel",
      "signals / use since the previous sample", own, from_zero},
     [](S s, I i) { return ratio(s.since(&BlocTally::signals, i), s.since(&BlocTally::use)); }},
});

constexpr auto sampled_structure_rows = std::to_array<SampledMetric>({
    {{"structure", "vendors", Unit::count, Axis::none, "active vendors", "count", own, from_zero},
     [](S s, I) { return amount(s.bloc.vendors); }},
    {{"structure", "entries", Unit::count, Axis::none, "vendors that entered since the previous sample", "count", own,
      from_zero},
     [](S s, I) { return s.since(&BlocTally::entries); }},
    {{"structure", "exits", Unit::count, Axis::none, "vendors that left since the previous sample", "count", own,
      from_zero},
     [](S s, I) { return s.since(&BlocTally::exits); }},
    {{"structure", "cash", Unit::money, Axis::none, "cash of all active vendors", "sum", own, any_number},
     [](S s, I) { return s.census.cash; }},
    {{"structure", "use_rate", Unit::money_per_year, Axis::none, "what users spend",
      "use / years over the latest market epochs", own, from_zero},
     [](S s, I) { return s.use_rate(); }},
    {{"structure",
      "profit_margin",
      Unit::none,
      Axis::none,
      "profit of all vendors in the latest market epoch",
      "(income - spending) / (income + spending)",
      own,
      {-1, 1}},
     [](S s, I) { return s.bloc.epochs > 0 ? s.bloc.profit_margin : missing_value; }},
});

constexpr auto sampled_procurement_rows = std::to_array<SampledMetric>({
    {{"procurement", "contracts", Unit::count, Axis::none, "running contracts of public buyers", "count", own,
      from_zero},
     [](S s, I) { return amount(s.bloc.contracts); }},
    {{"procurement", "contract_rate", Unit::money_per_year, Axis::none, "what running contracts pay", "sum", own,
      from_zero},
     [](S s, I) { return s.census.contract_rate; }},
    {{"procurement", sampled_name::procurement_share.text, Unit::share, Axis::none, "public contracts' share of sales",
      "contract_rate / (contract_rate + use_rate)", own, zero_to_one},
     [](S s, I) { return ratio(s.census.contract_rate, s.census.contract_rate + s.use_rate()); }},
    {{"procurement", "top_contractor_share", Unit::share, Axis::none,
      "share of what running contracts pay that goes to the vendor with most of it", "max over vendors / contract_rate",
      own, zero_to_one},
     [](S s, I) { return ratio(s.census.top_contract_rate, s.census.contract_rate); }},
    {{"procurement", "awards", Unit::count, Axis::none, "contracts awarded since the previous sample", "count", own,
      from_zero},
     [](S s, I) { return s.since(&BlocTally::awards); }},
    {{"procurement", "call_offs", Unit::count, Axis::none,
      "tenders since the previous sample that went to a contractor without bids", "count", own, from_zero},
     [](S s, I) { return s.since(&BlocTally::call_offs); }},
    {{"procurement", "unawarded", Unit::count, Axis::none, "tenders without a bidder since the previous sample",
      "count", own, from_zero},
     [](S s, I) { return s.since(&BlocTally::unawarded); }},
});

double expected_review(S s, Track track) {
  return s.bloc.stages > 0 ? poldyn::expected_review(s.bloc, track) : missing_value;
}

constexpr auto sampled_pipeline_rows = std::to_array<SampledMetric>({
    {{"pipeline", "queue_length", Unit::none, Axis::none, "mean number of filings waiting for a reviewer",
      "time mean since the previous sample, summed over offices", own, from_zero},
     [](S s, I) { return in_bloc(s, &StageAreas::waiting); }},
    {{"pipeline", "in_review", Unit::none, Axis::none, "mean number of filings under review",
      "time mean since the previous sample, summed over offices", own, from_zero},
     [](S s, I) { return in_bloc(s, &StageAreas::in_review); }},
    {{"pipeline", "awaiting_window", Unit::none, Axis::none,
      "mean number of filings reviewed and waiting for a decision date",
      "time mean since the previous sample, summed over offices", own, from_zero},
     [](S s, I) { return in_bloc(s, &StageAreas::decided); }},
    {{"pipeline", "queue_length_by_stage", Unit::none, Axis::stage, "mean number of filings waiting for a reviewer",
      "time mean since the previous sample, summed over the stage's offices", own, from_zero},
     [](S s, I i) { return in_stage(s, i, &StageAreas::waiting); }},
    {{"pipeline", "in_review_by_stage", Unit::none, Axis::stage, "mean number of filings under review",
      "time mean since the previous sample, summed over the stage's offices", own, from_zero},
     [](S s, I i) { return in_stage(s, i, &StageAreas::in_review); }},
    {{"pipeline", "awaiting_window_by_stage", Unit::none, Axis::stage,
      "mean number of filings reviewed and waiting for a decision date",
      "time mean since the previous sample, summed over the stage's offices", own, from_zero},
     [](S s, I i) { return in_stage(s, i, &StageAreas::decided); }},
    {{"pipeline", "expected_review", Unit::day, Axis::none,
      "time from filing to approval that vendors expect of the full track",
      "exponential average over approvals; before the first, what the rules say", own, from_zero},
     [](S s, I) { return expected_review(s, Track::full); }},
    {{"pipeline", "expected_review_light", Unit::day, Axis::none,
      "time from filing to approval that vendors expect of the light track",
      "exponential average over approvals; before the first, what the rules say", own, from_zero},
     [](S s, I) { return expected_review(s, Track::light); }},
});

}  // namespace

std::span<const SampledMetric> sampled_iteration() { return sampled_iteration_rows; }
std::span<const SampledMetric> sampled_learning() { return sampled_learning_rows; }
std::span<const SampledMetric> sampled_structure() { return sampled_structure_rows; }
std::span<const SampledMetric> sampled_procurement() { return sampled_procurement_rows; }
std::span<const SampledMetric> sampled_pipeline() { return sampled_pipeline_rows; }

}  // namespace poldyn
