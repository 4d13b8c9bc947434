#include "sim/engine/stream.h"

#include <cmath>
#include <set>
#include <tuple>
#include <vector>

#include "sim/world/events.h"
#include "sim/world/kinds.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"

using poldyn::Philox;
using poldyn::RunKey;
using poldyn::Stream;
namespace lab = poldyn::lab;

namespace {

Stream one_stream(std::uint32_t ordinal) { return {RunKey{42, 7}, 3, 11, ordinal}; }

}  // namespace

TEST_CASE("stream: its words are the Philox blocks of its key parts, in order", "[engine]") {
  const std::uint64_t seed = 0x0123456789abcdefULL;
  Stream stream({seed, 0xabcdef}, 0x12, 0x34567890, 0x98765432, 0xfedc);
  for (std::uint32_t block = 0; block < 3; ++block) {
    const auto x = Philox::block({0xfedc0000U | block, 0x98765432, 0x34567890, 0xabcdef12}, {0x89abcdef, 0x01234567});
    CHECK(stream() == (std::uint64_t{x[1]} << 32 | x[0]));
    CHECK(stream() == (std::uint64_t{x[3]} << 32 | x[2]));
  }
}

TEST_CASE("stream: any two that differ in one part of their key share no block", "[engine]") {
  constexpr std::uint32_t all = 0xffffffffU;
  std::set<std::pair<std::uint64_t, std::uint64_t>> blocks;
  std::size_t made = 0;
  for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 32, ~std::uint64_t{0}})
    for (const std::uint32_t replicate : {0U, 1U, (1U << 24) - 1})
      for (const std::uint8_t purpose : {std::uint8_t{0}, std::uint8_t{1}, std::uint8_t{18}, std::uint8_t{255}})
        for (const std::uint32_t entity : {0U, 1U, all})
          for (const std::uint32_t ordinal : {0U, 1U, all})
            for (const std::uint16_t sub : {std::uint16_t{0}, std::uint16_t{1}, std::uint16_t{65535}}) {
              Stream stream({seed, replicate}, purpose, entity, ordinal, sub);
              for (int block = 0; block < 2; ++block, ++made) {
                const std::uint64_t first = stream();
                blocks.insert({first, stream()});
              }
            }
  CHECK(blocks.size() == made);  // a Philox block is a bijection of the counter: equal blocks would mean equal counters
}

TEST_CASE("stream: it ends before it would run into its neighbour", "[engine]") {
  Stream stream({1, 0}, 1, 2, 3, 4);
  std::uint64_t last = 0;
  for (int i = 0; i < 1 << 17; ++i) last = stream();
  CHECK_THROWS_AS(stream(), std::length_error);
  const auto x = Philox::block({4U << 16 | 0xffffU, 3, 2, 1}, {1, 0});
  CHECK(last == (std::uint64_t{x[3]} << 32 | x[2]));
}

TEST_CASE("entity keys of all blocs and births are distinct", "[engine]") {
  std::set<std::uint32_t> keys;
  for (std::uint32_t bloc = 0; bloc < poldyn::max_blocs; ++bloc)
    for (const auto birth :
         {poldyn::Birth::initial, poldyn::Birth::entrant, poldyn::Birth::spinoff, poldyn::Birth::bloc})
      for (const std::uint32_t ordinal : {0U, 1U, (1U << 25) - 1})
        keys.insert(poldyn::entity_key(bloc, birth, ordinal));
  CHECK(keys.size() == poldyn::max_blocs * 4 * 3);
}

TEST_CASE("uniform numbers never touch 0 or 1 and are symmetrical", "[engine]") {
  constexpr std::uint64_t none = 0, all = ~none;
  CHECK(poldyn::to_unit(none) > 0);
  CHECK(poldyn::to_unit(all) < 1);  // with 53 bits this rounds up to 1, and log(1 - u) is not finite
  CHECK(std::isfinite(std::log(1 - poldyn::to_unit(all))));
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const std::uint64_t word = one_stream(i)();
    CHECK(poldyn::to_unit(~word) == 1 - poldyn::to_unit(word));
  }
}

TEST_CASE("uniform numbers are uniform", "[engine]") {
  std::vector<double> values;
  lab::Moments moments;
  for (std::uint32_t i = 0; i < 50'000; ++i) {
    Stream stream = one_stream(i);  // the first of many streams, which is how the model draws
    values.push_back(stream.uniform());
    moments.add(values.back());
  }
  CHECK(lab::kolmogorov(values, [](double u) { return u; }) < lab::most_kolmogorov);
  CHECK(std::abs(lab::z_score("uniform: mean", moments.mean(), moments.mean_se(), 0.5)) < lab::most_z);
  CHECK(std::abs(lab::z_score("uniform: variance", moments.variance(), moments.variance_se(), 1.0 / 12)) < lab::most_z);
  CHECK(4 * moments.mean_se() < 0.006);  // power: a shift of 0.6 % cannot hide
}

TEST_CASE("below(n) takes every value equally often", "[engine]") {
  const std::uint32_t n = GENERATE(1U, 2U, 3U, 7U, 10U, 64U);
  std::vector<double> counts(n);
  Stream stream = one_stream(n);
  for (int i = 0; i < 60'000; ++i) ++counts.at(stream.below(n));
  if (n == 1) return;
  const double z = lab::chi_square_z(counts);
  std::printf("  below(%u): chi-square z %+.2f\n", n, z);
  CHECK(std::abs(z) < lab::most_z);
}

TEST_CASE("below(n) is unbiased where 2^32 is no multiple of n", "[engine]") {
  // Of n = 3 * 2^30 outcomes of a bare multiplication every third would come twice as often as the others.
  std::vector<double> counts(3);
  for (std::uint32_t i = 0; i < 30'000; ++i) {
    Stream stream = one_stream(i);
    ++counts[stream.below(3U << 30) % 3];
  }
  CHECK(std::abs(lab::chi_square_z(counts)) < lab::most_z);
  const double z = lab::chi_square_z({15'000, 7'500, 7'500});  // power: what that would look like
  CHECK(z > 20);
}

TEST_CASE("keys of names: each is its own, by every seed, and of two names of one thing the order counts", "[engine]") {
  using poldyn::identity_of;
  std::set<std::uint64_t> keys;
  std::size_t made = 0;
  for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{2}, ~std::uint64_t{0}})
    for (const char* name : {"", "a", "b", "ab", "ba", "bloc1", "bloc2", "bloc10"}) {
      const RunKey one = RunKey{seed, 3}.of(identity_of(name));
      CHECK(one.replicate == 3);
      keys.insert(one.seed), ++made;
      for (const char* other : {"", "a", "b", "ab"}) keys.insert(one.of(identity_of(other)).seed), ++made;
    }
  CHECK(keys.size() == made);
  // By the definition of FNV-1a and of MurmurHash3's finaliser, in other words: seeds mean the same in every version.
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : {'m', 'a', 'i', 'n'}) hash = (hash ^ static_cast<std::uint64_t>(c)) * 1099511628211ULL;
  const auto shift = [](std::uint64_t x) { return x ^ (x >> 33); };
  const auto finalised = [&](std::uint64_t x) {
    return shift(shift(shift(x) * 0xff51afd7ed558ccdULL) * 0xc4ceb9fe1a85ec53ULL);
  };
  CHECK(identity_of("main") == finalised(hash));
  CHECK(RunKey{7, 0}.of(identity_of("main")).seed == finalised(7 ^ finalised(hash)));
}
