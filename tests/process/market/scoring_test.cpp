/// Tests that models are scored on: when they are taken, what they find, who goes by them, and what work on them takes.

#include "sim/process/market/scoring.h"

#include <cmath>
#include <vector>

#include "sim/process/market/shares.h"
#include "tests/catch.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Vendors whose first designs differ and who release every 100 days; users look at quality alone, and choose anew in
/// each epoch.
Scenario tested(std::int64_t vendors) {
  Scenario s = plain(vendors);
  s.mechanisms.scores = s.mechanisms.market = true;
  s.technology.fitness_oom = 2;
  s.run.horizon = Days{1000};
  s.scores.retire_at = 1;
  MarketRule& market = north(s).market;
  market.epoch = Days{100};
  market.base_weight = market.price_weight = 0;
  market.switching_rate_per_year = 10000;
  return s;
}

const BoardEntry& entry_of(const Simulation& sim, std::size_t vendor) { return sim.world.board.entries[vendor]; }

Eigen::ArrayXd shares_of_use(const Simulation& sim) {
  const Market& market = sim.world.blocs[0].market;
  return market.share.col(0).head(market.rows);
}

}  // namespace

TEST_CASE("scores: a test finds the capability on what it covers, weighed by demand", "[process][scores]") {
  Scenario s = tested(3);
  s.scores.noise = 0;
  s.mechanisms.curation = true;
  s.domains[0].rule.demand_weight = 3;
  s.domains.push_back({"open", {DomainKind::open_ended, 1, {"north"}}});
  north(s).curation.kept_outside = 0.01;
  const auto found = [&] {
    Simulation sim = start(s, {1, 0});
    run_until(sim, 110);
    for (std::size_t v = 0; v < 3; ++v)
      CHECK(entry_of(sim, v).mean_q == sim.world.at(sim.world.vendors[v].product).mean_q);
    const auto& q = sim.world.at(sim.world.vendors[0].product).q;
    CHECK_THAT(q[1], WithinAbs(q[0] - 2, 1e-12));
    return entry_of(sim, 0).tested.found - q[0];
  };
  CHECK_THAT(found(), WithinAbs(0, 1e-12));  // of kind in_distribution only
  s.scores.covered = {"open"};
  CHECK_THAT(found(), WithinAbs(-2, 1e-12));
  s.scores.covered = {"general", "open"};
  CHECK_THAT(found(), WithinAbs(-0.5, 1e-12));
}

TEST_CASE("scores: errors are those of the best attempt, and the same at each epoch", "[process][scores]") {
  // Mean over n vendors within 4 standard errors: each fails once in 16,000.
  struct Row {
    std::int64_t attempts;
    double mean, sd;
  };
  constexpr std::int64_t n = 2000;
  for (const Row& row : {Row{1, 0, 1}, {2, 0.5642, 0.8256}, {10, 1.5388, 0.5868}}) {
    Scenario s = tested(n);
    s.run.horizon = Days{199};
    s.scores.noise = 0.05;
    s.scores.attempts = row.attempts;
    north(s).market.epoch = Days{10};
    Simulation sim = start(s, {11, 0});
    run_until(sim, 101);
    std::vector<double> first;
    double sum = 0;
    for (std::size_t v = 0; v < n; ++v) {
      first.push_back(entry_of(sim, v).tested.found);
      sum += first.back() - sim.world.board.covered_q(entry_of(sim, v).q);
    }
    INFO(row.attempts);
    CHECK_THAT(sum / n, WithinAbs(0.05 * row.mean, 4 * 0.05 * row.sd / std::sqrt(n)));
    run_until(sim, 198);
    REQUIRE(sim.world.blocs[0].epochs == 19);
    for (std::size_t v = 0; v < n; ++v) CHECK(entry_of(sim, v).tested.found == first[v]);
  }
}

