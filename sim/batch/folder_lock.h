#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace poldyn {

/// Which runs of a campaign a process makes: every `count`th, beginning with `index`.
struct Shard {
  std::uint32_t index = 0;
  std::uint32_t count = 1;
};

/// Keeps two processes from making the same runs: a process that makes all of them is alone in the folder, shards share
/// it, each shard with itself once. Ends with the process, however it ends. Nothing would be corrupted without it, so a
/// file system that knows no locks refuses nobody.
class FolderLock {
 public:
  /// Throws h5::CannotCreate if another process is at work, or if the folder cannot be written to. `cores` is how many
  /// the holder works on, for those who ask.
  FolderLock(const std::filesystem::path& folder, Shard shard, unsigned cores = 1);
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();

  /// True if any process holds a lock on the folder.
  static bool is_held(const std::filesystem::path& folder);

  /// Who is at work in a folder, and on how many cores: one process that makes all runs, or shards.
  struct Work {
    unsigned processes = 0;
    unsigned cores = 0;
  };
  static Work at_work(const std::filesystem::path& folder);

 private:
  int whole_ = -1;
  int own_ = -1;
};

}  // namespace poldyn
