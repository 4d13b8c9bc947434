/// Runs scenarios and prints what a run is known by: its fingerprint, its number of events, and a digest of all its
/// values. The same source is built for this machine and for WebAssembly: both must print the same.
///
/// usage: run_scenarios FILE...
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "sim/base/fnv.h"
#include "sim/observe/result_names.h"
#include "sim/reading/scenario_file.h"
#include "sim/run/simulate.h"

namespace {

using namespace poldyn;

/// Files, by the C library alone.
class OpenedFiles : public MemoryTexts {
 public:
  OpenedFiles() : MemoryTexts({}) {}

  std::variant<std::string, TextFault> read(const std::string& name, std::size_t, Asker) const override {
    std::FILE* file = std::fopen(name.c_str(), "rb");
    if (!file) return TextFault{"no such file", ""};
    std::string text;
    char chunk[4096];
    while (const std::size_t got = std::fread(chunk, 1, sizeof chunk, file)) text.append(chunk, got);
    std::fclose(file);
    return text;
  }
};

std::string digest_of(const RunResult& result) {
  std::string bytes;
  const auto add = [&](const std::vector<std::vector<double>>& metrics) {
    for (const auto& values : metrics)
      for (double value : values) {
        if (value != value) value = 0.5;  // which NaN it is does not count
        char raw[sizeof value];
        std::memcpy(raw, &value, sizeof value);
        bytes.append(raw, sizeof raw);
      }
  };
  add(result.sampled);
  add(result.totals);
  return results::hex(fnv1a(bytes));
}

bool run(const std::string& file) {
  const Reading reading = read_scenario(OpenedFiles(), file);
  if (!reading.ok()) {
    for (const Mistake& mistake : reading.mistakes)
      std::fprintf(stderr, "%s: %s\n", file.c_str(), mistake.problem.c_str());
    return false;
  }
  const RunResult result = simulate(reading.scenario, {1, 0});
  std::printf("%s %s %llu %s\n", file.c_str(), results::hex(result.fingerprint).c_str(),
              static_cast<unsigned long long>(result.events), digest_of(result).c_str());
  std::fflush(stdout);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  bool all = argc > 1;
  for (int i = 1; i < argc; ++i) all = run(argv[i]) && all;
  return all ? 0 : 65;
}
