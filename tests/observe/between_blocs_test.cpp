/// Blocs side by side: divergence, interoperability, lag.

#include "sim/observe/between_blocs.h"

#include <bit>
#include <cmath>
#include <vector>

#include "sim/engine/stream.h"
#include "tests/catch.h"
#include "tests/observe/hand_world.h"

using namespace poldyn;

namespace {

/// Offers of one domain with these shares; each bloc's users spend `use` M$ a year.
void spend(HandWorld& w, std::size_t bloc, double use) {
  w.world.blocs[bloc].tally.use = use;
  w.world.blocs[bloc].last_epoch = SimTime{} + to_ticks(Days{days_per_year});
}

HandWorld::Offer offer(double share, std::uint64_t lineage, std::uint8_t standard = no_standard,
                       std::uint64_t design = 0, double q = 1) {
  HandWorld::Offer made;
  made.share = {share};
  made.q = {q};
  made.lineage = lineage;
  made.standard = standard;
  made.design = design;
  return made;
}

double bits(std::vector<double> p, std::vector<double> q) { return jensen_shannon(p, q); }

}  // namespace

TEST_CASE("divergence: equal shares 0, nothing in common 1, and by hand", "[observe]") {
  CHECK(bits({0.5, 0.3, 0.2}, {5, 3, 2}) == 0);
  CHECK_THAT(bits({0.4, 0.6, 0, 0}, {0, 0, 0.9, 0.1}), WithinAbs(1, 1e-15));
  // p = (1, 0), q = (1/2, 1/2), m = (3/4, 1/4): (1/2) log2(4/3) + (1/2) ((1/2) log2(2/3) + (1/2) log2(2)).
  CHECK_THAT(bits({1, 0}, {1, 1}), WithinRel(0.311278124459133, 1e-12));
  CHECK(std::isnan(bits({0, 0}, {1, 1})));
  CHECK(std::isnan(bits({}, {})));
}

TEST_CASE("divergence: symmetric, of shares only, and blind to splits that both sides share", "[observe]") {
  for (std::uint32_t i = 0; i < 200; ++i) {
    Stream s({60, i}, 0, 0, 0);
    std::vector<double> p, q, p2, q2;
    for (int k = 0; k < 7; ++k) {
      p.push_back(s.below(3) == 0 ? 0 : s.uniform());
      q.push_back(s.below(3) == 0 ? 0 : s.uniform());
      const double part = s.uniform();
      for (const double f : {part, 1 - part}) p2.push_back(3 * f * p.back()), q2.push_back(7 * f * q.back());
    }
    const double d = bits(p, q);
    if (std::isnan(d)) continue;
    CHECK((d >= 0 && d <= 1));
    CHECK_THAT(bits(q, p), WithinAbs(d, 1e-14));
    CHECK_THAT(bits(p2, q2), WithinAbs(d, 1e-14));
  }
}

TEST_CASE("divergence: the distance across two sets is the mean over their pairs", "[observe]") {
  Stream s({61, 0}, 0, 0, 0);
  BitWeights a, b;
  std::vector<std::pair<std::uint64_t, double>> in_a, in_b;
  for (int i = 0; i < 9; ++i) in_a.emplace_back(s() >> 24, s.uniform()), a.add(in_a.back().first, in_a.back().second);
  for (int i = 0; i < 5; ++i)
    in_b.emplace_back(s() >> 24, s.uniform()), b.add(in_b.back().first, 2 * in_b.back().second);
  double sum = 0;
  for (const auto& [x, u] : in_a)
    for (const auto& [y, v] : in_b) sum += u * v * std::popcount(x ^ y);
  CHECK_THAT(cross_distance(a.sums(), b.sums(), 40), WithinRel(sum / (a.sum() * b.sum() / 2) / 40, 1e-12));
  CHECK(std::isnan(cross_distance(a.sums(), BitSums{}, 40)));
}

TEST_CASE("between blocs: one bloc has nothing to be compared with", "[observe]") {
  HandWorld w(1, {1});
  w.add_offer(0, offer(1, 7));
  spend(w, 0, 10);
  const RunResult r = w.look(400);
  for (const char* name : {"lineage_divergence", "architecture_divergence", "capability_divergence", "capability_gap",
                           "capability_lag", "design_distance_abroad", "interoperability"})
    CHECK(std::isnan(sampled(r, name)));
}

