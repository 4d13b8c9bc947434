#include "app/report/markdown_memo.h"

#include <fmt/format.h>

#include "sim/base/printable.h"

namespace poldyn::app {
namespace {

/// `**` and backticks are marks of ours and stay.
std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '<')
      made += "&lt;";
    else if (c == '>')
      made += "&gt;";
    else if (c == '&')
      made += "&amp;";
    else if (c == '|' || c == '[' || c == ']' || c == '_' || c == '#')
      made += std::string("\\") + c;
    else
      made += c == '\n' || c == '\r' ? ' ' : c;
  }
  return made;
}

std::string cell(const std::string& text) {
  const std::size_t end = text.find('\n');
  if (end == text.npos) return escaped(text);
  return escaped(text.substr(0, end)) + " (" + escaped(text.substr(end + 1)) + ")";
}

std::string table_text(const ReportTable& table) {
  std::string made = "|", rule = "|";
  for (const auto& column : table.columns) {
    made += " " + escaped(column.name) + " |";
    rule += column.kind == ColumnKind::number ? "---:|" : "---|";
  }
  made += "\n" + rule + "\n";
  for (const auto& row : table.rows) {
    made += "|";
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      made += " " + (i < row.size() ? (row.size() == 1 ? "**" + cell(row[i]) + "**" : cell(row[i])) : "") + " |";
    made += "\n";
  }
  return made + "\n";
}

std::string section_text(const ReportSection& section) {
  std::string made = "## " + escaped(section.heading) + "\n\n";
  for (const auto& text : section.lead) made += escaped(text) + "\n\n";
  for (const auto& text : section.bullets) made += "- " + escaped(text) + "\n";
  if (!section.bullets.empty()) made += "\n";
  if (!section.table.rows.empty()) made += table_text(section.table);
  for (const auto& chart : section.charts)
    made += "### " + escaped(chart.title) + "\n\n" + escaped(chart.subtitle) + "\n\n" + table_text(chart.table);
  for (const auto& text : section.notes) made += escaped(text) + "\n\n";
  if (!section.commands.empty()) {
    for (const auto& line : section.commands) made += "    " + printable_line(line) + "\n";
    made += "\n";
  }
  for (const auto& [name, text] : section.particulars) made += "- " + escaped(name) + ": " + escaped(text) + "\n";
  return made + (section.particulars.empty() ? "" : "\n");
}

}  // namespace

std::string plain_text(std::string_view text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "**")
      ++i;
    else
      made += text[i];
  }
  return made;
}

std::string markdown_memo(const ReportStory& story) {
  std::string made = "# " + escaped(story.question) + "\n\n" + escaped(story.over) + "\n\n";
  for (const auto& side : story.sides)
    made +=
        "- **" + escaped(side.name) + "**" + (side.description.empty() ? "" : ": " + escaped(side.description)) + "\n";
  made += "\n";
  for (const auto& sentence : story.answer) made += escaped(sentence) + "\n\n";
  made += "> " + escaped(story.standing) + "\n\n";
  for (const auto& section : story.sections) made += section_text(section);
  return made + escaped(story.source) + "\n";
}

}  // namespace poldyn::app
