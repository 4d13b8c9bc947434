#include <cmath>
#include <string>
#include <vector>

#include "app/plot/bars.h"
#include "app/plot/curves.h"
#include "app/plot/scale.h"
#include "tests/catch.h"

using namespace poldyn::plot;

namespace {

/// Lines, each with its end.
std::string lines(const std::vector<std::string>& all) {
  std::string text;
  for (const auto& line : all) text += line + "\n";
  return text;
}

Curve straight(const std::string& mark, Ink ink, double from, double to, double half = NAN) {
  Curve curve{mark, ink, {}, {}, {}, {}};
  for (int i = 0; i <= 10; ++i) {
    const double y = from + (to - from) * i / 10;
    curve.at.push_back(i);
    curve.middle.push_back(y);
    if (!std::isnan(half)) curve.low.push_back(y - half), curve.high.push_back(y + half);
  }
  return curve;
}

std::string drawn(const std::vector<Curve>& curves, std::size_t columns, std::size_t rows, Style style,
                  std::vector<double> dates = {}) {
  Canvas canvas(columns, rows, style);
  draw_curves(canvas, canvas.whole(), {"frontier [OOM]", "y", std::move(dates)}, curves);
  return canvas.text();
}

constexpr Style plain{.ascii = true, .colour = false}, blocks{.ascii = false, .colour = false};

}  // namespace

TEST_CASE("ticks: round numbers, as many as there is room for", "[plot]") {
  const auto at = [](double low, double high, std::size_t most) { return ticks({low, high, 100}, most); };
  CHECK(at(0, 10, 6) == std::vector<double>{0, 2, 4, 6, 8, 10});
  CHECK(at(0, 10, 3) == std::vector<double>{0, 5, 10});
  CHECK(at(-0.31, 0.42, 5) == std::vector<double>{-0.2, 0, 0.2, 0.4});
  CHECK(at(0.3, 0.9, 2).size() >= 2);
  CHECK(at(7, 7, 4) == std::vector<double>{7});
  for (const auto& [low, high] : std::vector<std::pair<double, double>>{{1e-12, 3e-12}, {-5e9, 1e9}, {0.999, 1.001}}) {
    const auto found = at(low, high, 6);
    CHECK(found.size() >= 2);
    for (const double x : found) CHECK((x >= low - 1e-9 * std::abs(low) && x <= high + 1e-9 * std::abs(high)));
  }
}

TEST_CASE("tick labels: equal decimals, and an exponent where digits would run on", "[plot]") {
  CHECK(tick_labels({0, 0.5, 1}) == std::vector<std::string>{"0.0", "0.5", "1.0"});
  CHECK(tick_labels({-20, 0, 20}) == std::vector<std::string>{"-20", "0", "20"});
  CHECK(tick_labels({0.02, 0.04}) == std::vector<std::string>{"0.02", "0.04"});
  CHECK(tick_labels({0, 2e6, 4e6}) == std::vector<std::string>{"0", "2e+06", "4e+06"});
  CHECK(tick_labels({3.5}) == std::vector<std::string>{"3.5"});
}

TEST_CASE("scale: 0 is in view where it costs less than half of the room", "[plot]") {
  CHECK(scale_for({3, 10}, 10)->low == 0);
  CHECK(scale_for({6, 10}, 10)->low == 6);
  CHECK(scale_for({-10, -2}, 10)->high == 0);
  CHECK_FALSE(scale_for({NAN, INFINITY}, 10));
  CHECK(scale_for({5, 5}, 10)->low < 5);
  CHECK(scale_for({0, 0}, 10)->high > 0);
  const Scale scale{0, 10, 11};
  CHECK(scale.place(0) == 0U);
  CHECK(scale.place(10) == 10U);
  CHECK(scale.place(4.6) == 5U);
  CHECK_FALSE(scale.place(10.1));
  CHECK_FALSE(scale.place(NAN));
}

TEST_CASE("curves: in ASCII each side has its mark and its letter", "[plot]") {
  CHECK(drawn({straight("A", Ink::first, 0, 10), straight("B", Ink::second, 10, 0)}, 30, 10, plain, {5}) ==
        lines({"frontier [OOM]", "10+ooo                   *** A", "  |  ooooo           *****",
               "  |       oooo   ****", " 5+          ooooo", "  |      *****   ooooo", "  |  ****             oooo",
               " 0+**                     oo B", "  ++-----------^-----------+", "   0                      10 y"}));
}

TEST_CASE("curves: braille dots, eight in a cell", "[plot]") {
  CHECK(drawn({straight("", Ink::first, 0, 10)}, 24, 8, blocks) ==
        lines({"frontier [OOM]", "10┤               ⢀⡠⠔⠊", "  │           ⢀⡠⠔⠊⠁", "  │       ⢀⡠⠔⠊⠁", "  │   ⢀⡠⠔⠊⠁",
               " 0┤⡠⠔⠊⠁", "  └┬─────────────────┬", "   0                10 y"}));
}

