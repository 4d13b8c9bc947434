#pragma once

#include <filesystem>
#include <string>
#include <variant>

#include "sim/reading/text_store.h"

namespace poldyn {

/// The whole of a file of at most `limit` bytes; pipes are read to their end. A missing file's remedy names the nearest
/// name in its folder.
std::variant<std::string, TextFault> read_text_file(const std::filesystem::path& file, std::size_t limit);

/// Where a file lies whose name stands in `file`, relative to it: beside the file itself, and not beside a link to it.
std::filesystem::path beside(const std::filesystem::path& file, const std::string& name);

}  // namespace poldyn
