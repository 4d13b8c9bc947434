#include "sim/observe/metric_rows.h"

#include <vector>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

template <class Metric>
std::vector<Metric> joined(std::initializer_list<std::span<const Metric>> parts) {
  std::vector<Metric> all;
  for (const auto part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

template <class Metric>
std::vector<MetricRow> rows_of(std::span<const Metric> table) {
  std::vector<MetricRow> rows;
  for (const Metric& metric : table) rows.push_back(metric.row);
  return rows;
}

}  // namespace

std::span<const SampledMetric> sampled_table() {
  static const auto table = joined<SampledMetric>(
      {sampled_fragmentation(), sampled_iteration(), sampled_capability(), sampled_learning(),   sampled_structure(),
       sampled_procurement(),   sampled_pipeline(),  sampled_accounts(),   sampled_standards(),  sampled_between(),
       sampled_technology(),    sampled_control(),   sampled_incentives(), sampled_compliance(), sampled_waits(),
       sampled_policies(),      sampled_awards(),    sampled_deadlines(),  sampled_rules(),      sampled_staffing(),
       sampled_funding(),       sampled_scores()});
  return table;
}

std::span<const TotalMetric> total_table() {
  static const auto table = joined<TotalMetric>(
      {total_fragmentation(), total_iteration(),  total_capability(), total_structure(),        total_filings(),
       total_stages(),        total_accounts(),   total_standards(),  total_between(),          total_technology(),
       total_control(),       total_incentives(), total_compliance(), total_deployment_waits(), total_decision_waits(),
       total_other_waits(),   total_policies(),   total_awards(),     total_deadlines(),        total_rules(),
       total_staffing(),      total_funding(),    total_scores()});
  return table;
}

std::span<const MetricRow> sampled_metrics() {
  static const auto rows = rows_of(sampled_table());
  return rows;
}

std::span<const MetricRow> total_metrics() {
  static const auto rows = rows_of(total_table());
  return rows;
}

}  // namespace poldyn
