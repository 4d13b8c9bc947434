#include "sim/hdf5/h5_conventions.h"

#include <string>

#include "sim/hdf5/h5_text.h"
#include "tests/catch.h"

using namespace poldyn::h5;

TEST_CASE("h5 conventions: bounds have the type of the variable", "[io]") {
  const Conventions bounded{.valid_min = 0, .valid_max = 200};
  CHECK(std::get<double>(attributes_of(bounded, Type::f64)[1].value) == 200);
  CHECK(std::get<float>(attributes_of(bounded, Type::f32)[1].value) == 200);
  CHECK(std::get<std::uint64_t>(attributes_of(bounded, Type::u64)[1].value) == 200);
  CHECK(std::get<std::uint8_t>(attributes_of(bounded, Type::u8)[1].value) == 200);
  CHECK_THROWS_AS(attributes_of({.valid_min = -1}, Type::u8), std::invalid_argument);
  CHECK_THROWS_AS(attributes_of({.valid_max = 256}, Type::u8), std::invalid_argument);
  CHECK_THROWS_AS(attributes_of({.valid_max = 0.5}, Type::i64), std::invalid_argument);
  CHECK_THROWS_AS(attributes_of({.valid_max = 0x1p63}, Type::i64), std::invalid_argument);
  CHECK_NOTHROW(attributes_of({.valid_max = 0x1p63}, Type::u64));
  CHECK_THROWS_AS(attributes_of({.valid_max = 0}, Type::text), std::invalid_argument);
}

TEST_CASE("h5 conventions: flags are values and single words", "[io]") {
  const auto attributes = attributes_of({.flags = {{0, "ok"}, {7, "cut-off"}}}, Type::u8);
  CHECK(std::get<std::vector<std::uint8_t>>(attributes[0].value) == std::vector<std::uint8_t>{0, 7});
  CHECK(std::get<std::string>(attributes[1].value) == "ok cut-off");
  CHECK_THROWS_AS(attributes_of({.flags = {{0, "two words"}}}, Type::u8), std::invalid_argument);
  CHECK_THROWS_AS(attributes_of({.flags = {{0, "ok"}}}, Type::i32), std::invalid_argument);
}

TEST_CASE("h5 text: what is not UTF-8 is replaced, the rest stays", "[io]") {
  const std::string good = "a ä 中 \U0001F600 \u07FF \uFFFD \U0010FFFF";
  CHECK(clean_utf8(good) == good);
  const std::string mark = "\uFFFD";
  CHECK(clean_utf8(std::string("\0", 1)) == mark);
  CHECK(clean_utf8("\xC0\x80") == mark + mark);             // overlong NUL
  CHECK(clean_utf8("\xED\xA0\x80") == mark + mark + mark);  // surrogate
  CHECK(clean_utf8("\xF4\x90\x80\x80").size() == 4 * 3);    // above U+10FFFF
  CHECK(clean_utf8("x\xE4") == "x" + mark);                 // Latin-1
  CHECK(clean_utf8("\xE4\xB8") == mark + mark);             // cut off
}

TEST_CASE("h5 text: names that netCDF refuses are refused", "[io]") {
  for (const char* good : {"a", "_x", "9", "größe", "a b", "hhi.small-2"}) CHECK_NOTHROW(require_name(good));
  for (const char* bad : {"", "-a", " a", "a ", "a/b", "a\nb", "\xFF", "."})
    CHECK_THROWS_AS(require_name(bad), std::invalid_argument);
  CHECK(split_path("/a/b/c").folder == "/a/b");
  CHECK(split_path("c").folder == "/");
  CHECK(join_path("/", "c") == "/c");
  CHECK(split_path("/").name.empty());
}
