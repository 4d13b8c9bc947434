#include <algorithm>
#include <bit>
#include <cmath>

#include "tests/catch.h"
#include "tests/observe/hand_world.h"

using namespace poldyn;

namespace {

/// Three offers with use .5, .3, .2 in each of two domains of demand .75 and .25; designs 0000, 0011, 1111; the first
/// and the third are of one lineage, of which the third is a derivative.
HandWorld three_offers() {
  HandWorld w(1, {0.75, 0.25});
  w.add_offer(0, {{0.5, 0.5}, {2, 1}, 0b0000, 7, 1.0, 0.2, 10, false, true, 5, 1});
  w.add_offer(0, {{0.3, 0.3}, {4, 0}, 0b0011, 8, 2.0, 0.4, 20, false, false, 6, 2});
  w.add_offer(0, {{0.2, 0.2}, {1, 3}, 0b1111, 7, 0.5, 0.9, 30, true, true, 7, 3});
  return w;
}

}  // namespace

TEST_CASE("market metrics: shares .5, .3, .2 give the published values", "[observe][reference]") {
  const RunResult r = three_offers().look(100);
  CHECK(sampled(r, "active_models") == 3);
  CHECK_THAT(sampled(r, "hhi_models"), WithinRel(0.38, 1e-12));  // HHI-1
  CHECK(sampled(r, "hill_q0_models") == 3);
  CHECK_THAT(sampled(r, "hill_q1_models"), WithinRel(2.80009407285383, 1e-12));  // HILL-1
  CHECK_THAT(sampled(r, "hill_q2_models"), WithinRel(2.63157894736842, 1e-12));  // HILL-2
  CHECK_THAT(sampled(r, "gini_models"), WithinRel(0.2, 1e-12));
  CHECK_THAT(sampled(r, "top_vendor_share"), WithinRel(0.5, 1e-12));
}

TEST_CASE("market metrics: lineages and forks", "[observe]") {
  HandWorld w = three_offers();
  RunResult r = w.look(100);
  CHECK(sampled(r, "active_lineages") == 2);
  CHECK_THAT(sampled(r, "hhi_lineages"), WithinRel(0.7 * 0.7 + 0.3 * 0.3, 1e-12));
  CHECK(sampled(r, "hill_q0_lineages") == 2);
  CHECK_THAT(sampled(r, "hill_q1_lineages"), WithinRel(std::exp(-0.7 * std::log(0.7) - 0.3 * std::log(0.3)), 1e-12));
  CHECK_THAT(sampled(r, "hill_q2_lineages"), WithinRel(1 / 0.58, 1e-12));
  CHECK_THAT(sampled(r, "largest_lineage_share"), WithinRel(0.7, 1e-12));
  CHECK(sampled(r, "forks_per_base") == 1);
  CHECK_THAT(sampled(r, "derivative_share"), WithinRel(1.0 / 3, 1e-12));

  w.add_offer(0, {{0, 0}, {0, 0}, 0b1000, 7, 0, 0, 0, true});
  w.add_offer(0, {{0, 0}, {0, 0}, 0b1001, 3, 0, 0, 0, true});
  r = w.look(100);
  CHECK(sampled(r, "active_lineages") == 3);
  CHECK(sampled(r, "hill_q0_lineages") == 2);  // the third has no use
  CHECK(sampled(r, "hill_q0_models") == 3);
  CHECK(sampled(r, "forks_per_base") == 1.5);  // two of lineage 7, one of lineage 3
  CHECK(sampled(r, "derivative_share") == 0.6);
}

