// A file system of 1 MiB of its own, in a child process with a private mount table: ENOSPC as users meet it.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "sim/hdf5/h5_error.h"
#include "sim/hdf5/h5_reader.h"
#include "sim/hdf5/h5_writer.h"
#include "tests/catch.h"
#include "tests/hdf5/scratch_folder.h"

// The library loses a few of its own blocks where it fails on a full disk or a damaged file. Our part of the bargain,
// closing identifiers, is tested by counting them (h5_handle_test.cpp): the leak finder sees all of them as reachable.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libhdf5\n"; }

namespace {

using namespace poldyn::h5;
namespace fs = std::filesystem;

constexpr int passed = 0, failed = 1, not_allowed = 77;

// As root of a name space of its own, for users who are not root.
bool become_root() {
  const std::string user = "0 " + std::to_string(::getuid()) + " 1";
  const std::string group = "0 " + std::to_string(::getgid()) + " 1";
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
  std::ofstream("/proc/self/setgroups") << "deny";
  std::ofstream("/proc/self/uid_map") << user;
  std::ofstream("/proc/self/gid_map") << group;
  return ::geteuid() == 0;
}

bool mount_small(const fs::path& folder) {
  if (::unshare(CLONE_NEWNS) != 0 && !become_root()) return false;
  ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  return ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=1m") == 0;
}

std::vector<double> incompressible(std::size_t count) {
  std::mt19937_64 bits(1);
  std::uniform_real_distribution<double> uniform;
  std::vector<double> values(count);
  for (auto& value : values) value = uniform(bits);
  return values;
}

std::uint64_t free_bytes(const fs::path& folder) {
  struct statvfs state {};
  ::statvfs(folder.c_str(), &state);
  return static_cast<std::uint64_t>(state.f_bavail) * state.f_frsize;
}

bool expect(bool condition, const std::string& what) {
  if (!condition) std::cerr << "    in the child: " << what << '\n';
  return condition;
}

// Runs `fill` on the small file system, expects IoFailure, and looks at what is left.
int run_child(const fs::path& folder, const std::function<void(const fs::path&)>& fill) {
  if (!mount_small(folder)) return not_allowed;
  const std::uint64_t before = free_bytes(folder);
  bool good = true;
  std::string message = "no exception";
  try {
    fill(folder / "out.h5");
  } catch (const IoFailure& failure) {
    message = failure.what();
  } catch (const std::exception& other) {
    message = std::string("another exception: ") + other.what();
  }
  good &= expect(message.find("No space left on device; free some space") != std::string::npos, message);
  good &= expect(message.find("out.h5") != std::string::npos, message);
  good &= expect(fs::is_empty(folder), "files are left");
  // A descriptor that stays open would hold the space of the removed file.
  good &= expect(free_bytes(folder) == before, "space is still taken");
  Writer next(folder / "next.h5");
  next.write_text("text", "fits");
  next.commit();
  good &= expect(Reader(folder / "next.h5").text("text") == "fits", "the library cannot go on");
  return good ? passed : failed;
}

void check_in_child(const std::function<void(const fs::path&)>& fill) {
  const ScratchFolder folder;
  std::cout.flush();
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  // exit(), not _exit(): the library closes itself there, which must neither hang nor crash.
  if (child == 0) {
    ::alarm(60);
    try {
      std::exit(run_child(folder.path(), fill));
    } catch (const std::exception& error) {
      std::exit(expect(false, error.what()) ? passed : failed);
    }
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  if (WEXITSTATUS(status) == not_allowed) SKIP("this system lets no test mount a small file system");
  CHECK(WEXITSTATUS(status) == passed);
}

struct RemoveAtEnd {
  fs::path path;
  ~RemoveAtEnd() { fs::remove(path); }
};

void append_forever(const fs::path& path) {
  Writer out(path);
  out.define_index({.path = "row", .extendable = true}, 0);
  auto& values = out.define_variable({.path = "values", .dimensions = {"row"}});
  const auto block = incompressible(10'000);
  for (int n = 0; n < 100; ++n) values.append(block);
  out.commit();
}

void fail_at_commit(const fs::path& path) {
  Writer out(path);
  out.define_index({.path = "row"}, 50'000);
  // 400 kB wait in the library's cache while somebody else takes the disk.
  out.write_variable({.path = "values", .dimensions = {"row"}, .storage = {.chunk = {50'000}}}, incompressible(50'000));
  const RemoveAtEnd other{path.parent_path() / "other"};
  std::ofstream(other.path, std::ios::binary) << std::string(2'000'000, 'x');
  out.commit();
}

void long_text(const fs::path& path) {
  Writer out(path);
  out.write_text("text", std::string(5'000'000, 'x'));
  out.commit();
}

// The disk is to be full in the middle of as many different calls as possible.
void many_variables(const fs::path& path, std::size_t taken) {
  std::ofstream(path.parent_path() / "other", std::ios::binary) << std::string(taken, 'x') << std::flush;
  const RemoveAtEnd other{path.parent_path() / "other"};
  Writer out(path);
  out.define_dimension({.path = "row"}, std::vector<double>(100));
  for (int n = 0; n < 5'000; ++n)
    out.write_variable({.path = "group" + std::to_string(n % 7) + "/v" + std::to_string(n), .dimensions = {"row"}},
                       incompressible(100));
  out.commit();
}

// Nothing but structure: the high-level library, which attaches dimensions, keeps the reasons of failures to itself.
void many_attachments(const fs::path& path) {
  Writer out(path);
  for (const char* name : {"a", "b", "c"}) out.define_index({.path = name}, 1);
  for (int n = 0; n < 20'000; ++n)
    out.define_variable({.path = "v" + std::to_string(n), .dimensions = {"a", "b", "c"}});
  out.commit();
}

void full_from_the_start(const fs::path& path) {
  const RemoveAtEnd other{path.parent_path() / "other"};
  std::ofstream(other.path, std::ios::binary) << std::string(2'000'000, 'x');
  Writer out(path);
  out.write_text("text", "does not fit");
  out.commit();
}

}  // namespace

TEST_CASE("disk full: appending fails with a remedy and leaves nothing", "[io]") { check_in_child(append_forever); }
TEST_CASE("disk full: finishing fails with a remedy and leaves nothing", "[io]") { check_in_child(fail_at_commit); }
TEST_CASE("disk full: a long text fails with a remedy and leaves nothing", "[io]") { check_in_child(long_text); }
TEST_CASE("disk full: many variables fail with a remedy and leave nothing", "[io]") {
  const std::size_t taken = GENERATE(0U, 90'000U, 300'000U, 520'000U, 740'000U, 960'000U, 1'030'000U);
  check_in_child([&](const fs::path& path) { many_variables(path, taken); });
}
TEST_CASE("disk full: many dimensions fail with a remedy and leave nothing", "[io]") {
  check_in_child(many_attachments);
}
TEST_CASE("disk full: no room at all fails with a remedy and leaves nothing", "[io]") {
  check_in_child(full_from_the_start);
}
