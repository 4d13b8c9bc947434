#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

/// What a fuzzer's program is given.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace poldyn::fuzz {

inline std::string text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// What must hold of whatever was read.
inline void require(bool holds) {
  if (!holds) std::abort();
}

/// The input as a file in memory.
class InputFile {
 public:
  explicit InputFile(std::string_view bytes) : descriptor_(::memfd_create("input", 0)) {
    require(descriptor_ >= 0 && ::write(descriptor_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  ~InputFile() { ::close(descriptor_); }

  std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

/// A small scenario, for what is read beside one.
inline constexpr const char* base_scenario = R"(title = "base"
[run]
horizon = "1 y"
[domain.general]
demand_weight = 2
[bloc.north.population]
vendors = 8
[bloc.north.registration]
who = "all"
[bloc.north.stage.expert]
review = { dist = "lognormal", mean = "45 d", cv = 0.6 }
[bloc.north.track.full]
stages = ["expert"]
[bloc.south]
like = "north"
)";

}  // namespace poldyn::fuzz
