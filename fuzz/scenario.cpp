// A scenario is read or refused; what was read is written so that it is read as the same.
#include "fuzz/input.h"
#include "sim/reading/scenario_file.h"
#include "sim/reading/scenario_writer.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace poldyn;
  const Reading reading = read_scenario_text(fuzz::text_of(data, size), "input.toml");
  if (!reading.ok()) {
    fuzz::require(!to_text(reading.mistakes).empty());
    return 0;
  }
  const std::string written = write_scenario(reading.scenario);
  const Reading again = read_scenario_text(written, "again.toml");
  fuzz::require(again.ok() && write_scenario(again.scenario) == written);
  return 0;
}
