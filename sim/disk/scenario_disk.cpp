#include "sim/disk/scenario_disk.h"

#include "sim/disk/text_file.h"

namespace poldyn {

namespace fs = std::filesystem;

std::variant<std::string, TextFault> DiskTexts::read(const std::string& name, std::size_t limit, Asker asker) const {
  std::error_code error;
  const fs::path file(name);
  if (asker == Asker::text && fs::exists(file, error) && !fs::is_directory(file, error) &&
      !fs::is_regular_file(file, error))  // a pipe would keep its reader waiting
    return TextFault{"is no regular file", "name a scenario file (TOML)"};
  return read_text_file(file, limit);
}

std::string DiskTexts::identity(const std::string& name) const {
  std::error_code error;
  return fs::weakly_canonical(name, error).string();
}

std::string DiskTexts::beside(const std::string& name, const std::string& other) const {
  return poldyn::beside(name, other).string();
}

Layers load_layers(const fs::path& file, const std::vector<std::string>& overrides) {
  return load_layers(DiskTexts{}, file.string(), overrides);
}

Reading read_scenario(const fs::path& file, const std::vector<std::string>& overrides) {
  return read_scenario(DiskTexts{}, file.string(), overrides);
}

Reading read_scenario_under(const fs::path& file, const TomlNode* on_top) {
  return read_scenario_under(DiskTexts{}, file.string(), on_top);
}

}  // namespace poldyn
