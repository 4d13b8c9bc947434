/// Offices that turn filings away, and filings that are withdrawn: Erlang B, M/M/c/K, Engset, Erlang A.

#include "tests/catch.h"
#include "tests/theory/flows.h"

namespace poldyn::theory {
namespace {

Scenario limited(std::int64_t reviewers, std::int64_t capacity, double filings_per_day, Law review, Span span) {
  StageRule stage = desk(reviewers, review);
  stage.capacity = capacity;
  return pipeline({stage}, exponential(1 / filings_per_day), span);
}

Estimate blocked(std::string_view name, std::int64_t reviewers, double load, Law review, double days) {
  return flow(name, limited(reviewers, reviewers, load, review, {days + 100, 100}), 30, &Flow::turned_away);
}

TEST_CASE("an office without a waiting room turns away as many as Erlang B says, whatever the law of review",
          "[theory]") {
  agrees("ERLB-1", blocked("ERLB-1e", 10, 5, exponential(1), 40'000), 0.05, "exponential");
  agrees("ERLB-1", blocked("ERLB-1c", 10, 5, constant(1), 40'000), 0.05, "constant");
  agrees("ERLB-1", blocked("ERLB-1l", 10, 5, lognormal(1, 2), 40'000), 0.07, "lognormal");
  agrees("ERLB-3", blocked("ERLB-3e", 5, 3, exponential(1), 20'000), 0.03, "exponential");
  agrees("ERLB-3", blocked("ERLB-3h", 5, 3, hyperexponential(1, 2), 20'000), 0.04, "hyperexponential");
  agrees("ERLB-5", blocked("ERLB-5e", 1, 1, exponential(1), 10'000), 0.02, "exponential");
  agrees("ERLB-5", blocked("ERLB-5u", 1, 1, uniform(0, 2), 10'000), 0.02, "uniform");
}

TEST_CASE("a small waiting room turns away and delays as M/M/c/K says", "[theory]") {
  const auto room = [](std::int64_t reviewers, std::int64_t places, double rate) {
    return limited(reviewers, places, rate, exponential(1), {20'200, 200});
  };
  const auto one = flows<2>("MMCK-1", room(1, 5, 0.8), 30, {&Flow::turned_away, &Flow::stay});
  agrees("MMCK-1-PB", one[0], 0.05);
  agrees("MMCK-1-W", one[1], 0.03);
  agrees("MMCK-2-L", flow("MMCK-2", room(1, 10, 1), 30, &Flow::in_office), 0.05);
  const auto three = flows<2>("MMCK-3", room(1, 10, 1.2), 30, {&Flow::turned_away, &Flow::stay});
  agrees("MMCK-3-PB", three[0], 0.05);
  agrees("MMCK-3-W", three[1], 0.03);
  agrees("MMCK-4-L", flow("MMCK-4", room(3, 8, 4), 30, &Flow::in_office), 0.03);
}

TEST_CASE("ten vendors who go back to training when turned away see Engset's congestion", "[theory]") {
  StageRule stage = desk(3, exponential(1));
  stage.capacity = 3;
  const Scenario lab = closed_loop({stage}, 10, exponential(5), {20'200, 200});
  agrees("ENG-1", flow("ENG-1", lab, 30, &Flow::turned_away), 0.03);
}

TEST_CASE("filings withdrawn from the queue are as many as Erlang A says", "[theory]") {
  const auto lab = [](std::int64_t reviewers, double rate, double patience, double days) {
    StageRule stage = desk(reviewers, exponential(1));
    stage.patience = exponential(patience);
    return pipeline({stage}, exponential(1 / rate), {days + 100, 100});
  };
  agrees("ERLA-1-PA", flow("ERLA-1", lab(10, 10, 2, 10'000), 30, &Flow::withdrawn), 0.03);
  agrees("ERLA-2-PA", flow("ERLA-2", lab(10, 12, 1, 5'000), 30, &Flow::withdrawn), 0.03);
  agrees("ERLA-3-PA", flow("ERLA-3", lab(1, 0.9, 10, 40'000), 30, &Flow::withdrawn), 0.05);
}

}  // namespace
}  // namespace poldyn::theory
