#include "analysis/around.h"

#include <algorithm>
#include <cmath>

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

bool changes_at(const Side& side, double date) {
  return std::find(side.policy_dates.begin(), side.policy_dates.end(), date) != side.policy_dates.end();
}

Estimate difference(const std::vector<double>& a, const std::vector<double>& b, bool paired, double level) {
  return (paired ? paired_difference(a, b, level) : independent_difference(a, b, level)).estimate;
}

}  // namespace

Span mean_span(double warmup, std::optional<double> since) { return {since.value_or(warmup)}; }

Span common_window(const std::vector<Span>& sides) {
  Span made;
  for (const Span& side : sides) {
    made.from = std::max(made.from, side.from);
    made.to = std::fmin(made.to, side.to);  // the horizon of a scenario that cannot be read is NaN
  }
  return made;
}

std::pair<Span, Span> spans_around(Span window, double date) {
  return {Span{std::min(window.from, date), date}, Span{std::max(date, window.from), window.to}};
}

std::vector<double> dates_told(const std::vector<std::vector<double>>& policy_dates_by_side) {
  std::vector<double> dates;
  for (const auto& of_side : policy_dates_by_side) dates.insert(dates.end(), of_side.begin(), of_side.end());
  std::sort(dates.begin(), dates.end());
  dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
  dates.resize(std::min(dates.size(), most_dates));
  return dates;
}

std::vector<Around> around_dates(const std::vector<Side>& sides, const std::vector<LabelledMetric>& rows,
                                 double level) {
  std::vector<std::vector<double>> by_side;
  std::vector<Span> windows;
  for (const Side& side : sides) {
    by_side.push_back(side.policy_dates);
    windows.push_back({side.warmup, side.horizon});
  }
  const Span window = common_window(windows);
  const Side& a = sides.front();
  std::vector<Around> made;
  for (const double date : dates_told(by_side)) {
    const auto [earlier, later] = spans_around(window, date);
    for (std::size_t i = 1; i < sides.size(); ++i) {
      if (!changes_at(a, date) && !changes_at(sides[i], date)) continue;
      const bool paired = share_random_numbers(a, sides[i]);
      for (const auto& pair : match(a.blocs, sides[i].blocs)) {
        const std::size_t mine = pair.first, theirs = pair.second;
        Around one{date, i, a.blocs[mine], {}};
        for (const LabelledMetric& row : rows) {
          const auto over = [&](Span span) {
            return difference(means_of(a, row.about, mine, span), means_of(sides[i], row.about, theirs, span), paired,
                              level);
          };
          const Estimate before = over(earlier), after = over(later);
          if (before.n + after.n > 0) one.rows.push_back({row.about, before, after});
        }
        if (!one.rows.empty()) made.push_back(std::move(one));
      }
    }
  }
  return made;
}

}  // namespace poldyn::analysis
