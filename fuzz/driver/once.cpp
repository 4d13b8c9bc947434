// Without libFuzzer a harness is run once on each of the files that it is given: that it links, and takes what it is to
// begin with, is a test of every build.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int count, char** arguments) {
  int files = 0;
  for (int i = 1; i < count; ++i) {
    std::ifstream file(arguments[i], std::ios::binary);
    if (!file) return std::fprintf(stderr, "%s cannot be read\n", arguments[i]), 1;
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    ++files;
  }
  LLVMFuzzerTestOneInput(nullptr, 0);
  std::printf("%d files, and an empty one\n", files);
  return 0;
}
