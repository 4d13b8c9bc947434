#include "app/console/shipped_file.h"

#include <system_error>

namespace poldyn::app {

namespace fs = std::filesystem;

fs::path shipped_file(const fs::path& name) {
  std::error_code none;
  if (fs::exists(name, none)) return name;
  const fs::path program = fs::read_symlink("/proc/self/exe", none);
  if (none) return name;
  const fs::path beside = program.parent_path().parent_path().parent_path() / name;
  return fs::exists(beside, none) ? beside : name;
}

}  // namespace poldyn::app
