#include "app/report/markdown_memo.h"

#include <fmt/format.h>

#include <utility>

#include "app/console/markup.h"
#include "app/report/marks.h"
#include "sim/base/printable.h"

namespace poldyn::app {
namespace {

/// What is typed, as code: in a table a bar would end the cell even there.
std::string code(std::string_view typed) {
  std::string made = "`";
  for (const char c : printable_line(uncovered(std::string(typed)))) made += c == '|' ? "\\|" : std::string(1, c);
  return made + "`";
}

/// Where code that begins here ends, if it is a mark of ours: none is empty or stands next to another backtick, where
/// readers of Markdown would see a longer mark, and what it holds as what it says.
std::size_t end_of_code(std::string_view text, std::size_t begin) {
  if (text[begin] != '`' || (begin > 0 && text[begin - 1] == '`')) return text.npos;
  const std::size_t end = text.find('`', begin + 1);
  if (end == text.npos || end == begin + 1 || (end + 1 < text.size() && text[end + 1] == '`')) return text.npos;
  return end;
}

/// Marks of ours stay. What is no mark is escaped.
std::string escaped(std::string_view text) {
  std::string made, plain;
  const auto flush = [&] { made += markdown_escaped(uncovered(std::exchange(plain, ""))); };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t end = end_of_code(text, i);
    if (end != text.npos) {
      flush();
      made += code(text.substr(i + 1, end - i - 1));
      i = end;
    } else if (text.substr(i, 2) == "**") {
      flush();
      made += "**";
      ++i;
    } else {
      plain += text[i];
    }
  }
  flush();
  return made;
}

std::string paragraph(const std::string& text) { return markdown_paragraph(escaped(text)) + "\n\n"; }

std::string cell(const std::string& text) {
  const std::size_t end = text.find('\n');
  if (end == text.npos) return escaped(text);
  return escaped(text.substr(0, end)) + " (" + markdown_escaped(uncovered(text.substr(end + 1))) + ")";
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

/// The name of a folder as an address: what ends one, or is none of its characters, by its number (RFC 3986).
std::string as_address(std::string_view path) {
  std::string made;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    made += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return made;
}

std::string chart_text(const ReportChart& chart, std::string_view pictures) {
  std::string made = "### " + escaped(chart.title) + "\n\n";
  if (!chart.subtitle.empty()) made += paragraph(chart.subtitle);
  if (!pictures.empty() && !chart.wide.is_null())
    made += fmt::format("![{}]({}/{}.svg)\n\n", escaped(chart.title), as_address(pictures), chart.id);
  return made + table_text(chart.table);
}

std::string section_text(const ReportSection& section, std::string_view pictures) {
  std::string made = "## " + escaped(section.heading) + "\n\n";
  for (const auto& text : section.lead) made += paragraph(text);
  for (const auto& text : section.bullets) made += "- " + escaped(text) + "\n";
  if (!section.bullets.empty()) made += "\n";
  if (!section.table.rows.empty()) made += table_text(section.table);
  if (!section.folded.rows.empty()) made += paragraph(section.folded_summary) + table_text(section.folded);
  for (const auto& chart : section.charts) made += chart_text(chart, pictures);
  for (const auto& text : section.notes) made += paragraph(text);
  if (!section.commands.empty()) {
    for (const auto& line : section.commands) made += "    " + printable_line(line) + "\n";
    made += "\n";
  }
  for (const auto& [name, text] : section.particulars) made += "- " + escaped(name) + ": " + escaped(text) + "\n";
  return made + (section.particulars.empty() ? "" : "\n");
}

}  // namespace

std::string markdown_memo(const ReportStory& story, std::string_view pictures) {
  std::string made = "# " + escaped(story.question) + "\n\n" + escaped(story.over) + "\n\n";
  for (const auto& side : story.sides)
    made +=
        "- **" + escaped(side.name) + "**" + (side.description.empty() ? "" : ": " + escaped(side.description)) + "\n";
  made += "\n";
  for (const auto& sentence : story.answer) made += paragraph(sentence);
  made += "> " + escaped(story.standing) + "\n\n";
  for (const auto& section : story.sections) made += section_text(section, pictures);
  return made + escaped(story.source) + "\n";
}

}  // namespace poldyn::app
