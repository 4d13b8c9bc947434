#include "sim/hdf5/partial_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

#include "sim/hdf5/h5_error.h"
#include "sim/hdf5/stale_partials.h"

namespace poldyn::h5 {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& file, std::string cause, std::string remedy = {}) {
  throw CannotCreate({file, {}, "create this file", std::move(cause), std::move(remedy)});
}

[[noreturn]] void fail_io(const fs::path& file, const char* operation, int error) {
  throw IoFailure({file, {}, operation, std::strerror(error), remedy_for(error)});
}

// The file that a chain of symbolic links ends at, which need not exist yet (weakly_canonical() stops before such a
// one).
fs::path follow_links(const fs::path& given) {
  constexpr int most_links = 40;  // as Linux
  std::error_code error;
  fs::path at = fs::absolute(given, error);
  for (int n = 0; !error && n < most_links; ++n) {
    if (!fs::is_symlink(fs::symlink_status(at, error))) return at;
    at = at.parent_path() / fs::read_symlink(at, error);
  }
  refuse(given, error ? error.message() : "its symbolic links lead in a circle", "choose another name");
}

fs::path resolve(const fs::path& given) {
  if (given.empty()) throw CannotCreate({"(no name)", {}, "create a file", "its name is empty", {}});
  if (!given.has_filename()) refuse(given, "this names a folder", "give the name of a file");
  fs::path made = follow_links(given);
  std::error_code error;
  // /dev/stdout may be a file without a name: the name that the link shows would be another file's.
  if (fs::exists(given, error) && !fs::exists(made, error))
    refuse(given, "it leads to a file that has no name", "choose another name");
  return made;
}

void require_folder(const fs::path& file) {
  const fs::path folder = file.parent_path();
  std::error_code error;
  const auto status = fs::status(folder, error);
  if (!fs::exists(status)) {
    const bool missing = status.type() == fs::file_type::not_found;
    refuse(file, missing ? "the folder " + folder.string() + " does not exist" : error.message(),
           missing ? "create it first" : "");
  }
  if (!fs::is_directory(status)) refuse(file, folder.string() + " is not a folder");
}

void require_free_name(const fs::path& file, IfExists if_exists) {
  std::error_code error;
  const auto status = fs::status(file, error);
  if (status.type() == fs::file_type::not_found) return;
  if (fs::is_directory(status)) refuse(file, "a folder has this name", "choose another name");
  if (!fs::exists(status)) refuse(file, error.message(), remedy_for(error.value()));
  // A rename would replace a device such as /dev/null by a plain file, for every program on the machine.
  if (!fs::is_regular_file(status)) refuse(file, "it is not a regular file", "choose another name");
  if (if_exists == IfExists::refuse)
    refuse(file, "it exists already", "choose another name, or replace it with --force");
}

// Without IfExists::replace the rename must not replace what another process made since the start.
int rename_to(const fs::path& from, const fs::path& to, IfExists if_exists) {
#ifdef RENAME_NOREPLACE
  if (if_exists == IfExists::refuse) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return errno;  // some file systems cannot: fall through
  }
#endif
  std::error_code error;
  if (if_exists == IfExists::refuse && fs::exists(to, error)) return EEXIST;
  return std::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

int sync(const fs::path& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) return errno;
  const int error = ::fsync(file) == 0 ? 0 : errno;
  ::close(file);
  return error;
}

}  // namespace

PartialFile::PartialFile(const fs::path& final_path, IfExists if_exists)
    : final_(resolve(final_path)), if_exists_(if_exists) {
  require_folder(final_);
  require_free_name(final_, if_exists_);
  remove_stale_partials(final_);
  create_beside();
}

void PartialFile::create_beside() {
  constexpr int tries = 1000;
  const std::string stem = partial_stem(final_) + std::to_string(::getpid());
  for (int n = 0; n < tries; ++n) {
    partial_ = final_.parent_path() / (stem + "-" + std::to_string(n));
    const int file = ::open(partial_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (file >= 0) {
      // Before the lock was ours, another run may have taken the file for remains and removed it.
      struct stat made {};
      if (lock_partial(file) && ::fstat(file, &made) == 0 && made.st_nlink > 0) {
        lock_ = file;
        mine_ = true;
        return;
      }
      ::close(file);
      continue;
    }
    if (errno == EEXIST) continue;
    if (errno == ENOSPC || errno == EDQUOT || errno == EIO) fail_io(final_, "create this file", errno);
    refuse(final_, std::string("its folder refuses a new file: ") + std::strerror(errno), remedy_for(errno));
  }
  refuse(final_, "too many partial files of earlier runs lie beside it",
         "remove " + stem.substr(0, stem.rfind('-')) + "-*");
}

void PartialFile::publish() {
  if (const int error = sync(partial_, O_RDONLY); error != 0) fail_io(final_, "write", error);
  const int error = rename_to(partial_, final_, if_exists_);
  if (error == EEXIST) {
    mine_ = false;
    refuse(final_, "another program created it meanwhile", "the finished result is kept as " + keep().string());
  }
  if (error != 0) fail_io(final_, "give the finished file its name", error);
  mine_ = false;
  // Some network file systems do not sync folders (EINVAL); the file is whole and in place all the same.
  if (const int late = sync(final_.parent_path(), O_RDONLY | O_DIRECTORY); late != 0 && late != EINVAL)
    fail_io(final_, "make its name last", late);
}

fs::path PartialFile::keep() {
  constexpr int tries = 1000;
  for (int n = 0; n < tries; ++n) {
    fs::path kept = final_.string() + ".finished-" + std::to_string(::getpid()) + "-" + std::to_string(n);
    const int error = rename_to(partial_, kept, IfExists::refuse);
    if (error == 0) return kept;
    if (error != EEXIST) break;
  }
  return partial_;
}

void PartialFile::discard() noexcept {
  if (std::exchange(mine_, false)) ::unlink(partial_.c_str());
  if (const int lock = std::exchange(lock_, -1); lock >= 0) ::close(lock);
}

}  // namespace poldyn::h5
