#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace poldyn::app {

/// A table for a terminal. The first column and the header name rows and columns.
struct TextTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  ///< each as long as the header; a row of one cell is a heading

  /// Columns that do not fit into `width` follow below, under the first column again; if not even one fits beside it,
  /// each value stands on a line of its own, below what the first column and its header say.
  std::string text(std::size_t width) const;
};

/// The text beside `label`, and broken so that it stays beside it.
std::string labelled(const std::string& label, const std::string& text, std::size_t width);

/// Breaks at blanks; `indent` blanks stand before every line but the first.
std::string wrapped(const std::string& text, std::size_t width, std::size_t indent = 0);

}  // namespace poldyn::app
