#include "sim/hdf5/h5_text.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <stdexcept>

#include "sim/base/printable.h"

namespace poldyn::h5 {
std::string clean_utf8(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = text.front() == '\0' ? 0 : utf8_sequence(text);
    if (length == 0)
      clean += "\xEF\xBF\xBD";
    else
      clean += text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return clean;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0 && c < 0x80; });
}

void require_name(std::string_view name) {
  const auto refuse = [&](const char* why) {
    throw std::invalid_argument("'" + std::string(name) + "' cannot be a name in a netCDF file: " + why);
  };
  if (name.empty()) refuse("it is empty");
  if (name.size() > 255) refuse("it is longer than 255 bytes");
  if (clean_utf8(name) != name) refuse("it is not UTF-8");
  const auto first = static_cast<unsigned char>(name.front());
  if (first < 0x80 && std::isalnum(first) == 0 && first != '_')
    refuse("it must start with a letter, digit or underscore");
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == '/' || byte < 0x20 || byte == 0x7F) refuse("it has a '/' or a control character");
  }
  if (name.back() == ' ') refuse("it ends in a blank");
}

SplitPath split_path(std::string_view path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  const auto slash = path.rfind('/');
  if (slash == std::string_view::npos) return {"/", std::string(path)};
  return {"/" + std::string(path.substr(0, slash)), std::string(path.substr(slash + 1))};
}

std::string join_path(std::string_view folder, std::string_view name) {
  std::string path(folder);
  if (!path.ends_with('/')) path += '/';
  return path.append(name);
}

std::string absolute_path(std::string_view path) {
  const SplitPath parts = split_path(path);
  return join_path(parts.folder, parts.name);
}

}  // namespace poldyn::h5
