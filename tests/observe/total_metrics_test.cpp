#include <cmath>

#include "sim/process/core/tallies.h"
#include "tests/catch.h"
#include "tests/observe/hand_world.h"

using namespace poldyn;

namespace {

/// Stage 0 with two offices of 2 and 3 reviewers, stage 1 with one of unlimited reviewers; tallies run from day 10 and
/// were last counted on days 30 and 40.
HandWorld two_stages() {
  HandWorld w(2, {1.0});
  for (std::uint32_t i = 0; i < 2; ++i) {
    Office& office = w.add_office(0, 0, 2 + i);
    office.waiting = 4 + i;
    office.in_review = 1 + i;
    office.decided.size = i;
    OfficeTally& t = office.tally;
    t.arrived = 10;
    t.turned_away = 5 * i;
    t.withdrawn = 2;
    t.abandoned = 3 + i;
    t.started = 6;
    t.waited = 3;
    t.finished = 5;
    t.passed = 2 + i;
    t.returned = 2;
    t.refused = 1 - i;
    t.wait_days = 12 + 6 * i;
    t.stay_days = 50;
    t.lost_days = 11 * i;
    t.waiting_area = 20;
    t.busy_area = 30;
    t.awaiting_date_area = 1;
    t.since = at_day(10);
    t.counted_to = at_day(30 + 10.0 * i);
    t.reviewer_area = office.reviewers * in_days(t.counted_to - t.since);
  }
  w.add_office(0, 1, 0).in_review = 3;
  w.world.offices.back().tally.since = w.world.offices.back().tally.counted_to = at_day(10);
  return w;
}

}  // namespace

TEST_CASE("totals: a stage is the sum of its offices, its integrals brought up to the end", "[observe]") {
  const HandWorld w = two_stages();
  const RunResult r = w.look(50);
  CHECK(total(r, "arrived") == 20);
  CHECK_THAT(total(r, "turned_away_share"), WithinRel(5.0 / 25, 1e-12));
  CHECK_THAT(total(r, "withdrawn_share"), WithinRel(4.0 / 16, 1e-12));
  CHECK_THAT(total(r, "abandoned_share"), WithinRel(7.0 / (10 + 4 + 7), 1e-12));
  CHECK_THAT(total(r, "mean_visit"), WithinRel(111.0 / (10 + 4 + 7), 1e-12));
  CHECK_THAT(total(r, "mean_wait"), WithinRel(30.0 / 12, 1e-12));
  CHECK_THAT(total(r, "waited_share"), WithinRel(0.5, 1e-12));
  CHECK_THAT(total(r, "mean_stay"), WithinRel(10.0, 1e-12));
  const double waiting = 40 + 20 * 4 + 10 * 5, busy = 60 + 20 * 1 + 10 * 2, window = 2 + 10 * 1;
  CHECK_THAT(total(r, "mean_waiting"), WithinRel(waiting / 40, 1e-12));
  CHECK_THAT(total(r, "mean_in_review"), WithinRel(busy / 40, 1e-12));
  CHECK_THAT(total(r, "mean_awaiting_window"), WithinRel(window / 40, 1e-12));
  CHECK_THAT(total(r, "mean_in_stage"), WithinRel((waiting + busy + window) / 40, 1e-12));
  CHECK_THAT(total(r, "utilisation"), WithinRel(busy / 40 / 5, 1e-12));
  CHECK_THAT(total(r, "passed_share"), WithinRel(0.5, 1e-12));
  CHECK_THAT(total(r, "returned_share"), WithinRel(0.4, 1e-12));
  CHECK_THAT(total(r, "refused_share"), WithinRel(0.1, 1e-12));
  CHECK_THAT(total(r, "throughput"), WithinRel(10.0 / 40, 1e-12));
}

TEST_CASE("totals: reviewers who never rest are used wholly, to the bit, and no bug is hidden", "[observe]") {
  HandWorld w(1, {1.0});
  Office& office = w.add_office(0, 0, 3);
  office.in_review = 3;
  SimTime now;
  for (int i = 0; i < 1000; ++i) {
    now += to_ticks(Days{0.1 * (i % 7 + 1)});
    count_office(office, now);
  }
  CHECK(total(w.look(in_days(now) + 1), "utilisation") == 1);
  office.tally.busy_area *= 1.001;
  CHECK(total(w.look(in_days(now) + 1), "utilisation") > 1);
}

TEST_CASE("totals: who is to go and finishes what he began is there until then", "[observe]") {
  HandWorld w(1, {1.0});
  Office& office = w.add_office(0, 0, 4);
  office.in_review = 2;
  count_office(office, at_day(10));  // 20 of 40
  office.reviewers = 1;
  count_office(office, at_day(13));  // 6 of 6
  office.in_review = 0;
  CHECK_THAT(total(w.look(18), "utilisation"), WithinRel(26.0 / (40 + 6 + 5), 1e-12));
}

