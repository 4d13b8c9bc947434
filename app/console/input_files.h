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
  /// Throws h5::CannotCreate if `output` is one of the files, by whatever path or link, or a campaign's (see below).
  void refuse(const std::filesystem::path& output) const;
  /// The same for a file that a campaign writes itself.
  void refuse_of_campaign(const std::filesystem::path& output) const;

 private:
  std::vector<std::filesystem::path> files_;
};

/// Throws h5::CannotCreate for a name that a campaign's folder keeps for itself: its lock, its campaign.toml, anything
/// among its parts. The campaign would be lost, or the output be taken for a part of it.
void refuse_names_of_campaigns(const std::filesystem::path& output);

}  // namespace poldyn::app
