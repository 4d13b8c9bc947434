#include "app/console/markup.h"

#include <array>

#include "sim/base/printable.h"
#include "sim/reading/csv.h"

namespace poldyn::app {
namespace {

struct Replacement {
  std::string_view what, by;
};

template <std::size_t n>
std::string replaced(std::string_view text, const std::array<Replacement, n>& all) {
  std::string made;
  for (std::size_t at = 0; at < text.size();) {
    const Replacement* found = nullptr;
    for (const auto& one : all)
      if (text.substr(at, one.what.size()) == one.what) found = &one;
    made += found ? found->by : text.substr(at, 1);
    at += found ? found->what.size() : 1;
  }
  return made;
}

/// HTML passes through Markdown, and GitHub makes links of bare addresses and formulas between dollars.
constexpr std::array<Replacement, 17> markdown_marks{{{"\\", "\\\\"},
                                                      {"`", "\\`"},
                                                      {"*", "\\*"},
                                                      {"_", "\\_"},
                                                      {"[", "\\["},
                                                      {"]", "\\]"},
                                                      {"#", "\\#"},
                                                      {"|", "\\|"},
                                                      {"~", "\\~"},
                                                      {"$", "\\$"},
                                                      {"!", "\\!"},
                                                      {"@", "\\@"},
                                                      {"<", "&lt;"},
                                                      {">", "&gt;"},
                                                      {"&", "&amp;"},
                                                      {"://", ":\\//"},
                                                      {"www.", "www\\."}}};

constexpr std::array<Replacement, 17> latex_marks{{{"\\", "\\textbackslash{}"},
                                                   {"&", "\\&"},
                                                   {"%", "\\%"},
                                                   {"$", "\\$"},
                                                   {"#", "\\#"},
                                                   {"_", "\\_"},
                                                   {"{", "\\{"},
                                                   {"}", "\\}"},
                                                   {"~", "\\textasciitilde{}"},
                                                   {"^", "\\textasciicircum{}"},
                                                   {"<", "\\textless{}"},
                                                   {">", "\\textgreater{}"},
                                                   {"|", "\\textbar{}"},
                                                   {"\"", "\\textquotedbl{}"},
                                                   {"`", "\\textasciigrave{}"},
                                                   {"±", "$\\pm$"},
                                                   {"+/-", "$\\pm$"}}};

/// What begins a list or a heading, where it begins a line: "- x", "1. x", "===".
std::string begun_plainly(std::string text) {
  const std::size_t digits = text.find_first_not_of("0123456789");
  if (digits == text.npos) return text;
  if (digits == 0 && std::string_view("-+=").find(text[0]) != std::string_view::npos) text.insert(0, 1, '\\');
  if (digits == 0) return text;
  const bool ends = digits + 1 == text.size() || text[digits + 1] == ' ';
  if (ends && (text[digits] == '.' || text[digits] == ')')) text.insert(digits, 1, '\\');
  return text;
}

std::string_view without_leading_blanks(std::string_view text) {
  const std::size_t from = text.find_first_not_of(' ');
  return from == text.npos ? std::string_view{} : text.substr(from);
}

}  // namespace

std::string markdown_escaped(std::string_view text) { return replaced(printable_line(text), markdown_marks); }

std::string markdown_paragraph(std::string_view markdown) {
  return begun_plainly(std::string(without_leading_blanks(markdown)));
}

std::string csv_text(std::string_view text) {
  const std::string shown = printable_line(text);
  const bool formula = !shown.empty() && std::string_view("=+-@").find(shown[0]) != std::string_view::npos &&
                       shown.find_first_not_of("0123456789.eE+-") != shown.npos;
  return csv_field(formula ? "'" + shown : shown);
}

std::string latex_escaped(std::string_view text) { return replaced(printable_line(text), latex_marks); }

}  // namespace poldyn::app
