#include <array>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

constexpr std::string_view carpenter = "after Carpenter, Zucker & Avorn 2008, doi:10.1056/NEJMsa0706341";

const DeadlineTally& tally(R run) { return run.bloc.tally.deadlines; }
double share(std::uint64_t part, std::uint64_t whole) { return ratio(amount(part), amount(whole)); }

double tacit_since(S s) {
  const auto so_far = [](const BlocTally& tally, const BlocTally& warmup) {
    return amount(tally.deadlines.tacit + warmup.deadlines.tacit);
  };
  return so_far(s.bloc.tally, s.bloc.warmup) - so_far(s.before.tally, s.before.warmup);
}

constexpr auto sampled_deadlines_rows = std::to_array<SampledMetric>({
    {{"pipeline", "tacit_approvals", Unit::count, Axis::none,
      "approvals that a deadline gave, in part at least, since the previous sample", "count", own, from_zero},
     [](S s, I) { return tacit_since(s); }},
});

constexpr auto total_deadlines_rows = std::to_array<TotalMetric>({
    {{"pipeline", "tacit_approvals", Unit::count, Axis::none, "approvals that a deadline gave, in part at least",
      "count since the warm-up", own, from_zero},
     [](R r, I) { return amount(tally(r).tacit); }},
    {{"pipeline", "tacit_share", Unit::share, Axis::none, "approvals that a deadline gave, in part at least",
      "tacit approvals / approvals, since the warm-up", own, zero_to_one},
     [](R r, I) { return share(tally(r).tacit, tally(r).approvals); }},
    {{"pipeline", "in_time_share", Unit::share, Axis::none, "statutory deadlines that the office kept",
      "clocks ended by its decision / (so ended + run out), of all that started since the warm-up and would run out "
      "before the horizon, of stages and tracks together",
      own, zero_to_one},
     [](R r, I) { return share(tally(r).in_time, tally(r).in_time + tally(r).passed); }},
    {{"pipeline", "near_deadline_share", Unit::share, Axis::none, "decisions in time that come close to the deadline",
      "decisions in the last tenth of a clock / clocks that the office kept", carpenter, zero_to_one},
     [](R r, I) { return share(tally(r).near_deadline, tally(r).in_time); }},
    {{"pipeline", "escalated", Unit::count, Axis::none, "filings that a deadline sent to another stage",
      "count since the warm-up", own, from_zero},
     [](R r, I) { return amount(tally(r).escalated); }},
    {{"pipeline", "refunded", Unit::count, Axis::none, "fees that a deadline paid back", "count since the warm-up", own,
      from_zero},
     [](R r, I) { return amount(tally(r).refunded); }},
    {{"control", "tacit_incident_ratio", Unit::none, Axis::none,
      "incidents per use of products that a deadline approved, over those that a review did",
      "(incidents / use, tacit) / (incidents / use, reviewed), since the warm-up; not adjusted for what they are used "
      "for or by whom they are made",
      carpenter, from_zero},
     [](R r, I) {
       const DeadlineTally& t = tally(r);
       return ratio(ratio(amount(t.tacit_incidents), t.tacit_use), ratio(amount(t.reviewed_incidents), t.reviewed_use));
     }},
});

}  // namespace

std::span<const SampledMetric> sampled_deadlines() { return sampled_deadlines_rows; }
std::span<const TotalMetric> total_deadlines() { return total_deadlines_rows; }

}  // namespace poldyn
