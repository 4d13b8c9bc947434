#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/reading/mistake.h"
#include "sim/reading/text_store.h"
#include "sim/reading/toml_tree.h"

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

/// The text of this name on a store, what it extends, and the overrides.
Layers load_layers(const TextStore& store, const std::string& name, const std::vector<std::string>& overrides);
Layers layers_of_text(std::string text, std::string name, const std::vector<std::string>& overrides);

}  // namespace poldyn
