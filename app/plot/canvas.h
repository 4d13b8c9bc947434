#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace poldyn::plot {

/// What the terminal can show.
struct Style {
  bool ascii = false;
  bool colour = false;
};

/// Colour means a side of a comparison and nothing else; without colour each side has a hatching or a mark of its own.
enum class Ink : std::uint8_t { plain, faint, first, second, third, fourth, fifth, sixth };
inline constexpr std::size_t most_sides = 6;
/// Of a side, from 0; from the seventh on the inks come round again.
Ink ink_of(std::size_t side);

/// A part of a canvas, in cells.
struct Box {
  std::size_t column = 0, row = 0, columns = 0, rows = 0;
};

/// A picture made of characters. What lies outside it is not drawn.
class Canvas {
 public:
  enum class Weight : std::uint8_t { band, line };

  Canvas(std::size_t columns, std::size_t rows, Style style);

  const Style& style() const { return style_; }
  Box whole() const { return {0, 0, columns_, rows_}; }

  /// Writes from `column` on, at most `room` characters, the last of them a mark of what is missing. Control characters
  /// are spelled out.
  void text(std::size_t column, std::size_t row, std::string_view text, Ink ink = Ink::plain,
            std::size_t room = static_cast<std::size_t>(-1));
  /// `plain` is what stands for it in ASCII.
  void glyph(std::size_t column, std::size_t row, char32_t glyph, char plain, Ink ink = Ink::plain);

  /// Cells have so many dots, of which braille patterns are made; in ASCII a cell is one.
  std::size_t dots_across() const { return style_.ascii ? 1 : 2; }
  std::size_t dots_down() const { return style_.ascii ? 1 : 4; }
  /// `x` to the right and `y` down, in dots. A band is hatched in the manner of its ink, and lines hide it.
  void dot(std::size_t x, std::size_t y, Ink ink, Weight weight);

  /// Lines without blanks at their ends, each with a line end.
  std::string text() const;

 private:
  struct Cell {
    char32_t glyph = 0;
    Ink ink = Ink::plain;
    std::uint8_t line = 0, band = 0;  ///< braille dots
  };

  Cell* at(std::size_t column, std::size_t row);
  char32_t shown(const Cell& cell) const;

  std::size_t columns_, rows_;
  Style style_;
  std::vector<Cell> cells_;
};

/// Characters of a text as they fill cells.
std::vector<char32_t> code_points(std::string_view text);

}  // namespace poldyn::plot
