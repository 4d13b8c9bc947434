#include "sim/reading/csv.h"

#include "tests/catch.h"

using namespace poldyn;

TEST_CASE("csv: what stands behind a closing quote is told", "[csv]") {
  const auto rows = read_csv("a,b\n\"1\"5,2\n\"1\" ,\"2\"\n\"x\"\"y\",\"z", 100);
  REQUIRE(rows.size() == 4);
  CHECK(rows[1][0].trailing);
  CHECK(rows[1][0].text == "1");
  CHECK_FALSE(rows[1][1].trailing);
  CHECK_FALSE(rows[2][0].trailing);  // blanks around a field are no part of it
  CHECK(rows[3][0].text == "x\"y");
  CHECK_FALSE(rows[3][0].trailing);
  CHECK(rows[3][1].unclosed);
}

TEST_CASE("csv: reading ends with the field that is one too many", "[csv]") {
  const auto cells = [](const std::string& text, std::size_t most) {
    std::size_t n = 0;
    for (const auto& row : read_csv(text, most)) n += row.size();
    return n;
  };
  const std::string three = "a,b,c\n";
  CHECK(cells(three + three, 6) == 6);
  CHECK(cells(three + three + three, 6) == 7);
  CHECK(cells(std::string(1000, ','), 6) == 7);
  CHECK(cells(std::string(1000, '\n').replace(0, 1, "x\n"), 6) == 1);
  std::string long_one;
  for (int i = 0; i < 1000; ++i) long_one += "x\n";
  CHECK(cells(long_one, 10) == 11);
}
