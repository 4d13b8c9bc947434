#pragma once

#include <string>
#include <string_view>

namespace poldyn::h5 {

/// The same text with every byte that is not UTF-8, and every NUL, replaced by U+FFFD. Readers disagree about such
/// bytes (a file name on the command line may hold them), and h5netcdf makes of them what cannot be saved again; a NUL
/// would end the text.
std::string clean_utf8(std::string_view text);

/// Whether every byte is ASCII, and none NUL.
bool is_ascii(std::string_view text);

/// Throws std::invalid_argument unless `name` can name a netCDF variable, dimension, group or attribute: not empty, at
/// most 255 bytes, UTF-8, starting with a letter, digit, underscore or non-ASCII character, no '/', no control
/// characters, no blank at the end.
void require_name(std::string_view name);

/// "/a/b/c" -> {"/a/b", "c"}; a leading '/' is optional; of a path without folders the first part is "/".
struct SplitPath {
  std::string folder;
  std::string name;
};
SplitPath split_path(std::string_view path);
/// "/a" and "b" -> "/a/b"; "/" and "b" -> "/b".
std::string join_path(std::string_view folder, std::string_view name);
/// "a/b" -> "/a/b".
std::string absolute_path(std::string_view path);

}  // namespace poldyn::h5
