#pragma once

#include <filesystem>

namespace poldyn::app {

/// Where a file of the project is, as "data/facts.toml": under the current folder, or else under the folder that this
/// program was built in (build/PRESET/poldyn). If it is in neither, the name as it was given.
std::filesystem::path shipped_file(const std::filesystem::path& name);

}  // namespace poldyn::app
