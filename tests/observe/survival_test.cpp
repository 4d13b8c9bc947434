/// Who outlives whom, and whether capability has to do with it.

#include "sim/observe/survival.h"

#include <cmath>

#include "sim/run/simulate.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/observe/hand_world.h"
#include "tests/process/lab.h"

using namespace poldyn;

namespace {

void leave_at(HandWorld& w, SurvivalWatch& watch, std::size_t vendor, double day) {
  w.world.vendors[vendor].active = false;
  watch.maybe_left(VendorId{vendor}, at_day(day), w.world);
}

/// Half the vendors are state-linked, search makes some better than others, running costs eat small incomes.
Scenario struggle() {
  Scenario s = lab::plain(40);
  s.mechanisms.finance = s.mechanisms.exit = s.mechanisms.market = s.mechanisms.search = true;
  s.run.horizon = Days{3 * days_per_year};
  s.run.sample_interval = Days{days_per_month};
  s.technology = {16, 2, Neighbours::random, 6, 3, 4, 0.5};
  s.classes[0].capital = constant(2);
  s.classes[0].operating_cost_per_year = 2;
  BlocRules& b = lab::north(s);
  b.population.affiliated_share = 0.5;
  b.market.demand_per_year = 40;
  b.market.demand_growth_per_year = 0;
  b.market.switching_rate_per_year = 50;
  b.market.base_weight = b.market.quality_weight = 0;
  return s;
}

lab::Moments c_index_of(const Scenario& s) {
  lab::Moments c;
  for (std::uint32_t i = 0; i < 40; ++i) {
    const double index = total(simulate(s, {9, i}), "survival_c_index");
    if (!std::isnan(index)) c.add(index);
  }
  return c;
}

}  // namespace

TEST_CASE("survival: vendors are compared within one yearly look, who is still there is censored", "[observe]") {
  HandWorld w(2, {1.0});
  for (const double q : {4.0, 3.0, 2.0, 1.0}) w.add_offer(0, {.share = {0.25}, .q = {q}});
  w.add_offer(1, {.share = {1.0}, .q = {9.0}});
  w.add_vendor(0);  // without a product
  SurvivalWatch watch(2);
  watch.look(at_day(0), w.world);
  leave_at(w, watch, 3, 50);  // 1 < 2, 3, 4: three concordant pairs
  leave_at(w, watch, 5, 60);  // had no product to be judged by
  leave_at(w, watch, 3, 70);  // is told to leave again
  w.world.blocs[0].market.rows = 3;
  watch.look(at_day(200), w.world);  // less than a year later: no new look
  watch.look(at_day(days_per_year), w.world);
  leave_at(w, watch, 0, 400);  // 4 > 2, 3: two discordant pairs
  leave_at(w, watch, 1, 500);  // 3 > 2: one more
  leave_at(w, watch, 4, 510);  // alone in its bloc
  watch.close(at_day(600));
  CHECK(watch.of(0).concordant == 3);
  CHECK(watch.of(0).discordant == 3);
  CHECK(watch.of(0).unequal == 6 + 3);
  CHECK(watch.of(1).comparable() == 0);
}

TEST_CASE("survival: the warm-up does not count", "[observe]") {
  HandWorld w(1, {1.0});
  for (const double q : {2.0, 1.0}) w.add_offer(0, {.share = {0.5}, .q = {q}});
  SurvivalWatch watch(1);
  watch.look(at_day(0), w.world);
  leave_at(w, watch, 1, 10);
  w.world.blocs[0].market.rows = 1;
  w.world.warm_since = at_day(400);
  watch.look(at_day(400), w.world);
  watch.close(at_day(500));
  CHECK(watch.of(0).comparable() == 0);
}

TEST_CASE("survival: by chance alone it has nothing to do with capability", "[observe]") {
  Scenario s = struggle();
  s.mechanisms.finance = false;
  lab::north(s).population.exit_hazard_per_year = 0.5;
  const lab::Moments c = c_index_of(s);
  CHECK(std::abs(lab::z_score("c-index, exits by chance", c.mean(), c.mean_se(), 0.5)) < lab::most_z);
  CHECK(4 * c.mean_se() < 0.08);  // power: 0.58 could not hide
}

TEST_CASE("survival: merit makes the capable outlive the others, preference does not", "[observe]") {
  Scenario merit = struggle();
  lab::north(merit).market.quality_weight = 3;
  const lab::Moments by_merit = c_index_of(merit);
  std::printf("  c-index where users choose by quality: %.3f, se %.3f\n", by_merit.mean(), by_merit.mean_se());
  CHECK(by_merit.mean() - 4 * by_merit.mean_se() > 0.8);

  // Users who are blind to quality, and contracts that go to the state-linked, whatever they offer.
  Scenario preference = struggle();
  preference.mechanisms.procurement = true;
  ProcurementRule& rule = lab::north(preference).procurement;
  rule.tenders_per_year = 300;
  rule.value = constant(0.4);
  rule.length = constant(200);
  rule.preference = 1;
  rule.noise = 0.1;
  rule.registration = rule.domestic = rule.local = rule.incumbency = 0;
  rule.affiliation = 3;
  lab::north(preference).market.demand_per_year = 20;
  const lab::Moments by_preference = c_index_of(preference);
  CHECK(std::abs(lab::z_score("c-index, contracts by preference", by_preference.mean(), by_preference.mean_se(), 0.5)) <
        lab::most_z);
  CHECK(4 * by_preference.mean_se() < 0.1);
}

TEST_CASE("survival: who is told to leave twice has left the first time, whoever left in between", "[observe]") {
  HandWorld w(1, {1.0});
  for (const double q : {3.0, 2.0, 1.0}) w.add_offer(0, {.share = {1.0 / 3}, .q = {q}});
  SurvivalWatch watch(1);
  watch.look(at_day(0), w.world);
  leave_at(w, watch, 2, 50);  // 1 < 2, 3
  leave_at(w, watch, 1, 60);  // 2 < 3
  leave_at(w, watch, 2, 70);
  leave_at(w, watch, 0, 80);
  leave_at(w, watch, 1, 90);
  watch.close(at_day(100));
  CHECK(watch.of(0).concordant == 3);
  CHECK(watch.of(0).discordant == 0);
}
