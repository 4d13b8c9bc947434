/// Vendors that train, file, wait and train again: machine repair, closed networks, renewal processes.

#include "tests/catch.h"
#include "tests/theory/flows.h"

namespace poldyn::theory {
namespace {

double releases_per_day(const Simulation& sim) {
  return static_cast<double>(sim.world.blocs[0].tally.releases) / counted_days(sim);
}

Estimate speed(std::string_view name, const Scenario& lab, std::uint32_t runs = 30) {
  return replicate<1>(name, runs, [&](RunKey key) { return std::array{releases_per_day(finished(lab, key))}; })[0];
}

Estimate per_vendor(const Estimate& all, double vendors) { return {all.mean / vendors, all.standard_error / vendors}; }

TEST_CASE("ten vendors share one reviewer: releases agree with machine repair for any law of training", "[theory]") {
  const auto lab = [](Law training) { return closed_loop({desk(1, exponential(1))}, 10, training, {20'300, 300}); };
  const Estimate markov = speed("LOOP-1", lab(exponential(10)));
  agrees("LOOP-1-X", markov, 0.02);
  agrees("LOOP-1-V", per_vendor(markov, 10), 0.02);
  agrees("LOOP-1-X", speed("LOOP-1 constant", lab(constant(10))), 0.02, "constant training");
  agrees("LOOP-1-X", speed("LOOP-1 lognormal", lab(lognormal(10, 1))), 0.02, "lognormal training");
}

TEST_CASE("several reviewers: releases and time in review agree with machine repair", "[theory]") {
  const Scenario two = closed_loop({desk(2, exponential(2))}, 10, exponential(5), {10'300, 300});
  agrees("LOOP-2-W", flow("LOOP-2", two, 30, &Flow::stay), 0.03);
  const Scenario three = closed_loop({desk(3, exponential(1))}, 20, exponential(4), {10'300, 300});
  const Estimate all = speed("LOOP-3", three);
  agrees("LOOP-3-X", all, 0.02);
  agrees("LOOP-3-V", per_vendor(all, 20), 0.02);
  const Scenario five = closed_loop({desk(5, exponential(1 / 0.7))}, 5, exponential(1 / 0.3), {10'300, 300});
  agrees("LOOP-4-W", flow("LOOP-4", five, 30, &Flow::stay), 0.02);
}

/// Development for five days on average, then three offices.
Scenario closed(std::int64_t vendors, Span span) {
  return closed_loop({desk(1, exponential(0.5)), desk(3, exponential(2)), desk(1, exponential(1))}, vendors,
                     lognormal(5, 0.8), span);
}

/// Releases a day, days between releases of one vendor, mean number at the second office.
std::array<Estimate, 3> closed_network(std::string_view name, std::int64_t vendors, Span span) {
  const Scenario lab = closed(vendors, span);
  return replicate<3>(name, 30, [&](RunKey key) {
    const Simulation sim = finished(lab, key);
    const BlocTally& tally = sim.world.blocs[0].tally;
    return std::array{releases_per_day(sim), in_days(tally.interval) / static_cast<double>(tally.intervals),
                      flow_of(sim, 1).in_office};
  });
}

TEST_CASE("vendors in a loop of three offices release as often as Gordon and Newell say", "[theory]") {
  const auto one = closed_network("CLOSED-1", 1, {30'100, 100});
  agrees("CLOSED-1-X", one[0], 0.03);
  agrees("CLOSED-1-CT", one[1], 0.03);
  agrees("CLOSED-5-LE", closed_network("CLOSED-5", 5, {10'100, 100})[2], 0.03);
  const auto ten = closed_network("CLOSED-10", 10, {10'200, 200});
  agrees("CLOSED-10-X", ten[0], 0.02);
  agrees("CLOSED-10-CT", ten[1], 0.02);
  agrees("CLOSED-30-LE", closed_network("CLOSED-30", 30, {20'500, 500})[2], 0.05);
}

TEST_CASE("no number of vendors gets more through than the slowest office can do", "[theory]") {
  const auto [speed_of_all, cycle, evaluation] = closed_network("CLOSED-B", 100, {8'500, 500});
  agrees("CLOSED-B", speed_of_all, 0.01);  // within 1e-20 of the bound already
  const Simulation sim = finished(closed(100, {8'500, 500}), {seed_of("CLOSED-B"), 0});
  for (const Office& office : sim.world.offices)  // on every path, not only on average
    CHECK(office.tally.busy_area <= office.reviewers * counted_days(sim) * (1 + 1e-9));
}

TEST_CASE("a vendor alone releases once per development and approval", "[theory]") {
  const Scenario lab = closed_loop({desk(1, constant(2))}, 1, exponential(3), {30'000, 0});
  agrees("REN-1", speed("REN-1", lab), 0.02);
}

TEST_CASE("without approval the count of releases has the variance of a renewal process", "[theory]") {
  Scenario lab = closed_loop({}, 10'000, erlang(4, 2), {600, 0});
  lab.blocs[0].registration.who = WhoFiles::nobody;
  const Simulation sim = finished(lab, {seed_of("REN-3"), 0});
  std::vector<double> releases;
  for (const Vendor& vendor : sim.world.vendors) releases.push_back(vendor.releases);
  const Estimate spread = variance(releases);
  agrees("REN-3", {spread.mean / 600, spread.standard_error / 600}, 0.08);
}

}  // namespace
}  // namespace poldyn::theory
