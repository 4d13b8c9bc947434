/// Path by path under common random numbers: what theorems promise for every single filing, not only on average.

#include <algorithm>

#include "tests/catch.h"
#include "tests/theory/visits.h"

namespace poldyn::theory {
namespace {

/// Decision of each filing at the last stage, by ordinal; end_of_time if there is none by the horizon.
std::vector<SimTime> decisions(const Scenario& lab, RunKey key) {
  std::vector<SimTime> at;
  for (const Visit& visit : visits_of(lab, key)) {
    if (visit.stage + 1U < lab.blocs[0].stages.size()) continue;
    if (visit.ordinal >= at.size()) at.resize(visit.ordinal + 1, end_of_time);
    at[visit.ordinal] = visit.decided;
  }
  return at;
}

struct Change {
  std::size_t later = 0;
  std::size_t earlier = 0;
};

/// How many filings are decided later, and earlier, under `after` than under `before`.
Change compare(const Scenario& before, const Scenario& after, RunKey key) {
  const auto old = decisions(before, key), now = decisions(after, key);
  const auto of = [](const std::vector<SimTime>& at, std::size_t i) { return i < at.size() ? at[i] : end_of_time; };
  Change change;
  for (std::size_t i = 0; i < std::max(old.size(), now.size()); ++i) {
    change.later += of(now, i) > of(old, i);
    change.earlier += of(now, i) < of(old, i);
  }
  return change;
}

/// Holds over 40 replicates: nobody later, somebody earlier (or the change would show nothing).
void never_delays(const Scenario& before, const Scenario& after) {
  std::size_t earlier = 0;
  for (std::uint32_t r = 0; r < 40; ++r) {
    const Change change = compare(before, after, {21, r});
    CHECK(change.later == 0);
    earlier += change.earlier;
  }
  CHECK(earlier > 1'000);
}

Scenario office(const StageRule& stage) { return pipeline({stage}, exponential(1), {1'000, 0}); }

TEST_CASE("one more reviewer delays no filing at a first-come office", "[theory]") {
  // The sorted workloads of Kiefer & Wolfowitz 1955 are lower for c + 1 servers at every arrival (Stoyan 1983, ch. 5).
  // With priorities, or behind an office where filings overtake each other, this is no theorem.
  const std::int64_t reviewers = GENERATE(1, 2, 5);
  const Law review = GENERATE(exponential(0.95), lognormal(0.95, 2));
  const Law work{review.kind, review.mean * static_cast<double>(reviewers), review.cv};
  never_delays(office(desk(reviewers, work)), office(desk(reviewers + 1, work)));
}

TEST_CASE("reviews that all take a tenth less delay no filing", "[theory]") {
  never_delays(office(desk(3, lognormal(2.8, 1))), office(desk(3, lognormal(2.52, 1))));  // same theorem, service times
}

TEST_CASE("offices with one reviewer in a row: one more reviewer at the last delays no filing", "[theory]") {
  // What reaches the second office is the same; one reviewer at the first keeps the order of filings.
  const auto lab = [](std::int64_t reviewers) {
    return pipeline({desk(1, exponential(0.8)), desk(reviewers, exponential(1.5))}, exponential(1), {1'000, 0});
  };
  never_delays(lab(2), lab(3));
}

StageRule committee(double width, std::int64_t limit) {
  StageRule stage = desk(2, exponential(1.6));
  stage.window = Days{width};
  stage.decisions_per_window = limit;
  return stage;
}

TEST_CASE("decision dates twice as dense delay no filing", "[theory]") {
  // Each old date is a new date as well. A shorter interval as such is no theorem, see below.
  never_delays(office(committee(8, 0)), office(committee(4, 0)));
  never_delays(office(committee(8, 9)), office(committee(4, 9)));
}

TEST_CASE("more decisions on a date delay no filing", "[theory]") {
  never_delays(office(committee(8, 9)), office(committee(8, 10)));
}

TEST_CASE("a shorter interval between dates can delay a filing: two days against three", "[theory]") {
  // A review that ends on day 2.5 is decided on day 3 of 0, 3, 6 but on day 4 of 0, 2, 4: so nothing more is claimed.
  const Change change = compare(office(committee(3, 0)), office(committee(2, 0)), {22, 0});
  CHECK(change.later > 100);
  CHECK(change.earlier > change.later);
}

TEST_CASE("under priorities one more reviewer can delay a filing", "[theory]") {
  // The reviewer who is free takes a long filing of the lower class that would have let one of the upper class pass.
  StageRule stage = desk(2, lognormal(1.8, 2));
  stage.discipline = Discipline::priority;
  const auto lab = [&](std::int64_t reviewers) {
    stage.reviewers = reviewers;
    Scenario made = office(stage);
    made.blocs[0].filings.priority_weights = {1, 1};
    return made;
  };
  std::size_t later = 0;
  for (std::uint32_t r = 0; r < 40; ++r) later += compare(lab(2), lab(3), {23, r}).later;
  CHECK(later > 0);
}

}  // namespace
}  // namespace poldyn::theory
