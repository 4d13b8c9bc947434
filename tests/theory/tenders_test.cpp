/// Tenders that saturate, invitations by use and contracts that are called off, against what is known of them. Each
/// value is compared with |z| <= 4 (a correct one fails once in 16,000), and the test fails, too, if an error of the
/// stated relative size could hide in the band.

#include <array>
#include <cmath>
#include <map>
#include <vector>

#include "sim/policy/tender_pace.h"
#include "sim/process/market/awareness.h"
#include "tests/catch.h"
#include "tests/process/lab.h"
#include "tests/theory/estimate.h"

namespace poldyn::theory {
namespace {

using lab::north;

/// The known case: 38 a year at first, which grow by e^2.75 a year toward 2,000; users spend e^d more each year.
constexpr double start_rate = 38, growth = 2.75, limit = 2'000, years = 2;

Scenario saturating(double demand_growth) {
  Scenario s = lab::plain(1);
  s.mechanisms.procurement = true;
  s.run.horizon = Days{years * days_per_year};
  ProcurementRule& p = north(s).procurement;
  p.tenders_per_year = start_rate;
  p.growth_per_year = growth;
  p.value = constant(2);
  p.length = constant(days_per_year / 4);
  north(s).market.demand_per_year = 190;  // contracts begin at 38 x 2 / 4 / 190 = 0.1 of it
  north(s).market.demand_growth_per_year = demand_growth;
  p.saturation = 0.1 * limit / start_rate;
  return s;
}

/// The rate as section 7.9 of docs/model.md has it, and its integral by Simpson's rule.
double rate_of(double t, double d) {
  return start_rate * std::exp(growth * t) / (1 + start_rate / limit * std::expm1((growth - d) * t));
}
double expected(double d) {
  const int steps = 20'000;
  const double h = years / steps;
  double sum = rate_of(0, d) + rate_of(years, d);
  for (int i = 1; i < steps; ++i) sum += rate_of(i * h, d) * (i % 2 == 1 ? 4 : 2);
  return sum * h / 3;
}

TEST_CASE("tenders: their number is that of a logistic, with and without growing demand", "[theory][procurement]") {
  CHECK(std::abs(expected(0) - limit / growth * std::log1p(start_rate / limit * std::expm1(growth * years))) < 1e-6);
  CHECK(std::abs(expected(0) - 1'256.8) < 0.05);
  CHECK(std::abs(rate_of(years, 0) - 1'651.5) < 0.05);
  for (const double d : {0.0, 0.8, -0.6}) {
    const Scenario s = saturating(d);
    const Pace pace = tender_pace(s.blocs[0].procurement, s.blocs[0].market, 0, 0);
    CHECK(std::abs(points_between(pace, 0, years) / expected(d) - 1) < 1e-11);
    CHECK(std::abs(trend_at(pace, years) / rate_of(years, d) - 1) < 1e-12);
    const auto [tenders] = replicate<1>("PR-S" + std::to_string(d), 60, [&](RunKey key) {
      Simulation sim = start(s, key);
      lab::finish(sim);
      return std::array{static_cast<double>(sim.world.blocs[0].tenders)};
    });
    agrees_with("tenders of two years, demand growing by " + std::to_string(d), expected(d), tenders, 0.03);
  }
}

/// Three offers that users split at 0.5, 0.3 and 0.2, and equal scores.
Scenario three_known(double bidders) {
  Scenario s = lab::plain(3);
  s.mechanisms.procurement = true;
  s.run.horizon = Days{400};
  ProcurementRule& p = north(s).procurement;
  p.tenders_per_year = 2'000;
  p.awareness = 1;
  p.known_floor = 1e-12;
  p.bidders = static_cast<std::int64_t>(bidders);
  p.quality = p.price = 0;
  p.value = constant(1), p.length = constant(36'525);
  return s;
}

/// What each won of the tenders after all three had an offer.
std::array<double, 3> shares_won(const Scenario& s, RunKey key) {
  Simulation sim = start(s, key);
  lab::run_until(sim, 101);
  Bloc& bloc = sim.world.blocs[0];
  const std::array<double, 3> use{0.5, 0.3, 0.2};
  for (std::size_t v = 0; v < 3; ++v)
    bloc.market.share(static_cast<Eigen::Index>(sim.world.vendors[v].offer.value), 0) = use[v];
  weigh_offers(sim, BlocId{0});
  std::array<double, 3> before{}, won{};
  for (std::size_t v = 0; v < 3; ++v) before[v] = sim.world.vendors[v].contract_rate;
  lab::finish(sim);
  double all = 0;
  for (std::size_t v = 0; v < 3; ++v) all += won[v] = std::round(sim.world.vendors[v].contract_rate - before[v]);
  for (double& share : won) share /= all;
  return won;
}

TEST_CASE("tenders: one bidder that is invited by its share of use wins it", "[theory][procurement]") {
  const auto [a, b, c] = replicate<3>("PR-1", 60, [](RunKey key) { return shares_won(three_known(1), key); });
  agrees_with("of 0.5", 0.5, a, 0.03);
  agrees_with("of 0.3", 0.3, b, 0.04);
  agrees_with("of 0.2", 0.2, c, 0.05);
}

TEST_CASE("tenders: two of three, invited without replacement", "[theory][procurement]") {
  // The first in proportion to use, the second among the rest, and each of both wins half: .4196, .3375, .2429.
  const auto [a, b, c] = replicate<3>("PR-2", 60, [](RunKey key) { return shares_won(three_known(2), key); });
  agrees_with("of 0.5", 0.4196, a, 0.03);
  agrees_with("of 0.3", 0.3375, b, 0.04);
  agrees_with("of 0.2", 0.2429, c, 0.05);
}

TEST_CASE("tenders: contracts that are called off in proportion give Yule and Simon's law", "[theory][procurement]") {
  // Half of the tenders are called off, the others go to newcomers: of 30,000 vendors some 500 have a contract, so an
  // open tender meets one of them in less than one of a hundred cases, and the shares move by 0.003 at most.
  Scenario s = lab::plain(30'000);
  s.mechanisms.procurement = true;
  s.run.horizon = Days{199};
  ProcurementRule& p = north(s).procurement;
  p.tenders_per_year = 3'700;
  p.bidders = 1;
  p.framework_share = 0.5;
  p.value = constant(1), p.length = constant(36'525);
  const auto [one, two] = replicate<2>("PR-Y", 24, [&](RunKey key) {
    Simulation sim = start(s, key);
    lab::finish(sim);
    std::map<double, double> holders;  // by contracts
    double all = 0;
    for (const Vendor& vendor : sim.world.vendors)
      if (vendor.contracts) ++holders[std::round(vendor.contract_rate)], ++all;
    return std::array{holders[1] / all, holders[2] / all};
  });
  agrees_with("holders of one contract", 2.0 / 3, one, 0.04);
  agrees_with("holders of two", 1.0 / 6, two, 0.10);
}

}  // namespace
}  // namespace poldyn::theory
