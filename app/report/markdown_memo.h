#pragma once

#include <string>
#include <string_view>

#include "app/report/exhibit.h"

namespace poldyn::app {

/// The report as Markdown: its sentences, and a table for each chart. What Markdown or HTML would take for a mark in a
/// text is escaped.
std::string markdown_memo(const ReportStory& story);

/// A sentence for a terminal, without its marks.
std::string plain_text(std::string_view text);

}  // namespace poldyn::app
