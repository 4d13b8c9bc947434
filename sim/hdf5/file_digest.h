#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

/// The digest of a finished file, which stands behind its last byte as a line of text, so that damage is found before
/// anybody makes sense of the file: docs/decisions/0013-digest.md.
namespace poldyn {

/// 64 bits of all bytes and their number. Two files that differ within eight bytes that begin at a multiple of eight
/// (any single bit) differ in it for certain, others but for one case in 2^64. Against accidents, not against a forger.
class Digest {
 public:
  void add(std::string_view bytes);
  std::uint64_t value() const;

 private:
  static constexpr std::size_t lanes = 4;  // that do not wait for each other: 16 GB/s instead of 4

  void add_stripe(const char* bytes);

  std::array<std::uint64_t, lanes> lanes_{1, 2, 3, 4};
  std::array<char, lanes * 8> rest_{};
  std::size_t resting_ = 0;
  std::uint64_t length_ = 0;
};

/// What the end of a file says of the rest.
struct Sealed {
  std::uint64_t written = 0;  ///< the digest that it was written with
  std::uint64_t found = 0;    ///< of the bytes that there are now
  bool whole() const { return written == found; }
};

/// Nothing if the file has no digest at its end. Throws std::system_error if it cannot be read.
std::optional<Sealed> look_at_seal(const std::filesystem::path& file);

/// Adds the digest to the end of a file. Throws std::system_error if it cannot be read or written.
void seal(const std::filesystem::path& file);

}  // namespace poldyn
