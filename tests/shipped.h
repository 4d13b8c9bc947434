#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

/// Shipped scenarios that run in a moment, those in subfolders too; layers are parts of scenarios. For files that are
/// told where the project lies (tests/CMakeLists.txt).
inline std::vector<std::string> shipped_scenarios() {
  std::vector<std::string> made;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(POLDYN_SOURCE_DIR "/scenarios")) {
    const auto folder = entry.path().parent_path().filename();
    if (entry.path().extension() == ".toml" && folder != "layers" && folder != "large")
      made.push_back(entry.path().string());
  }
  std::sort(made.begin(), made.end());
  return made;
}
