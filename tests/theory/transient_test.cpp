/// The first filings of an office that starts empty, and what naive confidence intervals make of them.

#include <cmath>
#include <string>

#include "tests/catch.h"
#include "tests/theory/estimate.h"
#include "tests/theory/lab.h"

namespace poldyn::theory {
namespace {

/// One reviewer at a load of 0.9, a filing a day.
Scenario busy_office() { return pipeline({desk(1, exponential(0.9))}, exponential(1), {10'000, 0}); }

/// Wait of each of the first `count` filings, in days.
std::vector<double> first_waits(const Scenario& lab, RunKey key, std::size_t count) {
  Simulation sim = start(lab, key);
  std::vector<double> waits;
  double days = 0;
  const auto look = [&](const Event&, const World& world) {
    const OfficeTally& tally = world.offices[0].tally;
    if (tally.started > waits.size()) waits.push_back(tally.wait_days - days);  // one reviewer starts one at a time
    days = tally.wait_days;
  };
  run(sim, look, [&] { return waits.size() < count; });
  return waits;
}

double mean_of_first(const std::vector<double>& waits, std::size_t count) {
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += waits[i];
  return sum / static_cast<double>(count);
}

TEST_CASE("the first filings wait as Spitzer's identity says", "[theory]") {
  const Scenario lab = busy_office();
  const auto early = replicate<4>("MM1-TR", 40'000, [&](RunKey key) {
    const auto waits = first_waits(lab, key, 25);
    return std::array{waits[2], waits[24], mean_of_first(waits, 5), mean_of_first(waits, 25)};
  });
  agrees("MM1-TR-3", early[0], 0.05);
  agrees("MM1-TR-25", early[1], 0.05);
  agrees("MM1-TA-5", early[2], 0.05);
  agrees("MM1-TA-25", early[3], 0.05);
  const auto [hundred] = replicate<1>(
      "MM1-TA-100", 12'000, [&](RunKey key) { return std::array{mean_of_first(first_waits(lab, key, 100), 100)}; });
  agrees("MM1-TA-100", hundred, 0.05);
}

/// Nominal 90 % t-intervals from groups of `size` values: how many hold the truth, and their relative half-width.
std::array<Estimate, 2> coverage(const std::vector<double>& values, std::size_t size, double t95) {
  std::vector<double> hits, widths;
  std::vector<double> member(size);
  for (std::size_t from = 0; from + size <= values.size(); from += size) {
    for (std::size_t i = 0; i < size; ++i) member[i] = values[from + i];
    const Estimate group = estimate(member);
    const double half = t95 * group.standard_error;
    constexpr double truth = 2.12448934653196;  // row MM1-TA-25
    hits.push_back(std::abs(group.mean - truth) <= half);
    widths.push_back(half / group.mean);
  }
  return {estimate(hits), estimate(widths)};
}

TEST_CASE("t-intervals of skewed waits cover less than they promise, by the known amount", "[theory]") {
  const Scenario lab = busy_office();
  std::vector<double> means;
  for (std::uint32_t r = 0; r < 60'000; ++r)
    means.push_back(mean_of_first(first_waits(lab, {seed_of("COVMC"), r}, 25), 25));
  struct Row {
    std::string id;
    std::size_t size;
    double t95;
  };
  for (const Row& row : {Row{"COVMC-5", 5, 2.13184678633}, Row{"COVMC-10", 10, 1.83311293265},
                         Row{"COVMC-20", 20, 1.72913281152}, Row{"COVMC-40", 40, 1.68487512171}}) {
    const auto found = coverage(means, row.size, row.t95);
    agrees(row.id, found[0], 0.05);
    agrees(row.id + "-relhw", found[1], 0.03);
  }
}

TEST_CASE("the time average of the number of filings has the asymptotic variance that Whitt gives", "[theory][slow]") {
  constexpr double days = 4'000;
  const Scenario lab = pipeline({desk(1, exponential(1))}, exponential(2), {days, 0});
  std::vector<double> lengths;
  for (std::uint32_t r = 0; r < 4'000; ++r) lengths.push_back(flow_of(finished(lab, {seed_of("MM1-AV"), r})).in_office);
  const Estimate spread = variance(lengths);
  agrees("MM1-AV-0.5", {days * spread.mean, days * spread.standard_error}, 0.15);
}

}  // namespace
}  // namespace poldyn::theory
