#pragma once

#include <string>
#include <string_view>

#include "app/report/exhibit.h"

namespace poldyn::app {

/// The report as Markdown: its sentences, and a table for each chart, below its picture: `pictures` is their folder,
/// as the memo links to it, and empty if there are none. What Markdown or HTML would take for a mark in a text is
/// escaped.
std::string markdown_memo(const ReportStory& story, std::string_view pictures);

}  // namespace poldyn::app
