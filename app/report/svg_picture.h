#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace poldyn::app {

/// A picture as SVG 1.1 in pixels from the upper left corner: black on white, without references to anything outside
/// it. Colours are names of the page's style sheet, as "var(--a)", and become those of its print.
class SvgPicture {
 public:
  enum class Anchor { start, middle, end };
  struct Point {
    double x = 0, y = 0;
  };
  struct Font {
    int size = 12;
    bool bold = false;
    const char* colour = "var(--ink)";
  };

  SvgPicture(double width, double height) : width_(width), height_(height) {}

  /// Moves what is drawn from now on.
  void set_origin(Point origin) { origin_ = origin; }
  /// Vertically in the middle of the text.
  void text(Point at, std::string_view text, Anchor anchor, const Font& font);
  void line(Point from, Point to, std::string_view colour, double width, bool broken = false);
  void rect(Point corner, double width, double height, std::string_view colour);
  /// Lines between points; a gap where a coordinate is no number.
  void path(const std::vector<Point>& points, std::string_view colour, double width);
  /// The area that the points go round.
  void area(const std::vector<Point>& points, std::string_view colour, double opacity);
  /// "circle", "square", "diamond", "cross", "triangle-right" or "triangle-left"; hollow ones are filled with white.
  void mark(Point at, std::string_view shape, std::string_view colour, bool hollow);

  /// The whole file; title and description are for who cannot see it.
  std::string file(std::string_view title, std::string_view description) const;

 private:
  double width_, height_;
  Point origin_;
  std::string body_;
};

/// "#0B63A5" of "var(--a)"; what is no name of a colour is left alone.
std::string print_colour(std::string_view name);

}  // namespace poldyn::app
