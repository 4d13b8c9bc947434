#include "sim/hdf5/partial_file.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/hdf5/h5_error.h"
#include "sim/hdf5/h5_reader.h"
#include "sim/hdf5/h5_writer.h"
#include "tests/catch.h"
#include "tests/hdf5/scratch_folder.h"

namespace {

using namespace poldyn::h5;
namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

void check_refused(const fs::path& path, const std::string& why, IfExists if_exists = IfExists::refuse) {
  INFO(path);
  CHECK_THROWS_AS(PartialFile(path, if_exists), CannotCreate);
  CHECK_THROWS_WITH(PartialFile(path, if_exists), ContainsSubstring(why));
}

void write_text(const fs::path& path, const std::string& text) {
  Writer out(path, IfExists::replace);
  out.write_text("text", text);
  out.commit();
}

}  // namespace

TEST_CASE("partial file: names that cannot be written are refused with the reason", "[io]") {
  const ScratchFolder folder;
  std::ofstream(folder / "taken") << "old";
  fs::create_directory(folder / "folder");
  fs::create_symlink(folder / "nowhere" / "at all", folder / "dangling");
  fs::create_symlink(folder / "loop", folder / "loop");
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  const auto files = folder.files();
  check_refused("", "name is empty");
  check_refused(folder / "folder/", "names a folder");
  check_refused(folder / "folder", "a folder has this name", IfExists::replace);
  check_refused(folder / "absent/out", "does not exist; create it first");
  check_refused(folder / "taken/out", "is not a folder");
  check_refused(folder / "taken", "it exists already");
  check_refused(folder / "pipe", "not a regular file", IfExists::replace);
  check_refused("/dev/null", "not a regular file", IfExists::replace);
  check_refused(folder / "loop", "lead in a circle", IfExists::replace);
  check_refused(folder / "dangling", "does not exist", IfExists::replace);
  check_refused(folder / std::string(300, 'x'), "File name too long", IfExists::replace);
  CHECK(folder.files() == files);
  CHECK(text_of(folder / "taken") == "old");
}

TEST_CASE("partial file: a folder without write permission is refused", "[io]") {
  if (::geteuid() == 0) SKIP("root may write everywhere");
  const ScratchFolder folder;
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
  check_refused(folder / "out", "Permission denied; choose a folder that you may write to");
  fs::permissions(folder.path(), fs::perms::owner_all);
}

TEST_CASE("partial file: nothing stands under the final name before it is whole", "[io]") {
  const ScratchFolder folder;
  {
    Writer out(folder / "out.h5");
    out.write_text("text", "gone");
    CHECK(fs::exists(out.partial_path()));
    CHECK(out.partial_path().parent_path() == folder.path());
    CHECK_FALSE(fs::exists(folder / "out.h5"));
  }
  CHECK(folder.files() == 0);
  {
    std::optional<Writer> out(std::in_place, folder / "out.h5");
    Writer moved = *std::move(out);
    out.reset();
    moved.write_text("text", "stays");
    moved.commit();
    CHECK(folder.files() == 1);
  }
  CHECK(Reader(folder / "out.h5").text("text") == "stays");
}

TEST_CASE("partial file: an abandoned run leaves the old result alone", "[io]") {
  const ScratchFolder folder;
  write_text(folder / "out.h5", "old");
  {
    Writer out(folder / "out.h5", IfExists::replace);
    out.write_text("text", "new");
  }
  CHECK(folder.files() == 1);
  CHECK(Reader(folder / "out.h5").text("text") == "old");
}

TEST_CASE("partial file: an open reader neither blocks a new run nor sees it", "[io]") {
  const ScratchFolder folder;
  write_text(folder / "out.h5", "old");
  const Reader in(folder / "out.h5");
  write_text(folder / "out.h5", "new");
  CHECK(in.text("text") == "old");
  CHECK(Reader(folder / "out.h5").text("text") == "new");
}

TEST_CASE("partial file: what another program made meanwhile is kept, and so is the result", "[io]") {
  const ScratchFolder folder;
  Writer out(folder / "out.h5");
  out.write_text("text", "ours");
  std::ofstream(folder / "out.h5") << "theirs";
  CHECK_THROWS_AS(out.commit(), CannotCreate);
  CHECK(text_of(folder / "out.h5") == "theirs");
  const fs::path kept = folder / ("out.h5.finished-" + std::to_string(::getpid()) + "-0");
  CHECK(Reader(kept).text("text") == "ours");
  write_text(folder / "out.h5", "next");  // and no later run takes it for remains
  CHECK(Reader(kept).text("text") == "ours");
  CHECK(folder.files() == 2);
}

