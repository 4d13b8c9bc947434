#pragma once

#include "analysis/bootstrap.h"
#include "sim/engine/stream.h"

/// What the program gives to the bootstrap, without its limits.
inline poldyn::analysis::Resampler philox_resampler(std::uint64_t seed) {
  return [seed](std::uint32_t number, std::span<std::uint32_t> picks) {
    poldyn::Stream stream({seed, 0}, 0, 0, number);
    for (auto& pick : picks) pick = stream.below(static_cast<std::uint32_t>(picks.size()));
  };
}