TEST_CASE("market metrics: distance of designs and clones", "[observe]") {
  HandWorld w = three_offers();
  RunResult r = w.look(100);
  CHECK_THAT(sampled(r, "design_diversity"), WithinRel((2 + 4 + 2) / 3.0 / 4, 1e-12));
  CHECK_THAT(sampled(r, "rao_diversity"), WithinRel(2 * (0.15 * 0.5 + 0.10 * 1 + 0.06 * 0.5), 1e-12));
  CHECK(sampled(r, "clone_share") == 0);
  w.add_offer(0, {{0, 0}, {0, 0}, 0b0011, 9});
  w.add_offer(0, {{0, 0}, {0, 0}, 0b0011, 9});
  w.add_offer(0, {{0, 0}, {0, 0}, 0b1111, 9});
  r = w.look(100);
  CHECK_THAT(sampled(r, "clone_share"), WithinRel(5.0 / 6, 1e-12));
  CHECK_THAT(sampled(r, "rao_diversity"), WithinRel(0.41, 1e-12));  // the clones have no use
  w.add_offer(0, {.share = {0.1, 0.1}, .q = {0, 0}, .design = 0b1111, .application = true});
  const RunResult with_application = w.look(100);
  CHECK_THAT(sampled(with_application, "application_share"), WithinRel(1.0 / 7, 1e-12));
  for (const char* name : {"clone_share", "rao_diversity", "design_diversity"})
    CHECK(sampled(with_application, name) == sampled(r, name));
}

TEST_CASE("market metrics: registered, in use and unused", "[observe]") {
  HandWorld w = three_offers();
  RunResult r = w.look(100);
  CHECK(std::isnan(sampled(r, "registered_unused_share")));
  w.world.blocs[0].registry.approvals = 8;
  w.world.blocs[0].registry.light = 3;
  r = w.look(100);
  CHECK(sampled(r, "registered") == 8);
  CHECK(sampled(r, "registered_light") == 3);
  CHECK(sampled(r, "registered_active") == 2);
  CHECK(sampled(r, "registered_unused_share") == 0.75);
  CHECK(sampled(r, "registered_unused") == 6);
  CHECK(sampled(r, "registered_active_share") == 0.25);
  CHECK(total(r, "registered") == 8);
  CHECK(total(r, "registered_unused_share") == 0.75);
}

TEST_CASE("market metrics: capability at the frontier and where it is used", "[observe]") {
  const RunResult r = three_offers().look(100);
  CHECK(sampled(r, "frontier") == 3);  // .75 * 4 + .25 * 0
  CHECK(sampled(r, "frontier_by_domain", 0, 0, 0) == 4);
  CHECK(sampled(r, "frontier_by_domain", 0, 0, 1) == 3);
  const double first = 0.5 * 2 + 0.3 * 4 + 0.2 * 1, second = 0.5 * 1 + 0.3 * 0 + 0.2 * 3;
  CHECK_THAT(sampled(r, "usage_q_by_domain", 0, 0, 0), WithinRel(first, 1e-12));
  CHECK_THAT(sampled(r, "usage_q_by_domain", 0, 0, 1), WithinRel(second, 1e-12));
  CHECK_THAT(sampled(r, "usage_q"), WithinRel(0.75 * first + 0.25 * second, 1e-12));
  CHECK_THAT(sampled(r, "sample_efficiency"),
             WithinRel(0.75 * first + 0.25 * second - (0.5 * 1 + 0.3 * 2 + 0.2 * 0.5), 1e-12));
  CHECK_THAT(sampled(r, "robustness"), WithinRel(0.5 * 0.2 + 0.3 * 0.4 + 0.2 * 0.9, 1e-12));
  CHECK_THAT(sampled(r, "age_in_use"), WithinRel(0.5 * 90 + 0.3 * 80 + 0.2 * 70, 1e-12));
  CHECK(total(r, "final_frontier") == 3);
  CHECK(total(r, "final_robustness") == sampled(r, "robustness"));
  CHECK_THAT(total(r, "final_usage_q"), WithinRel(0.75 * first + 0.25 * second, 1e-12));
}

