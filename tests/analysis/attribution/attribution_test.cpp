#include "analysis/attribution/attribution.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <random>

#include "analysis/attribution/exact_parts.h"
#include "tests/analysis/philox_resampler.h"
#include "tests/catch.h"

using namespace poldyn::analysis;

namespace {

/// Values by replicate and world, of whatever kind `draw` makes.
template <class Draw>
std::vector<std::vector<double>> drawn(std::size_t replicates, std::size_t parts, std::uint32_t seed, Draw draw) {
  std::mt19937 random(seed);
  std::vector<std::vector<double>> made(replicates, std::vector<double>(std::size_t{1} << parts));
  for (auto& worlds : made)
    for (double& x : worlds) x = draw(random);
  return made;
}

double normal(std::mt19937& random) { return std::normal_distribution<double>(120, 30)(random); }

Attributed attributed(const AttributionDesign& design, const std::vector<std::vector<double>>& values) {
  return attribute(design, values.size(), [&](std::size_t r, Coalition world) { return values[r][world]; });
}

/// In some order that is not the one in which they were made.
double plain_sum(std::vector<double> values, std::mt19937& random) {
  std::shuffle(values.begin(), values.end(), random);
  return std::accumulate(values.begin(), values.end(), 0.0);
}

std::vector<double> at(const std::vector<Measured>& list, std::size_t replicate) {
  std::vector<double> made;
  for (const Measured& one : list) made.push_back(one.runs[replicate]);
  return made;
}

void check_sums(const AttributionDesign& design, const Attributed& found, std::size_t replicates) {
  std::mt19937 random(7);
  for (std::size_t r = 0; r < replicates; ++r)
    for (int again = 0; again < 5; ++again) {
      CHECK(plain_sum(at(found.groups, r), random) == found.whole.runs[r]);
      CHECK(plain_sum(at(found.parts, r), random) == found.whole.runs[r]);
      for (std::size_t k = 0; k < design.groups.size(); ++k) {
        std::vector<double> members;
        for (const std::size_t part : design.groups[k]) members.push_back(found.parts[part].runs[r]);
        CHECK(plain_sum(members, random) == found.groups[k].runs[r]);
      }
    }
}

AttributionDesign sampled(Unions groups, std::size_t replicates, std::size_t pairs, std::uint32_t seed) {
  AttributionDesign design{std::move(groups), {}};
  std::mt19937 random(seed);
  for (std::size_t r = 0; r < replicates; ++r)
    design.orders.push_back(antithetic_orders(design.groups, pairs, [&](std::uint32_t n) {
      return std::uniform_int_distribution<std::uint32_t>(0, n - 1)(random);
    }));
  return design;
}

}  // namespace

TEST_CASE("exact parts: a sum in any order, and what is missing goes where most was cut", "[attribution]") {
  const std::vector<double> parts{0.1, 0.2, -0.05, 0.0};
  const double grain = grain_of(parts), whole = rounded(0.25, grain);
  CHECK(grain == std::ldexp(1.0, -1 - 53));  // gains of 0.3 lie below 2^-1
  std::mt19937 random(1);
  const std::vector<double> made = exact_parts(parts, whole, grain);
  for (int again = 0; again < 20; ++again) CHECK(plain_sum(made, random) == whole);
  for (std::size_t i = 0; i < parts.size(); ++i) CHECK(std::abs(made[i] - parts[i]) <= 2 * grain);
  CHECK(made[3] == 0);
  CHECK(exact_parts(std::vector<double>{1, 2}, 3, 0.25) == std::vector<double>{1, 2});
  CHECK(exact_parts(std::vector<double>{0.7, 0.6}, 1.5, 0.5) == std::vector<double>{1.0, 0.5});
  CHECK_THROWS_AS(exact_parts(std::vector<double>{1, 2}, 4000, 0.25), std::logic_error);
  CHECK(grain_of(std::vector<double>{0, 0}) == 0);
}

