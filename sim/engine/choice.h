#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/base/identity.h"
#include "sim/base/race.h"
#include "sim/engine/stream.h"

namespace poldyn {

/// Winner of a race among numbered alternatives: alternative i has the i-th word of `stream`, so that further ones can
/// be put at the end. Draws one word for each, with or without weight.
template <class Weights>
std::size_t choose_by_number(const Weights& weights, Stream& stream) {
  Race race;
  for (std::size_t i = 0; i < weights.size(); ++i) race.enter(i, stream.uniform(), weights[i]);
  return race.winner();
}

/// The same with equal weights, one of `count`: the largest number wins.
inline std::size_t choose_evenly(std::size_t count, Stream& stream) {
  std::size_t best = 0;
  std::uint64_t most = 0;
  for (std::size_t i = 0; i < count; ++i)
    if (const std::uint64_t word = stream(); word > most) most = word, best = i;
  return best;
}

/// The numbers of one decision among alternatives that have identities and no places: each has its own, and who else is
/// there does not matter. Two words of the decision's stream stand for all of them; what mixes an identity into them
/// is a bijection with full avalanche, so the numbers of two alternatives are as good as independent.
class KeyedUniforms {
 public:
  explicit KeyedUniforms(Stream& stream) : first_(stream()), second_(stream()) {}
  double of(std::uint64_t identity) const { return to_unit(mix64(second_ + mix64(first_ ^ identity))); }

 private:
  std::uint64_t first_;
  std::uint64_t second_;
};

}  // namespace poldyn
