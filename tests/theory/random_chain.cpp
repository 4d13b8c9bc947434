#include "tests/theory/random_chain.h"

#include <algorithm>
#include <string>

namespace poldyn::theory {
namespace {

StageRule random_stage(Stream& dice, std::size_t position) {
  StageRule stage = desk(one_of(dice, 0, 1, 1, 2, 3, 5), constant(0));
  stage.review =
      random_law(dice, static_cast<double>(std::max<std::int64_t>(stage.reviewers, 1)) * one_of(dice, 0.5, 0.9, 1.2));
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
  if (position > 0 && dice.below(2) == 0)
    stage.return_to = std::to_string(1 + dice.below(static_cast<std::uint32_t>(position)));
  return stage;
}

}  // namespace

Law random_law(Stream& dice, double mean) {
  return one_of(dice, exponential(mean), erlang(mean, 3), lognormal(mean, 1.5), uniform(0, 2 * mean),
                hyperexponential(mean, 2));
}

std::vector<StageRule> random_chain(Stream& dice) {
  std::vector<StageRule> chain;
  for (std::uint32_t s = 0, count = 1 + dice.below(4); s < count; ++s) chain.push_back(random_stage(dice, s));
  return chain;
}

}  // namespace poldyn::theory