TEST_CASE("scores: a test that the best nearly passes gives way to a harder one, which all take", "[process][scores]") {
  Scenario s = tested(6);
  s.scores.retire_at = 0.9;
  s.scores.difficulty = -7;
  s.scores.step = 0.5;
  north(s).supply.growth_oom_per_year = 2;
  Simulation sim = start(s, {3, 0});
  std::uint32_t test = 0, rises = 0;
  std::vector<BoardEntry> before;
  watch(sim, [&](const Event& event, const World& world) {
    const Scoreboard& board = world.board;
    if (kind_of(event) != EventKind::market_epoch) {
      CHECK(board.test == test);  // only an epoch looks
      before = board.entries;
      return;
    }
    double best = -1e9;
    for (const BoardEntry& entry : board.entries)
      if (entry.there) best = std::max(best, entry.tested.found);
    CHECK(score_of(board, best) <= 0.9);
    CHECK(board.best == best);
    if (board.test == test) return;
    ++rises;
    test = board.test;
    for (std::size_t v = 0; v < before.size(); ++v) {
      CHECK(board.entries[v].tested.found != before[v].tested.found);  // another test, another error
      CHECK(std::abs(board.entries[v].tested.found - before[v].tested.found) < 0.6);
    }
    const Market& market = world.blocs[0].market;
    for (std::size_t row = 0; row < market.rows; ++row) {
      const ModelId product = world.at(market.vendor[row]).product;
      CHECK(market.seen(static_cast<Eigen::Index>(row)) == read_as_q(board, board.models[product.value].found));
    }
  });
  CHECK(rises >= 3);
  CHECK(test > 8);  // the first is far too easy, and is not followed by each of the next
}

TEST_CASE("scores: with full trust in a test that all pass, offers get equal shares", "[process][scores]") {
  Scenario s = tested(5);
  s.scores.trust = 1;
  s.scores.difficulty = -100;
  Simulation sim = start(s, {5, 0});
  run_until(sim, 101);  // an epoch on the day of all first releases: nobody knows better yet
  REQUIRE(shares_of_use(sim).size() == 5);
  for (const double share : shares_of_use(sim)) CHECK_THAT(share, WithinAbs(0.2, 1e-12));
  s.scores.trust = 0;
  Simulation other = start(s, {5, 0});
  run_until(other, 101);
  CHECK(shares_of_use(other).maxCoeff() - shares_of_use(other).minCoeff() > 0.1);
}

TEST_CASE("scores: users choose by what they see, and have what is there", "[process][scores]") {
  MarketRule rule;
  rule.switching_rate_per_year = 10000;
  Eigen::ArrayXd truth(3), wrong(3), share = Eigen::ArrayXd::Zero(3);
  truth << 1, 2, 0;
  wrong << 0.5, -1.5, 0;
  const double worth = move_shares(rule, truth + wrong, 1, share, wrong);
  const double all = std::exp(1.5) + std::exp(0.5) + 1;
  CHECK_THAT(share(0), WithinRel(std::exp(1.5) / all, 1e-12));
  CHECK_THAT(worth, WithinRel(std::log(all) - share(0) * 0.5 + share(1) * 1.5, 1e-12));
  // By the envelope theorem nobody is better off for seeing wrongly.
  Eigen::ArrayXd right = Eigen::ArrayXd::Zero(3);
  CHECK(move_shares(rule, truth, 1, right) > worth);
  rule.rule = ShareRule::replicator;
  const double used = move_shares(rule, truth + wrong, 1e-3, share, wrong);
  CHECK_THAT(used, WithinRel((share * truth).sum(), 1e-12));
}

TEST_CASE("scores: tenders go by what is seen, of a new product by the score and of an old one by what it is",
          "[process][scores][procurement]") {
  Scenario s = tested(4);
  s.mechanisms.procurement = true;
  s.scores.trust = 1;
  s.scores.word_of_mouth = Days{20};
  ProcurementRule& p = north(s).procurement;
  p.tenders_per_year = 200;
  p.preference = p.noise = 0;
  p.quality = 4, p.bidders = 4;
  Simulation sim = start(s, {9, 0});
  run_until(sim, 100);
  const Vendor& second = sim.world.vendors[1];
  Market& market = sim.world.blocs[0].market;
  const double q = sim.world.at(second.product).mean_q;
  market.seen(second.offer.value) = q + 8;
  CHECK_THAT(seen_q_in(sim, second, common_group), WithinRel(q + 8, 1e-12));
  run_until(sim, 120);
  CHECK_THAT(seen_q_in(sim, second, common_group), WithinRel(q + 4, 1e-12));
  double won = 0, of = 0;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::tender_opens || event.at > at_day(130)) return;
    won += world.blocs[0].awards.back().vendor == VendorId{1};
    of += 1;
  });
  CHECK(of > 1);
  CHECK(won == of);
}

