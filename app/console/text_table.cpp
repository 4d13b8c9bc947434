#include "app/console/text_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "app/console/terminal.h"
#include "sim/base/printable.h"

namespace poldyn::app {
namespace {

constexpr std::size_t gap = 2;

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::string blanks(width - std::min(width, text_width(text)), ' ');
  return right ? blanks + text : text + blanks;
}

void add_line(std::string& text, std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  text += line + '\n';
}

std::vector<std::size_t> widths_of(const TextTable& table) {
  std::vector<std::size_t> widths;
  for (const auto& name : table.header) widths.push_back(text_width(name));
  for (const auto& row : table.rows)
    for (std::size_t i = 0; row.size() > 1 && i < row.size(); ++i) widths[i] = std::max(widths[i], text_width(row[i]));
  return widths;
}

/// Columns [first, last), after column 0.
std::string block(const TextTable& table, const std::vector<std::size_t>& widths, std::size_t first, std::size_t last) {
  std::string text;
  const auto add = [&](const std::vector<std::string>& row) {
    std::string line = row.size() == 1 ? row[0] : padded(row[0], widths[0], false);
    for (std::size_t i = first; row.size() > 1 && i < last; ++i)
      line += std::string(gap, ' ') + padded(row[i], widths[i], true);
    add_line(text, line);
  };
  add(table.header);
  for (const auto& row : table.rows) add(row);
  return text;
}

std::string stacked(const TextTable& table, std::size_t width) {
  std::string text;
  if (!table.header[0].empty()) add_line(text, table.header[0]);
  for (const auto& row : table.rows) {
    add_line(text, row[0]);
    for (std::size_t i = 1; i < row.size(); ++i) {
      const std::string& name = table.header[i];
      const std::size_t used = gap + text_width(name) + gap;
      add_line(text, "  " + name + "  " + padded(row[i], width > used ? width - used : 0, true));
    }
  }
  return text;
}

/// A name with a line end in it would make a row of its own.
TextTable in_one_line_each(TextTable table) {
  for (auto& row : table.rows)
    for (auto& cell : row) cell = printable_line(cell);
  return table;
}

}  // namespace

std::string TextTable::text(std::size_t width) const {
  const TextTable table = in_one_line_each(*this);
  const std::vector<std::size_t> widths = widths_of(table);
  const std::size_t widest = header.size() > 1 ? *std::max_element(widths.begin() + 1, widths.end()) : 0;
  if (widths[0] + gap + widest > width) return stacked(table, width);
  std::string made;
  for (std::size_t first = 1; first < header.size();) {
    std::size_t used = widths[0];
    std::size_t last = first;
    while (last < header.size() && used + gap + widths[last] <= width) used += gap + widths[last++];
    if (!made.empty()) made += '\n';
    made += block(table, widths, first, last);
    first = last;
  }
  return made;
}

std::string wrapped(const std::string& text, std::size_t width, std::size_t indent) {
  std::istringstream words(text);
  std::string made;
  std::size_t used = 0;
  for (std::string word; words >> word;) {
    if (used > 0 && used + 1 + text_width(word) > width) {
      made += '\n' + std::string(indent, ' ');
      used = indent;
    } else if (used > 0) {
      made += ' ';
      ++used;
    }
    made += word;
    used += text_width(word);
  }
  return made;
}

std::string labelled(const std::string& label, const std::string& text, std::size_t width) {
  constexpr std::size_t least_room = 20;  // beside which nothing is read well
  const std::size_t room = std::max(least_room, width - std::min(width, label.size()));
  std::string made = label;
  for (const char c : wrapped(text, room)) {
    made += c;
    if (c == '\n') made.append(label.size(), ' ');
  }
  return made;
}

}  // namespace poldyn::app
