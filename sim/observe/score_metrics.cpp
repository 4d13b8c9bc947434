#include <array>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

// Over the board: of each active vendor the latest trained model that it meant to bring to market, whatever became of
// it since. Without mechanisms.scores none of these exist, and the distances only in a world of several blocs.

constexpr std::string_view elo = "Elo 1978; Bradley & Terry 1952";
constexpr Range of_hundred{0, 100};

constexpr auto sampled_score_rows = std::to_array<SampledMetric>({
    {{"scores", "tested_vendors", Unit::count, Axis::none, "active vendors with a model on the board", "count", own,
      from_zero},
     [](S s, I) { return s.world.board.kept ? amount(s.board.tested) : missing_value; }},
    {{"scores", "test_difficulty", Unit::oom, Axis::none, "what half of the test in use asks for",
      "scores.difficulty + tests retired x scores.step", "Birnbaum 1968", any_number},
     [](S s, I) { return s.world.board.kept ? s.world.board.difficulty() : missing_value; }},
    {{"scores", "score_frontier", Unit::none, Axis::none,
      "best score on the test in use, in hundredths of it; it falls when a harder test comes",
      "100 / (1 + exp(-discrimination (x - test_difficulty))), x what is found of the best", "Birnbaum 1968",
      of_hundred},
     [](S s, I) { return 100 * score_of(s.world.board, s.board.best); }},
    {{"scores", sampled_name::score_gap.text, Unit::none, Axis::none,
      "best score behind that of the leading bloc, in hundredths of the test in use; look at score_lag beside it",
      "score_frontier of the leader - score_frontier", own, of_hundred},
     [](S s, I) { return s.contrast.score_gap; }},
    {{"scores", sampled_name::rating_gap.text, Unit::none, Axis::none,
      "best rating behind that of the leading bloc, in Elo points", "400 / ln 10 x rating_slope x difference of x", elo,
      from_zero},
     [](S s, I) { return s.contrast.rating_gap; }},
    {{"scores", sampled_name::rating_gap_percent.text, Unit::none, Axis::none,
      "the same in hundredths of the bloc's own best rating, whose zero is a convention",
      "100 rating_gap / rating, 1000 + 400 / ln 10 x rating_slope x x, while above 0", elo, from_zero},
     [](S s, I) { return s.contrast.rating_gap_percent; }},
    {{"scores", sampled_name::score_lag.text, Unit::day, Axis::none,
      "time since the leading bloc first reached what is found of the bloc's best now",
      "on x, which no test saturates, and its best so far, which rises evenly between samples", own, from_zero},
     [](S s, I) { return s.contrast.score_lag_days; }},
    {{"scores", sampled_name::top_k_gap.text, Unit::none, Axis::none,
      "Elo points between the bloc's best and its tenth vendor", "of vendors on the board; not there with fewer", elo,
      from_zero},
     [](S s, I) { return s.board.top_gap; }},
    {{"scores", sampled_name::rank_reversals.text, Unit::share, Axis::none,
      "pairs of vendors of which the one that scores higher is the less capable over all domains",
      "reversed pairs / pairs on the board", own, zero_to_one},
     [](S s, I) { return s.board.reversed; }},
    {{"scores", sampled_name::score_inflation.text, Unit::oom, Axis::none,
      "what tests find beyond the capability on what they cover", "mean over the board of x - covered q", own,
      any_number},
     [](S s, I) { return s.board.inflation; }},
    {{"scores", "tuning_share", Unit::share, Axis::none, "share of a project's money that goes into work on the test",
      "mean over projects that trained a model since the previous sample, released or not", own, zero_to_one},
     [](S s, I) { return ratio(s.since(&BlocTally::tuning), s.since(&BlocTally::tuned_projects)); }},
});

constexpr auto total_score_rows = std::to_array<TotalMetric>({
    {{"scores", "tests_retired", Unit::count, Axis::none, "harder tests that have come since the start of the run",
      "place of the last test on the ladder", own, from_zero},
     [](R r, I) { return r.world.board.kept ? amount(r.world.board.test) : missing_value; }},
    {{"scores", "mean_score_gap", Unit::none, Axis::none,
      "best score behind that of the leading bloc, in hundredths of the test in use", over_samples, own, of_hundred},
     [](R r, I) { return r.mean_of(sampled_name::score_gap); }},
    {{"scores", "mean_rating_gap", Unit::none, Axis::none, "best rating behind that of the leading bloc, in Elo points",
      over_samples, own, from_zero},
     [](R r, I) { return r.mean_of(sampled_name::rating_gap); }},
    {{"scores", "mean_rating_gap_percent", Unit::none, Axis::none,
      "the same in hundredths of the bloc's own best rating", over_samples, own, from_zero},
     [](R r, I) { return r.mean_of(sampled_name::rating_gap_percent); }},
    {{"scores", "mean_score_lag", Unit::day, Axis::none,
      "time since the leading bloc first reached what is found of the bloc's best", over_samples, own, from_zero},
     [](R r, I) { return r.mean_of(sampled_name::score_lag); }},
    {{"scores", "mean_top_k_gap", Unit::none, Axis::none, "Elo points between the bloc's best and its tenth vendor",
      over_samples, own, from_zero},
     [](R r, I) { return r.mean_of(sampled_name::top_k_gap); }},
    {{"scores", "mean_rank_reversals", Unit::share, Axis::none,
      "pairs of vendors of which the one that scores higher is the less capable", over_samples, own, zero_to_one},
     [](R r, I) { return r.mean_of(sampled_name::rank_reversals); }},
    {{"scores", "mean_score_inflation", Unit::oom, Axis::none,
      "what tests find beyond the capability on what they cover", over_samples, own, any_number},
     [](R r, I) { return r.mean_of(sampled_name::score_inflation); }},
    {{"scores", "tuning_share", Unit::share, Axis::none, "share of a project's money that goes into work on the test",
      "mean over projects that trained a model, released or not", own, zero_to_one},
     [](R r, I) { return ratio(r.bloc.tally.tuning, amount(r.bloc.tally.tuned_projects)); }},
});

}  // namespace

std::span<const SampledMetric> sampled_scores() { return sampled_score_rows; }
std::span<const TotalMetric> total_scores() { return total_score_rows; }

}  // namespace poldyn