namespace {

/// A process that writes `path`, until it is killed.
class Run {
 public:
  explicit Run(const fs::path& path) {
    int ready[2];
    if (::pipe(ready) != 0) throw std::runtime_error("no pipe");
    child_ = ::fork();
    if (child_ == 0) {
      const PartialFile file(path, IfExists::replace);
      const auto said = ::write(ready[1], "", 1);
      for (;;)
        if (said == 1) ::pause();
    }
    char byte = 0;
    ready_ = ::read(ready[0], &byte, 1) == 1;
    ::close(ready[0]);
    ::close(ready[1]);
  }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;
  ~Run() { kill(); }

  bool ready() const { return ready_; }
  std::string partial_name(const std::string& final_name) const {
    return "." + final_name + ".partial-" + std::to_string(child_) + "-0";
  }
  void kill() {
    if (child_ > 0) ::kill(child_, SIGKILL), ::waitpid(child_, nullptr, 0);
    child_ = 0;
  }

 private:
  pid_t child_ = 0;
  bool ready_ = false;
};

}  // namespace

TEST_CASE("partial file: the next run removes what a killed run left, and nothing of one at work", "[io]") {
  const ScratchFolder folder;
  Run dead(folder / "out.h5"), other(folder / "other.h5"), at_work(folder / "out.h5");
  REQUIRE((dead.ready() && other.ready() && at_work.ready()));
  const fs::path remains = folder / dead.partial_name("out.h5"), foreign = folder / other.partial_name("other.h5"),
                 busy = folder / at_work.partial_name("out.h5");
  dead.kill();
  other.kill();
  REQUIRE((fs::exists(remains) && fs::exists(foreign) && fs::exists(busy)));
  write_text(folder / "out.h5", "new");
  CHECK(!fs::exists(remains));
  CHECK(fs::exists(foreign));  // of another output
  CHECK(fs::exists(busy));
  at_work.kill();
  write_text(folder / "out.h5", "newer");
  CHECK(!fs::exists(busy));
  CHECK(folder.files() == 2);
}

TEST_CASE("partial file: remains are told by their lock, not by the number of their process", "[io]") {
  const ScratchFolder folder;
  const std::string own = std::to_string(::getpid());
  std::ofstream(folder / (".out.h5.partial-" + own + "-7")) << "of a container whose runs all have this number";
  const std::vector<std::string> others{".out.h5.partial-" + own, ".out.h5.partial-notes-1", ".out.h5.partial-1x-0",
                                        ".out.h5.partial-" + std::to_string(::getppid()) + "-0"};
  for (const std::string& name : others) std::ofstream(folder / name) << "not ours to judge";
  const PartialFile first(folder / "out.h5", IfExists::replace);
  CHECK(!fs::exists(folder / (".out.h5.partial-" + own + "-7")));
  const PartialFile second(folder / "out.h5", IfExists::replace);  // two writers in one process
  CHECK(fs::exists(first.path()));
  CHECK(fs::exists(second.path()));
  for (const std::string& name : others) CHECK(fs::exists(folder / name));
}

TEST_CASE("partial file: a link is followed, remains of a killed run are taken away", "[io]") {
  const ScratchFolder folder;
  fs::create_directory(folder / "disk");
  fs::create_symlink("disk/real.h5", folder / "link.h5");
  // A container gives every run the same process number.
  std::ofstream(folder / ("disk/.real.h5.partial-" + std::to_string(::getpid()) + "-0")) << "remains";
  write_text(folder / "link.h5", "through");
  CHECK(fs::is_symlink(folder / "link.h5"));
  CHECK(Reader(folder / "disk/real.h5").text("text") == "through");
  CHECK(std::distance(fs::directory_iterator(folder / "disk"), fs::directory_iterator()) == 1);
  std::string name(240, 'n');  // in two steps: g++ 12 warns of the sum without cause
  name += ".h5";
  const fs::path long_name = folder / name;
  write_text(long_name, "long");
  CHECK(Reader(long_name).text("text") == "long");
}

TEST_CASE("partial file: the new file has the permissions that the umask gives", "[io]") {
  const ScratchFolder folder;
  const mode_t before = ::umask(0027);
  write_text(folder / "out.h5", "x");
  ::umask(before);
  CHECK(fs::status(folder / "out.h5").permissions() == fs::perms{0640});
}