TEST_CASE("market metrics: gaps between kinds of domains", "[observe]") {
  HandWorld w(2, {0.5, 0.3, 0.2});
  w.world.domain_kind = {DomainKind::in_distribution, DomainKind::open_ended, DomainKind::tool_use};
  w.world.blocs[0].outside_envelope = {false, true, true};
  for (std::size_t bloc = 0; bloc < 2; ++bloc) {
    w.add_offer(bloc, {{0.5, 0.5, 1}, {4, 2, 1}});
    w.add_offer(bloc, {{0.5, 0.5, 0}, {6, 4, 9}});
  }
  const RunResult r = w.look(1);
  const double mean = 0.5 * 5 + 0.3 * 3 + 0.2 * 1;
  CHECK_THAT(sampled(r, "envelope_gap"), WithinRel(5 - (0.3 * 3 + 0.2 * 1) / 0.5, 1e-12));
  CHECK_THAT(sampled(r, "open_ended_gap"), WithinRel(3 - mean, 1e-12));
  CHECK_THAT(sampled(r, "tool_use_gap"), WithinRel(1 - mean, 1e-12));
  CHECK(std::isnan(sampled(r, "envelope_gap", 1)));  // nothing lies outside there
  CHECK_THAT(sampled(r, "open_ended_gap", 1), WithinRel(3 - mean, 1e-12));
}

TEST_CASE("market metrics: use differs by domain, and the users of offers that left do not count", "[observe]") {
  HandWorld w(1, {0.75, 0.25});
  w.add_offer(0, {{0.8, 0.0}, {1, 1}});
  w.add_offer(0, {{0.0, 0.4}, {3, 3}});
  const RunResult r = w.look(1);  // use .6 and .1 of 1, .7 in all
  CHECK_THAT(sampled(r, "top_vendor_share"), WithinRel(6.0 / 7, 1e-12));
  CHECK_THAT(sampled(r, "hhi_models"), WithinRel(37.0 / 49, 1e-12));
  CHECK_THAT(sampled(r, "usage_q"), WithinRel((0.6 * 1 + 0.1 * 3) / 0.7, 1e-12));
  CHECK_THAT(sampled(r, "usage_q_by_domain", 0, 0, 1), WithinRel(3.0, 1e-12));
}

TEST_CASE("market metrics: what does not exist is NaN, and counts are zero", "[observe]") {
  HandWorld w(1, {0.75, 0.25});
  RunResult r = w.look(1);
  for (const char* name :
       {"hhi_models",         "hill_q0_models",    "hill_q1_models",        "gini_models",      "top_vendor_share",
        "top_50_share",       "hhi_lineages",      "largest_lineage_share", "design_diversity", "rao_diversity",
        "forks_per_base",     "derivative_share",  "clone_share",           "frontier",         "usage_q",
        "frontier_by_domain", "usage_q_by_domain", "sample_efficiency",     "robustness",       "age_in_use",
        "idea_to_deployment", "review_share",      "release_interval",      "signals_per_use",  "growth"})
    CHECK(std::isnan(sampled(r, name)));
  for (const char* name : {"active_models", "registered", "active_lineages", "vendors", "releases"})
    CHECK(sampled(r, name) == 0);

  w.add_offer(0, {{0, 0}, {1, 2}});  // before the first epoch: offered, not used
  r = w.look(1);
  CHECK(sampled(r, "active_models") == 1);
  CHECK(sampled(r, "frontier") == 1.25);
  CHECK(sampled(r, "active_lineages") == 1);
  CHECK(std::isnan(sampled(r, "hhi_models")));
  CHECK(std::isnan(sampled(r, "usage_q")));
  CHECK(std::isnan(sampled(r, "rao_diversity")));
  CHECK(std::isnan(sampled(r, "design_diversity")));  // no pair
  CHECK(sampled(r, "clone_share") == 0);
}

