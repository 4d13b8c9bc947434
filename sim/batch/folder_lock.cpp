#include "sim/batch/folder_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sim/io/h5_error.h"

namespace poldyn {
namespace {

namespace fs = std::filesystem;

fs::path lock_file(const fs::path& folder) { return folder / ".lock"; }

int open_lock(const fs::path& file) {
  const int opened = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (opened >= 0) return opened;
  const int error = errno;
  // A lock that is there and may not be written is mostly another user's.
  if (error == EACCES && ::access(file.c_str(), F_OK) == 0)
    throw h5::CannotCreate({file,
                            {},
                            "lock this campaign",
                            std::strerror(error),
                            "ask the owner of the file for the right to write it, or choose another folder"});
  throw h5::CannotCreate({file, {}, "create this file", std::strerror(error), h5::remedy_for(error)});
}

/// "process 17 on node3", as the holder left it.
std::string holder(int file) {
  char text[200] = {};
  const auto got = ::pread(file, text, sizeof text - 1, 0);
  return got > 0 ? std::string(text, static_cast<std::size_t>(got)) : "another process";
}

void sign(int file) {
  char host[100] = {};
  if (::gethostname(host, sizeof host - 1) != 0) std::strcpy(host, "?");
  const std::string text = fmt::format("process {} on {}", ::getpid(), host);
  if (::ftruncate(file, 0) == 0) static_cast<void>(::pwrite(file, text.data(), text.size(), 0) + 1);
}

void take(int file, int how, const fs::path& folder, const std::string& what) {
  if (::flock(file, how | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
  // Shards share the lock and do not sign it.
  const bool shards = how == LOCK_EX && ::flock(file, LOCK_SH | LOCK_NB) == 0;
  throw h5::CannotCreate({folder,
                          {},
                          "work in this folder",
                          fmt::format("{} at work in it", shards ? "shards are" : holder(file) + " is"),
                          what});
}

}  // namespace

FolderLock::FolderLock(const fs::path& folder, Shard shard) {
  whole_ = open_lock(lock_file(folder));
  try {
    if (shard.count == 1) {
      take(whole_, LOCK_EX, folder, "wait until it is done, or share the runs out with --shard");
      sign(whole_);
      return;
    }
    take(whole_, LOCK_SH, folder, "start all processes with --shard, or wait until it is done");
    own_ = open_lock(folder / fmt::format(".lock-{}-of-{}", shard.index, shard.count));
    take(own_, LOCK_EX, folder, "give every process another --shard");
    sign(own_);
  } catch (...) {
    if (own_ >= 0) ::close(own_);
    ::close(whole_);
    throw;
  }
}

FolderLock::~FolderLock() {
  if (own_ >= 0) ::close(own_);
  ::close(whole_);
}

bool FolderLock::is_held(const fs::path& folder) {
  const int file = ::open(lock_file(folder).c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool held = ::flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(file);
  return held;
}

}  // namespace poldyn
