#pragma once

#include <cstdint>
#include <string_view>

#include "sim/base/fnv.h"

namespace poldyn {

/// MurmurHash3's finaliser (Appleby 2011): a bijection of 64-bit words in which every bit of the input moves half of
/// those of the output.
constexpr std::uint64_t mix64(std::uint64_t x) {
  x = (x ^ x >> 33) * 0xFF51AFD7ED558CCDULL;
  x = (x ^ x >> 33) * 0xC4CEB9FE1A85EC53ULL;
  return x ^ x >> 33;
}

/// What a name is in random streams: the same wherever it stands in a file, and beside whatever else. Two names can
/// have one identity, by a chance of 2^-64 a pair; contradictions() refuses a scenario in which two have.
constexpr std::uint64_t identity_of(std::string_view name) { return mix64(fnv1a(name)); }

}  // namespace poldyn
