#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <variant>

#include "sim/reading/toml_tree.h"

namespace poldyn {

/// A file's text and what it says.
struct TomlFile {
  std::string text;  ///< empty if it could not be read
  std::variant<TomlNode, Mistake> tree;
};

/// Reads a TOML file of at most `largest` bytes. The mistake is why it cannot be read, or its first one of syntax.
TomlFile read_toml_file(const std::filesystem::path& file, std::size_t largest);

}  // namespace poldyn
