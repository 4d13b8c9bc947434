#pragma once

#include <string>
#include <string_view>

/// Texts that anybody wrote, titles of files above all, as they stand in a marked-up document: all of it is shown, and
/// none of it is a mark. What drives terminals or ends lines unseen is spelled out (sim/base/printable.h).
namespace poldyn::app {

/// Of CommonMark and GitHub's tables. Source: CommonMark 0.31, section 2.4: any ASCII punctuation may stand behind a
/// backslash.
std::string markdown_escaped(std::string_view text);
/// Escaped text, or text with marks of ours, where it begins a paragraph: it begins neither list, heading nor code.
std::string markdown_paragraph(std::string_view markdown);
/// In running text of LaTeX; "±" and "+/-" become its sign.
std::string latex_escaped(std::string_view text);
/// A field of CSV: in quotes where it needs them, and with an apostrophe before what a spreadsheet would take for a
/// formula.
std::string csv_text(std::string_view text);

}  // namespace poldyn::app