TEST_CASE("market metrics: many offers, against the definitions", "[observe]") {
  HandWorld w(1, {0.6, 0.4}, 16);
  const int n = 1500;  // beyond the threshold of the radix sort
  std::vector<double> use;
  std::vector<std::uint64_t> designs;
  double left0 = 0, left1 = 0;
  for (int i = 0; i < n; ++i) {
    const double a = (i * 37 % 101 + 1.0), b = (i * 53 % 97 + 1.0);
    left0 += a;
    left1 += b;
    designs.push_back(static_cast<std::uint64_t>(i) * 2654435761U % 1021);
    w.add_offer(0, {{a, b}, {1, 1}, designs.back(), static_cast<std::uint64_t>(i % 50) << 32, 0, 0, 0, i % 3 == 0});
  }
  w.world.blocs[0].market.share.col(0) /= left0;
  w.world.blocs[0].market.share.col(1) /= left1;
  const auto share = w.world.blocs[0].market.share;
  std::vector<double> lineage(50);
  for (int i = 0; i < n; ++i) {
    use.push_back(0.6 * share(i, 0) + 0.4 * share(i, 1));
    lineage[static_cast<std::size_t>(i % 50)] += use.back();
  }
  double clones = 0, distance = 0;
  for (std::size_t i = 0; i < designs.size(); ++i) {
    bool twin = false;
    for (std::size_t j = 0; j < designs.size(); ++j) {
      twin |= i != j && designs[i] == designs[j];
      distance += std::popcount(designs[i] ^ designs[j]);
    }
    clones += twin;
  }
  const RunResult r = w.look(1);
  CHECK_THAT(sampled(r, "hhi_models"), WithinRel(hhi(use), 1e-12));
  CHECK_THAT(sampled(r, "hhi_lineages"), WithinRel(hhi(lineage), 1e-12));
  CHECK_THAT(sampled(r, "largest_lineage_share"), WithinRel(largest_share(lineage), 1e-12));
  CHECK(sampled(r, "active_lineages") == 50);
  CHECK(sampled(r, "forks_per_base") == 10);  // 500 derivatives; 3 and 50 share no factor, so every lineage has some
  CHECK_THAT(sampled(r, "clone_share"), WithinRel(clones / n, 1e-12));
  CHECK_THAT(sampled(r, "design_diversity"), WithinRel(distance / 16 / n / (n - 1), 1e-12));
  std::sort(use.begin(), use.end());
  CHECK_THAT(sampled(r, "gini_models"), WithinRel(gini(use), 1e-12));
  double top = 0;
  for (auto i = use.size() - 50; i < use.size(); ++i) top += use[i];
  CHECK_THAT(sampled(r, "top_50_share"), WithinRel(top, 1e-9));
  CHECK(top > 1.05 * 50 / n);  // power: they use more than any 50
}

TEST_CASE("market: the top 50 of equal vendors hold 50 / n, and of fewer all", "[observe]") {
  for (const int n : {1, 49, 50, 51, 200}) {
    HandWorld w(1, {1});
    for (int i = 0; i < n; ++i) w.add_offer(0, {.share = {1.0 / n}, .q = {1}});
    CHECK_THAT(sampled(w.look(1), "top_50_share"), WithinRel(std::min(1.0, 50.0 / n), 1e-12));
  }
}

TEST_CASE("market: registered designs of two paradigms differ in all of their bits", "[observe]") {
  HandWorld w(1, {1}, 4);
  RegisteredDesigns& designs = w.world.blocs[0].registry.designs;
  designs.add(0b0000, 0);
  designs.add(0b0011, 0);
  designs.add(0b0000, 1);
  const RunResult r = w.look(1);
  CHECK_THAT(sampled(r, "registered_diversity"), WithinRel((0.5 + 1 + 1) / 3, 1e-12));
  CHECK(sampled(r, "registered_clone_share") == 0);  // the same bits are another design there
  designs.add(0b0000, 1);
  CHECK_THAT(sampled(w.look(1), "registered_diversity"), WithinRel((0.5 + 4 * 1 + 0) / 6, 1e-12));
  CHECK(sampled(w.look(1), "registered_clone_share") == 0.25);
}