TEST_CASE("attribution: parts sum to the whole to the last bit, in any order", "[attribution]") {
  const auto kind = GENERATE(0, 1, 2);
  const auto draw = [&](std::mt19937& random) {
    const double x = normal(random);
    return kind == 0 ? x : kind == 1 ? 1e-9 * x : std::exp(x / 4);  // the last spans twenty powers of ten
  };
  constexpr std::size_t replicates = 40;
  const auto values = drawn(replicates, 7, 3, draw);
  for (const AttributionDesign& design :
       {AttributionDesign{{{0}, {1}, {2}, {3}, {4}, {5}, {6}}, {}}, AttributionDesign{{{0, 1, 2}, {3}, {4, 5, 6}}, {}},
        sampled({{0, 1, 2}, {3}, {4, 5}, {6}}, replicates, 3, 5)})
    check_sums(design, attributed(design, values), replicates);
}

TEST_CASE("attribution: the whole is the difference to the last bit", "[attribution]") {
  const auto values = drawn(200, 4, 8, normal);
  const AttributionDesign design{{{0}, {1}, {2}, {3}}, {}};
  const Attributed found = attributed(design, values);
  std::size_t same = 0;
  for (std::size_t r = 0; r < values.size(); ++r) {
    const double difference = values[r][15] - values[r][0];
    same += found.whole.runs[r] == difference;
    CHECK_THAT(found.whole.runs[r], WithinAbs(difference, 1e-13));  // gains and losses of some 100
  }
  CHECK(same > 150);  // in the others gains and losses cancel
}

TEST_CASE("attribution: the glove game, alone, last and interactions", "[attribution]") {
  const AttributionDesign design{{{0}, {1}, {2}}, {}};
  const Attributed found =
      attribute(design, 3, [](std::size_t, Coalition in) { return (in & 1U) && (in & 6U) ? 6.0 : 0.0; });
  CHECK(at(found.groups, 1) == std::vector<double>{4, 1, 1});
  CHECK(at(found.alone, 1) == std::vector<double>{0, 0, 0});
  CHECK(at(found.last, 1) == std::vector<double>{6, 0, 0});
  CHECK(at(found.interactions, 1) == std::vector<double>{3, 3, -3});
  CHECK(found.groups[0].order_error == 0);
  CHECK(worlds_of(design, 0).size() == 8);
}

TEST_CASE("attribution: worlds that lie far further apart than A and B", "[attribution]") {
  // Six groups that all do the same: what they do together is a billionth of what each does on the way.
  const AttributionDesign design{{{0}, {1}, {2}, {3}, {4}, {5}}, {}};
  const std::vector<double> by_size{0, 812345.678, -91234.567, 412345.123, -12345.901, 345678.912, 1e-3 / 3};
  const auto game = [&](std::size_t, Coalition in) { return by_size[static_cast<std::size_t>(std::popcount(in))]; };
  const Attributed found = attribute(design, 2, game);
  CHECK_THAT(found.whole.runs[0], WithinAbs(1e-3 / 3, 1e-9));
  check_sums(design, found, 2);
  check_sums(design, attribute(sampled(design.groups, 2, 3, 5), 2, game), 2);
}

