#include "tests/theory/reference_cases.h"

#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace poldyn::theory {
namespace {

/// Cells of one line of CSV, RFC 4180: a cell with a comma is quoted. No cell of the table has a line break.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"')
      cells.back() += line[++i];
    else if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else if (c != '\r')
      cells.back() += c;
  }
  return cells;
}

using Rows = std::map<std::string, std::vector<std::string>, std::less<>>;

Rows read_rows() {
  std::ifstream in(POLDYN_SOURCE_DIR "/data/reference_cases.csv");
  if (!in) throw std::runtime_error("data/reference_cases.csv cannot be read");
  Rows rows;
  for (std::string line; std::getline(in, line);) {
    auto cells = cells_of(line);
    if (cells.size() != 7) throw std::runtime_error("data/reference_cases.csv: not 7 cells in: " + line);
    rows.emplace(cells[0], cells);
  }
  return rows;
}

}  // namespace

ReferenceCase reference_case(std::string_view id) {
  static const Rows rows = read_rows();
  const auto row = rows.find(id);
  if (row == rows.end()) throw std::runtime_error("no reference case " + std::string(id));
  constexpr std::string_view monte_carlo = "MC reference SE=";
  const std::string& tolerance = row->second[5];
  const auto at = tolerance.find(monte_carlo);
  return {std::stod(row->second[4]),
          at == std::string::npos ? 0 : std::stod(tolerance.substr(at + monte_carlo.size()))};
}

}  // namespace poldyn::theory
