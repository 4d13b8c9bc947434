#include <cmath>

#include "tests/catch.h"
#include "tests/observe/hand_world.h"

using namespace poldyn;

namespace {

std::size_t at(Cause cause) { return static_cast<std::size_t>(cause); }
Ticks days(double d) { return to_ticks(Days{d}); }

void release(BlocTally& tally, double development, double queue, double review) {
  ++tally.releases;
  tally.delay[at(Cause::development)] += days(development);
  tally.delay[at(Cause::queue)] += days(queue);
  tally.delay[at(Cause::review)] += days(review);
}

}  // namespace

TEST_CASE("interval metrics: releases since the previous sample", "[observe]") {
  HandWorld w(1, {1.0});
  w.add_vendor(0);
  w.add_vendor(0);
  BlocTally& tally = w.world.blocs[0].tally;
  Recorder recorder(w.world, w.shape(3), false, false);
  release(tally, 100, 0, 0);
  recorder.sample(at_day(0), w.world);
  release(tally, 60, 10, 10);
  release(tally, 100, 0, 20);
  tally.interval += days(45);
  ++tally.intervals;
  tally.flagship_interval += days(80);
  tally.flagship_intervals += 2;
  tally.bundled += 3;
  recorder.sample(at_day(days_per_year / 2), w.world);
  recorder.sample(at_day(days_per_year), w.world);
  const RunResult r = recorder.finish(at_day(days_per_year), w.world);

  CHECK(sampled(r, "releases", 0, 0) == 1);
  CHECK(std::isnan(sampled(r, "generations_per_year", 0, 0)));  // no time has passed
  CHECK(sampled(r, "releases", 0, 1) == 2);
  CHECK(sampled(r, "idea_to_deployment", 0, 1) == 100);
  CHECK(sampled(r, "delay_by_cause", 0, 1, at(Cause::development)) == 80);
  CHECK(sampled(r, "delay_by_cause", 0, 1, at(Cause::queue)) == 5);
  CHECK(sampled(r, "delay_by_cause", 0, 1, at(Cause::review)) == 15);
  CHECK(sampled(r, "delay_by_cause", 0, 1, at(Cause::fork)) == 0);
  CHECK_THAT(sampled(r, "review_share", 0, 1), WithinRel(40.0 / 200, 1e-12));
  CHECK(sampled(r, "release_interval", 0, 1) == 45);
  CHECK_THAT(sampled(r, "generations_per_year", 0, 1), WithinRel(2.0, 1e-9));  // 2 releases, 2 vendors, half a year
  CHECK(sampled(r, "bundled", 0, 1) == 3);
  CHECK(sampled(r, "releases", 0, 2) == 0);
  CHECK(std::isnan(sampled(r, "idea_to_deployment", 0, 2)));
  CHECK(std::isnan(sampled(r, "delay_by_cause", 0, 2, 0)));
  CHECK(std::isnan(sampled(r, "release_interval", 0, 2)));
  CHECK(sampled(r, "generations_per_year", 0, 2) == 0);

  CHECK(total(r, "releases") == 3);
  CHECK_THAT(total(r, "idea_to_deployment"), WithinRel(100.0, 1e-12));
  CHECK_THAT(total(r, "delay_by_cause", 0, at(Cause::development)), WithinRel(260.0 / 3, 1e-12));
  CHECK_THAT(total(r, "review_share"), WithinRel(40.0 / 300, 1e-12));
  CHECK(total(r, "release_interval") == 45);
  CHECK(total(r, "flagship_interval") == 40);
  CHECK_THAT(total(r, "generations_per_year"), WithinRel(1.5, 1e-9));
  CHECK(total(r, "bundled") == 3);
}

TEST_CASE("interval metrics: every cause of review counts towards its share, and no other", "[observe]") {
  HandWorld w(1, {1.0});
  BlocTally& tally = w.world.blocs[0].tally;
  tally.releases = 1;
  double all = 0, review = 0;
  for (std::size_t c = 0; c < causes; ++c) {
    const double d = static_cast<double>(1U << c);
    tally.delay[c] = days(d);
    all += d;
    for (const Cause cause : {Cause::queue, Cause::review, Cause::rework, Cause::window})
      if (at(cause) == c) review += d;
  }
  const RunResult r = w.look(1);
  CHECK(sampled(r, "idea_to_deployment") == all);
  CHECK_THAT(sampled(r, "review_share"), WithinRel(review / all, 1e-12));
  CHECK_THAT(total(r, "review_share"), WithinRel(review / all, 1e-12));
}