TEST_CASE("between blocs: lineages and standards by hand", "[observe]") {
  HandWorld w(2, {1});
  w.world.standards = 2;
  w.world.design_scale = 0.5;
  w.add_offer(0, offer(0.5, 7, 0, 0b0000));
  w.add_offer(0, offer(0.5, 7, 1, 0b0000));
  w.add_offer(1, offer(0.25, 7, 1, 0b1111));
  w.add_offer(1, offer(0.75, 8, 1, 0b1111));
  spend(w, 0, 10);
  spend(w, 1, 90);
  w.world.blocs[0].standards.home = 0;
  const RunResult r = w.look(400);
  CHECK_THAT(sampled(r, "standard_divergence"), WithinRel(0.311278124459133, 1e-12));
  const double lineage = bits({1, 0}, {0.25, 0.75});
  CHECK_THAT(sampled(r, "lineage_divergence", 0), WithinRel(lineage, 1e-12));
  CHECK_THAT(sampled(r, "lineage_divergence", 1), WithinRel(lineage, 1e-12));
  CHECK_THAT(sampled(r, "architecture_divergence"), WithinRel(bits({0.5, 0.5, 0}, {0, 0.25, 0.75}), 1e-12));
  CHECK_THAT(sampled(r, "architecture_divergence_from", 0, 0, 1),
             WithinRel(sampled(r, "architecture_divergence"), 1e-12));
  CHECK(sampled(r, "architecture_divergence_from", 0, 0, 0) == 0);
  CHECK_THAT(sampled(r, "compatible_abroad"), WithinRel(0.5, 1e-12));
  CHECK(sampled(r, "design_distance_abroad") == 1);
  CHECK_THAT(sampled(r, "interoperability"), WithinRel(0.5 * std::exp(-2.0), 1e-12));
  CHECK_THAT(sampled(r, "interoperability_with", 0, 0, 1), WithinRel(0.5 * std::exp(-2.0), 1e-12));
  CHECK(sampled(r, "leader_abroad_share", 0) == 0.5);  // standard 1 leads in the other bloc
  CHECK(sampled(r, "shared_lineage_share", 0) == 1);   // lineage 7 is in use there
  CHECK(sampled(r, "shared_lineage_share", 1) == 0.25);
  CHECK(sampled(r, "foreign_lineage_share", 0) == 0);
  CHECK(sampled(r, "foreign_lineage_share", 1) == 1);
  CHECK_THAT(sampled(r, "effective_standards", 0), WithinRel(2, 1e-12));
  CHECK(sampled(r, "effective_standards_q2", 1) == 1);
  CHECK(sampled(r, "leading_standard_share", 1) == 1);
  CHECK(sampled(r, "home_standard_share", 0) == 0.5);
  CHECK(std::isnan(sampled(r, "home_standard_share", 1)));
}

TEST_CASE("between blocs: profiles alike diverge by 0, whatever is used how much in all", "[observe]") {
  HandWorld w(2, {1});
  w.world.standards = 1;
  for (std::size_t b = 0; b < 2; ++b) {
    w.add_offer(b, offer(0.3, 7, 0, 0b0101));
    w.add_offer(b, offer(0.7, 8, 0, 0b0101));
    spend(w, b, b == 0 ? 3 : 1000);
  }
  const RunResult r = w.look(400);
  for (const char* name : {"lineage_divergence", "standard_divergence", "architecture_divergence",
                           "capability_divergence", "design_distance_abroad", "capability_gap", "capability_lag"}) {
    INFO(name);
    for (std::size_t b = 0; b < 2; ++b) CHECK_THAT(sampled(r, name, b), WithinAbs(0, 1e-15));
  }
  CHECK_THAT(sampled(r, "interoperability"), WithinRel(1, 1e-12));
}

