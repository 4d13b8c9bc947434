#include "sim/hdf5/file_digest.h"

#include <fstream>
#include <set>

#include "sim/hdf5/h5_error.h"
#include "sim/hdf5/h5_reader.h"
#include "sim/hdf5/h5_writer.h"
#include "tests/catch.h"
#include "tests/hdf5/scratch_folder.h"

using namespace poldyn;

namespace {

namespace fs = std::filesystem;

void put(const fs::path& path, const std::string& bytes) {
  fs::remove(path);  // or some file systems wait for the disk each time
  std::ofstream(path, std::ios::binary) << bytes;
}

std::uint64_t digest_of(const std::string& text) {
  Digest digest;
  digest.add(text);
  return digest.value();
}

/// Bytes without a pattern that a hash might like.
std::string some_bytes(std::size_t n) {
  std::string made;
  for (std::uint64_t x = 1; made.size() < n; x = x * 6364136223846793005U + 1442695040888963407U)
    made += static_cast<char>(x >> 56);
  return made;
}

void write_sealed(const fs::path& path) {
  h5::Writer out(path, h5::IfExists::replace);
  out.set_attributes("/", {{"title", "t"}});
  out.define_index({.path = "row"}, 300);
  out.write_variable({.path = "g/v", .dimensions = {"row"}}, std::vector<double>(300, 0.5));
  out.write_text("g/text", "words");
  out.commit(h5::Seal::at_end);
}

}  // namespace

TEST_CASE("digest: the same bytes in other pieces have the same digest, and its values stay what they are",
          "[digest]") {
  CHECK(digest_of("") == 0xB2555E6AFCAA84ACU);
  CHECK(digest_of("poldyn") == 0x016761EB58894EEAU);
  const std::string text = some_bytes(1000);
  for (const std::size_t piece : std::initializer_list<std::size_t>{1, 3, 8, 31, 32, 33, 64, 999}) {
    Digest digest;
    for (std::size_t at = 0; at < text.size(); at += piece) digest.add(std::string_view(text).substr(at, piece));
    CHECK(digest.value() == digest_of(text));
  }
}

TEST_CASE("digest: no change of one or two bits, and no other length, keeps it", "[digest]") {
  const std::string text = some_bytes(150);
  std::set<std::uint64_t> seen{digest_of(text)};
  std::size_t tried = 1;
  const auto flip = [](std::string of, std::size_t bit) {
    of[bit / 8] = static_cast<char>(static_cast<unsigned char>(of[bit / 8]) ^ (1U << bit % 8));
    return of;
  };
  for (std::size_t bit = 0; bit < 8 * text.size(); ++bit, ++tried) seen.insert(digest_of(flip(text, bit)));
  for (std::size_t bit = 0; bit + 64 < 8 * text.size(); ++bit)  // words and lanes that could cancel each other
    for (const std::size_t other : std::initializer_list<std::size_t>{1, 8, 32, 64, 224, 256, 288, 512})
      if (bit + other < 8 * text.size()) seen.insert(digest_of(flip(flip(text, bit), bit + other))), ++tried;
  for (std::size_t bit = 63; bit + 288 < 8 * text.size(); bit += 64) {  // what a single product per word lets pass
    seen.insert(digest_of(flip(flip(flip(text, bit), bit + 224), bit + 256)));
    ++tried;
  }
  for (std::size_t more = 1; more < 70; ++more, ++tried) seen.insert(digest_of(text + std::string(more, '\0')));
  for (std::size_t less = 1; less < 150; ++less, ++tried) seen.insert(digest_of(text.substr(0, less)));
  CHECK(seen.size() == tried);
}

TEST_CASE("digest: a sealed file is refused whatever single bit of it changed", "[digest]") {
  const ScratchFolder folder;
  write_sealed(folder / "whole.h5");
  const std::string whole = bytes_of(folder / "whole.h5");
  REQUIRE(h5::Reader(folder / "whole.h5").sealed());
  REQUIRE(look_at_seal(folder / "whole.h5")->whole());
  const std::size_t bits = 8 * whole.size();
  std::size_t refused = 0, tried = 0;
  const auto try_bit = [&](std::size_t bit) {
    std::string other = whole;
    other[bit / 8] = static_cast<char>(static_cast<unsigned char>(other[bit / 8]) ^ (1U << bit % 8));
    put(folder / "other.h5", other);
    ++tried;
    try {
      const h5::Reader reader(folder / "other.h5");
      UNSCOPED_INFO("bit " << bit << " of " << bits);
    } catch (const h5::NotReadable&) {
      ++refused;
    }
  };
  for (std::size_t bit = 0; bit < bits; bit += 97) try_bit(bit);
  for (std::size_t bit = bits - 8 * 40; bit < bits; ++bit) try_bit(bit);  // in the digest itself
  CHECK(refused == tried);
  CHECK(tried > 500);
}

TEST_CASE("digest: a sealed file that was cut, lengthened or written to is refused", "[digest]") {
  const ScratchFolder folder;
  write_sealed(folder / "whole.h5");
  const std::string whole = bytes_of(folder / "whole.h5");
  const auto refused = [&](const std::string& bytes) {
    put(folder / "other.h5", bytes);
    CHECK_THROWS_AS(h5::Reader(folder / "other.h5"), h5::NotReadable);
  };
  for (std::size_t cut = 1; cut < 60; ++cut) refused(whole.substr(0, whole.size() - cut));
  for (const char* more : {" ", "\n", "more", "\npoldyn digest 1: 0123456789abcdef\n"}) refused(whole + more);
  refused(whole.substr(0, whole.size() / 2) + whole.substr(whole.size() / 2 + 8));
}

TEST_CASE("digest: a file without one is read as it is", "[digest]") {
  const ScratchFolder folder;
  {
    h5::Writer out(folder / "plain.h5");
    out.write_text("text", "words");
    out.commit();
  }
  const h5::Reader in(folder / "plain.h5");
  CHECK_FALSE(in.sealed());
  CHECK(in.text("text") == "words");
  CHECK_FALSE(look_at_seal(folder / "plain.h5"));
}
