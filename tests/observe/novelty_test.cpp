/// Distance to the nearest earlier design against a search of all of them, and what the metrics make of it.

#include "sim/observe/novelty.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>
#include <vector>

#include "sim/engine/stream.h"
#include "sim/observe/design_set.h"
#include "sim/world/events.h"
#include "sim/world/landscape.h"
#include "tests/catch.h"
#include "tests/observe/hand_world.h"

using namespace poldyn;

namespace {

/// Designs as a run makes them: some from nowhere, most a few bits from an earlier one, some repeated.
std::uint64_t next_design(Stream& s, const std::vector<std::uint64_t>& earlier, std::uint32_t bits) {
  const std::uint32_t how = s.below(10);
  std::uint64_t design = s();
  if (how > 0 && !earlier.empty()) {
    design = earlier[s.below(static_cast<std::uint32_t>(earlier.size()))];
    for (std::uint32_t flips = s.below(2 * how); flips > 0; --flips) design ^= std::uint64_t{1} << s.below(bits);
  }
  return design & design_mask(bits);
}

Event deployment(ModelId id, const World& world, double day) {
  Event event;
  event.at = at_day(day);
  event.what.subject = id.value;
  event.what.detail = world.at(id).generation;
  event.what.kind = static_cast<std::uint8_t>(EventKind::deployed);
  return event;
}

/// Deploys a new model of the bloc and shows the event to the recorder.
void release(HandWorld& w, Recorder& recorder, std::size_t bloc, std::uint64_t design, double day,
             bool application = false, Paradigm paradigm = 0) {
  const ModelId id =
      w.add_offer(bloc, {.share = {0}, .q = {0}, .design = design, .application = application, .paradigm = paradigm});
  w.world.at(id).released = at_day(day);
  recorder.seen(deployment(id, w.world, day), w.world);
}

}  // namespace

TEST_CASE("archive: the nearest design is the nearest of all, for any length", "[observe]") {
  const std::uint32_t bits = GENERATE(1, 7, 16, 17, 24, 32, 33, 48, 64);
  DesignArchive archive(bits);
  std::vector<std::uint64_t> all;
  Stream s(RunKey{31, 0}, 1, 2, bits);
  CHECK(!archive.nearest(0));
  std::size_t far = 0;
  for (int i = 0; i < 6000; ++i) {
    const std::uint64_t design = next_design(s, all, bits);
    int best = 65;
    for (const std::uint64_t other : all) best = std::min(best, std::popcount(design ^ other));
    if (!all.empty()) REQUIRE(archive.nearest(design) == static_cast<std::uint32_t>(best));
    far += best > 3;
    if (best == 0) continue;
    archive.add(design);
    all.push_back(design);
  }
  CHECK(archive.size() == all.size());
  if (bits >= 24) CHECK(all.size() > DesignArchive::tables_from);  // power: the tables were used
  if (bits >= 32) CHECK(far > 300);                                // and not for near designs only
}

TEST_CASE("design set: holds what was added and nothing else, zero and all ones among them", "[observe]") {
  DesignSet known;
  std::set<std::uint64_t> expected;
  Stream s(RunKey{32, 0}, 1, 2, 0);
  const std::uint64_t mask = GENERATE(0x7FULL, 0xFFFULL, 0xFFF0000000000000ULL, ~0ULL);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t design = i == 7 ? mask : s() & mask & (i % 3 == 0 ? ~0ULL : 0x0FF00FF00FF00FF0ULL);
    REQUIRE(known.contains(design) == expected.contains(design));
    if (expected.insert(design).second) known.add(design);
  }
  CHECK((known.contains(0) == expected.contains(0) && known.contains(mask)));
  for (const std::uint64_t design : expected) REQUIRE(known.contains(design));
}

TEST_CASE("novelty: distances to all earlier releases of the world, by the bloc that releases", "[observe]") {
  HandWorld w(2, {1}, 4);
  w.world.warm_since = at_day(20);
  Recorder recorder(w.world, w.shape(2), false, false);
  release(w, recorder, 0, 0b0000, 1);        // the first: nothing to compare with
  release(w, recorder, 1, 0b0011, 2);        // 2 of 4
  release(w, recorder, 0, 0b0111, 3);        // 1 of 4, from the other bloc's
  release(w, recorder, 0, 0b0011, 4);        // known
  release(w, recorder, 0, 0b1111, 5, true);  // an application
  recorder.sample(at_day(10), w.world);
  Event warm;
  warm.what.kind = static_cast<std::uint8_t>(EventKind::warmup_ends);
  recorder.seen(warm, w.world);
  release(w, recorder, 0, 0b1111, 21);  // 1 of 4
  recorder.sample(at_day(30), w.world);
  const RunResult r = recorder.finish(at_day(30), w.world);
  CHECK(sampled(r, "novelty", 0, 0) == 0.125);  // (1/4 + 0) / 2
  CHECK(sampled(r, "novelty_rate", 0, 0) == 0.5);
  CHECK(sampled(r, "novelty", 1, 0) == 0.5);
  CHECK(sampled(r, "novelty_rate", 1, 0) == 1);
  CHECK(sampled(r, "novelty", 0, 1) == 0.25);
  CHECK(std::isnan(sampled(r, "novelty", 1, 1)));
  CHECK(total(r, "novelty", 0) == 0.25);
  CHECK(total(r, "novelty_rate", 0) == 1);
  CHECK(std::isnan(total(r, "novelty", 1)));
}

