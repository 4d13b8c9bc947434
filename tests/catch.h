#pragma once

// Catch2 2.13 (Debian 12) and 3 (Debian 13) under one name. Tests include this and nothing of Catch2's own. Written in
// version 3's words; of version 2's string matchers use ContainsSubstring, StartsWith, EndsWith.
#if __has_include(<catch2/catch_all.hpp>)

#include <catch2/catch_all.hpp>

using Catch::Approx;

#else

#include <catch2/catch.hpp>

namespace Catch::Matchers {
inline auto ContainsSubstring(const std::string& text, CaseSensitive::Choice choice = CaseSensitive::Yes) {
  return Contains(text, choice);
}
}  // namespace Catch::Matchers

#define SKIP(reason) \
  do {               \
    WARN(reason);    \
    return;          \
  } while (false)

#endif

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
