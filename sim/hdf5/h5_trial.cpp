#include "sim/hdf5/h5_trial.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <hdf5.h>
#include <hdf5_hl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <vector>

#include "sim/hdf5/h5_input_file.h"
#include "sim/hdf5/h5_strings.h"
#include "sim/hdf5/sanitized.h"

namespace poldyn::h5 {
namespace {

/// CPU time that reading may take: a small file takes milliseconds, a large one a second for some hundred megabytes.
constexpr rlim_t least_seconds = 5;
constexpr rlim_t bytes_per_second = 20'000'000;
constexpr std::uint64_t most_numbers = std::uint64_t{8} << 20;  // a longer array is left to whoever reads it

/// Walks through a file that is open and reads what a reader of results may ask for.
class Walk {
 public:
  Walk(const Check& check, Handle::Id file) : check_(check), file_(file) {}

  void all() {
    check_(H5Ovisit2(file_, H5_INDEX_NAME, H5_ITER_INC, take_object, this, H5O_INFO_BASIC), "look through", "/");
  }

 private:
  /// Exceptions must not pass through the library: they end the process, whose parent hears what the message says.
  template <class Look>
  static herr_t guarded(Look look) try {
    look();
    return 0;
  } catch (const H5Error& error) {
    say(error.failure().object + ": " + error.failure().cause);
    std::_Exit(1);
  } catch (const std::exception& error) {
    say(error.what());
    std::_Exit(1);
  }

 public:
  static void say(const std::string& text) {
    const ssize_t ignored = ::write(STDOUT_FILENO, text.data(), std::min<std::size_t>(text.size(), 1000));
    static_cast<void>(ignored);
  }

 private:
#if H5_VERSION_GE(1, 12, 0)
  using ObjectInfo = H5O_info1_t;
#else
  using ObjectInfo = H5O_info_t;
#endif
  static herr_t take_object(hid_t from, const char* name, const ObjectInfo*, void* data) {
    return guarded([&] { static_cast<Walk*>(data)->object(from, name); });
  }
  static herr_t take_attribute(hid_t object, const char* name, const H5A_info_t*, void* data) {
    return guarded([&] { static_cast<Walk*>(data)->attribute(object, name); });
  }

  void object(hid_t from, const std::string& name) {
    const Handle object = check_.own(H5Oopen(from, name.c_str(), H5P_DEFAULT), H5Oclose, "open", name);
    hsize_t at = 0;
    check_(H5Aiterate2(object.id(), H5_INDEX_NAME, H5_ITER_INC, &at, take_attribute, this), "look through", name);
    if (H5Iget_type(object.id()) == H5I_DATASET) variable(object.id(), name);
  }

  void attribute(hid_t object, const std::string& name) {
    const Handle attribute = check_.own(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, "open", name);
    const Handle type = check_.own(H5Aget_type(attribute.id()), H5Tclose, "read the type of", name);
    const Handle space = check_.own(H5Aget_space(attribute.id()), H5Sclose, "read the shape of", name);
    read(attribute.id(), StringSource::attribute, type.id(), space, name);
  }

  void variable(hid_t id, const std::string& name) {
    const Handle creation = check_.own(H5Dget_create_plist(id), H5Pclose, "open", name);
    // Their values lie in other files: refused by whoever asks for them.
    if (H5Pget_layout(creation.id()) == H5D_VIRTUAL || H5Pget_external_count(creation.id()) > 0) return;
    const Handle type = check_.own(H5Dget_type(id), H5Tclose, "read the type of", name);
    const Handle space = check_.own(H5Dget_space(id), H5Sclose, "read the shape of", name);
    read(id, StringSource::dataset, type.id(), space, name);
  }

  /// Texts and numbers. References and the like are the library's own.
  void read(hid_t id, StringSource source, hid_t type, const Handle& space, const std::string& name) {
    const H5T_class_t kind = H5Tget_class(type);
    const std::uint64_t count = volume(shape_of_space(check_, space.id(), name));
    if (count == 0 || (kind != H5T_STRING && kind != H5T_INTEGER && kind != H5T_FLOAT)) return;
    const std::size_t size = std::max<std::size_t>(H5Tget_size(type), 1);
    if (kind != H5T_STRING && source == StringSource::dataset && count > most_numbers) return;
    require_plausible(check_, file_, name, count, size);
    const auto elements = static_cast<std::size_t>(count);
    if (kind == H5T_STRING) {
      read_strings(check_, id, source, H5S_ALL, H5S_ALL, elements, plausible_bytes(check_, file_), name);
      return;
    }
    std::vector<char> values(elements * size);
    check_(source == StringSource::attribute ? H5Aread(id, type, values.data())
                                             : H5Dread(id, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
           "read", name);
  }

  const Check& check_;
  Handle::Id file_;
};

void bound_this_process(const Check& check) {
  for (int number = 1; number < NSIG; ++number) std::signal(number, SIG_DFL);
  std::error_code error;
  const std::uintmax_t found = std::filesystem::file_size(check.file(), error);
  const rlim_t size = error ? 0 : found;
  const rlim_t most_seconds = least_seconds + size / bytes_per_second;
  const rlimit none{0, 0}, seconds{most_seconds, most_seconds};
  ::setrlimit(RLIMIT_CORE, &none);
  ::setrlimit(RLIMIT_CPU, &seconds);
  if (sanitized) return;
  rlim_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const rlim_t more_memory = (rlim_t{1} << 30) + 3 * most_per_byte * size;
  rlimit memory{};
  ::getrlimit(RLIMIT_AS, &memory);
  memory.rlim_cur = std::min(memory.rlim_cur, pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + more_memory);
  ::setrlimit(RLIMIT_AS, &memory);
}

/// In the child. Its standard output is a pipe to the parent.
[[noreturn]] void walk_through(const Check& check) try {
  const Handle file(H5Fopen(check.file().c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (!file) std::_Exit(0);
  Walk(check, file.id()).all();
  std::_Exit(0);
} catch (const std::exception& error) {
  Walk::say(error.what());
  std::_Exit(1);
}

std::string read_all(int from) {
  std::string text;
  std::array<char, 1024> chunk{};
  for (;;) {
    const ssize_t got = ::read(from, chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(chunk.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

void try_reading(const Check& check) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) check.fail("read", {}, std::strerror(errno));
  const pid_t child = ::fork();
  if (child < 0) {
    const int error = errno;
    ::close(ends[0]);
    ::close(ends[1]);
    if (error == EAGAIN || error == ENOMEM) return;  // then it is read without
    check.fail("read", {}, std::strerror(error));
  }
  if (child == 0) {
    bound_this_process(check);
    const int nowhere = ::open("/dev/null", O_RDWR);
    ::dup2(nowhere, STDIN_FILENO);
    ::dup2(nowhere, STDERR_FILENO);  // what the C library says when its memory is damaged
    ::dup2(ends[1], STDOUT_FILENO);
    walk_through(check);
  }
  ::close(ends[1]);
  const std::string told = read_all(ends[0]);
  ::close(ends[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  if (WIFEXITED(status)) check.fail("read", {}, told.empty() ? "it is damaged" : told);
  check.fail(
      "read", {},
      fmt::format("it is damaged: the HDF5 library does not survive reading it ({})", ::strsignal(WTERMSIG(status))));
}

}  // namespace poldyn::h5
