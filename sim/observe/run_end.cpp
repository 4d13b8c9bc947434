#include "sim/observe/run_end.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace poldyn {
namespace {

std::size_t index_of(SampledName name) {
  const auto rows = sampled_metrics();
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].name == name.text && rows[i].axis == Axis::none) return i;
  throw std::logic_error("no sampled metric without extra axis is called " + std::string(name.text));
}

}  // namespace

double RunEnd::value_at(std::size_t metric, std::size_t time) const {
  return sampled_at[time] < world.warm_since ? missing_value
                                             : result.sampled[metric][bloc_index * result.shape.times + time];
}

double RunEnd::mean_of(SampledName name) const {
  const std::size_t metric = index_of(name);
  double sum = 0, n = 0;
  for (std::size_t t = 0; t < sampled_at.size(); ++t) {
    const double x = value_at(metric, t);
    if (std::isnan(x)) continue;
    sum += x;
    n += 1;
  }
  return ratio(sum, n);
}

double RunEnd::last_of(SampledName name) const {
  return sampled_at.empty() ? missing_value : value_at(index_of(name), sampled_at.size() - 1);
}

double RunEnd::share_of(SampledName name) const {
  const std::size_t metric = index_of(name);
  double above = 0, n = 0;
  for (std::size_t t = 0; t < sampled_at.size(); ++t) {
    if (sampled_at[t] < world.warm_since) continue;
    above += value_at(metric, t) > 0;
    n += 1;
  }
  return ratio(above, n);
}

double RunEnd::growth_of(SampledName name) const {
  const std::size_t metric = index_of(name);
  std::size_t first = sampled_at.size(), last = 0;
  for (std::size_t t = 0; t < sampled_at.size(); ++t) {
    if (std::isnan(value_at(metric, t))) continue;
    if (first == sampled_at.size()) first = t;
    last = t;
  }
  if (last <= first) return missing_value;
  return (value_at(metric, last) - value_at(metric, first)) / in_years(sampled_at[last] - sampled_at[first]);
}

StageTotals RunEnd::stage(std::size_t i) const {
  StageTotals all;
  OfficeTally& sum = all.tally;
  for (const OfficeId id : bloc.offices) {
    const Office& office = world.at(id);
    if (office.stage != i) continue;
    const OfficeTally& t = office.tally;
    const double rest = in_days(now - t.counted_to);
    all.days = in_days(now - t.since);
    all.unlimited |= office.reviewers == 0 || t.was_unlimited;
    sum.reviewer_area += t.reviewer_area + rest * std::max(office.reviewers, office.in_review);
    sum.there += t.there;
    sum.arrived += t.arrived;
    sum.turned_away += t.turned_away;
    sum.withdrawn += t.withdrawn;
    sum.abandoned += t.abandoned;
    sum.overdue += t.overdue;
    sum.started += t.started;
    sum.waited += t.waited;
    sum.finished += t.finished;
    sum.passed += t.passed;
    sum.returned += t.returned;
    sum.refused += t.refused;
    sum.wait_days += t.wait_days;
    sum.stay_days += t.stay_days;
    sum.lost_days += t.lost_days;
    sum.waiting_area += t.waiting_area + rest * office.waiting;
    sum.busy_area += t.busy_area + rest * office.in_review;
    sum.awaiting_date_area += t.awaiting_date_area + rest * office.decided.size;
  }
  return all;
}

}  // namespace poldyn
