#include <array>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

constexpr std::string_view norouzi = "exact, by multi-index hashing: Norouzi, Punjani & Fleet 2014";

double mean_distance(const NoveltyTally& t) { return ratio(t.distance, amount(t.compared)); }
/// Over those that came; who still waits for the next is not counted.
double paradigm_waiting(R r) {
  const KnownParadigms& known = r.bloc.paradigms;
  return ratio(in_days(known.since[known.found] - SimTime{}), amount(std::uint64_t{known.found}));
}

double fresh_share(const NoveltyTally& t) { return ratio(amount(t.fresh), amount(t.compared)); }

constexpr auto sampled_technology_rows = std::to_array<SampledMetric>({
    {{"technology", "novelty", Unit::share, Axis::none,
      "distance of newly released designs to the nearest earlier one of the world",
      "applications left out; mean over releases since the previous sample of Hamming distance / bits", norouzi,
      zero_to_one},
     [](S s, I) { return mean_distance(s.novelty()); }},
    {{"technology", "novelty_rate", Unit::share, Axis::none,
      "releases with a design that no earlier one of the world had",
      "applications left out; new / releases since the previous sample", own, zero_to_one},
     [](S s, I) { return fresh_share(s.novelty()); }},
    {{"technology", sampled_name::transfer.text, Unit::oom, Axis::none,
      "capability where a model has least feedback less that where it has most",
      "mean over units of use of q[a] - q[b], S[a] the least and S[b] the largest stock of the model's domains; 0 if "
      "all "
      "carries over",
      own, any_number},
     [](S s, I) { return s.census.transfer; }},
    {{"technology", sampled_name::hhi_paradigms.text, Unit::share, Axis::none, "concentration of use over paradigms",
      "sum p^2", hirschman, zero_to_one},
     [](S s, I) { return s.census.by_paradigm.hhi; }},
    {{"technology", "hill_q0_paradigms", Unit::count, Axis::none, "paradigms with use", effective, hill_1973, from_one},
     [](S s, I) { return s.census.by_paradigm.hill[0]; }},
    {{"technology", "hill_q1_paradigms", Unit::none, Axis::none, "effective number of paradigms, order 1", effective,
      hill_1973, from_one},
     [](S s, I) { return s.census.by_paradigm.hill[1]; }},
    {{"technology", "hill_q2_paradigms", Unit::none, Axis::none, "effective number of paradigms, order 2", effective,
      hill_1973, from_one},
     [](S s, I) { return s.census.by_paradigm.hill[2]; }},
    {{"technology", sampled_name::largest_paradigm_share.text, Unit::share, Axis::none,
      "the leading paradigm's share of use", "max p", own, zero_to_one},
     [](S s, I) { return s.census.by_paradigm.largest_share; }},
    {{"technology", sampled_name::newest_paradigm_share.text, Unit::share, Axis::none,
      "share of use in the newest paradigm that anybody in the world has found", "use in it / use", own, zero_to_one},
     [](S s, I) { return s.census.newest_share; }},
    {{"technology", "latest_paradigm", Unit::count, Axis::none, "latest paradigm in use, counted from 0",
      "largest step of the ladder with use", own, from_zero},
     [](S s, I) { return s.census.latest_paradigm; }},
    {{"technology", "known_paradigm", Unit::count, Axis::none, "latest paradigm that somebody in the bloc knows of",
      "step of the ladder, counted from 0", own, from_zero},
     [](S s, I) { return amount(std::uint64_t{s.bloc.paradigms.found}); }},
    {{"technology", "directed_share", Unit::share, Axis::none, "projects that a programme directed",
      "directed / projects finished since the previous sample", own, zero_to_one},
     [](S s, I) { return ratio(s.since(&BlocTally::directed), s.since(&BlocTally::projects)); }},
    {{"technology", sampled_name::target_distance.text, Unit::share, Axis::none,
      "distance of deployed designs to the target of the running programme",
      "applications left out; mean of Hamming distance / bits, 1 between paradigms", own, zero_to_one},
     [](S s, I) { return s.census.target_distance; }},
});

constexpr auto total_technology_rows = std::to_array<TotalMetric>({
    {{"technology", "novelty", Unit::share, Axis::none,
      "distance of newly released designs to the nearest earlier one of the world",
      "applications left out; mean over releases of Hamming distance / bits", norouzi, zero_to_one},
     [](R r, I) { return mean_distance(r.novelty); }},
    {{"technology", "novelty_rate", Unit::share, Axis::none,
      "releases with a design that no earlier one of the world had", "applications left out; new / releases", own,
      zero_to_one},
     [](R r, I) { return fresh_share(r.novelty); }},
    {{"technology", "mean_transfer", Unit::oom, Axis::none,
      "capability where a model has least feedback less that where it has most", over_samples, own, any_number},
     [](R r, I) { return r.mean_of(sampled_name::transfer); }},
    {{"technology", "mean_hhi_paradigms", Unit::share, Axis::none, "concentration of use over paradigms", over_samples,
      own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::hhi_paradigms); }},
    {{"technology", "mean_largest_paradigm_share", Unit::share, Axis::none, "the leading paradigm's share of use",
      over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::largest_paradigm_share); }},
    {{"technology", "mean_newest_paradigm_share", Unit::share, Axis::none,
      "share of use in the newest paradigm that anybody in the world has found", over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::newest_paradigm_share); }},
    {{"technology", "final_paradigm", Unit::count, Axis::none, "latest paradigm in use at the end, counted from 0",
      "largest step of the ladder with use", own, from_zero},
     [](R r, I) { return r.census.latest_paradigm; }},
    {{"technology", "final_known_paradigm", Unit::count, Axis::none,
      "latest paradigm that somebody in the bloc knows of at the end", "step of the ladder, counted from 0", own,
      from_zero},
     [](R r, I) { return amount(std::uint64_t{r.bloc.paradigms.found}); }},
    {{"technology", "paradigm_waiting", Unit::day, Axis::none,
      "time from one paradigm to the next, until somebody in the bloc knows of it, found or heard of",
      "time of the latest / their number; warm-up included, the unfinished wait left out; none without any", own,
      from_zero},
     [](R r, I) { return paradigm_waiting(r); }},
    {{"technology", "discoveries", Unit::count, Axis::none, "projects of the bloc that found the next paradigm",
      "count, of the same paradigm too", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.discoveries); }},
    {{"technology", "directed_share", Unit::share, Axis::none, "projects that a programme directed",
      "directed / projects finished", own, zero_to_one},
     [](R r, I) { return ratio(amount(r.bloc.tally.directed), amount(r.bloc.tally.projects)); }},
    {{"technology", "mean_target_distance", Unit::share, Axis::none,
      "distance of deployed designs to the target of the running programme", over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::target_distance); }},
});

}  // namespace

std::span<const SampledMetric> sampled_technology() { return sampled_technology_rows; }
std::span<const TotalMetric> total_technology() { return total_technology_rows; }

}  // namespace poldyn
