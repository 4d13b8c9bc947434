#include "app/plot/canvas.h"

#include <algorithm>
#include <array>

#include "sim/base/printable.h"

namespace poldyn::plot {
namespace {

/// Bits of Unicode's braille patterns: columns of a cell from left to right, dots from above (Unicode 15.0, U+2800).
constexpr std::uint8_t braille_bits[2][4] = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};
constexpr char32_t braille = 0x2800;

constexpr std::array<char, most_sides> line_marks{'*', 'o', '+', 'x', '#', '@'};
constexpr std::array<char, most_sides> band_marks{'.', ':', ',', ';', '-', '='};
constexpr std::array<std::string_view, most_sides> colours{"36", "35", "33", "32", "34", "31"};  // SGR, foreground

std::size_t side_of(Ink ink) {
  return ink < Ink::first ? 0 : static_cast<std::size_t>(ink) - static_cast<std::size_t>(Ink::first);
}

/// Opposite diagonals for two sides, so that both can be told where they overlap; then rows, columns and sparser ones.
bool hatched(std::size_t x, std::size_t y, Ink ink) {
  switch (side_of(ink)) {
    case 0:
      return (x + y) % 4 == 0;
    case 1:
      return (x + 3 * y) % 4 == 1;
    case 2:
      return y % 4 == 2 && x % 2 == 0;
    case 3:
      return x % 4 == 2 && y % 2 == 0;
    case 4:
      return (x + y) % 8 == 0;
    default:
      return (x + 7 * y) % 8 == 1;
  }
}

std::string utf8(char32_t c) {
  std::string made;
  const auto tail = [&](int shift) { made += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) {
    made += static_cast<char>(0xC0 | (c >> 6));
  } else if (c < 0x10000) {
    made += static_cast<char>(0xE0 | (c >> 12));
    tail(6);
  } else {
    made += static_cast<char>(0xF0 | (c >> 18));
    tail(12);
    tail(6);
  }
  tail(0);
  return made;
}

std::string colour_code(Ink ink) {
  if (ink == Ink::plain) return "\x1b[0m";
  if (ink == Ink::faint) return "\x1b[0;2m";
  return "\x1b[0;" + std::string(colours[side_of(ink)]) + "m";
}

}  // namespace

Ink ink_of(std::size_t side) { return static_cast<Ink>(static_cast<std::size_t>(Ink::first) + side % most_sides); }

std::vector<char32_t> code_points(std::string_view text) {
  std::vector<char32_t> made;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80 && !made.empty())
      made.back() = (made.back() << 6) | (byte & 0x3F);
    else
      made.push_back(byte < 0x80 ? byte : byte < 0xE0 ? byte & 0x1F : byte < 0xF0 ? byte & 0x0F : byte & 0x07);
  }
  return made;
}

Canvas::Canvas(std::size_t columns, std::size_t rows, Style style)
    : columns_(columns), rows_(rows), style_(style), cells_(columns * rows) {}

Canvas::Cell* Canvas::at(std::size_t column, std::size_t row) {
  return column < columns_ && row < rows_ ? &cells_[row * columns_ + column] : nullptr;
}

void Canvas::text(std::size_t column, std::size_t row, std::string_view text, Ink ink, std::size_t room) {
  auto points = code_points(printable_line(text));
  if (style_.ascii)
    for (auto& point : points) point = point < 0x80 ? point : U'?';
  if (points.size() > room) {
    points.resize(room);
    if (!points.empty()) points.back() = style_.ascii ? U'~' : U'…';
  }
  for (const char32_t point : points)
    if (Cell* cell = at(column++, row)) *cell = {point, ink, 0, 0};
}

void Canvas::glyph(std::size_t column, std::size_t row, char32_t glyph, char plain, Ink ink) {
  if (Cell* cell = at(column, row))
    *cell = {style_.ascii ? static_cast<char32_t>(static_cast<unsigned char>(plain)) : glyph, ink, 0, 0};
}

void Canvas::dot(std::size_t x, std::size_t y, Ink ink, Weight weight) {
  Cell* cell = at(x / dots_across(), y / dots_down());
  if (cell == nullptr || cell->glyph != 0) return;
  const bool line = weight == Weight::line;
  if (!line && !style_.ascii && !hatched(x, y, ink)) return;
  std::uint8_t& dots = line ? cell->line : cell->band;
  const std::uint8_t bit = style_.ascii ? static_cast<std::uint8_t>(side_of(ink) + 1) : braille_bits[x % 2][y % 4];
  if (line || cell->line == 0) cell->ink = ink;
  dots = style_.ascii ? bit : dots | bit;
}

char32_t Canvas::shown(const Cell& cell) const {
  if (cell.glyph != 0) return cell.glyph;
  const std::uint8_t dots = cell.line != 0 ? cell.line : cell.band;
  if (dots == 0) return U' ';
  if (!style_.ascii) return braille + (cell.line | cell.band);
  return static_cast<char32_t>((cell.line != 0 ? line_marks : band_marks)[dots - 1U]);
}

std::string Canvas::text() const {
  std::string made;
  for (std::size_t row = 0; row < rows_; ++row) {
    const Cell* cells = &cells_[row * columns_];
    std::size_t end = columns_;
    while (end > 0 && shown(cells[end - 1]) == U' ') --end;
    Ink ink = Ink::plain;
    for (std::size_t column = 0; column < end; ++column) {
      const Ink next = shown(cells[column]) == U' ' ? ink : cells[column].ink;
      if (style_.colour && next != ink) made += colour_code(ink = next);
      made += utf8(shown(cells[column]));
    }
    if (style_.colour && ink != Ink::plain) made += colour_code(Ink::plain);
    made += '\n';
  }
  return made;
}

}  // namespace poldyn::plot
