/// Committees that meet at intervals, and fast lanes.

#include "tests/catch.h"
#include "tests/theory/flows.h"
#include "tests/theory/visits.h"

namespace poldyn::theory {
namespace {

/// Filings wait for a committee that meets every `window` days and decides at most `decisions` at a time.
Scenario committee(double filings_per_day, double window, std::int64_t decisions, Span span) {
  StageRule stage = desk(0, constant(0));
  stage.window = Days{window};
  stage.decisions_per_window = decisions;
  return pipeline({stage}, exponential(1 / filings_per_day), span);
}

/// Mean number of filings that a daily meeting finds. A day without filings has no event and counts as none.
Estimate found_at_meetings(std::string_view name, double filings_per_day, std::int64_t decisions, Span span) {
  const Scenario lab = committee(filings_per_day, 1, decisions, span);
  return replicate<1>(name, 30, [&](RunKey key) {
    Simulation sim = start(lab, key);
    double found = 0;
    const auto look = [&](const Event& event, const World& world) {
      const Office& office = world.offices[0];
      if (kind_of(event) == EventKind::window_opens && event.at > at_day(span.warmup))
        found += static_cast<double>(office.decided.size) + static_cast<double>(office.decided_on_date);
    };
    run(sim, look, [] { return true; });
    return std::array{found / (span.days - span.warmup)};
  })[0];
}

TEST_CASE("a committee finds as many filings as Bailey's bulk service says", "[theory]") {
  agrees("COMM-1-B", found_at_meetings("COMM-1", 4, 5, {8'200, 200}), 0.03);
  agrees("COMM-2-B", found_at_meetings("COMM-2", 9, 10, {8'500, 500}), 0.05);
  agrees("COMM-3-B", found_at_meetings("COMM-3", 1.5, 2, {10'200, 200}), 0.03);
  agrees("COMM-4-B", found_at_meetings("COMM-4", 0.9, 1, {60'500, 500}), 0.06);
}

TEST_CASE("a filing waits half an interval for a committee that decides everything", "[theory]") {
  agrees("COMM-U", flow("COMM-U", committee(1, 3, 0, {10'000, 0}), 30, &Flow::stay), 0.02);
}

/// Mean wait by priority class.
template <std::size_t K>
std::array<Estimate, K> waits_by_class(std::string_view name, const std::array<double, K>& rates, Law review,
                                       Span span) {
  StageRule stage = desk(1, review);
  stage.discipline = Discipline::priority;
  double rate = 0;
  for (const double one : rates) rate += one;
  Scenario lab = pipeline({stage}, exponential(1 / rate), span);
  lab.blocs[0].filings.priority_weights.assign(rates.begin(), rates.end());
  return replicate<K>(name, 30, [&](RunKey key) {
    std::array<double, K> sum{}, count{};
    for (const Visit& visit : visits_of(lab, key)) {
      if (visit.arrived < at_day(span.warmup)) continue;
      sum[visit.priority] += in_days(visit.started - visit.arrived);
      count[visit.priority] += 1;
    }
    for (std::size_t k = 0; k < K; ++k) sum[k] /= count[k];
    return sum;
  });
}

TEST_CASE("the fast lane waits as Cobham says, and the others pay for it", "[theory]") {
  const auto two = waits_by_class<2>("PRI-1", {0.3, 0.4}, exponential(1), {40'500, 500});
  agrees("PRI-1-1", two[0], 0.05);
  agrees_with("PRI-1, class 2", 0.7 / (0.7 * 0.3), two[1], 0.08);  // Cobham 1954, as PRI-1-1
  const auto three = waits_by_class<3>("PRI-2", {0.2, 0.3, 0.3}, constant(1), {60'500, 500});
  agrees("PRI-2-1", three[0], 0.05);
  agrees("PRI-2-3", three[2], 0.06);
}

}  // namespace
}  // namespace poldyn::theory
