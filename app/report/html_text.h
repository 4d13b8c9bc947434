#pragma once

#include <string>
#include <string_view>

#include "app/report/exhibit.h"

namespace poldyn::app {

/// Text as HTML shows it. What is no character of a text, control characters above all, is spelled out.
std::string html_escaped(std::string_view text);
/// The same, with **stress** and `code` marked.
std::string html_inline(std::string_view text);
/// JSON that may stand in a script element: no "<" is left that could end it or begin a comment.
std::string json_in_html(std::string_view json);
/// A text as csv_text() has it (app/console/markup.h), a number with all digits, and nothing of what does not exist.
std::string csv_cell(const ReportFrame::Cell& cell);

}  // namespace poldyn::app
