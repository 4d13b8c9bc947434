/// What the board says of blocs, worked out by hand.

#include "sim/observe/board_standing.h"

#include <cmath>
#include <vector>

#include "sim/engine/stream.h"
#include "tests/catch.h"
#include "tests/observe/hand_world.h"

using namespace poldyn;

namespace {

/// A world of one domain whose tests have the default scale.
HandWorld tested_world(std::size_t blocs) {
  HandWorld w(blocs, {1});
  Scoreboard& board = w.world.board;
  board.kept = true;
  board.discrimination = 1.5;
  board.step = 2;
  board.rating_per_oom = 400 / std::log(10.0) * 0.97;
  board.covered = {1};
  return w;
}

VendorId add_entry(HandWorld& w, std::size_t bloc, double found, double q, double tuning = 0) {
  const VendorId id = w.add_vendor(bloc);
  w.world.board.entries.resize(w.world.vendors.size());
  w.world.board.entries[id.value] = {true, 1, {q}, q, {found, tuning}};
  return id;
}

void find(HandWorld& w, VendorId vendor, double found) { w.world.board.entries[vendor.value].tested.found = found; }

}  // namespace

TEST_CASE("board: a gap of 0.4 OOM reads 14.6, 7.3, 2.1, 0.5 points as a test saturates, and is 67 Elo throughout",
          "[observe][scores]") {
  struct Row {
    double above, points;
  };
  for (const Row& row : {Row{0, 14.6}, {1, 7.3}, {2, 2.1}, {3, 0.5}}) {
    HandWorld w = tested_world(2);
    add_entry(w, 0, row.above + 0.4, row.above + 0.4);
    add_entry(w, 1, row.above, row.above);
    const RunResult r = w.look(400);
    INFO(row.above);
    CHECK_THAT(sampled(r, "score_gap", 1), WithinAbs(row.points, 0.05));
    CHECK_THAT(sampled(r, "rating_gap", 1), WithinAbs(67, 0.5));
    CHECK_THAT(sampled(r, "rating_gap_percent", 1),
               WithinRel(100 * sampled(r, "rating_gap", 1) / (1000 + 168.5067 * row.above), 1e-5));
    CHECK(sampled(r, "score_gap", 0) == 0);
    CHECK(sampled(r, "rating_gap", 0) == 0);
    CHECK(sampled(r, "score_lag", 0) == 0);
    CHECK_THAT(sampled(r, "score_frontier", 1), WithinRel(100 / (1 + std::exp(-1.5 * row.above)), 1e-12));
  }
}

TEST_CASE("board: the lag of 0.4 OOM at 1.1 OOM a year is 133 d, whatever test is in use", "[observe][scores]") {
  for (const bool harder_comes : {false, true}) {
    HandWorld w = tested_world(2);
    const VendorId leader = add_entry(w, 0, 0, 0), follower = add_entry(w, 1, -0.4, -0.4);
    Recorder recorder(w.world, w.shape(3), false, false);
    recorder.sample(at_day(0), w.world);
    for (const int year : {1, 2}) {
      find(w, leader, 1.1 * year);
      find(w, follower, 1.1 * year - 0.4);
      if (harder_comes) w.world.board.test = static_cast<std::uint32_t>(year);
      recorder.sample(at_day(year * days_per_year), w.world);
    }
    const RunResult r = recorder.finish(at_day(2 * days_per_year), w.world);
    INFO(harder_comes);
    for (const std::size_t year : {1U, 2U}) {
      CHECK_THAT(sampled(r, "score_lag", 1, year), WithinAbs(0.4 / 1.1 * days_per_year, 1e-6));
      CHECK_THAT(sampled(r, "rating_gap", 1, year), WithinAbs(67.4, 0.05));
    }
    CHECK_THAT(sampled(r, "score_lag", 1, 1), WithinAbs(133, 0.5));
    CHECK(sampled(r, "test_difficulty", 0, 2) == (harder_comes ? 4 : 0));
    CHECK(total(r, "tests_retired") == (harder_comes ? 2 : 0));
  }
}

TEST_CASE("board: inflation, reversed pairs and the tenth place by hand", "[observe][scores]") {
  HandWorld w = tested_world(1);
  add_entry(w, 0, 1.3, 1.0, 0.3);  // above the next by tuning alone
  add_entry(w, 0, 1.2, 1.2);
  add_entry(w, 0, 0.5, 0.7);
  w.add_vendor(0);  // who has trained nothing yet
  w.world.board.entries.resize(w.world.vendors.size());
  RunResult r = w.look(400);
  CHECK(sampled(r, "tested_vendors") == 3);
  CHECK_THAT(sampled(r, "score_inflation"), WithinRel(0.1 / 3, 1e-12));
  CHECK_THAT(sampled(r, "rank_reversals"), WithinRel(1.0 / 3, 1e-12));
  CHECK(std::isnan(sampled(r, "top_k_gap")));  // of three there is no tenth
  CHECK(std::isnan(sampled(r, "score_gap")));  // and of one bloc no other
  for (int i = 0; i < 7; ++i) add_entry(w, 0, 0.4 - 0.1 * i, 0);
  r = w.look(400);
  CHECK_THAT(sampled(r, "top_k_gap"), WithinRel(1.5 * w.world.board.rating_per_oom, 1e-12));
}

TEST_CASE("board: reversed pairs are those that a look at each pair finds, ties none of them", "[observe][scores]") {
  for (std::uint32_t i = 0; i < 100; ++i) {
    Stream s({70, i}, 0, 0, 0);
    HandWorld w = tested_world(1);
    const std::uint32_t n = 2 + s.below(40);
    std::vector<BoardEntry> all;
    for (std::uint32_t k = 0; k < n; ++k) {
      add_entry(w, 0, s.below(8) * 0.25, s.below(8) * 0.25);
      all.push_back(w.world.board.entries.back());
    }
    double reversed = 0;
    for (const BoardEntry& a : all)
      for (const BoardEntry& b : all) reversed += a.mean_q > b.mean_q && a.tested.found < b.tested.found;
    CHECK_THAT(sampled(w.look(400), "rank_reversals"), WithinAbs(reversed / (n * (n - 1) / 2.0), 1e-12));
  }
}

TEST_CASE("board: without tests none of its metrics exists", "[observe][scores]") {
  HandWorld w(2, {1});
  w.add_vendor(0);
  const RunResult r = w.look(400);
  for (const MetricRow& row : sampled_metrics())
    if (row.family == "scores") CHECK(std::isnan(sampled(r, row.name)));
  for (const MetricRow& row : total_metrics())
    if (row.family == "scores") CHECK(std::isnan(total(r, row.name)));
}