TEST_CASE("attribution: interactions from drawn orders", "[attribution]") {
  // Nine groups, of which the first two work together (20) and the last two against each other (-12).
  Unions groups;
  for (std::size_t i = 0; i < 9; ++i) groups.push_back({i});
  std::mt19937 random(9);
  std::normal_distribution<double> noise(0, 1);
  constexpr std::size_t replicates = 20;
  std::vector<std::vector<double>> own(replicates, std::vector<double>(9));
  for (auto& one : own)
    for (double& x : one) x = 30 + noise(random);
  const auto game = [&](std::size_t r, Coalition in) {
    double worth = 100;
    for (std::size_t i = 0; i < 9; ++i) worth += (in >> i & 1U) ? own[r][i] : 0;
    return worth + ((in & 3U) == 3U ? 20 : 0) - ((in & 384U) == 384U ? 12 : 0);
  };
  std::vector<Attributed> found{attribute(sampled(groups, replicates, 4, 3), replicates, game)};
  adjust(groups, found);
  const auto pairs = pairs_of(9);
  REQUIRE(found[0].interactions.size() == pairs.size());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const Measured& pair = found[0].interactions[i];
    const double truth = pairs[i].second == 1 ? 20 : pairs[i].first == 7 ? -12 : 0;
    INFO(pairs[i].first << " and " << pairs[i].second << ": " << pair.mean.estimate.mean << ", half-width "
                        << pair.mean.estimate.half_width);
    CHECK_THAT(pair.mean.estimate.mean, WithinAbs(truth, 3 * pair.mean.estimate.half_width + 1e-12));
    CHECK(pair.mean.estimate.half_width < 8);
    CHECK((pair.adjusted_p < 0.05) == (truth != 0));
    CHECK((pair.order_error > 0) == (pair.mean.estimate.mean != 0));
  }
  Unions many;
  for (std::size_t i = 0; i < most_interacting + 1; ++i) many.push_back({i});
  CHECK(attribute(sampled(many, 2, 1, 3), 2, [](std::size_t, Coalition) { return 1.0; }).interactions.empty());
}

TEST_CASE("attribution: what one at a time hides", "[attribution]") {
  // A tolerance that only matters where somebody files: alone it does nothing.
  const AttributionDesign design{{{0}, {1}}, {}};
  const Attributed found =
      attribute(design, 2, [](std::size_t, Coalition in) { return ((in & 1U) ? 70.0 : 0.0) - (in == 3 ? 9.0 : 0.0); });
  CHECK(at(found.alone, 0) == std::vector<double>{70, 0});
  CHECK(at(found.groups, 0) == std::vector<double>{65.5, -4.5});
}

TEST_CASE("attribution: a part that never changes anything gets nothing", "[attribution]") {
  const auto values = drawn(30, 3, 11, normal);
  const AttributionDesign design{{{0}, {1}, {2}, {3}}, {}};
  const Attributed found = attribute(design, 30, [&](std::size_t r, Coalition in) { return values[r][in & 7U]; });
  for (const double x : found.groups[3].runs) CHECK(x == 0);
  CHECK(found.groups[3].mean.estimate.half_width == 0);
  CHECK(found.groups[3].mean.p == 1);
}

TEST_CASE("attribution: a replicate without a value in one world has no parts", "[attribution]") {
  auto values = drawn(10, 3, 12, normal);
  values[4][5] = no_value;
  values[6][0] = std::numeric_limits<double>::infinity();
  const AttributionDesign design{{{0}, {1}, {2}}, {}};
  const Attributed found = attributed(design, values);
  CHECK(found.whole.mean.estimate.n == 8);
  for (const auto& group : found.groups) {
    CHECK(group.runs.size() == 10);
    CHECK(std::isnan(group.runs[4]));
    CHECK(std::isnan(group.runs[6]));
    CHECK(group.mean.estimate.n == 8);
  }
  for (auto& worlds : values) worlds[2] = no_value;
  CHECK(attributed(design, values).whole.mean.estimate.n == 0);
}

TEST_CASE("attribution: one replicate has parts and no interval", "[attribution]") {
  const Attributed found = attributed({{{0}, {1}}, {}}, drawn(1, 2, 13, normal));
  CHECK(found.groups[0].mean.estimate.n == 1);
  CHECK(std::isnan(found.groups[0].mean.estimate.half_width));
  CHECK(std::isnan(found.groups[0].mean.p));
}