TEST_CASE("curves: opposite hatchings tell two bands apart without colour", "[plot]") {
  const auto one = drawn({straight("A", Ink::first, 50, 50, 20)}, 30, 10, blocks);
  const auto other = drawn({straight("A", Ink::second, 50, 50, 20)}, 30, 10, blocks);
  CHECK(one != other);
  CHECK(one.find("│⠔⢁⠔⢁⠔⢁") != one.npos);
  CHECK(one.find("50┤⠝⢉⠝⢉⠝⢉") != one.npos);  // the line of the mean runs through
}

TEST_CASE("curves: no value leaves a gap, and no value at all is said", "[plot]") {
  Curve gap = straight("A", Ink::first, 5, 5);
  for (std::size_t i = 4; i < 8; ++i) gap.middle[i] = NAN;
  CHECK(drawn({gap}, 30, 6, plain).find("+*********           ****** A") != std::string::npos);
  CHECK(drawn({Curve{"A", Ink::first, {0, 1}, {NAN, NAN}, {}, {}}}, 30, 8, plain) ==
        lines({"frontier [OOM]", "no run has a value of it", "", "", "", "", "", ""}));
  CHECK(drawn({}, 30, 8, plain).find("no run has a value") != std::string::npos);
}

TEST_CASE("curves: a box too small for them has its title alone, cut where it must be", "[plot]") {
  CHECK(drawn({straight("A", Ink::first, 0, 1)}, 12, 4, plain) == lines({"frontier [O~", "", "", ""}));
  CHECK(drawn({straight("A", Ink::first, 0, 1)}, 12, 4, blocks) == lines({"frontier [O…", "", "", ""}));
}

TEST_CASE("bars: in eighths of a cell, and what is not 0 is seen", "[plot]") {
  const std::vector<Bar> bars{{"review", "A", Ink::first, 80, "80.0"},
                              {"review", "B", Ink::second, 50, "50.0"},
                              {"queue", "A", Ink::first, 0, "0"},
                              {"queue", "B", Ink::second, 0.1, "0.1"},
                              {"window", "A", Ink::first, NAN, "-"}};
  CHECK(bars_text(bars, 30, blocks) == lines({"review A ████████████████ 80.0", "       B ██████████ 50.0",
                                              "queue  A 0", "       B ▏ 0.1", "window A -"}));
  CHECK(bars_text(bars, 30, plain) == lines({"review A ################ 80.0", "       B ########## 50.0", "queue  A 0",
                                             "       B # 0.1", "window A -"}));
  CHECK(bars_text(bars, 14, blocks) ==
        lines({"review A 80.0", "       B 50.0", "queue  A 0", "       B 0.1", "window A -"}));
  CHECK(bars_text({}, 30, blocks) == "");
}

TEST_CASE("dots: intervals on one axis, hollow where they hold 0", "[plot]") {
  const std::vector<DotRow> rows{{.label = "reviewers", .middle = NAN},
                                 {" 3", Ink::plain, 40, 30, 50, true, "+40"},
                                 {" 12", Ink::plain, -1, -10, 8, false, "-1"}};
  CHECK(dots_text(rows, "d", 34, blocks) ==
        lines({"reviewers", " 3      ┊            ├───●───┤ +40", " 12 ├───○───┤                   -1",
               "    ────┬────────────────────┬", "        0                   50 d"}));
}

TEST_CASE("dots: in a narrow terminal labels stand above, and in less the numbers stand alone", "[plot]") {
  const std::vector<DotRow> rows{{.label = "bloc main", .middle = NAN},
                                 {" deployed", Ink::plain, 40, 30, 50, true, "+40 d"}};
  CHECK(dots_text(rows, "d", 20, plain) ==
        lines({"bloc main", " deployed", "|------@-----| +40 d", "+------+-----+", "30    40    50 d"}));
  CHECK(dots_text(rows, "d", 10, plain) == lines({"bloc main", " deployed", "+40 d"}));
}

TEST_CASE("canvas: what comes from files cannot drive the terminal", "[plot]") {
  Canvas canvas(40, 1, blocks);
  canvas.text(0, 0, "a\x1b[2Jb\nc");
  CHECK(canvas.text() == "a\\x1b[2Jb\\nc\n");
}

TEST_CASE("canvas: colour only where it is asked for, and it ends with the line", "[plot]") {
  Canvas coloured(10, 1, {.ascii = false, .colour = true});
  coloured.text(0, 0, "A", Ink::first);
  coloured.text(2, 0, "b");
  CHECK(coloured.text() == "\x1b[0;36mA \x1b[0mb\n");
  Canvas last(10, 1, {.ascii = false, .colour = true});
  last.text(0, 0, "A", Ink::second);
  CHECK(last.text() == "\x1b[0;35mA\x1b[0m\n");
}
