#include "sim/batch/folder_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "sim/hdf5/h5_error.h"

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

/// "process 17 on node3" and, on the next line, its number of cores, as the holder left them.
std::string signature(int file) {
  char text[200] = {};
  const auto got = ::pread(file, text, sizeof text - 1, 0);
  return got > 0 ? std::string(text, static_cast<std::size_t>(got)) : "another process";
}

std::string holder(int file) {
  const std::string text = signature(file);
  return text.substr(0, text.find('\n'));
}

unsigned cores_of(int file) {
  const std::string text = signature(file);
  const std::size_t line = text.find('\n');
  const unsigned long cores = line == text.npos ? 0 : std::strtoul(text.c_str() + line + 1, nullptr, 10);
  return static_cast<unsigned>(std::clamp(cores, 1UL, 1'000'000UL));
}

void sign(int file, unsigned cores) {
  char host[100] = {};
  if (::gethostname(host, sizeof host - 1) != 0) std::strcpy(host, "?");
  const std::string text = fmt::format("process {} on {}\n{}\n", ::getpid(), host, cores);
  if (::ftruncate(file, 0) == 0) static_cast<void>(::pwrite(file, text.data(), text.size(), 0) + 1);
}

/// Who only asks whether a folder is in use holds its lock for that moment, so a refusal is believed when it lasts.
constexpr int tries = 20;
constexpr useconds_t between_tries = 10'000;  // microseconds

/// False if another process has the lock. A file system that knows no locks refuses nobody.
bool take(int file, int how) {
  for (int i = 0; i < tries; ++i) {
    if (i > 0) ::usleep(between_tries);
    if (::flock(file, how | LOCK_NB) == 0 || errno != EWOULDBLOCK) return true;
  }
  return false;
}

void take(int file, int how, const fs::path& folder, const std::string& what) {
  if (take(file, how)) return;
  // Shards share the lock and do not sign it.
  const bool shards = how == LOCK_EX && ::flock(file, LOCK_SH | LOCK_NB) == 0;
  throw h5::CannotCreate({folder,
                          {},
                          "work in this folder",
                          fmt::format("{} at work in it", shards ? "shards are" : holder(file) + " is"),
                          what});
}

}  // namespace

FolderLock::FolderLock(const fs::path& folder, Shard shard, unsigned cores) {
  whole_ = open_lock(lock_file(folder));
  try {
    if (shard.count == 1) {
      take(whole_, LOCK_EX, folder, "wait until it is done, or share the runs out with --shard");
      sign(whole_, cores);
      return;
    }
    take(whole_, LOCK_SH, folder, "start all processes with --shard, or wait until it is done");
    own_ = open_lock(folder / fmt::format(".lock-{}-of-{}", shard.index, shard.count));
    take(own_, LOCK_EX, folder, "give every process another --shard");
    sign(own_, cores);
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

namespace {

/// Cores of the process that holds this lock for itself; 0 if nobody does.
unsigned cores_behind(const fs::path& lock, int how) {
  const int file = ::open(lock.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  const bool held = ::flock(file, how | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  const unsigned cores = held ? cores_of(file) : 0;
  ::close(file);
  return cores;
}

}  // namespace

bool FolderLock::is_held(const fs::path& folder) { return cores_behind(lock_file(folder), LOCK_EX) > 0; }

FolderLock::Work FolderLock::at_work(const fs::path& folder) {
  if (const unsigned cores = cores_behind(lock_file(folder), LOCK_SH)) return {1, cores};  // shards would share it
  Work work;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (!entry->path().filename().string().starts_with(".lock-")) continue;
    const unsigned cores = cores_behind(entry->path(), LOCK_EX);
    work.processes += cores > 0 ? 1 : 0;
    work.cores += cores;
  }
  return work;
}

}  // namespace poldyn