TEST_CASE("scores: attempts cost what they cost, and again when a harder test comes", "[process][scores]") {
  Scenario s = tested(2);
  s.mechanisms.finance = true;
  s.run.horizon = Days{150};
  s.scores.attempts = 4;
  s.scores.attempt_cost = 0.25;
  const auto paid = [&] {
    Simulation sim = start(s, {1, 0});
    finish(sim);
    return sim.world.blocs[0].books.heading[static_cast<std::size_t>(Heading::operating)].millions();
  };
  const double once = paid();
  CHECK_THAT(once, WithinAbs(2, 1e-6));  // two vendors, four attempts of 0.25
  s.scores.retire_at = 0.9;
  s.scores.difficulty = -20;
  s.scores.step = 100;
  CHECK_THAT(paid(), WithinAbs(4, 1e-6));
}

TEST_CASE("scores: applications are scored, and stand on no board", "[process][scores]") {
  Scenario s = busy();
  s.scores.noise = 0;
  Simulation sim = start(s, {2, 0});
  finish(sim);
  std::size_t applications = 0, trained = 0;
  for (const Bloc& bloc : sim.world.blocs)
    for (const VendorId id : bloc.members) {
      const Vendor& vendor = sim.world.at(id);
      if (!vendor.product) continue;
      const Model& product = sim.world.at(vendor.product);
      const double more = sim.world.board.models[vendor.product.value].found - sim.world.board.covered_q(product.q);
      if (product.unmodified) {
        ++applications;
        CHECK(!sim.world.board.entries[id.value].there);
        CHECK_THAT(more, WithinAbs(0, 1e-12));
      } else {
        ++trained;
        CHECK_THAT(more, WithinAbs(sim.world.board.models[vendor.product.value].tuning, 1e-12));
      }
    }
  CHECK(applications > 0);
  CHECK(trained > 0);
}

TEST_CASE("tuning: it moves what the test finds up and what the model can do down", "[process][scores]") {
  Scenario s = tested(3);
  s.scores.noise = 0;
  s.scores.trust = 0.6;
  s.scores.word_of_mouth = Days{200};
  s.scores.tuning_gain = 0.5;
  north(s).supply.budget_elasticity = 0.3;
  const auto first = [&] {
    Simulation sim = start(s, {4, 0});
    run_until(sim, 110);
    return std::pair{sim.world.at(sim.world.vendors[0].product), entry_of(sim, 0)};
  };
  const auto [plain_model, plain_entry] = first();
  s.mechanisms.tuning = true;
  const auto [model, entry] = first();
  // What trust is on average over the 100 days until the next release, and the share that is best then.
  const double x = std::log(2.0) * 100 / 200, trust = 0.6 * (1 - std::exp(-x)) / x;
  double share = 0;
  for (double y = 0, best = -1; y < 0.9; y += 1e-5)
    if (const double worth = trust * 0.5 * (1 - std::exp(-y / 0.1)) + 0.3 * std::log10(1 - y); worth > best)
      best = worth, share = y;
  REQUIRE(share > 0.1);
  CHECK_THAT(plain_model.q[0] - model.q[0], WithinAbs(-0.3 * std::log10(1 - share), 1e-5));
  CHECK_THAT(plain_model.compute_oom - model.compute_oom, WithinAbs(-0.3 * std::log10(1 - share), 1e-5));
  CHECK_THAT(entry.tested.found - model.q[0], WithinAbs(0.5 * (1 - std::exp(-share / 0.1)), 1e-5));
  CHECK(plain_entry.tested.found == plain_model.q[0]);
  CHECK(entry.tested.found > plain_entry.tested.found);
}
