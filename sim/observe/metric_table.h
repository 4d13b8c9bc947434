#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string_view>

#include "sim/base/metric.h"
#include "sim/observe/bloc_sample.h"
#include "sim/observe/run_end.h"
#include "sim/observe/sampled_names.h"

namespace poldyn {

/// A metric and how it is read: declaration and meaning stand in one place. `read` gets the position on the extra axis.
struct SampledMetric {
  MetricRow row;
  double (*read)(const BlocSample& sample, std::size_t i);
};
struct TotalMetric {
  MetricRow row;
  double (*read)(const RunEnd& run, std::size_t i);
};

/// All of them, in the order of RunResult.
std::span<const SampledMetric> sampled_table();
std::span<const TotalMetric> total_table();

// Parts of these: fragmentation and capability in *_market.cpp and total_outcome.cpp, iteration, learning, structure,
// procurement, pipeline, filings and stages in *_process.cpp, accounts, standards, between and control in the files of
// that name, the others in *_metrics.cpp.
std::span<const SampledMetric> sampled_fragmentation();
std::span<const SampledMetric> sampled_iteration();
std::span<const SampledMetric> sampled_capability();
std::span<const SampledMetric> sampled_learning();
std::span<const SampledMetric> sampled_structure();
std::span<const SampledMetric> sampled_procurement();
std::span<const SampledMetric> sampled_pipeline();
std::span<const SampledMetric> sampled_accounts();
std::span<const SampledMetric> sampled_standards();
std::span<const SampledMetric> sampled_between();
std::span<const SampledMetric> sampled_technology();
std::span<const SampledMetric> sampled_control();
std::span<const SampledMetric> sampled_incentives();
std::span<const SampledMetric> sampled_waits();
std::span<const SampledMetric> sampled_policies();
std::span<const SampledMetric> sampled_awards();
std::span<const TotalMetric> total_fragmentation();
std::span<const TotalMetric> total_iteration();
std::span<const TotalMetric> total_capability();
std::span<const TotalMetric> total_structure();
std::span<const TotalMetric> total_filings();
std::span<const TotalMetric> total_stages();
std::span<const TotalMetric> total_accounts();
std::span<const TotalMetric> total_standards();
std::span<const TotalMetric> total_between();
std::span<const TotalMetric> total_technology();
std::span<const TotalMetric> total_control();
std::span<const TotalMetric> total_incentives();
std::span<const TotalMetric> total_deployment_waits();
std::span<const TotalMetric> total_decision_waits();
std::span<const TotalMetric> total_other_waits();
std::span<const TotalMetric> total_policies();
std::span<const TotalMetric> total_awards();
// deadline_metrics.cpp
std::span<const SampledMetric> sampled_deadlines();
std::span<const TotalMetric> total_deadlines();
// rule_metrics.cpp
std::span<const SampledMetric> sampled_rules();
std::span<const TotalMetric> total_rules();
// staffing_metrics.cpp
std::span<const SampledMetric> sampled_staffing();
std::span<const TotalMetric> total_staffing();
// funding_metrics.cpp
std::span<const SampledMetric> sampled_funding();
std::span<const TotalMetric> total_funding();
// score_metrics.cpp
std::span<const SampledMetric> sampled_scores();
std::span<const TotalMetric> total_scores();
// compliance_metrics.cpp
std::span<const SampledMetric> sampled_compliance();
std::span<const TotalMetric> total_compliance();

/// What the rows of many tables say, in short.
namespace table_words {

using S = const BlocSample&;
using R = const RunEnd&;
using I = std::size_t;

inline constexpr Range any_number{};
inline constexpr Range from_zero{0, std::numeric_limits<double>::infinity()};
inline constexpr Range from_one{1, std::numeric_limits<double>::infinity()};
inline constexpr Range zero_to_one{0, 1};

inline constexpr std::string_view own = "poldyn";  ///< source of what has no other
inline constexpr std::string_view over_samples = "mean over samples since the warm-up at which it exists";
inline constexpr std::string_view effective = "(sum p^q)^(1/(1-q)), exp(-sum p ln p) at q = 1";
inline constexpr std::string_view hill_1973 = "Hill 1973, doi:10.2307/1934352";
inline constexpr std::string_view hirschman = "Herfindahl 1950; Hirschman 1945";
inline constexpr std::string_view lin_1991 = "Lin 1991, doi:10.1109/18.61115";
inline constexpr std::string_view small_rosen = "Small & Rosen 1981, doi:10.2307/1911129";

}  // namespace table_words

}  // namespace poldyn
