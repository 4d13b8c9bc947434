#include "app/runs/resampling.h"

#include "sim/base/fnv.h"
#include "sim/engine/stream.h"

namespace poldyn::app {

analysis::Resampler resampler_for(std::string_view name) {
  const auto entity = static_cast<std::uint32_t>(fnv1a(name));
  return [entity](std::uint32_t number, std::span<std::uint32_t> picks) {
    constexpr std::size_t block = 1U << 16;  // a stream holds 2^17 words, and a draw may take more than one
    const auto size = static_cast<std::uint32_t>(picks.size());
    for (std::size_t from = 0; from < picks.size(); from += block) {
      Stream stream({resampling_seed, 0}, 0, entity, number, static_cast<std::uint16_t>(from / block));
      for (auto& pick : picks.subspan(from, std::min(block, picks.size() - from))) pick = stream.below(size);
    }
  };
}

}  // namespace poldyn::app
