/// Every single visit of a run equals a loop without events, in whole ticks.

#include <algorithm>
#include <numeric>

#include "tests/catch.h"
#include "tests/theory/draws.h"
#include "tests/theory/visits.h"

namespace poldyn::theory {
namespace {

struct Passage {
  SimTime arrived, started, ended;
};

/// First come, first served at c reviewers: each takes the reviewer who is free first (Kiefer & Wolfowitz 1955).
/// `arrivals` in the order of the queue.
std::vector<Passage> first_come(const std::vector<SimTime>& arrivals, const std::vector<Ticks>& reviews,
                                std::size_t c) {
  std::vector<SimTime> free(c);
  std::vector<Passage> made;
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    SimTime& first = *std::min_element(free.begin(), free.end());
    const SimTime start = std::max(arrivals[i], first);
    first = start + reviews[i];
    made.push_back({arrivals[i], start, first});
  }
  return made;
}

/// What visits_of() must show of an office, sorted by filing: those whose review ended by the horizon.
std::vector<Visit> expected(const std::vector<Passage>& passages, std::uint8_t stage, SimTime horizon) {
  std::vector<Visit> visits;
  for (std::uint32_t i = 0; i < passages.size(); ++i) {
    const Passage& p = passages[i];
    if (p.ended > horizon) continue;
    visits.push_back(
        {outside_key(), i, static_cast<std::uint16_t>(stage + 1), stage, 0, p.arrived, p.started, p.ended, p.ended});
  }
  return visits;
}

std::vector<Visit> at_stage(const std::vector<Visit>& visits, std::uint8_t stage) {
  std::vector<Visit> found;
  for (const Visit& visit : visits)
    if (visit.stage == stage) found.push_back(visit);
  std::sort(found.begin(), found.end(), [](const Visit& a, const Visit& b) { return a.ordinal < b.ordinal; });
  return found;
}

SimTime horizon_of(const Scenario& lab) { return SimTime{to_ticks(lab.run.horizon)}; }

TEST_CASE("every single wait at c reviewers equals the recursion of Kiefer and Wolfowitz", "[theory]") {
  struct Case {
    std::int64_t reviewers;
    Law interarrival, review;
  };
  const auto c = GENERATE(Case{1, exponential(1), exponential(0.9)}, Case{2, erlang(1, 2), lognormal(1.8, 2)},
                          Case{10, exponential(0.1), pareto(0.9, 2.5)}, Case{3, constant(1), uniform(0, 5.8)},
                          Case{4, constant(1), constant(4)});  // the last is nothing but ties
  const Scenario lab = pipeline({desk(c.reviewers, c.review)}, c.interarrival, {3'000, 0});
  const RunKey key{11, GENERATE(0U, 1U)};
  const auto arrivals = arrival_times(lab, key);
  const auto passages = first_come(arrivals, review_times(c.review, key_of_stage(lab, key, 0), arrivals.size()),
                                   static_cast<std::size_t>(c.reviewers));
  const auto visits = at_stage(visits_of(lab, key), 0);
  REQUIRE(visits.size() > 2'500);
  CHECK(visits == expected(passages, 0, horizon_of(lab)));
}

TEST_CASE("filings of one batch are served in the order of their numbers", "[theory]") {
  Scenario lab = pipeline({desk(3, constant(0.5))}, constant(1), {500, 0});
  lab.blocs[0].filings.batch = 7;  // 7 filings, 3 reviewers, half a day each: the third round ends after the next batch
  const auto arrivals = arrival_times(lab, {});
  const auto passages = first_come(arrivals, review_times(constant(0.5), {}, arrivals.size()), 3);
  CHECK(at_stage(visits_of(lab, {}), 0) == expected(passages, 0, horizon_of(lab)));
}

/// A second office in the order in which the first one finishes.
std::vector<Passage> second_office(const std::vector<Passage>& first, const std::vector<Ticks>& reviews,
                                   std::size_t c) {
  std::vector<std::size_t> order(first.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return first[a].ended < first[b].ended; });
  std::vector<SimTime> arrivals;
  std::vector<Ticks> lengths;
  for (const std::size_t i : order) arrivals.push_back(first[i].ended), lengths.push_back(reviews[i]);
  const auto sorted = first_come(arrivals, lengths, c);
  std::vector<Passage> made(first.size());
  for (std::size_t k = 0; k < order.size(); ++k) made[order[k]] = sorted[k];
  return made;
}

TEST_CASE("every single wait in a tandem equals two recursions, overtaking included", "[theory]") {
  const Law first = GENERATE(exponential(2.5), constant(2)), second = lognormal(1.8, 1);
  const Law interarrival = first.kind == LawKind::constant ? constant(1) : exponential(1);
  const Scenario lab = pipeline({desk(3, first), desk(2, second)}, interarrival, {3'000, 0});
  const RunKey key{12, GENERATE(0U, 1U)};
  const auto arrivals = arrival_times(lab, key);
  const auto one = first_come(arrivals, review_times(first, key_of_stage(lab, key, 0), arrivals.size()), 3);
  const auto two = second_office(one, review_times(second, key_of_stage(lab, key, 1), arrivals.size()), 2);
  const auto visits = visits_of(lab, key);
  CHECK(at_stage(visits, 0) == expected(one, 0, horizon_of(lab)));
  CHECK(at_stage(visits, 1) == expected(two, 1, horizon_of(lab)));
}

/// When each is decided: at most `limit` (0: all) on a date, in the order in which reviews end. Dates are offset + k *
/// width.
std::vector<SimTime> decision_dates(const std::vector<Passage>& passages, Ticks offset, Ticks width,
                                    std::size_t limit) {
  std::vector<std::size_t> waiting(passages.size());
  std::iota(waiting.begin(), waiting.end(), 0);
  std::stable_sort(waiting.begin(), waiting.end(),
                   [&](auto a, auto b) { return passages[a].ended < passages[b].ended; });
  std::vector<SimTime> decided(passages.size());
  std::size_t next = 0;
  for (SimTime date{offset}; next < waiting.size(); date += width)
    for (std::size_t n = 0; next < waiting.size() && passages[waiting[next]].ended <= date && (limit == 0 || n < limit);
         ++n)
      decided[waiting[next++]] = date;
  return decided;
}

TEST_CASE("every single decision falls on the first date that has room for it", "[theory]") {
  struct Case {
    Law interarrival, review;
    std::int64_t reviewers;
    double width, offset;
    std::int64_t limit;
  };
  const auto c =
      GENERATE(Case{exponential(1), exponential(2.5), 3, 5, 2, 0}, Case{exponential(1), exponential(1), 0, 5, 0, 6},
               Case{constant(0.25), constant(0.5), 4, 1, 0, 4},  // reviews end on the dates themselves,
               Case{constant(1), constant(1), 2, 1, 0, 0},       // also when nobody else waits for one
               Case{exponential(0.25), constant(0), 0, 1, 0.5, 5});
  StageRule stage = desk(c.reviewers, c.review);
  stage.window = Days{c.width};
  stage.window_offset = Days{c.offset};
  stage.decisions_per_window = c.limit;
  const Scenario lab = pipeline({stage}, c.interarrival, {1'500, 0});
  const RunKey key{13, GENERATE(0U, 1U)};
  const auto arrivals = arrival_times(lab, key);
  const std::size_t reviewers = c.reviewers > 0 ? static_cast<std::size_t>(c.reviewers) : arrivals.size();
  const auto passages =
      first_come(arrivals, review_times(c.review, key_of_stage(lab, key, 0), arrivals.size()), reviewers);
  const auto dates = decision_dates(passages, to_ticks(stage.window_offset), to_ticks(stage.window),
                                    static_cast<std::size_t>(c.limit));
  auto known = expected(passages, 0, horizon_of(lab));
  for (Visit& visit : known)
    visit.decided = dates[visit.ordinal] <= horizon_of(lab) ? dates[visit.ordinal] : end_of_time;
  CHECK(at_stage(visits_of(lab, key), 0) == known);
}

/// Priority classes at one reviewer: whenever the reviewer is free, look at all who are there. O(n^2).
std::vector<Passage> by_priority(const std::vector<SimTime>& arrivals, const std::vector<Ticks>& reviews,
                                 const std::vector<std::uint8_t>& classes) {
  std::vector<Passage> made(arrivals.size());
  std::vector<bool> served(arrivals.size());
  SimTime free{};
  for (std::size_t n = 0; n < arrivals.size(); ++n) {
    std::size_t best = arrivals.size();
    for (std::size_t i = 0; i < arrivals.size() && (best == arrivals.size() || arrivals[i] <= free); ++i)
      if (!served[i] && (best == arrivals.size() || classes[i] < classes[best])) best = i;
    const SimTime start = std::max(free, arrivals[best]);
    free = start + reviews[best];
    made[best] = {arrivals[best], start, free};
    served[best] = true;
  }
  return made;
}

TEST_CASE("every single wait under priorities equals a search of the whole queue", "[theory]") {
  StageRule stage = desk(1, lognormal(0.9, 1));
  stage.discipline = Discipline::priority;
  Scenario lab = pipeline({stage}, exponential(1), {2'000, 0});
  lab.blocs[0].filings.priority_weights = {0.2, 0, 0.5, 0.3};
  const RunKey key{14, GENERATE(0U, 1U)};
  const auto arrivals = arrival_times(lab, key);
  const auto classes = priorities(lab, key, arrivals.size());
  auto known =
      expected(by_priority(arrivals, review_times(stage.review, key_of_stage(lab, key, 0), arrivals.size()), classes),
               0, horizon_of(lab));
  for (Visit& visit : known) visit.priority = classes[visit.ordinal];
  CHECK(at_stage(visits_of(lab, key), 0) == known);
}

}  // namespace
}  // namespace poldyn::theory
