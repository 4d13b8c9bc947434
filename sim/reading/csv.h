#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace poldyn {

/// A field of a CSV file and where it begins; lines and columns count from 1.
struct CsvCell {
  std::string text;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  bool unclosed = false;  ///< begins with a quote that nothing closes: the rest of the text is in it
  bool trailing = false;  ///< something stands behind the closing quote, and is left out
};

/// Rows of a CSV text (RFC 4180): commas, fields in double quotes where they hold commas, quotes or line ends, doubled
/// quotes for one. Blank lines and lines that begin with # are left out; blanks around a field are, too. Reading ends
/// with the field that is one more than `most_cells`, so that memory is bounded before anybody counts.
std::vector<std::vector<CsvCell>> read_csv(std::string_view text, std::size_t most_cells);

/// The field as it is to be written: in quotes if it must be.
std::string csv_field(std::string_view text);

}  // namespace poldyn
