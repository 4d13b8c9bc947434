#include "sim/hdf5/h5_reader.h"

#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include "sim/hdf5/h5_error.h"
#include "sim/hdf5/h5_writer.h"
#include "tests/catch.h"
#include "tests/hdf5/scratch_folder.h"

namespace {

using namespace poldyn::h5;
namespace fs = std::filesystem;

constexpr std::size_t rows = 3'000;

void write_file(const fs::path& path) {
  Writer out(path);
  out.set_attributes("/", {{"title", "t"}, {"seed", ~std::uint64_t{0}}, {"small", std::uint8_t{3}}});
  out.define_index({.path = "row"}, rows);
  std::vector<double> values(rows);
  for (std::size_t i = 0; i < rows; ++i) values[i] = 1.0 / static_cast<double>(i + 1);
  out.write_variable({.path = "g/v", .dimensions = {"row"}}, values);
  out.write_variable({.path = "g/seed", .type = Type::u64}, ~std::uint64_t{0});
  out.write_text("g/text", "words");
  out.commit();
}

void check_unreadable(const fs::path& path, const std::string& why) {
  INFO(path);
  CHECK_THROWS_AS(Reader(path), NotReadable);
  CHECK_THROWS_WITH(Reader(path), ContainsSubstring(why) && ContainsSubstring(path.string()));
}

}  // namespace

TEST_CASE("h5 reader: files that are no results are refused with the reason", "[io]") {
  const ScratchFolder folder;
  write_file(folder / "whole.h5");
  const std::string whole = bytes_of(folder / "whole.h5");
  std::ofstream(folder / "empty.h5");
  std::ofstream(folder / "text.h5") << "title = 'not HDF5'\n";
  std::ofstream(folder / "half.h5", std::ios::binary) << whole.substr(0, whole.size() / 2);
  std::ofstream(folder / "start.h5", std::ios::binary) << whole.substr(0, 20);
  check_unreadable(folder / "absent.h5", "there is no such file");
  check_unreadable(folder.path(), "it is a folder");
  check_unreadable("/dev/null", "not a regular file");
  check_unreadable(folder / "empty.h5", "the file is empty");
  check_unreadable(folder / "text.h5", "not an HDF5 file");
  check_unreadable(folder / "half.h5", "truncated");
  check_unreadable(folder / "start.h5", "cannot");
}

TEST_CASE("h5 reader: what is missing or of another type is named", "[io]") {
  const ScratchFolder folder;
  write_file(folder / "f.h5");
  const Reader in(folder / "f.h5");
  CHECK(in.has_group("g"));
  CHECK(in.has_variable("/g/v"));
  CHECK_FALSE(in.has_variable("g"));
  CHECK_FALSE(in.has_group("x/y/z"));
  CHECK_THROWS_WITH(in.read<double>("g/w"), ContainsSubstring("/g/w: there is no such variable"));
  CHECK_THROWS_WITH(in.read<double>("x/y"), ContainsSubstring("no such variable"));
  CHECK_THROWS_WITH(in.read<double>("g"), ContainsSubstring("no such variable"));
  CHECK_THROWS_WITH(in.groups("g/v"), ContainsSubstring("no such group"));
  CHECK_THROWS_WITH(in.read<double>("g/seed"), ContainsSubstring("it holds uint64, asked for float64"));
  CHECK_THROWS_WITH(in.read<float>("g/v"), ContainsSubstring("it holds float64"));
  CHECK_THROWS_AS(in.text("g/v"), NotReadable);
  CHECK_THROWS_AS(in.read<double>("g/text"), NotReadable);
  CHECK_THROWS_WITH(in.attribute<std::string>("/", "absent"), ContainsSubstring("no attribute 'absent'"));
  CHECK_THROWS_WITH(in.attribute<double>("/", "seed"), ContainsSubstring("'seed' is not one float64"));
  CHECK_THROWS_AS(in.find_attribute("absent", "title"), NotReadable);
  CHECK(in.attribute<double>("/", "small") == 3.0);
  CHECK(in.attribute<std::int64_t>("/", "small") == 3);
  CHECK_THROWS_AS(in.read_block<double>("g/v", {rows - 1}, {2}), NotReadable);
  CHECK_THROWS_AS(in.read_block<double>("g/v", {0, 0}, {1, 1}), NotReadable);
  CHECK(in.read_block<double>("g/v", {1}, {1}) == std::vector<double>{0.5});
  CHECK(in.read_block<double>("g/v", {rows}, {0}).empty());
  CHECK(in.variables() == std::vector<std::string>{});
}

TEST_CASE("h5 reader: no damaged byte makes a wrong number or a crash", "[io][slow]") {
  const ScratchFolder folder;
  write_file(folder / "whole.h5");
  const std::string whole = bytes_of(folder / "whole.h5");
  const auto right = Reader(folder / "whole.h5").read<double>("g/v");
  std::size_t found = 0, harmless = 0, wrong = 0;
  for (std::size_t at = 0; at < whole.size(); at += 7) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    const fs::path path = folder / "damaged.h5";
    std::ofstream(path, std::ios::binary) << damaged;
    try {
      const Reader in(path);
      const auto values = in.read<double>("g/v");
      ++(values == right ? harmless : wrong);
    } catch (const NotReadable&) {
      ++found;
    }
  }
  INFO(found << " found, " << harmless << " harmless");
  CHECK(wrong == 0);
  CHECK(found > harmless);
}
