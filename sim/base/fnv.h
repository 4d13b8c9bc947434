#pragma once

#include <cstdint>
#include <string_view>

namespace poldyn {

/// FNV-1a, 64 bits (Fowler, Noll & Vo; IETF draft-eastlake-fnv): names a text by a number that is the same everywhere.
/// A hash for identity, not against an adversary.
constexpr std::uint64_t fnv1a(std::string_view bytes, std::uint64_t hash = 0xCBF29CE484222325ULL) {
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return hash;
}

}  // namespace poldyn
