#include "tests/oracles/by_python.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace oracles {
namespace {

namespace fs = std::filesystem;

/// The distribution's, whose packages these are; another one may come first in the path.
std::string python() { return fs::exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3"; }

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / fmt::format("poldyn-oracle-{}", ::getpid())) {
    fs::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  fs::path operator/(const std::string& name) const { return path_ / name; }
  std::string text() const { return path_.string(); }

 private:
  fs::path path_;
};

void write(const fs::path& file, const std::vector<double>& values) {
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(8 * values.size()));
}

std::vector<double> read(const fs::path& file) {
  std::vector<double> values(fs::file_size(file) / 8);
  std::ifstream(file, std::ios::binary)
      .read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(8 * values.size()));
  return values;
}

}  // namespace

std::string missing(const std::string& module, const std::string& package) {
  if (std::system(fmt::format("{} -c 'import {}' > /dev/null 2>&1", python(), module).c_str()) == 0) return "";
  return fmt::format("Python's {} is not installed: apt-get install {}", module, package);
}

std::vector<double> by_python(const std::string& program, const std::vector<std::vector<double>>& data) {
  const Folder folder;
  for (std::size_t i = 0; i < data.size(); ++i) write(folder / fmt::format("{}.f64", i), data[i]);
  std::ofstream(folder / "oracle.py")
      << "import numpy as np\n"
      << fmt::format("data = [np.fromfile(f'{{i}}.f64') for i in range({})]\n", data.size()) << "said = []\n"
      << "def say(*values):\n"
      << "    said.extend(np.concatenate([np.ravel(v) for v in values]).astype(float))\n"
      << program << "\nnp.array(said, dtype=float).tofile('said.f64')\n";
  const auto command = fmt::format("cd '{}' && {} oracle.py > words.txt 2>&1", folder.text(), python());
  if (std::system(command.c_str()) != 0) {
    std::ifstream words(folder / "words.txt");
    throw std::runtime_error(std::string(std::istreambuf_iterator<char>(words), {}));
  }
  return read(folder / "said.f64");
}

}  // namespace oracles
