#include "app/report/svg_picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/report/html_text.h"

namespace poldyn::app {
namespace {

/// Those of web/report.css for print; a test compares them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 20> colours{
    {{"var(--bg)", "#FFFFFF"},   {"var(--ink)", "#16191D"},  {"var(--mute)", "#59616B"}, {"var(--grid)", "#E7EAED"},
     {"var(--axis)", "#8A929B"}, {"var(--a)", "#0B63A5"},    {"var(--b)", "#B24A00"},    {"var(--same)", "#ECEEF0"},
     {"var(--dev)", "#B9C0C8"},  {"var(--rule)", "#D5DAE0"}, {"var(--a1)", "#083B66"},   {"var(--a2)", "#0B63A5"},
     {"var(--a3)", "#4F94CD"},   {"var(--a4)", "#9CC4E6"},   {"var(--a5)", "#D6E6F4"},   {"var(--b1)", "#6E2D00"},
     {"var(--b2)", "#B24A00"},   {"var(--b3)", "#DB7F3B"},   {"var(--b4)", "#F0B182"},   {"var(--b5)", "#F9DEC8"}}};

constexpr double mark_radius = 4.5;

/// Corners of marks but the circle, in radii.
std::vector<SvgPicture::Point> corners(std::string_view shape) {
  if (shape == "square") return {{-0.85, -0.85}, {0.85, -0.85}, {0.85, 0.85}, {-0.85, 0.85}};
  if (shape == "diamond") return {{0, -1.2}, {1.2, 0}, {0, 1.2}, {-1.2, 0}};
  if (shape == "triangle-right") return {{-0.9, -1}, {1.1, 0}, {-0.9, 1}};
  if (shape == "triangle-left") return {{0.9, -1}, {-1.1, 0}, {0.9, 1}};
  return {{-0.3, -1}, {0.3, -1}, {0.3, -0.3}, {1, -0.3}, {1, 0.3},   {0.3, 0.3},
          {0.3, 1},   {-0.3, 1}, {-0.3, 0.3}, {-1, 0.3}, {-1, -0.3}, {-0.3, -0.3}};  // a cross
}

const char* anchor_word(SvgPicture::Anchor anchor) {
  return anchor == SvgPicture::Anchor::start ? "start" : anchor == SvgPicture::Anchor::end ? "end" : "middle";
}

bool is_somewhere(SvgPicture::Point at) { return std::isfinite(at.x) && std::isfinite(at.y); }

}  // namespace

std::string print_colour(std::string_view name) {
  const auto at = std::find_if(colours.begin(), colours.end(), [&](const auto& one) { return one.first == name; });
  return std::string(at == colours.end() ? name : at->second);
}

void SvgPicture::text(Point at, std::string_view text, Anchor anchor, const Font& font) {
  body_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{}\"{} text-anchor=\"{}\" fill=\"{}\">{}</text>\n",
                       origin_.x + at.x, origin_.y + at.y + 0.35 * font.size, font.size,
                       font.bold ? " font-weight=\"600\"" : "", anchor_word(anchor), print_colour(font.colour),
                       html_escaped(text));
}

void SvgPicture::line(Point from, Point to, std::string_view colour, double width, bool broken) {
  if (!is_somewhere(from) || !is_somewhere(to)) return;
  body_ += fmt::format(
      "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" stroke-width=\"{}\"{}/>\n",
      origin_.x + from.x, origin_.y + from.y, origin_.x + to.x, origin_.y + to.y, print_colour(colour), width,
      broken ? " stroke-dasharray=\"3 3\"" : "");
}

void SvgPicture::rect(Point corner, double width, double height, std::string_view colour) {
  if (!is_somewhere(corner) || !(width > 0) || !(height > 0)) return;
  body_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\"/>\n",
                       origin_.x + corner.x, origin_.y + corner.y, width, height, print_colour(colour));
}

void SvgPicture::path(const std::vector<Point>& points, std::string_view colour, double width) {
  std::string steps;
  bool down = false;
  for (const Point& at : points) {
    if (is_somewhere(at)) steps += fmt::format("{}{:.1f} {:.1f}", down ? "L" : "M", origin_.x + at.x, origin_.y + at.y);
    down = is_somewhere(at);
  }
  if (steps.empty()) return;
  body_ += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"/>\n", steps,
                       print_colour(colour), width);
}

void SvgPicture::area(const std::vector<Point>& points, std::string_view colour, double opacity) {
  std::string steps;
  for (const Point& at : points)
    if (is_somewhere(at))
      steps += fmt::format("{}{:.1f} {:.1f}", steps.empty() ? "M" : "L", origin_.x + at.x, origin_.y + at.y);
  if (steps.empty()) return;
  body_ += fmt::format("<path d=\"{}Z\" fill=\"{}\" fill-opacity=\"{}\"/>\n", steps, print_colour(colour), opacity);
}

void SvgPicture::mark(Point at, std::string_view shape, std::string_view colour, bool hollow) {
  if (!is_somewhere(at)) return;
  const std::string paint = fmt::format("fill=\"{}\" stroke=\"{}\" stroke-width=\"2\"",
                                        print_colour(hollow ? "var(--bg)" : colour), print_colour(colour));
  if (shape == "circle") {
    body_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\" {}/>\n", origin_.x + at.x, origin_.y + at.y,
                         mark_radius - 1, paint);
    return;
  }
  std::string steps;
  for (const Point& corner : corners(shape))
    steps += fmt::format("{}{:.1f} {:.1f}", steps.empty() ? "M" : "L", origin_.x + at.x + mark_radius * corner.x,
                         origin_.y + at.y + mark_radius * corner.y);
  body_ += fmt::format("<path d=\"{}Z\" {}/>\n", steps, paint);
}

std::string SvgPicture::file(std::string_view title, std::string_view description) const {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
      "role=\"img\" font-family=\"Liberation Sans, Arial, Helvetica, "
      "sans-serif\">\n<title>{2}</title>\n<desc>{3}</desc>"
      "\n<rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>\n{4}</svg>\n",
      width_, height_, html_escaped(title), html_escaped(description), body_);
}

}  // namespace poldyn::app
