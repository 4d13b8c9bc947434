#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/reading/scenario_file.h"
#include "sim/reading/scenario_layers.h"
#include "sim/reading/text_store.h"

namespace poldyn {

/// The disk as a store of texts.
class DiskTexts : public TextStore {
 public:
  std::variant<std::string, TextFault> read(const std::string& name, std::size_t limit, Asker asker) const override;
  std::string identity(const std::string& name) const override;
  std::string beside(const std::string& name, const std::string& other) const override;
};

/// What sim/reading offers for a store, for files.
Layers load_layers(const std::filesystem::path& file, const std::vector<std::string>& overrides);
Reading read_scenario(const std::filesystem::path& file, const std::vector<std::string>& overrides = {});
Reading read_scenario_under(const std::filesystem::path& file, const TomlNode* on_top);

}  // namespace poldyn
