#include "sim/process/designs/landscape_draw.h"

#include <algorithm>

#include "sim/world/events.h"

namespace poldyn {
namespace {

/// Bit i and K others. Random ones come by rejection, which is cheap for K well below N and still ends for K = N - 1.
std::vector<std::uint8_t> bits_read(const TechnologyRule& rule, std::uint32_t bit, Stream& stream) {
  const auto n = static_cast<std::uint32_t>(rule.bits);
  std::vector<std::uint8_t> reads{static_cast<std::uint8_t>(bit)};
  for (std::uint32_t j = 1; reads.size() < static_cast<std::size_t>(rule.epistasis) + 1; ++j) {
    const std::uint32_t next = rule.neighbours == Neighbours::adjacent ? (bit + j) % n : stream.below(n);
    if (std::find(reads.begin(), reads.end(), next) == reads.end()) reads.push_back(static_cast<std::uint8_t>(next));
  }
  return reads;
}

/// Fills what follows from `reads`.
void index(Landscape& made) {
  const std::size_t width = made.epistasis + 1;
  constexpr std::uint32_t block = Landscape::lane_block;
  made.lanes = (made.bits + block - 1) / block * block;
  made.partial.assign(std::size_t{(made.bits + 3) / 4} * 16 * made.lanes, 0);
  made.first_reader.push_back(0);
  for (std::uint32_t bit = 0; bit < made.bits; ++bit) {
    for (std::size_t at = 0; at < made.reads.size(); ++at) {
      if (made.reads[at] != bit) continue;
      const std::size_t reader = at / width, place = at % width;
      made.readers.push_back({static_cast<std::uint8_t>(reader), static_cast<std::uint8_t>(place)});
      for (std::uint32_t four = 0; four < 16; ++four)
        if ((four >> bit % 4) & 1U) made.partial[(bit / 4 * 16 + four) * made.lanes + reader] |= 1U << place;
    }
    made.first_reader.push_back(static_cast<std::uint32_t>(made.readers.size()));
  }
}

}  // namespace

Landscape draw_landscape(const TechnologyRule& rule, RunKey key) {
  Landscape made;
  made.bits = static_cast<std::uint32_t>(rule.bits);
  made.epistasis = static_cast<std::uint32_t>(rule.epistasis);
  const std::size_t states = std::size_t{1} << (rule.epistasis + 1);
  made.contribution.reserve(made.bits * states);
  for (std::uint32_t bit = 0; bit < made.bits; ++bit) {
    constexpr auto purpose = static_cast<std::uint8_t>(Purpose::landscape);
    Stream which(key, purpose, 0, bit, 0);
    for (const std::uint8_t read : bits_read(rule, bit, which)) made.reads.push_back(read);
    Stream worth(key, purpose, 0, bit, 1);
    for (std::size_t state = 0; state < states; ++state) {
      // One stream holds 2^17 words, one for each state of K = 16.
      made.contribution.push_back(static_cast<std::uint32_t>(worth() >> 32));
    }
  }
  index(made);
  return made;
}

}  // namespace poldyn
