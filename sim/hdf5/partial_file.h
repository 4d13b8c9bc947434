#pragma once

#include <filesystem>

namespace poldyn::h5 {

enum class IfExists { refuse, replace };

/// A file that is written beside its final name, in the same folder, and renamed over it when it is whole: no reader
/// ever sees half a file, one that holds the old file open keeps reading the old file, and a crash leaves the old file
/// alone. The name beside is ".<name>.partial-<process>-<n>"; `n` because every process in a container may have the
/// same number. The file is locked as long as this object lives, so that the remains of a killed run can be told from
/// the file of one at work: the next run to the same name removes them.
class PartialFile {
 public:
  /// Creates an empty file beside `final_path`; a symbolic link is followed, so that the link stays. Throws
  /// CannotCreate if the final name is taken (and `if_exists` says refuse), a folder or a device, or if the folder is
  /// missing or not writable; IoFailure if the disk is full.
  PartialFile(const std::filesystem::path& final_path, IfExists if_exists);
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;
  /// Removes the partial file unless it was published.
  ~PartialFile() { discard(); }

  /// fsync, rename, fsync of the folder. Throws IoFailure. If another process made the final file meanwhile and that is
  /// to be refused, throws CannotCreate and keeps the file, which then is whole, since hours may have gone into it, as
  /// "<name>.finished-<process>-<n>": under a name that no later run takes for remains.
  void publish();
  void discard() noexcept;

  /// Absolute, so that it stays right if the process changes its folder. The pointer from c_str() stays valid for the
  /// life of this object: a signal handler may unlink() it.
  const std::filesystem::path& path() const { return partial_; }
  const std::filesystem::path& final_path() const { return final_; }

 private:
  void create_beside();
  std::filesystem::path keep();  // what the finished file is called now

  std::filesystem::path final_;
  std::filesystem::path partial_;
  IfExists if_exists_;
  bool mine_ = false;  // the partial file exists and is ours to remove
  int lock_ = -1;      // descriptor that holds its lock
};

}  // namespace poldyn::h5