TEST_CASE("between blocs: the others are pooled by what their users spend", "[observe]") {
  HandWorld w(3, {1});
  w.add_offer(0, offer(1, 7));
  w.add_offer(1, offer(1, 7));
  w.add_offer(2, offer(1, 8));
  for (std::size_t b = 0; b < 3; ++b) spend(w, b, 10.0 * static_cast<double>(b + 1));
  const RunResult r = w.look(400);
  CHECK_THAT(sampled(r, "lineage_divergence", 0), WithinRel(bits({1, 0}, {20, 30}), 1e-12));
  CHECK_THAT(sampled(r, "lineage_divergence", 1), WithinRel(bits({1, 0}, {10, 30}), 1e-12));
  CHECK(sampled(r, "lineage_divergence", 2) == 1);
  CHECK(sampled(r, "architecture_divergence_from", 0, 0, 1) == 0);
  CHECK(sampled(r, "architecture_divergence_from", 0, 0, 2) == 1);
  CHECK(std::isnan(sampled(r, "standard_divergence")));  // there are no standards
}

TEST_CASE("between blocs: a bloc's capability profile is its shape and not its level", "[observe]") {
  HandWorld w(2, {0.5, 0.5});
  HandWorld::Offer both;
  both.share = {1, 1};
  both.q = {2, 3};
  w.add_offer(0, both);
  both.q = {4, 5};
  w.add_offer(1, both);
  spend(w, 0, 1);
  spend(w, 1, 1);
  CHECK_THAT(sampled(w.look(400), "capability_divergence"), WithinAbs(0, 1e-15));
  w.world.blocs[1].market.quality(0, 1) = 4;
  CHECK_THAT(sampled(w.look(400), "capability_divergence"), WithinRel(bits({1, 10}, {1, 1}), 1e-9));
}

TEST_CASE("between blocs: lag is the time since the leader stood where the bloc stands now", "[observe]") {
  HandWorld w(2, {1});
  const ModelId leader = w.add_offer(0, offer(1, 7)), follower = w.add_offer(1, offer(1, 8));
  Recorder recorder(w.world, w.shape(4), false, false);
  const auto sample = [&](double day, double first, double second) {
    w.world.at(leader).mean_q = first;
    w.world.at(follower).mean_q = second;
    recorder.sample(at_day(day), w.world);
  };
  sample(0, 1, 0.5);
  sample(30, 2, 1);
  sample(60, 4, 3);  // the leader passed 3 on day 45
  sample(90, 4, 5);  // and was passed: the new leader stood at 4 on day 75
  const RunResult r = recorder.finish(at_day(90), w.world);
  CHECK(sampled(r, "capability_gap", 1, 0) == 0.5);
  CHECK(sampled(r, "capability_lag", 1, 0) == 0);  // nothing is known of before the first sample
  CHECK_THAT(sampled(r, "capability_lag", 1, 1), WithinRel(30, 1e-9));
  CHECK_THAT(sampled(r, "capability_lag", 1, 2), WithinRel(15, 1e-9));
  CHECK(sampled(r, "capability_lag", 0, 2) == 0);
  CHECK_THAT(sampled(r, "capability_lag", 0, 3), WithinRel(15, 1e-9));
  CHECK_THAT(sampled(r, "capability_gap", 0, 3), WithinRel(1, 1e-12));
}

TEST_CASE("between blocs: renaming blocs moves the values and changes none", "[observe]") {
  const auto world = [](bool swapped) {
    HandWorld w(2, {1});
    w.world.standards = 3;
    for (std::size_t which = 0; which < 2; ++which) {
      const std::size_t b = swapped ? 1 - which : which;
      Stream s({62, static_cast<std::uint32_t>(which)}, 0, 0, 0);
      for (int i = 0; i < 12; ++i)
        w.add_offer(b, offer(s.uniform() / 12, 1 + s.below(5), static_cast<std::uint8_t>(s.below(3)), s.below(16),
                             s.uniform()));
      spend(w, b, 10 + 5 * static_cast<double>(which));
    }
    return w;
  };
  const RunResult a = world(false).look(400), b = world(true).look(400);
  for (const char* name : {"lineage_divergence", "standard_divergence", "architecture_divergence",
                           "capability_divergence", "design_distance_abroad", "compatible_abroad", "interoperability",
                           "leader_abroad_share", "shared_lineage_share", "capability_gap"}) {
    INFO(name);
    CHECK(sampled(a, name, 0) > -1);
    for (std::size_t bloc = 0; bloc < 2; ++bloc)
      CHECK_THAT(sampled(b, name, 1 - bloc), WithinAbs(sampled(a, name, bloc), 1e-14));
  }
}

