#include "sim/engine/philox.h"

#include <boost/random/mersenne_twister.hpp>

#include "tests/catch.h"

using poldyn::Philox;

TEST_CASE("Philox4x32-10 gives the known answers of Random123", "[engine]") {
  using Counter = Philox::Counter;
  constexpr std::uint32_t all = 0xffffffffU;
  // RNG-03, RNG-04, RNG-05
  CHECK(Philox::block({0, 0, 0, 0}, {0, 0}) == Counter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(Philox::block({all, all, all, all}, {all, all}) == Counter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(Philox::block({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Counter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("Boost's Mersenne twisters give the answers that the C++ standard asks for", "[engine]") {
  boost::random::mt19937 narrow;
  boost::random::mt19937_64 wide;
  narrow.discard(9'999);
  wide.discard(9'999);
  CHECK(narrow() == 4123659995U);           // RNG-01
  CHECK(wide() == 9981545732273789042ULL);  // RNG-02
}
