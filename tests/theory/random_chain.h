#pragma once

#include <array>
#include <vector>

#include "tests/theory/lab.h"

namespace poldyn::theory {

/// One of the choices, equally likely.
template <class... T>
auto one_of(Stream& dice, T... choices) {
  const std::array all{choices...};
  return all[dice.below(static_cast<std::uint32_t>(all.size()))];
}

/// A law with this mean.
Law random_law(Stream& dice, double mean);

/// One to four stages with every rule that a stage has, for about one filing a day.
std::vector<StageRule> random_chain(Stream& dice);

}  // namespace poldyn::theory