TEST_CASE("totals: unlimited reviewers have no utilisation, and no bloc has another's stages", "[observe]") {
  const RunResult r = two_stages().look(50);
  CHECK(std::isnan(total(r, "utilisation", 0, 1)));
  CHECK_THAT(total(r, "mean_in_review", 0, 1), WithinRel(3.0, 1e-12));
  CHECK(total(r, "arrived", 0, 1) == 0);
  CHECK(std::isnan(total(r, "mean_wait", 0, 1)));
  for (const MetricRow& row : total_metrics())
    if (row.axis == Axis::stage) CHECK(std::isnan(total(r, row.name, 1, 0)));
  for (const MetricRow& row : sampled_metrics())
    if (row.axis == Axis::stage) CHECK(std::isnan(sampled(r, row.name, 1, 0, 0)));
}

TEST_CASE("totals: mean numbers of filings between samples, by stage and in all", "[observe]") {
  HandWorld w = two_stages();
  Recorder recorder(w.world, w.shape(3), false, false);
  recorder.sample(at_day(50), w.world);
  // Eight of the ten days with one filing more, and the warm-up ends with the last of them.
  Office& office = w.world.offices[0];
  count_office(office, at_day(52));
  office.waiting += 1;
  reset_tallies(w.world, at_day(60));
  recorder.sample(at_day(60), w.world);
  recorder.sample(at_day(70), w.world);
  const RunResult r = recorder.finish(at_day(70), w.world);
  CHECK(std::isnan(sampled(r, "queue_length")));  // no time has passed
  CHECK(std::isnan(sampled(r, "queue_length_by_stage")));
  CHECK_THAT(sampled(r, "queue_length", 0, 1), WithinRel(9.8, 1e-12));
  CHECK_THAT(sampled(r, "queue_length", 0, 2), WithinRel(10.0, 1e-12));
  CHECK_THAT(sampled(r, "in_review", 0, 1), WithinRel(6.0, 1e-12));
  CHECK_THAT(sampled(r, "awaiting_window", 0, 1), WithinRel(1.0, 1e-12));
  CHECK_THAT(sampled(r, "queue_length_by_stage", 0, 1), WithinRel(9.8, 1e-12));
  CHECK(sampled(r, "queue_length_by_stage", 0, 1, 1) == 0);
  CHECK_THAT(sampled(r, "in_review_by_stage", 0, 1), WithinRel(3.0, 1e-12));
  CHECK_THAT(sampled(r, "in_review_by_stage", 0, 1, 1), WithinRel(3.0, 1e-12));
  CHECK_THAT(sampled(r, "awaiting_window_by_stage", 0, 1), WithinRel(1.0, 1e-12));
  CHECK_THAT(total(r, "mean_queue_length"), WithinRel(10.0, 1e-12));
}

TEST_CASE("totals: counts and shares of the bloc's tally", "[observe]") {
  HandWorld w(1, {1.0});
  w.add_vendor(0);
  BlocTally& t = w.world.blocs[0].tally;
  t.entries = 11;
  t.exits = 12;
  t.projects = 13;
  t.dropped = 14;
  t.bundled = 15;
  t.notified = 16;
  t.filed = {17, 18};
  t.refused = 19;
  t.releases = 20;
  t.expired = 21;
  t.renewed = 22;
  t.open_releases = 5;
  t.adoptions = 23;
  t.tenders = 4;  // two to one winner each without bids, two split among three
  t.call_offs = 2;
  t.awards = 8;
  t.unawarded = 1;
  t.tender_value = 24;
  t.won = {1, 1, 6};
  t.won_affiliated = 2;
  t.winner_q = -4;
  t.use = 50;
  t.signals = {10, 20, 30, 40};
  const RunResult r = w.look(2 * days_per_year);
  const std::pair<const char*, double> expected[] = {{"entries", 11},
                                                     {"exits", 12},
                                                     {"projects", 13},
                                                     {"dropped", 14},
                                                     {"bundled", 15},
                                                     {"notified", 16},
                                                     {"filed_full", 17},
                                                     {"filed_light", 18},
                                                     {"refused", 19},
                                                     {"releases", 20},
                                                     {"expired", 21},
                                                     {"renewals", 22},
                                                     {"adoptions", 23},
                                                     {"tenders", 5},
                                                     {"call_off_share", 0.5},
                                                     {"value", 24},
                                                     {"open_release_share", 0.25},
                                                     {"unawarded_share", 0.2},
                                                     {"winner_affiliated_share", 0.25},
                                                     {"winner_integrator_share", 0.75},
                                                     {"capability_given_up", 4.0 / 6},
                                                     {"exit_rate", 6},
                                                     {"mean_vendors", 1},
                                                     {"final_vendors", 1}};
  for (const auto& [name, value] : expected) {
    INFO(name);
    CHECK_THAT(total(r, name), WithinRel(value, 1e-9));
  }
  for (std::size_t c = 0; c < channels; ++c) {
    CHECK_THAT(total(r, "signals_per_use", 0, c), WithinRel(0.2 * static_cast<double>(c + 1), 1e-12));
    CHECK_THAT(sampled(r, "signals_per_use", 0, 0, c), WithinRel(0.2 * static_cast<double>(c + 1), 1e-12));
  }
  CHECK(sampled(r, "entries") == 11);
  CHECK(sampled(r, "exits") == 12);
  CHECK(sampled(r, "awards") == 8);
  CHECK(sampled(r, "unawarded") == 1);
  CHECK(sampled(r, "call_offs") == 2);
}