TEST_CASE("between blocs: paradigms and incidents by hand", "[observe]") {
  HandWorld w(3, {0.5, 0.5});
  w.world.later_landscapes.resize(2);
  const auto use = [&](std::size_t bloc, double share, Paradigm paradigm) {
    HandWorld::Offer made = offer(share, 1);
    made.share = {share, share};
    made.q = {1, 1};
    made.paradigm = paradigm;
    w.add_offer(bloc, made);
  };
  use(0, 1, 0);
  use(1, 0.75, 0);
  use(1, 0.25, 2);
  use(2, 0.5, 2);
  use(2, 0.5, 1);
  spend(w, 0, 10);
  spend(w, 1, 20);
  spend(w, 2, 60);
  w.world.blocs[0].tally.incidents_in = {3, 1};
  w.world.blocs[0].warmup.incidents_in = {0, 2};
  w.world.blocs[1].tally.incidents_in = {1, 0};
  w.world.blocs[2].tally.incidents_in = {4, 5};
  const RunResult r = w.look(400);
  // Abroad of the first, by M$ of use: 0.75 x 20, 0.5 x 60, 0.25 x 20 + 0.5 x 60.
  CHECK_THAT(sampled(r, "paradigm_divergence"), WithinRel(bits({1, 0, 0}, {15, 30, 35}), 1e-12));
  CHECK_THAT(sampled(r, "paradigm_divergence", 1), WithinRel(bits({0.75, 0, 0.25}, {10, 30, 30}), 1e-12));
  CHECK_THAT(sampled(r, "paradigm_divergence", 2), WithinRel(bits({0, 30, 30}, {25, 0, 5}), 1e-12));
  CHECK_THAT(sampled(r, "incident_divergence"), WithinRel(bits({3, 3}, {5, 5}), 1e-12) || WithinAbs(0, 1e-15));
  CHECK_THAT(sampled(r, "incident_divergence", 1), WithinRel(bits({1, 0}, {7, 8}), 1e-12));
  CHECK_THAT(total(r, "incident_divergence"), WithinRel(bits({3, 1}, {5, 5}), 1e-12));  // without the warm-up
  w.world.blocs[0].tally.incidents_in = w.world.blocs[0].warmup.incidents_in = {};
  CHECK(std::isnan(sampled(w.look(400), "incident_divergence")));
  CHECK(std::isnan(total(w.look(400), "incident_divergence")));
  CHECK(std::isfinite(sampled(w.look(400), "incident_divergence", 1)));
}

TEST_CASE("between blocs: incidents of one law diverge by chance as the model page says", "[observe]") {
  // (D - 1) (1/n + 1/m) / (8 ln 2) bits to first order, n and m incidents over D domains.
  constexpr int n = 200, m = 400, runs = 4000;
  const std::vector<double> law = {0.4, 0.3, 0.2, 0.1};
  std::vector<double> seen;
  for (std::uint32_t i = 0; i < runs; ++i) {
    Stream s({62, i}, 0, 0, 0);
    const auto draw = [&](int number) {
      std::vector<double> counts(law.size());
      for (int k = 0; k < number; ++k) {
        double u = s.uniform();
        std::size_t d = 0;
        while (d + 1 < law.size() && (u -= law[d]) >= 0) ++d;
        ++counts[d];
      }
      return counts;
    };
    const auto here = draw(n);
    seen.push_back(bits(here, draw(m)));
  }
  double mean = 0, square = 0;
  for (const double d : seen) mean += d / runs, square += d * d / runs;
  const double expected = 3 * (1.0 / n + 1.0 / m) / (8 * std::log(2)), error = std::sqrt((square - mean * mean) / runs);
  INFO("z " << (mean - expected) / error);
  CHECK(std::abs(mean - expected) < 4 * error);
  CHECK(4 * error < 0.06 * expected);  // power
}
