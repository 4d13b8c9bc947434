#pragma once

#include <filesystem>
#include <vector>

namespace poldyn::app {

/// The files that a command reads. No output may take the place of one of them, with or without --force: the input
/// would be lost, and with it how the output was made.
class InputFiles {
 public:
  void add(const std::filesystem::path& file) { files_.push_back(file); }
  template <class Paths>
  void add_all(const Paths& files) {
    for (const auto& file : files) add(file);
  }
  /// Throws h5::CannotCreate if `output` is one of the files, by whatever path or link.
  void refuse(const std::filesystem::path& output) const;

 private:
  std::vector<std::filesystem::path> files_;
};

}  // namespace poldyn::app
