// What the digest of a result file costs: bytes a second in memory, beside FNV-1a, which goes byte by byte.
#include <fmt/format.h>

#include <chrono>
#include <string>
#include <vector>

#include "bench/median.h"
#include "sim/base/fnv.h"
#include "sim/hdf5/file_digest.h"

namespace {

template <class Hash>
double gigabytes_a_second(const std::string& bytes, Hash hash) {
  std::vector<double> made;
  for (int i = 0; i < 9; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    volatile std::uint64_t used = hash(bytes);
    static_cast<void>(used);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    made.push_back(static_cast<double>(bytes.size()) / 1e9 / seconds);
  }
  return poldyn::bench::median(std::move(made));
}

}  // namespace

int main() {
  std::string bytes(std::size_t{64} << 20, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 2654435761U >> 24);
  fmt::print("digest: {:.1f} GB/s\n", gigabytes_a_second(bytes, [](const std::string& text) {
               poldyn::Digest digest;
               digest.add(text);
               return digest.value();
             }));
  fmt::print("FNV-1a: {:.1f} GB/s\n",
             gigabytes_a_second(bytes, [](const std::string& text) { return poldyn::fnv1a(text); }));
}
