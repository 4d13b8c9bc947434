/// Filings side by side, against what is known of fork and join. Each value is compared with |z| <= 4 (a correct one
/// fails once in 16,000), and the test fails, too, if an error of the stated relative size could hide in the band.

#include <array>

#include "tests/catch.h"
#include "tests/theory/flows.h"

namespace poldyn::theory {
namespace {

/// Vendors that train, file at two stages under a rule for each, and wait; side by side, or one after the other.
Scenario two_rules(const StageRule& stage, std::int64_t vendors, double training, Span span, bool one_family) {
  Scenario lab = closed_loop({stage, stage}, vendors, exponential(training), span);
  lab.mechanisms.rules = true;
  BlocRules& bloc = lab.blocs[0];
  bloc.tracks.push_back({"own", {}});
  bloc.tracks[0].rule.stages = {"1"};
  bloc.tracks[2].rule.stages = {"2"};
  FilingRule rule;
  rule.change_track = rule.light_track = "full";
  bloc.rules.push_back({"first", rule});
  rule.track = rule.change_track = rule.light_track = "own";
  if (one_family) rule.family = "first";
  bloc.rules.push_back({"second", rule});
  return lab;
}

/// Days from filing to clearance, mean over releases, and releases per day.
std::array<double, 2> clearance(const Simulation& sim) {
  const BlocTally& tally = sim.world.blocs[0].tally;
  double days = 0;
  for (const Cause cause : causes_of_review) days += in_days(tally.delay[static_cast<std::size_t>(cause)]);
  const auto releases = static_cast<double>(tally.releases);
  return {days / releases, releases / counted_days(sim)};
}

TEST_CASE("rules: the slower of two reviews decides, or their sum", "[theory][rules]") {
  const StageRule stage = desk(0, exponential(30));
  const auto mean = [&](std::string_view name, bool one_family) {
    const Scenario lab = two_rules(stage, 200, 100, {2'200, 200}, one_family);
    return replicate<2>(name, 20, [&](RunKey key) { return clearance(finished(lab, key)); })[0];
  };
  agrees_with("side by side", 45, mean("RU-P", false), 0.02);
  agrees_with("one family", 60, mean("RU-F", true), 0.02);
}

TEST_CASE("rules: fork and join of two single reviewers", "[theory][rules]") {
  // Flatto & Hahn 1984, Nelson & Tantawi 1988: (12 - rho) / (8 (mu - lambda)) for Poisson arrivals; a thousand vendors
  // are nearly that. Lambda is what was measured, since those who wait do not train.
  const Scenario lab = two_rules(desk(1, exponential(1)), 1'000, 1'243, {16'000, 1'000}, false);
  const auto [days, rate] = replicate<2>("RU-FJ", 40, [&](RunKey key) { return clearance(finished(lab, key)); });
  agrees_with("arrivals", 0.8, rate, 0.01);
  agrees_with("response", (12 - rate.mean) / (8 * (1 - rate.mean)), days, 0.05);
}

}  // namespace
}  // namespace poldyn::theory
