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
};

/// Rows of a CSV text (RFC 4180): commas, fields in double quotes where they hold commas, quotes or line ends, doubled
/// quotes for one. Blank lines and lines that begin with # are left out; blanks around a field are, too.
std::vector<std::vector<CsvCell>> read_csv(std::string_view text);

/// The field as it is to be written: in quotes if it must be.
std::string csv_field(std::string_view text);

}  // namespace poldyn
