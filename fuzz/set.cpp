// Settings as --set takes them, one on a line.
#include "fuzz/input.h"
#include "sim/reading/scenario_file.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace poldyn;
  const std::string text = fuzz::text_of(data, size);
  std::vector<std::string> settings;
  for (std::size_t begin = 0; begin < text.size() && settings.size() < 20;) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    settings.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  const Reading reading = read_scenario_text(fuzz::base_scenario, "base.toml", settings);
  for (const auto& mistake : reading.mistakes) fuzz::require(!to_text(mistake).empty());
  return 0;
}
