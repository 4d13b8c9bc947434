#include "app/report/spoken.h"

#include <limits>

#include "app/report/html_text.h"
#include "tests/catch.h"

using namespace poldyn::app;

TEST_CASE("spoken: two digits, three above a thousand and of what begins with 1", "[report]") {
  CHECK(spoken(5836.3) == "5,840");
  CHECK(spoken(113.6) == "114");
  CHECK(spoken(78.6) == "79");
  CHECK(spoken(0.2712) == "0.27");
  CHECK(spoken(1.004) == "1.00");
  CHECK(spoken(-3253) == "\u22123,250");
  CHECK(spoken(0) == "0");
  CHECK(spoken(-0.0) == "0");
  CHECK(spoken(1234567) == "1,230,000");
  CHECK(spoken(std::numeric_limits<double>::quiet_NaN()) == "-");
  CHECK(spoken_signed(35.8) == "+36");
  CHECK(spoken_range(1.27, 3.5) == "1.3 to 3.5");
  CHECK(spoken_range(113.2, 114.9) == "113 to 115");
  CHECK(spoken_range(34.8, 35.2) == "34.8 to 35.2");
  CHECK(spoken_range(242.3, 249.8) == "242 to 250");
  CHECK(spoken_mean(246.1, 3.8) == "246");
  CHECK(spoken_mean(212.3, 2.2) == "212");
  CHECK(spoken_mean(304.2, 8) == "304");
  CHECK(spoken_mean(304.2, std::numeric_limits<double>::quiet_NaN()) == "300");
  CHECK(spoken_at(-0.001, 1) == "0.0");  // never minus nothing
}

TEST_CASE("spoken: a table has the half-width to two digits and the mean to the same place", "[report]") {
  CHECK(tabled(78.7312, 0.312) == "78.73 ± 0.31");
  CHECK(tabled(9160.2, 162.4) == "9,160 ± 160");
  CHECK(tabled(2.5, 0) == "2.500");
  CHECK(tabled(35.8, 1.21, true) == "+35.8 ± 1.2");
  CHECK(tabled(std::numeric_limits<double>::quiet_NaN(), 1) == "-");
}

TEST_CASE("spoken: fractions, one in so many, lengths", "[report]") {
  CHECK(share_of_whole(0.358) == "about a third");
  CHECK(share_of_whole(0.5) == "about half");
  CHECK(share_of_whole(0.12) == "12\u202f%");
  CHECK(one_in(0.1433, "filing", "filings") == "one filing in seven");
  CHECK(one_in(0.62, "filing", "filings") == "62\u202f% of filings");
  CHECK(length_in_words(3652.5) == "ten years");
  CHECK(length_in_words(365.25) == "one year");
  CHECK(length_in_words(90) == "90 days");
}

TEST_CASE("html: what comes from a file is text and nothing else", "[report]") {
  CHECK(html_escaped("<script>alert('1')</script>&\"") == "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;");
  CHECK(html_inline("a **b** `c` **d") == "a <b>b</b> <code>c</code> **d");
  CHECK(html_inline("**<b>**") == "<b>&lt;b&gt;</b>");
  CHECK(html_escaped(std::string("a\x1b[2J\x7f")) == "a\\x1b[2J\\x7f");
  CHECK(json_in_html(R"({"a":"</script><!--"})") == R"({"a":"\u003c/script>\u003c!--"})");
}

TEST_CASE("csv: quotes where they are needed, no formula for a spreadsheet, nothing for what does not exist",
          "[report]") {
  CHECK(csv_cell(std::string("a,b\"c")) == "\"a,b\"\"c\"");
  CHECK(csv_cell(std::string("=1+1")) == "'=1+1");
  CHECK(csv_cell(0.1) == "0.1");
  CHECK(csv_cell(std::numeric_limits<double>::infinity()).empty());
}
