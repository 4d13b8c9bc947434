#include "sim/hdf5/stale_partials.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace poldyn::h5 {
namespace {

namespace fs = std::filesystem;

/// The process in "<stem><process>-<number>"; none if `name` is not of this form.
std::optional<pid_t> writer_of(std::string_view name, std::string_view stem) {
  if (!name.starts_with(stem)) return std::nullopt;
  name.remove_prefix(stem.size());
  const char* const end = name.data() + name.size();
  pid_t process = 0;
  unsigned number = 0;
  const auto first = std::from_chars(name.data(), end, process);
  if (first.ec != std::errc{} || process <= 0 || first.ptr == end || *first.ptr != '-') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, number);
  if (second.ec != std::errc{} || second.ptr != end) return std::nullopt;
  return process;
}

/// Our own number says nothing: in a container every run may have it.
bool lives(pid_t process) { return process != ::getpid() && (::kill(process, 0) == 0 || errno != ESRCH); }

/// Whether the path still names the open file: another run that cleans up may have been faster, and a third may have
/// made a new file of this name since.
bool names(const fs::path& path, int file) {
  struct stat there {
  }, held{};
  return ::lstat(path.c_str(), &there) == 0 && ::fstat(file, &held) == 0 && there.st_dev == held.st_dev &&
         there.st_ino == held.st_ino;
}

void remove_if_dead(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return;
  // Here a file system without locks tells nothing, so the file stays.
  if (::flock(file, LOCK_EX | LOCK_NB) == 0 && names(path, file)) ::unlink(path.c_str());
  ::close(file);
}

}  // namespace

std::string partial_stem(const fs::path& final_path) {
  return "." + final_path.filename().string().substr(0, 200) + ".partial-";
}

bool lock_partial(int file) { return ::flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK; }

void remove_stale_partials(const fs::path& final_path) noexcept try {
  const std::string stem = partial_stem(final_path);
  std::error_code error;
  for (fs::directory_iterator at(final_path.parent_path(), error), end; !error && at != end; at.increment(error)) {
    const auto writer = writer_of(at->path().filename().string(), stem);
    if (writer && !lives(*writer)) remove_if_dead(at->path());
  }
} catch (...) {  // out of memory, and then the run itself will say so
}

}  // namespace poldyn::h5