TEST_CASE("novelty: a product that comes back to the market is no new release", "[observe]") {
  HandWorld w(1, {1}, 4);
  Recorder recorder(w.world, w.shape(1), false, false);
  release(w, recorder, 0, 0b0001, 1);
  release(w, recorder, 0, 0b0010, 2);
  recorder.seen(deployment(w.world.vendors[0].product, w.world, 3), w.world);
  recorder.sample(at_day(10), w.world);
  CHECK(sampled(recorder.finish(at_day(10), w.world), "novelty_rate") == 1);
}

TEST_CASE("novelty: a design of another paradigm is as far as can be", "[observe]") {
  HandWorld w(1, {1}, 4);
  w.world.later_landscapes.resize(1);
  Recorder recorder(w.world, w.shape(1), false, false);
  release(w, recorder, 0, 0b0000, 1, false, 1);
  release(w, recorder, 0, 0b0000, 2, false, 0);  // 1
  release(w, recorder, 0, 0b0001, 3, false, 1);  // 1/4
  recorder.sample(at_day(10), w.world);
  const RunResult r = recorder.finish(at_day(10), w.world);
  CHECK(sampled(r, "novelty") == 0.625);
  CHECK(sampled(r, "novelty_rate") == 1);
}

TEST_CASE("paradigm metrics: use by paradigm, and distances across them", "[observe]") {
  HandWorld w(1, {1}, 4);
  w.world.later_landscapes.resize(3);
  w.world.newest_paradigm = 3;
  w.world.blocs[0].paradigms = {1, 3, {SimTime{}, at_day(30), at_day(40), at_day(90)}};
  w.add_offer(0, {.share = {0.5}, .q = {0}, .design = 0b0000});
  w.add_offer(0, {.share = {0.3}, .q = {0}, .design = 0b0000, .paradigm = 2});
  w.add_offer(0, {.share = {0.2}, .q = {0}, .design = 0b0011, .paradigm = 2});
  RunResult r = w.look(100);
  CHECK_THAT(sampled(r, "hhi_paradigms"), WithinRel(0.5, 1e-14));
  CHECK(sampled(r, "hill_q0_paradigms") == 2);
  CHECK_THAT(sampled(r, "hill_q1_paradigms"), WithinRel(2, 1e-14));
  CHECK_THAT(sampled(r, "hill_q2_paradigms"), WithinRel(2, 1e-14));
  CHECK_THAT(sampled(r, "largest_paradigm_share"), WithinRel(0.5, 1e-14));
  CHECK(sampled(r, "latest_paradigm") == 2);
  CHECK(sampled(r, "known_paradigm") == 3);
  CHECK(sampled(r, "newest_paradigm_share") == 0);
  CHECK(total(r, "paradigm_waiting") == 30);
  CHECK(sampled(r, "clone_share") == 0);  // equal bits of two paradigms are two designs
  CHECK_THAT(sampled(r, "design_diversity"), WithinRel((1 + 1 + 0.5) / 3, 1e-14));
  CHECK_THAT(sampled(r, "rao_diversity"), WithinRel(2 * (0.15 + 0.1 + 0.06 * 0.5), 1e-14));
  CHECK(std::isnan(sampled(r, "target_distance")));
  w.world.blocs[0].programme.running = true;
  w.world.blocs[0].programme.target = 0b0001;
  w.world.blocs[0].programme.paradigm = 2;
  w.world.blocs[0].tally.projects = 8;
  w.world.blocs[0].tally.directed = 2;
  r = w.look(100);
  CHECK_THAT(sampled(r, "target_distance"), WithinRel((1 + 0.25 + 0.25) / 3, 1e-14));
  CHECK(sampled(r, "directed_share") == 0.25);
}

TEST_CASE("paradigm metrics: without a discovery there is no waiting time", "[observe]") {
  CHECK(std::isnan(total(HandWorld(1, {1}).look(100), "paradigm_waiting")));
}

TEST_CASE("transfer: q of the domain with least feedback less q of that with most, over units of use", "[observe]") {
  HandWorld w(1, {0.5, 0.25, 0.25});
  w.add_offer(0, {.share = {0.6, 0.6, 0.6}, .q = {3, 2, 1}, .stock = {10, 5, 1}});  // 1 - 3
  w.add_offer(0, {.share = {0.2, 0.2, 0.2}, .q = {1, 1, 2}, .stock = {0, 4, 4}});   // 1 - 1: the first of equals
  w.add_offer(0, {.share = {0.2, 0.2, 0.2}, .q = {9, 0, 0}, .stock = {2, 2, 2}});   // nothing to compare
  CHECK_THAT(sampled(w.look(10), "transfer"), WithinRel(0.6 * -2 / 0.8, 1e-14));
}
