#include "sim/reading/quantity.h"

#include <regex>

#include "tests/catch.h"

using poldyn::Unit;

namespace {

double value(const std::string& text, Unit unit) {
  INFO(text);
  const auto parsed = poldyn::parse_quantity(text, unit);
  REQUIRE(std::holds_alternative<double>(parsed));
  return std::get<double>(parsed);
}

}  // namespace

TEST_CASE("quantity: every spelling is worth what it says", "[io]") {
  struct Case {
    const char* text;
    Unit unit;
    double expected;
  };
  const auto each = GENERATE(values<Case>({
      {"60 d", Unit::day, 60},
      {"60", Unit::day, 60},
      {" 60d ", Unit::day, 60},
      {"+1.5e1 d", Unit::day, 15},
      {"3 mo", Unit::day, 91.3125},
      {"10 y", Unit::day, 3652.5},
      {"2 wk", Unit::day, 14},
      {"36 h", Unit::day, 1.5},
      {"90 min", Unit::day, 0.0625},
      {"43200 s", Unit::day, 0.5},
      {"43200000 ms", Unit::day, 0.5},
      {"43200000000 us", Unit::day, 0.5},
      {"-3 d", Unit::day, -3},
      {"12 /y", Unit::per_year, 12},
      {"1 /mo", Unit::per_year, 12},
      {"2/d", Unit::per_year, 730.5},
      {"1 / h", Unit::per_year, 8766},
      {"730.5 /y", Unit::per_day, 2},
      {"0.6 OOM", Unit::oom, 0.6},
      {"0.6 OOM/y", Unit::oom_per_year, 0.6},
      {"0.05 OOM/mo", Unit::oom_per_year, 0.05 * 12},
      {"5 M$", Unit::money, 5},
      {"250 k$", Unit::money, 0.25},
      {"1 B$", Unit::money, 1000},
      {"500 $", Unit::money, 0.0005},
      {"250 k$/y", Unit::money_per_year, 0.25},
      {"1 M$/d", Unit::money_per_year, 365.25},
      {"20 %", Unit::share, 0.2},
      {"35 %", Unit::share, 0.35},
      {"0.35", Unit::share, 0.35},
      {"8 bit", Unit::bit, 8},
  }));
  CHECK(value(each.text, each.unit) == each.expected);
  CHECK(std::regex_search(each.text, std::regex(poldyn::quantity_pattern(each.unit))));
}

TEST_CASE("quantity: what does not fit is refused, by the pattern too", "[io]") {
  struct Case {
    const char* text;
    Unit unit;
  };
  const auto each = GENERATE(values<Case>({
      {"", Unit::day},       {"d", Unit::day},     {"60 days", Unit::day},   {"60 D", Unit::day},
      {"60 d d", Unit::day}, {"1,5 d", Unit::day}, {"1_000 d", Unit::day},   {"1..5 d", Unit::day},
      {"0x10 d", Unit::day}, {"60 /d", Unit::day}, {"12 y", Unit::per_year}, {"12 //y", Unit::per_year},
      {"20 %", Unit::none},  {"20 %", Unit::oom},  {"5 M$/y", Unit::money},  {"5 M$", Unit::money_per_year},
      {"3 d", Unit::count},  {"nan", Unit::day},   {"inf d", Unit::day},     {"60 d\n60", Unit::day},
      {"--3", Unit::none},
  }));
  INFO(each.text);
  CHECK(std::holds_alternative<poldyn::QuantityFault>(poldyn::parse_quantity(each.text, each.unit)));
  CHECK_FALSE(std::regex_search(each.text, std::regex(poldyn::quantity_pattern(each.unit))));
}

TEST_CASE("quantity: a number too large or too small is refused", "[io]") {
  CHECK(std::holds_alternative<poldyn::QuantityFault>(poldyn::parse_quantity("1e999 d", Unit::day)));
  CHECK(std::holds_alternative<poldyn::QuantityFault>(poldyn::parse_quantity("1e308 y", Unit::day)));
}

TEST_CASE("quantity: the declared unit leaves every bit of a number", "[io]") {
  for (const double x : {0.1, 1 / 3.0, 1e-17, 123456.789, 3.0000000000000004}) {
    for (const auto& [unit, symbol] :
         {std::pair{Unit::day, " d"}, std::pair{Unit::per_year, " /y"}, std::pair{Unit::per_day, " /d"},
          std::pair{Unit::oom_per_year, " OOM/y"}, std::pair{Unit::money_per_year, " M$/y"}}) {
      char digits[40];
      std::snprintf(digits, sizeof digits, "%.17g", x);
      CHECK(value(digits + std::string(symbol), unit) == x);
    }
  }
}

TEST_CASE("quantity: a unit of another kind is no slip of the pen", "[io]") {
  const auto remedy = [](const char* text, Unit unit) {
    return std::get<poldyn::QuantityFault>(poldyn::parse_quantity(text, unit)).remedy;
  };
  for (const char* text : {"3 M$", "3 $", "3 OOM"}) {
    INFO(text);
    CHECK_THAT(remedy(text, Unit::day), !Catch::Matchers::ContainsSubstring("did you mean"));
  }
  CHECK_THAT(remedy("3 mos", Unit::day), Catch::Matchers::ContainsSubstring("did you mean"));
}