TEST_CASE("interval metrics: an interval that holds the end of the warm-up is counted whole", "[observe]") {
  HandWorld w(1, {1.0});
  w.add_vendor(0);
  Bloc& bloc = w.world.blocs[0];
  Recorder recorder(w.world, w.shape(3), false, false);
  release(bloc.tally, 10, 0, 0);
  bloc.tally.use = 30;
  bloc.tally.signals[1] = 3;
  recorder.sample(at_day(0), w.world);
  release(bloc.tally, 20, 0, 0);
  bloc.tally.use += 10;
  bloc.tally.signals[1] += 5;
  // the warm-up ends on day 60
  bloc.tally.vendor_days = 60;
  bloc.warmup = bloc.tally;
  bloc.tally = {};
  bloc.tally.since = bloc.vendors_since = w.world.warm_since = at_day(60);
  release(bloc.tally, 40, 0, 0);
  bloc.tally.use = 10;
  bloc.tally.signals[1] = 5;
  recorder.sample(at_day(100), w.world);
  release(bloc.tally, 80, 0, 0);
  recorder.sample(at_day(200), w.world);
  const RunResult r = recorder.finish(at_day(200), w.world);
  CHECK(sampled(r, "releases", 0, 1) == 2);
  CHECK(sampled(r, "idea_to_deployment", 0, 1) == 30);
  CHECK_THAT(sampled(r, "generations_per_year", 0, 1), WithinRel(2 * days_per_year / 100, 1e-9));
  CHECK(sampled(r, "signals_per_use", 0, 1, 1) == 0.5);
  CHECK(sampled(r, "releases", 0, 2) == 1);
  CHECK(sampled(r, "idea_to_deployment", 0, 2) == 80);
  CHECK_THAT(sampled(r, "generations_per_year", 0, 2), WithinRel(days_per_year / 100, 1e-9));
  // the totals leave the warm-up out
  CHECK(total(r, "releases") == 2);
  CHECK(total(r, "idea_to_deployment") == 60);
  CHECK_THAT(total(r, "generations_per_year"), WithinRel(2 * days_per_year / 140, 1e-9));
  CHECK_THAT(total(r, "mean_vendors"), WithinRel(1.0, 1e-12));
  CHECK(total(r, "signals_per_use", 0, 1) == 0.5);
}

TEST_CASE("interval metrics: growth of the frontier", "[observe]") {
  HandWorld w(1, {1.0});
  Recorder recorder(w.world, w.shape(4), false, false);
  recorder.sample(at_day(0), w.world);
  w.add_offer(0, {{1}, {2}});
  recorder.sample(at_day(days_per_year), w.world);
  w.world.blocs[0].market.quality(0, 0) = 3;
  w.world.at(w.world.vendors[0].product).mean_q = 3;
  recorder.sample(at_day(1.5 * days_per_year), w.world);
  w.world.at(w.world.vendors[0].product).mean_q = 2.5;
  recorder.sample(at_day(2 * days_per_year), w.world);
  const RunResult r = recorder.finish(at_day(2 * days_per_year), w.world);
  CHECK(std::isnan(sampled(r, "growth", 0, 0)));
  CHECK(std::isnan(sampled(r, "growth", 0, 1)));  // nothing to grow from
  CHECK_THAT(sampled(r, "growth", 0, 2), WithinRel(2.0, 1e-9));
  CHECK_THAT(sampled(r, "growth", 0, 3), WithinRel(-1.0, 1e-9));
  CHECK_THAT(total(r, "frontier_growth"), WithinRel(0.5, 1e-9));
  CHECK_THAT(total(r, "usage_q_growth"), WithinRel(1.0, 1e-9));
}

