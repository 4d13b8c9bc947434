/// The pipeline equals a second, naive writing of it, visit by visit, for hundreds of random pipelines.

#include <algorithm>
#include <array>
#include <string>

#include "tests/catch.h"
#include "tests/theory/naive_pipeline.h"

namespace poldyn::theory {
namespace {

template <class... T>
auto one_of(Stream& dice, T... choices) {
  const std::array all{choices...};
  return all[dice.below(static_cast<std::uint32_t>(all.size()))];
}

Law random_law(Stream& dice, double mean) {
  return one_of(dice, exponential(mean), erlang(mean, 3), lognormal(mean, 1.5), uniform(0, 2 * mean), hyperexponential(mean, 2));
}

StageRule random_stage(Stream& dice, std::size_t position) {
  StageRule stage = desk(one_of(dice, 0, 1, 1, 2, 3, 5), constant(0));
  stage.review = random_law(dice, static_cast<double>(std::max<std::int64_t>(stage.reviewers, 1)) * one_of(dice, 0.5, 0.9, 1.2));
  if (dice.below(6) == 0) stage.review = constant(0);
  stage.discipline = one_of(dice, Discipline::fifo, Discipline::priority);
  stage.capacity = one_of(dice, 0, 0, 0, 4, 20);
  if (dice.below(4) == 0) stage.patience = exponential(one_of(dice, 1.0, 10.0));
  if (dice.below(3) == 0) {
    stage.window = Days{one_of(dice, 0.5, 3.0, 7.0)};
    stage.window_offset = one_of(dice, Days{0}, stage.window * 0.3);
    stage.decisions_per_window = one_of(dice, 0, 2, 7);
  }
  stage.pass_probability = one_of(dice, 1.0, 0.9, 0.6, 0.2);
  stage.rectification = dice.below(3) == 0 ? constant(0) : random_law(dice, 2);
  stage.resubmit = one_of(dice, QueueEnd::back, QueueEnd::front);
  stage.max_attempts = one_of(dice, 1, 2, 5, 250);
  if (position > 0 && dice.below(2) == 0) stage.return_to = std::to_string(1 + dice.below(static_cast<std::uint32_t>(position)));
  return stage;
}

Scenario random_pipeline(RunKey key) {
  Stream dice(key, 0, 0, 0);
  std::vector<StageRule> chain;
  for (std::uint32_t s = 0, count = 1 + dice.below(4); s < count; ++s) chain.push_back(random_stage(dice, s));
  Scenario lab = pipeline(chain, random_law(dice, 1), {150, 0});
  lab.blocs[0].filings.batch = one_of(dice, 1, 1, 1, 3);
  lab.blocs[0].filings.priority_weights = {1, 0.5, 2};
  return lab;
}

TEST_CASE("every visit of 400 random pipelines equals a naive second writing", "[theory]") {
  std::size_t compared = 0;
  for (std::uint32_t r = 0; r < 400; ++r) {
    const RunKey key{15, r};
    const Scenario lab = random_pipeline(key);
    const auto seen = visits_of(lab, key), known = naive_visits(lab, key);
    INFO("random pipeline " << r << ": " << seen.size() << " visits, " << known.size() << " known");
    CHECK(seen == known);
    compared += seen.size();
  }
  CHECK(compared > 50'000);  // power: something was compared
}

TEST_CASE("a filing that fails at one stage as often as the rule allows is refused, wherever it is sent back to", "[theory]") {
  StageRule last = desk(0, constant(1));
  last.pass_probability = 0;
  last.return_to = GENERATE("", "1");
  last.max_attempts = 5;
  const Scenario lab = pipeline({desk(0, constant(1)), last}, exponential(1), {2'000, 0});
  const OfficeTally tally = finished(lab, {16, 0}).world.offices[1].tally;
  INFO("sent back to \"" << last.return_to << "\"");
  CHECK(tally.passed == 0);
  CHECK(tally.refused > 1'500);
  CHECK(tally.returned <= 4 * (tally.refused + 20));
}

}  // namespace
}  // namespace poldyn::theory
