#include "sim/reading/csv.h"

namespace poldyn {
namespace {

class CsvReading {
 public:
  CsvReading(std::string_view text, std::size_t most_cells) : text_(text), room_(most_cells) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;  // byte order mark, as Excel writes it
  }

  std::vector<std::vector<CsvCell>> read() {
    std::vector<std::vector<CsvCell>> rows;
    while (at_ < text_.size() && !too_many_) {
      if (text_[at_] == '#') {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
        next_line();
        continue;
      }
      auto row = read_row();
      if (row.size() > 1 || !row.front().text.empty()) rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  bool ends_row() const { return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r'; }

  void next_line() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++line_;
    begin_ = at_;
  }

  std::vector<CsvCell> read_row() {
    std::vector<CsvCell> row;
    for (;;) {
      while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
      CsvCell cell{{}, line_, static_cast<std::uint32_t>(at_ - begin_ + 1)};
      if (at_ < text_.size() && text_[at_] == '"')
        quoted(cell);
      else
        cell.text = plain();
      row.push_back(std::move(cell));
      too_many_ = room_ == 0;
      room_ -= too_many_ ? 0 : 1;
      if (too_many_ || ends_row()) break;
      ++at_;  // the comma
    }
    next_line();
    return row;
  }

  std::string plain() {
    std::string made;
    while (!ends_row() && text_[at_] != ',') made += text_[at_++];
    while (!made.empty() && (made.back() == ' ' || made.back() == '\t')) made.pop_back();
    return made;
  }

  void quoted(CsvCell& cell) {
    std::string& made = cell.text;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
        ++at_;
      } else if (text_[at_] == '\n') {
        ++line_;
        begin_ = at_ + 1;
      }
      made += text_[at_];
    }
    cell.unclosed = at_ >= text_.size();
    if (!cell.unclosed) ++at_;
    for (; !ends_row() && text_[at_] != ','; ++at_)
      cell.trailing = cell.trailing || (text_[at_] != ' ' && text_[at_] != '\t');
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;  // of the line
  std::uint32_t line_ = 1;
  std::size_t room_;  // for more cells
  bool too_many_ = false;
};

}  // namespace

std::vector<std::vector<CsvCell>> read_csv(std::string_view text, std::size_t most_cells) {
  return CsvReading(text, most_cells).read();
}

std::string csv_field(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };  // which readers leave out at both ends
  if (text.find_first_of(",\"\n\r") == std::string_view::npos &&
      (text.empty() || (!blank(text.front()) && !blank(text.back()) && text.front() != '#')))
    return std::string(text);
  std::string made = "\"";
  for (const char c : text) made += c == '"' ? std::string("\"\"") : std::string(1, c);
  return made + "\"";
}

}  // namespace poldyn
