#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/catch.h"

/// The project's own text, for tests of how it is built.
namespace poldyn::sources {

namespace fs = std::filesystem;
using Names = std::set<std::string>;
using Sources = std::map<std::string, std::string>;  ///< path -> text

inline const fs::path root = POLDYN_SOURCE_DIR;

inline std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline Names in_backticks(const std::string& cell) {
  static const std::regex quoted("`([^`]+)`");
  Names names;
  for (std::sregex_iterator it(cell.begin(), cell.end(), quoted), end; it != end; ++it) names.insert((*it)[1]);
  return names;
}

/// Blanks out comments, keeping the lines; a comment may name what the code must not use.
inline std::string without_comments(std::string text) {
  enum { code, line_comment, block_comment, string } state = code;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (state == code && c == '/' && next == '/') state = line_comment;
    if (state == code && c == '/' && next == '*') state = block_comment;
    if (state == code && c == '"') {
      state = string;
    } else if (state == string && c == '\\') {
      ++i;
    } else if (state == string && (c == '"' || c == '\n')) {
      state = code;
    } else if (state == line_comment && c == '\n') {
      state = code;
    } else if (state == block_comment && c == '*' && next == '/') {
      text[i] = text[i + 1] = ' ';
      state = code;
    } else if ((state == line_comment || state == block_comment) && c != '\n') {
      text[i] = ' ';
    }
  }
  return text;
}

/// C++ files below some folders of the root.
inline Sources sources_in(const std::vector<std::string>& folders) {
  Sources sources;
  for (const auto& folder : folders)
    for (const auto& entry : fs::recursive_directory_iterator(root / folder))
      if (entry.path().extension() == ".h" || entry.path().extension() == ".cpp")
        sources[entry.path().lexically_relative(root).generic_string()] = text_of(entry.path());
  return sources;
}

}  // namespace poldyn::sources
