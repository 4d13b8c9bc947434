#pragma once

#include <filesystem>
#include <string_view>

namespace poldyn {

/// Writes a text file that has its name only when it is whole and on the disk; replaces what bore the name. Throws as
/// h5::PartialFile does.
void write_durably(const std::filesystem::path& file, std::string_view text);

}  // namespace poldyn
