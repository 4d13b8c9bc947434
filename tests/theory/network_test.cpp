/// Filings that come back, and chains of offices: Jackson networks.

#include "tests/catch.h"
#include "tests/theory/flows.h"

namespace poldyn::theory {
namespace {

TEST_CASE("one reviewer whose returned filings come back at once holds as many as Jackson says", "[theory]") {
  StageRule stage = desk(1, exponential(1));
  stage.pass_probability = 0.6;
  stage.resubmit = GENERATE(QueueEnd::back, QueueEnd::front);  // the length does not depend on the order
  const char* order = stage.resubmit == QueueEnd::back ? "back" : "front";
  const Scenario lab = pipeline({stage}, exponential(2.5), {80'300, 300});
  agrees("FB-1", flow(std::string("FB-1 ") + order, lab, 30, &Flow::in_office), 0.05, order);
}

TEST_CASE("the number of reviews until a filing passes is geometric", "[theory]") {
  StageRule stage = desk(0, exponential(1));
  stage.pass_probability = 0.6;
  stage.rectification = exponential(2);
  const Scenario lab = pipeline({stage}, exponential(1), {5'000, 0});
  const auto [rounds] = replicate<1>("FB-3", 30, [&](RunKey key) {
    const OfficeTally tally = finished(lab, key).world.offices[0].tally;
    return std::array{static_cast<double>(tally.finished) / static_cast<double>(tally.passed)};
  });
  agrees("FB-3", rounds, 0.02);
}

/// Registration, evaluation that fails a quarter back to registration, procurement that sends a tenth back to
/// evaluation.
Scenario three_offices(Span span) {
  StageRule evaluation = desk(4, exponential(1 / 0.6));
  evaluation.pass_probability = 0.75;
  evaluation.return_to = "1";
  StageRule procurement = desk(1, exponential(1 / 1.5));
  procurement.pass_probability = 0.9;
  procurement.return_to = "2";
  return pipeline({desk(1, exponential(0.5)), evaluation, procurement}, exponential(1), span);
}

TEST_CASE("three offices with returns hold as many filings as Jackson says", "[theory]") {
  const Scenario lab = three_offices({40'500, 500});
  const auto lengths = replicate<3>("JACK-1", 30, [&](RunKey key) {
    const Simulation sim = finished(lab, key);
    return std::array{flow_of(sim, 0).in_office, flow_of(sim, 1).in_office, flow_of(sim, 2).in_office};
  });
  agrees("JACK-1-1", lengths[0], 0.05);
  agrees("JACK-1-2", lengths[1], 0.05);
  agrees("JACK-1-3", lengths[2], 0.05);
}

TEST_CASE("a filing passes three offices with returns in the time that Little's law gives", "[theory]") {
  const Scenario lab = three_offices({40'500, 500});
  const auto [mean] = replicate<1>("JACK-1-T", 30, [&](RunKey key) {
    Simulation sim = start(lab, key);
    double days = 0;
    std::uint64_t counted = 0, approvals = 0;
    SimTime filed;
    watch(
        sim,
        [&](const Event& event, const World& world) {
          if (kind_of(event) == EventKind::review_ends) filed = world.at(FilingId{event.what.subject}).filed;
        },
        [&](const Event& event, const World& world) {
          const bool approved = world.blocs[0].registry.approvals > approvals;
          approvals = world.blocs[0].registry.approvals;
          if (!approved || filed < at_day(500)) return;
          days += in_days(event.at - filed);
          ++counted;
        });
    return std::array{days / static_cast<double>(counted)};
  });
  agrees("JACK-1-T", mean, 0.05);
}

TEST_CASE("what leaves one office is Poisson again: a tandem waits as two offices alone", "[theory]") {
  const Scenario lab =
      pipeline({desk(2, exponential(1)), desk(1, exponential(0.5))}, exponential(1 / 1.4), {40'300, 300});
  const double load = 1.4 * 0.5;  // Burke 1956
  agrees_with("tandem, second office", load / (1 - load), flow("tandem", lab, 30, &Flow::in_office, 1), 0.05);
}

}  // namespace
}  // namespace poldyn::theory
