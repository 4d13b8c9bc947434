#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/io/mistake.h"
#include "sim/io/toml_tree.h"

namespace poldyn {

/// A file larger than this is no scenario.
inline constexpr std::size_t largest_scenario = 10'000'000;

/// The sources of a scenario in the order in which they take effect: the base of all first, each --set last.
struct Layers {
  std::vector<TomlNode> roots;
  std::shared_ptr<const Source> main;  ///< the file that the user named
  std::vector<std::string> files;
  std::vector<Mistake> mistakes;
};

Layers load_layers(const std::filesystem::path& file, const std::vector<std::string>& overrides);
Layers layers_of_text(std::string text, std::string name, const std::vector<std::string>& overrides);

}  // namespace poldyn
