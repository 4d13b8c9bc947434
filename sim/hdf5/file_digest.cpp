#include "sim/hdf5/file_digest.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <system_error>
#include <vector>

namespace poldyn {
namespace {

constexpr std::string_view mark = "\npoldyn digest 1: ";
constexpr std::size_t digits = 16;
constexpr std::size_t seal_size = mark.size() + digits + 1;

// Odd, so that a product can be undone: from the golden ratio, and from Appleby's MurmurHash3 (64-bit finalizer).
constexpr std::uint64_t first_factor = 0x9E3779B97F4A7C15U, second_factor = 0xC4CEB9FE1A85EC53U;

/// Every step can be undone for a given word: what differs once differs to the end. The second product spreads what a
/// difference in the highest bit leaves after the first, or flips of a few later bits would undo it.
constexpr std::uint64_t stirred(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * first_factor;
  hash ^= hash >> 32;
  return hash * second_factor;
}

/// The same number on every machine. Not every compiler makes one load of the loop.
std::uint64_t word_at(const char* bytes) {
  std::uint64_t word = 0;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&word, bytes, sizeof word);
  } else {
    for (unsigned i = 0; i < 8; ++i) word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return word;
}

std::string hex(std::uint64_t number) {
  std::string text;
  for (unsigned shift = 64; shift > 0; shift -= 4) text += "0123456789abcdef"[number >> (shift - 4) & 0xFU];
  return text;
}

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

/// An open file, closed at the end.
class File {
 public:
  File(const std::filesystem::path& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC)) {
    if (descriptor_ < 0) fail("open");
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { ::close(descriptor_); }

  std::uint64_t size() const {
    struct stat about {};
    if (::fstat(descriptor_, &about) != 0) fail("look at");
    return static_cast<std::uint64_t>(about.st_size);
  }
  /// Bytes from `at` on, fewer at the end of the file.
  std::size_t read(char* to, std::size_t most, std::uint64_t at) const {
    std::size_t got = 0;
    while (got < most) {
      const ssize_t n = ::pread(descriptor_, to + got, most - got, static_cast<off_t>(at + got));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) fail("read");
      if (n == 0) break;
      got += static_cast<std::size_t>(n);
    }
    return got;
  }
  void append(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t n = ::write(descriptor_, text.data(), text.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) fail("write");
      text.remove_prefix(static_cast<std::size_t>(n));
    }
  }

 private:
  int descriptor_;
};

std::uint64_t digest_of(const File& file, std::uint64_t length) {
  Digest digest;
  std::vector<char> chunk(std::size_t{1} << 18);
  for (std::uint64_t at = 0; at < length;) {
    const std::size_t got = file.read(chunk.data(), std::min<std::uint64_t>(chunk.size(), length - at), at);
    if (got == 0) break;  // it shrinks while it is read: the length will not fit
    digest.add({chunk.data(), got});
    at += got;
  }
  return digest.value();
}

}  // namespace

void Digest::add_stripe(const char* bytes) {
  for (std::size_t i = 0; i < lanes; ++i) lanes_[i] = stirred(lanes_[i], word_at(bytes + 8 * i));
}

void Digest::add(std::string_view bytes) {
  length_ += bytes.size();
  if (resting_ > 0) {
    const std::size_t more = std::min(bytes.size(), rest_.size() - resting_);
    std::copy_n(bytes.data(), more, rest_.data() + resting_);
    resting_ += more;
    bytes.remove_prefix(more);
    if (resting_ < rest_.size()) return;
    add_stripe(rest_.data());
    resting_ = 0;
  }
  for (; bytes.size() >= rest_.size(); bytes.remove_prefix(rest_.size())) add_stripe(bytes.data());
  std::copy(bytes.begin(), bytes.end(), rest_.data());
  resting_ = bytes.size();
}

std::uint64_t Digest::value() const {
  Digest end = *this;
  std::fill(end.rest_.begin() + static_cast<std::ptrdiff_t>(resting_), end.rest_.end(), '\0');
  end.add_stripe(end.rest_.data());
  std::uint64_t hash = length_;
  for (const std::uint64_t lane : end.lanes_) hash = stirred(hash, lane);
  return hash ^ (hash >> 32);
}

std::optional<Sealed> look_at_seal(const std::filesystem::path& path) {
  const File file(path, O_RDONLY);
  const std::uint64_t size = file.size();
  std::array<char, seal_size> end{};
  if (size < seal_size || file.read(end.data(), seal_size, size - seal_size) < seal_size) return std::nullopt;
  const char* number = end.data() + mark.size();
  if (std::string_view(end.data(), mark.size()) != mark || end.back() != '\n') return std::nullopt;
  Sealed made;
  const auto read = std::from_chars(number, number + digits, made.written, 16);
  // Capitals would be the same number, and another line.
  if (read.ec != std::errc{} || hex(made.written) != std::string_view(number, digits)) return std::nullopt;
  made.found = digest_of(file, size - seal_size);
  return made;
}

void seal(const std::filesystem::path& path) {
  std::uint64_t digest = 0;
  {
    const File file(path, O_RDONLY);
    digest = digest_of(file, file.size());
  }
  File(path, O_WRONLY | O_APPEND).append(std::string(mark) + hex(digest) + "\n");
}

}  // namespace poldyn
