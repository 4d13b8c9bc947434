#include "analysis/around.h"

#include <algorithm>

namespace poldyn::analysis {
namespace {

/// Means of a sampled metric of one bloc over a span, by run.
std::vector<double> means_of(const Side& side, const results::MetricInfo& about, std::size_t bloc, Span span) {
  std::vector<double> made(side.runs, no_value);
  if (!has(side, about)) return made;
  const std::vector<double> values = side.means(about, span);
  for (std::size_t run = 0; run < side.runs; ++run) made[run] = values[run * side.blocs.size() + bloc];
  return made;
}

Estimate difference(const std::vector<double>& a, const std::vector<double>& b, bool paired, double level) {
  return (paired ? paired_difference(a, b, level) : independent_difference(a, b, level)).estimate;
}

}  // namespace

Span mean_span(double warmup, std::optional<double> since) { return {since.value_or(warmup)}; }

std::pair<Span, Span> spans_around(double warmup, double date) {
  return {Span{warmup < date ? warmup : 0, date}, Span{std::max(date, warmup)}};
}

std::vector<double> dates_told(const std::vector<std::vector<double>>& policy_dates_by_side) {
  std::vector<double> dates;
  for (const auto& of_side : policy_dates_by_side) dates.insert(dates.end(), of_side.begin(), of_side.end());
  std::sort(dates.begin(), dates.end());
  dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
  dates.resize(std::min(dates.size(), most_dates));
  return dates;
}

std::vector<Around> around_dates(const std::vector<Side>& sides, double level) {
  std::vector<std::vector<double>> by_side;
  for (const Side& side : sides) by_side.push_back(side.policy_dates);
  const Side& a = sides.front();
  std::vector<Around> made;
  for (const double date : dates_told(by_side))
    for (std::size_t i = 1; i < sides.size(); ++i)
      for (const auto& [mine, theirs] : match(a.blocs, sides[i].blocs)) {
        Around one{date, i, a.blocs[mine], {}};
        const bool paired = share_luck(a, sides[i]);
        const auto of_a = spans_around(a.warmup, date), of_b = spans_around(sides[i].warmup, date);
        for (const Asked& row : sampled_rows(totals_of(sides))) {
          const auto between = [&](Span span_a, Span span_b) {
            return difference(means_of(a, row.about, mine, span_a), means_of(sides[i], row.about, theirs, span_b),
                              paired, level);
          };
          const Estimate before = between(of_a.first, of_b.first), after = between(of_a.second, of_b.second);
          if (before.n + after.n > 0) one.rows.push_back({row.about, before, after});
        }
        if (!one.rows.empty()) made.push_back(std::move(one));
      }
  return made;
}

}  // namespace poldyn::analysis
