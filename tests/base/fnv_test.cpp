#include "sim/base/fnv.h"

#include "tests/catch.h"

using poldyn::fnv1a;

TEST_CASE("fnv: published vectors of FNV-1a, 64 bits", "[reference]") {
  // draft-eastlake-fnv, appendix C; case FP-01 of the reference table
  CHECK(fnv1a("foobar") == 0x85944171f73967e8ULL);
  CHECK(fnv1a("") == 0xcbf29ce484222325ULL);
  CHECK(fnv1a("a") == 0xaf63dc4c8601ec8cULL);
  // bytes above 127 count as unsigned
  CHECK(fnv1a("\xff") == (0xcbf29ce484222325ULL ^ 0xff) * 0x100000001b3ULL);
}

TEST_CASE("fnv: a text may be hashed in pieces", "[observe]") { CHECK(fnv1a("bar", fnv1a("foo")) == fnv1a("foobar")); }
