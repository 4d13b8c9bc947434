#include "sim/base/printable.h"

#include "sim/reading/mistake.h"
#include "tests/catch.h"

using namespace poldyn;

TEST_CASE("printable: nothing that drives a terminal is left, and everything else is", "[printable]") {
  CHECK(printable("plain, with\ta tab\nand ± é 漢 🙂") == "plain, with\ta tab\nand ± é 漢 🙂");
  CHECK(printable("\x1b[31mred\x07\r") == R"(\x1b[31mred\x07\x0d)");
  CHECK(printable("\x7f") == R"(\u007f)");
  CHECK(printable("\u009b31m") == R"(\u009b31m)");  // CSI in one character
  CHECK(printable("a\u202eb\u2066c\u200fd\u2028e") == R"(a\u202eb\u2066c\u200fd\u2028e)");
  CHECK(printable("a\ufffe\uffffb\ufffd") == "a\\ufffe\\uffffb\ufffd");
  CHECK(printable("\x9b[\xff") == R"(\x9b[\xff)");        // no UTF-8: CSI of eight-bit terminals
  CHECK(printable("\xed\xa0\x80") == R"(\xed\xa0\x80)");  // a surrogate
  CHECK(printable("\xc0\xaf") == R"(\xc0\xaf)");          // overlong
  CHECK(printable(std::string_view("\0", 1)) == R"(\x00)");
}

TEST_CASE("printable: what is printable stays byte for byte, all code points tried", "[printable]") {
  std::size_t spelled = 0;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    if (c < 0x80)
      text = {static_cast<char>(c)};
    else if (c < 0x800)
      text = {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))};
    else if (c < 0x10000)
      text = {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
              static_cast<char>(0x80 | (c & 0x3F))};
    else
      text = {static_cast<char>(0xF0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 0x3F)),
              static_cast<char>(0x80 | (c >> 6 & 0x3F)), static_cast<char>(0x80 | (c & 0x3F))};
    const std::string shown = printable(text);
    if (shown != text) ++spelled;
    if (is_printable(text) != (shown == text) || !is_printable(shown) || utf8_sequence(text) != text.size()) {
      CAPTURE(static_cast<unsigned>(c));
      FAIL("told two ways");
    }
  }
  // C0 without line end and tab; DEL and C1; Bidi_Control (12) and two ends of lines; two that are no characters.
  CHECK(spelled == 30 + 33 + 14 + 2);
}

TEST_CASE("printable: quotes in messages keep to one line and their limit", "[printable]") {
  CHECK(in_quotes("a\nb\tc\x1b") == R"('a\nb\tc\x1b')");
  CHECK(in_quotes("\u202e") == R"('\u202e')");
  CHECK(in_quotes(std::string(100, 'x'), 10) == "'xxxxxxxxxx...'");
  CHECK(in_quotes("ééé", 3) == "'éé...'");
  CHECK(in_quotes(std::string(1'000'000, '\xA0'), 5).size() < 60);
}