TEST_CASE("interval metrics: use per year and the share of public contracts", "[observe]") {
  HandWorld w(1, {1.0});
  w.add_vendor(0, 3, 5);
  w.add_vendor(0, 4, 15);
  Bloc& bloc = w.world.blocs[0];
  bloc.contracts = 7;
  Recorder recorder(w.world, w.shape(4), false, false);
  recorder.sample(at_day(0), w.world);
  bloc.tally.use = 40;
  bloc.last_epoch = at_day(days_per_year / 2);
  bloc.epochs = 6;
  bloc.profit_margin = -0.25;
  recorder.sample(at_day(days_per_year * 0.6), w.world);
  recorder.sample(at_day(days_per_year * 0.8), w.world);  // no epoch since
  bloc.tally.use += 30;
  bloc.last_epoch = at_day(days_per_year);
  recorder.sample(at_day(days_per_year), w.world);
  const RunResult r = recorder.finish(at_day(days_per_year), w.world);
  CHECK(std::isnan(sampled(r, "use_rate", 0, 0)));
  CHECK(std::isnan(sampled(r, "profit_margin", 0, 0)));
  CHECK_THAT(sampled(r, "use_rate", 0, 1), WithinRel(80.0, 1e-9));
  CHECK_THAT(sampled(r, "use_rate", 0, 2), WithinRel(80.0, 1e-9));
  CHECK_THAT(sampled(r, "use_rate", 0, 3), WithinRel(60.0, 1e-9));
  CHECK(sampled(r, "profit_margin", 0, 1) == -0.25);
  CHECK_THAT(sampled(r, "procurement_share", 0, 1), WithinRel(0.2, 1e-9));
  CHECK_THAT(sampled(r, "procurement_share", 0, 3), WithinRel(0.25, 1e-9));
  CHECK(sampled(r, "contract_rate", 0, 1) == 20);
  CHECK(sampled(r, "top_contractor_share", 0, 1) == 0.75);
  CHECK(sampled(r, "contracts", 0, 1) == 7);
  CHECK(sampled(r, "cash", 0, 1) == 7);
  CHECK(sampled(r, "vendors", 0, 1) == 2);
  CHECK(total(r, "final_cash") == 7);
  CHECK(total(r, "use") == 70);
  CHECK_THAT(total(r, "mean_procurement_share"), WithinRel((0.2 + 0.2 + 0.25) / 3, 1e-9));
  CHECK_THAT(total(r, "state_share_of_sales"), WithinRel(0.25, 1e-9));
}

TEST_CASE("interval metrics: what holds at the last sample is not what held before it", "[observe]") {
  HandWorld w(1, {1.0});
  w.add_vendor(0, 3, 5);
  Bloc& bloc = w.world.blocs[0];
  Recorder recorder(w.world, w.shape(3), false, false);
  recorder.sample(at_day(0), w.world);
  bloc.last_epoch = at_day(50);
  recorder.sample(at_day(100), w.world);
  w.world.vendors[0].contract_rate = 0;  // nothing is sold any more
  recorder.sample(at_day(200), w.world);
  const RunResult r = recorder.finish(at_day(300), w.world);
  CHECK(sampled(r, "procurement_share", 0, 1) == 1);
  CHECK(std::isnan(sampled(r, "procurement_share", 0, 2)));
  CHECK(std::isnan(total(r, "state_share_of_sales")));
}

TEST_CASE("interval metrics: a total over samples leaves out the warm-up and what does not exist", "[observe]") {
  HandWorld w(1, {1.0});
  w.add_offer(0, {{1}, {1}});
  Recorder recorder(w.world, w.shape(5), false, false);
  recorder.sample(at_day(0), w.world);  // HHI 1, warm-up
  w.add_offer(0, {{1}, {1}});
  recorder.sample(at_day(10), w.world);  // 1/2: the warm-up ends on this day
  w.world.warm_since = at_day(10);
  w.world.blocs[0].market.share.setZero();
  recorder.sample(at_day(20), w.world);  // none
  w.world.blocs[0].market.share(0, 0) = 1;
  recorder.sample(at_day(30), w.world);  // 1
  const RunResult r = recorder.finish(at_day(30), w.world);
  CHECK_THAT(total(r, "mean_hhi_models"), WithinRel(0.75, 1e-12));
  CHECK_THAT(total(r, "mean_hill_q2_models"), WithinRel(1.5, 1e-12));
  CHECK(std::isnan(sampled(r, "hhi_models", 0, 4)));  // never sampled: the run was cut short
}
