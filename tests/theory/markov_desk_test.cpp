/// One office with exponential reviews and Poisson filings: M/M/1 and M/M/c.

#include "tests/catch.h"
#include "tests/theory/flows.h"

namespace poldyn::theory {
namespace {

Scenario markov(std::int64_t reviewers, double filings_per_day, double reviews_per_day, Span span) {
  return pipeline({desk(reviewers, exponential(1 / reviews_per_day))}, exponential(1 / filings_per_day), span);
}

TEST_CASE("one reviewer at half load holds one filing on average, two days each", "[theory]") {
  const auto [length, stay] = flows<2>("MM1-1", markov(1, 0.5, 1, {25'200, 200}), 30, {&Flow::in_office, &Flow::stay});
  agrees("MM1-1-L", length, 0.05);
  agrees("MM1-1-W", stay, 0.05);
}

TEST_CASE("one reviewer at a load of 0.8 holds four filings on average, five days each", "[theory]") {
  const auto [length, stay] = flows<2>("MM1-2", markov(1, 0.8, 1, {80'500, 500}), 30, {&Flow::in_office, &Flow::stay});
  agrees("MM1-2-L", length, 0.05);
  agrees("MM1-2-W", stay, 0.05);
}

TEST_CASE("one reviewer at a load of 0.9 holds nine filings on average, ten days each", "[theory][slow]") {
  const auto [length, stay] =
      flows<2>("MM1-3", markov(1, 0.9, 1, {100'000, 3'000}), 40, {&Flow::in_office, &Flow::stay});
  agrees("MM1-3-L", length, 0.06);
  agrees("MM1-3-W", stay, 0.06);
}

TEST_CASE("at a load of 0.8 a filing stays longer than ten days with probability exp(-2)", "[theory]") {
  const Scenario lab = markov(1, 0.8, 1, {80'500, 500});
  const auto [late] = replicate<1>("MM1-4", 30, [&](RunKey key) {
    Simulation sim = start(lab, key);
    double days = 0, over = 0;
    const auto look = [&](const Event& event, const World& world) {
      const OfficeTally& tally = world.offices[0].tally;
      if (kind_of(event) == EventKind::review_ends) over += tally.stay_days - days > 10;
      if (kind_of(event) == EventKind::warmup_ends) over = 0;
      days = tally.stay_days;
    };
    run(sim, look, [] { return true; });
    return std::array{over / static_cast<double>(sim.world.offices[0].tally.finished)};
  });
  agrees("MM1-4", late, 0.08);
}

TEST_CASE("several reviewers: the wait and its probability agree with Erlang C", "[theory]") {
  const auto [waited, queue] = flows<2>("MMC-1", markov(3, 2, 1, {20'100, 100}), 30, {&Flow::waited, &Flow::in_queue});
  agrees("MMC-1-PW", waited, 0.02);
  agrees("MMC-1-LQ", queue, 0.05);
  agrees("MMC-2-WQ", flow("MMC-2", markov(2, 1.5, 1, {25'200, 200}), 30, &Flow::wait), 0.05);
}

TEST_CASE("ten reviewers: the wait and its probability agree with Erlang C", "[theory]") {
  const auto three = flows<2>("MMC-3", markov(10, 8, 1, {16'100, 100}), 30, {&Flow::waited, &Flow::in_queue});
  agrees("MMC-3-PW", three[0], 0.02);
  agrees("MMC-3-LQ", three[1], 0.06);
  const auto five = flows<2>("MMC-5", markov(10, 2, 1.0 / 3, {50'200, 200}), 30, {&Flow::waited, &Flow::in_queue});
  agrees("MMC-5-PW", five[0], 0.04);
  agrees("MMC-5-LQ", five[1], 0.07);
}

TEST_CASE("many reviewers near saturation: the wait agrees with Erlang C", "[theory][slow]") {
  agrees("MMC-4-WQ", flow("MMC-4", markov(10, 9, 1, {20'500, 500}), 40, &Flow::wait), 0.05);
  agrees("MMC-6-WQ", flow("MMC-6", markov(50, 45, 1, {12'100, 100}), 40, &Flow::wait), 0.06);
  const auto seven = flows<2>("MMC-7", markov(100, 95, 1, {13'300, 300}), 40, {&Flow::waited, &Flow::in_queue});
  agrees("MMC-7-PW", seven[0], 0.02);
  agrees("MMC-7-LQ", seven[1], 0.06);
}

}  // namespace
}  // namespace poldyn::theory
