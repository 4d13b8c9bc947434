#include "app/console/progress.h"

#include "app/console/terminal.h"
#include "app/console/text_table.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::app;
using Seconds = std::chrono::duration<double>;

TEST_CASE("progress: says runs, rate and time left, as the width allows", "[app]") {
  const BatchState state{.runs = 20, .done = 5, .failed = 0, .under_way = 0};
  CHECK(progress_line(state, Seconds{10}, 80) == "5/20 runs [=======>                      ], 30 s left, 2.0 s/run");
  CHECK(progress_line(state, Seconds{10}, 40) == "5/20 runs [=>    ], 30 s left, 2.0 s/run");
  CHECK(progress_line(state, Seconds{10}, 22) == "5/20 runs, 30 s left");
  CHECK(progress_line(state, Seconds{10}, 12) == "5/20 runs");
}

TEST_CASE("progress: counts the time inside runs, and failures", "[app]") {
  CHECK_THAT(progress_line({.runs = 1, .done = 0, .failed = 0, .under_way = 0.25}, Seconds{300}, 60),
             StartsWith("25 % [=======>") && EndsWith(", 15 min 00 s left"));
  CHECK_THAT(progress_line({.runs = 10, .done = 0, .failed = 0, .under_way = 0}, Seconds{3}, 60),
             StartsWith("0/10 runs [>"));
  CHECK_THAT(progress_line({.runs = 10, .done = 4, .failed = 2, .under_way = 0}, Seconds{3}, 60),
             ContainsSubstring("2 failed"));
}

TEST_CASE("progress: never longer than the terminal is wide", "[app]") {
  for (std::size_t width = 1; width < 120; ++width)
    for (const std::uint32_t done : {0U, 1U, 123'456U, 999'999U, 1'000'000U}) {
      const BatchState state{.runs = 1'000'000, .done = done, .failed = done / 2, .under_way = 1.5};
      CHECK(progress_line(state, Seconds{12'345}, width).size() <= width);
    }
}

TEST_CASE("text table: columns that do not fit stand below, single ones under each other", "[app]") {
  const TextTable table{{"", "north", "south"}, {{"releases", "1 ± 2", "30"}, {"growth", "4", "5"}}};
  CHECK(table.text(80) == "          north  south\nreleases  1 ± 2     30\ngrowth        4      5\n");
  CHECK(table.text(17) ==
        "          north\nreleases  1 ± 2\ngrowth        4\n\n          south\nreleases     30\ngrowth        5\n");
  CHECK(table.text(14) == "releases\n  north  1 ± 2\n  south     30\ngrowth\n  north      4\n  south      5\n");
}

TEST_CASE("text: breaks at blanks", "[app]") {
  CHECK(wrapped("one two three", 7) == "one two\nthree");
  CHECK(wrapped("one two three", 8, 2) == "one two\n  three");
  CHECK(wrapped("unbreakable", 4) == "unbreakable");
  CHECK(text_width("1 ± 2") == 5);
}