TEST_CASE("attribution: worlds that are asked for are those that are taken", "[attribution]") {
  const auto values = drawn(6, 6, 14, normal);
  for (const AttributionDesign& design :
       {AttributionDesign{{{0, 1}, {2}, {3, 4, 5}}, {}}, sampled({{0, 1}, {2}, {3, 4, 5}}, 6, 2, 3)}) {
    std::vector<std::vector<Coalition>> worlds;
    for (std::size_t r = 0; r < 6; ++r) worlds.push_back(worlds_of(design, r));
    attribute(design, 6, [&](std::size_t r, Coalition world) {
      CHECK(std::binary_search(worlds[r].begin(), worlds[r].end(), world));
      return values[r][world];
    });
  }
}

TEST_CASE("attribution: Holm's families are all groups and parts, and all pairs", "[attribution]") {
  const AttributionDesign design{{{0, 1}, {2}}, {}};
  std::vector<Attributed> all{attributed(design, drawn(12, 3, 15, normal)),
                              attributed(design, drawn(12, 3, 16, normal))};
  adjust(design.groups, all);
  std::vector<double> p;
  for (const auto& one : all)
    for (const auto* each : {&one.groups[0], &one.groups[1], &one.parts[0], &one.parts[1]}) p.push_back(each->mean.p);
  const std::vector<double> wanted = holm(p);
  CHECK(all[0].groups[0].adjusted_p == wanted[0]);
  CHECK(all[1].parts[1].adjusted_p == wanted[7]);
  CHECK(std::isnan(all[0].parts[2].adjusted_p));  // it is the group itself
  CHECK(all[0].interactions[0].adjusted_p >= all[0].interactions[0].mean.p);
}

TEST_CASE("attribution: intervals of exact and of sampled values cover as they say", "[attribution][slow]") {
  // A game of seven players with chance in every world; the truth is that of its mean.
  constexpr std::size_t trials = 1'000, replicates = 12, players = 7;
  Unions alone;
  for (std::size_t i = 0; i < players; ++i) alone.push_back({i});
  const auto mean = drawn(1, players, 21, normal).front();
  const std::vector<double> truth = shapley(players, [&](Coalition in) { return mean[in]; });
  const std::vector<double> together = interactions(players, [&](Coalition in) { return mean[in]; });
  std::mt19937 random(22);
  std::normal_distribution<double> noise(0, 20);
  for (const bool exact : {true, false}) {
    std::size_t covered = 0, bca = 0, of_pairs = 0;
    for (std::size_t trial = 0; trial < trials; ++trial) {
      auto values = std::vector<std::vector<double>>(replicates, mean);
      for (auto& worlds : values)
        for (double& x : worlds) x += noise(random);
      const AttributionDesign design =
          exact ? AttributionDesign{alone, {}} : sampled(alone, replicates, 2, static_cast<std::uint32_t>(trial));
      const std::size_t player = trial % players;
      AttributionJudging judging{0.9, {}, "x"};
      if (trial % 10 == 0) judging.resampler = [](std::string_view) { return philox_resampler(5); };
      const Attributed found = attribute(
          design, replicates, [&](std::size_t r, Coalition in) { return values[r][in]; }, judging);
      const Estimate& estimate = found.groups[player].mean.estimate;
      covered += estimate.low() <= truth[player] && truth[player] <= estimate.high();
      const Estimate& pair = found.interactions[trial % together.size()].mean.estimate;
      of_pairs += pair.low() <= together[trial % together.size()] && together[trial % together.size()] <= pair.high();
      bca += trial % 10 == 0 && found.groups[player].bca.low <= truth[player] &&
             truth[player] <= found.groups[player].bca.high;
    }
    const double share = static_cast<double>(covered) / trials;
    INFO("exact " << exact << ", t covers " << share << ", BCa of a tenth "
                  << static_cast<double>(bca) / (trials / 10));
    const double share_of_pairs = static_cast<double>(of_pairs) / trials;
    WARN("exact " << exact << ": 90 % t intervals cover " << share << ", those of interactions " << share_of_pairs);
    CHECK_THAT(share_of_pairs, WithinAbs(0.9, 0.03));
    CHECK_THAT(share, WithinAbs(0.9, 0.03));  // three standard errors of 0.0095
    CHECK(bca > 75);                          // of 100
  }
}
