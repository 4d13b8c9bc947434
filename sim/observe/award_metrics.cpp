#include <array>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

// Public figures on awards are those of a year; running contracts are another thing. Before a run is a year old these
// do not exist.

constexpr std::string_view of_value = "sum of rate x length over awards of these vendors / award_value_year";
constexpr std::string_view of_count = "awards to these vendors / awards_year";

// Of the year before a sample, and of that before the end.
constexpr MetricRow top_share_row{"procurement",
                                  "top_award_share",
                                  Unit::share,
                                  Axis::none,
                                  "share of that value that the vendor with most of it won",
                                  of_value,
                                  own,
                                  zero_to_one};
constexpr MetricRow top_six_share_row{"procurement",
                                      "top6_award_share",
                                      Unit::share,
                                      Axis::none,
                                      "share of that value that the six vendors with most of it won",
                                      of_value,
                                      own,
                                      zero_to_one};
constexpr MetricRow top_count_share_row{"procurement",
                                        "top_award_count_share",
                                        Unit::share,
                                        Axis::none,
                                        "share of these awards that the vendor with most of them won",
                                        of_count,
                                        own,
                                        zero_to_one};
constexpr MetricRow top_six_count_share_row{"procurement",
                                            "top6_award_count_share",
                                            Unit::share,
                                            Axis::none,
                                            "share of these awards that the six vendors with most of them won",
                                            of_count,
                                            own,
                                            zero_to_one};

constexpr auto sampled_awards_rows = std::to_array<SampledMetric>({
    {{"procurement", "awards_year", Unit::count, Axis::none, "contracts awarded in the last 365 d",
      "count, from the 365th day", own, from_zero},
     [](S s, I) { return s.census.awards.awards; }},
    {{"procurement", "award_value_year", Unit::money, Axis::none, "value of the contracts awarded in the last 365 d",
      "sum of rate x length, from the 365th day", own, from_zero},
     [](S s, I) { return s.census.awards.value; }},
    {top_share_row, [](S s, I) { return s.census.awards.top_share; }},
    {top_six_share_row, [](S s, I) { return s.census.awards.top_six_share; }},
    {top_count_share_row, [](S s, I) { return s.census.awards.top_count_share; }},
    {top_six_count_share_row, [](S s, I) { return s.census.awards.top_six_count_share; }},
});

constexpr auto total_awards_rows = std::to_array<TotalMetric>({
    {{"procurement", "awards_year", Unit::count, Axis::none, "contracts awarded in the run's last 365 d", "count", own,
      from_zero},
     [](R r, I) { return r.census.awards.awards; }},
    {{"procurement", "award_value_year", Unit::money, Axis::none,
      "value of the contracts awarded in the run's last 365 d", "sum of rate x length", own, from_zero},
     [](R r, I) { return r.census.awards.value; }},
    {top_share_row, [](R r, I) { return r.census.awards.top_share; }},
    {top_six_share_row, [](R r, I) { return r.census.awards.top_six_share; }},
    {top_count_share_row, [](R r, I) { return r.census.awards.top_count_share; }},
    {top_six_count_share_row, [](R r, I) { return r.census.awards.top_six_count_share; }},
});

}  // namespace

std::span<const SampledMetric> sampled_awards() { return sampled_awards_rows; }
std::span<const TotalMetric> total_awards() { return total_awards_rows; }

}  // namespace poldyn
